// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/integration/verify/Databases.h"

#include <thread>

namespace shuttler::test {

/// Holds a question of ours in the middle of its work, so that something can happen to it just then.
///
/// A database with `gateSql` has the function test.gate(int), which returns its argument, and the type test.gated, whose text goes
/// through the gate. A question whose text is like the setting test.question waits there as long as somebody holds the gate shut. The
/// server asks the function for what it reads of a column of that type, and, for tables with CHECK (test.gate(…)…), when it plans a
/// question with a condition.
class Gate {
public:
    static QByteArray gateSql(const QString &database);

    /// Shuts it for questions like `question`, in sessions that begin from now on.
    static Result<std::unique_ptr<Gate>> shut(Databases &databases, const QString &database, const QString &question);
    /// The same with a table that somebody has to himself, as a migration has it.
    static Result<std::unique_ptr<Gate>> hold(Databases &databases, const QString &database, const QString &table);
    /// Shuts nothing: reached when so many of our sessions have been at work for a while on questions with `condition`, on
    /// pg_stat_activity AS a.
    static Result<std::unique_ptr<Gate>> watch(Databases &databases, const QString &database, const QString &condition, int sessions);
    ~Gate();

    /// Once somebody waits there, or works: does `act` with the process that waits, then opens. In a thread of its own.
    void whenReached(std::function<void(Gate &gate, qint64 pid)> act);
    /// Ends the thread; whether anybody came.
    bool wasReached();

    // For `act`.
    void open();
    void cancelWhoWaits(qint64 pid);
    void breakConnections(const QString &which); ///< A condition on pg_stat_activity.
    Databases &databases() { return m_databases; }

private:
    Gate(Databases &databases, QString database, postgres::Connection session, QString sign = waiting());
    static QString waiting();
    qint64 whoWaits();
    void ask(const QString &sql);

    Databases &m_databases;
    QString m_database;
    QString m_sign; ///< Asks for the process that waits or works; no row as long as nobody does.
    postgres::Connection m_session; ///< Holds the gate shut; the thread's, once there is one.
    bool m_reached = false;
    std::jthread m_thread;
};

} // namespace shuttler::test
