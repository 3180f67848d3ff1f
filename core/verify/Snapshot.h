// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"

namespace shuttler::verify {

/// How the server may look for its answer.
enum class Plan {
    AsUsual,
    HeapOnly, ///< No index is believed: an index can be whole while the table is not, and the other way round.
    ThroughIndex, ///< The other way round: what an index tells, wherever one will do.
};

/// What a long question may cost the server besides the one process that answers it.
struct Effort {
    int processes = 0;    ///< That it may add.
    bool compile = false; ///< Make machine code of the question first, where the server can (PostgreSQL's chapter 32).
};

/// Which moment a snapshot is of.
enum class When {
    Now,
    /// One with no transaction on its way to being committed. What is committed by its clock and what it sees are the same
    /// then, so that a restore to this moment brings back exactly this. Waits up to some seconds for one.
    BetweenCommits,
};

/// One database at one moment: a read-only session in a single REPEATABLE READ transaction, with every setting pinned that
/// could make the same rows look different on another server (zone, date style, digits, bytes, money, search path).
/// A question that fails leaves the snapshot as it was; only a broken connection or a stop ends it. What a question read is locked against
/// ALTER, DROP and TRUNCATE until it is answered, and no longer: see `mustBeUntouched`.
class Snapshot {
public:
    /// `patience` is the most that one question may take.
    static Result<Snapshot> open(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job,
                                 When when = When::Now);
    /// Another connection that sees exactly what `leader` sees, for as long as that one lives. Fault::Refused where the server does not
    /// share snapshots.
    static Result<Snapshot> join(const ConnectionInfo &database, const Snapshot &leader, std::chrono::milliseconds patience, Job &job);

    /// One statement, with values for $1….
    Result<postgres::Rows> ask(const QString &sql, const QList<postgres::Parameter> &parameters, Job &job);
    Result<postgres::Rows> ask(const QString &sql, Job &job) { return ask(sql, {}, job); }
    /// The SQLSTATE of the last question that failed: "42501" when the role may not read what was asked for.
    QByteArray lastState() const { return m_lastState; }
    /// False once nothing more can be asked.
    bool isAlive() const { return m_connection.serverVersion() != 0; }

    Outcome plan(Plan plan, Job &job);
    /// For the questions from here on, until the next `plan`.
    Outcome spend(const Effort &effort, Job &job);
    /// What unqualified names mean: nothing but the system's own, or what the role is used to.
    Outcome useOwnersSearchPath(Job &job);
    Outcome usePinnedSearchPath(Job &job);
    Outcome limitTo(std::chrono::milliseconds patience, Job &job);

    /// The name under which other sessions, other programs' too, see the same for as long as this lives; empty where the server does not
    /// share.
    const QString &sharedAs() const { return m_shared; }
    /// The moment of the snapshot by the server's clock; of a server in recovery, its last transaction's.
    Instant takenAt() const { return m_takenAt; }
    QString database() const { return m_database; }
    QString encoding() const { return m_encoding; }
    int version() const { return m_connection.serverVersion(); } ///< 150008
    QString versionText() const { return m_connection.serverVersionText(); }

private:
    enum class Rest { Quiet, Busy };

    explicit Snapshot(postgres::Connection connection) : m_connection(std::move(connection)) {}
    Outcome set(const QByteArray &settings, Job &job);
    Outcome look(Job &job);
    Outcome lookBetweenCommits(Job &job);
    Result<Rest> restAtSnapshot(Job &job);
    Result<Rest> restAWhileLater(Job &job);

    postgres::Connection m_connection;
    QByteArray m_lastState;
    Instant m_takenAt;
    QString m_database;
    QString m_encoding;
    QString m_shared;   ///< The name under which others join; empty where the server does not share.
    QString m_underWay; ///< Transaction ids at work when the snapshot was taken, with commas.
};

/// Whether an error ends the whole inspection (stopped, connection gone) or only the question.
bool endsAll(const Error &error, const Snapshot &snapshot);

} // namespace shuttler::verify
