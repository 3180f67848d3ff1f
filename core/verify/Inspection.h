// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/RowPass.h"
#include "core/verify/SanityQueries.h"
#include "core/verify/Verifier.h"

namespace shuttler::verify {

/// What a run of checks is told by its caller, read and validated before any database is asked.
struct Rules {
    QList<ReferenceRule> references;
    QList<SanityQuery> sanity;

    /// Empty paths: no rules of that kind.
    static Result<Rules> read(const QString &referencesFile, const QString &sanityFile);
};

/// One question's patience at a copy, which nobody else needs, and at a live database, where it shall not weigh long.
inline constexpr std::chrono::milliseconds PatienceWithCopies = std::chrono::hours(4);
inline constexpr std::chrono::milliseconds PatienceWithLive = std::chrono::seconds(30);

/// How many connections look at a copy, which nobody else needs, and at a live database.
inline constexpr int ConnectionsWithCopies = 2;
inline constexpr int ConnectionsWithLive = 1;

/// One restored copy under examination: what the checks look at and where their findings go.
class Inspection {
public:
    static Result<Inspection> begin(const VerifyRequest &request, const FindingSink &sink, Job &job);

    /// Reads all tables whose rows are asked about, after what the live database says about the same ones. That one is held open no
    /// longer than it is read: it may serve people, and an open snapshot keeps its clean-up waiting. `tell` is called for each table as
    /// soon as nothing that is read later changes what is known of it: its facts, or why there are none, and the proofs of its links.
    Outcome scan(bool checksums, const std::function<void(const Table &)> &tell, Job &job);

    /// Puts questions whose answer is one number, over all connections at once; the answers wait in `answers`.
    Outcome askAhead(const QStringList &questions, Job &job);

    /// Whether a finding with this id, on this subject, was asked for. What is dear to find out is looked at only then.
    bool wants(const QString &check, const QString &subject) const
    {
        return !request.only || request.only->isAnsweredBy(check, subject);
    }
    /// Drops what was not asked for.
    void add(Finding finding);
    /// Sends a finding ahead of its place in the report, where `add` puts it later without sending it again.
    void tell(const Finding &finding);
    /// A question that could not be asked, or whose answer shows damage. The error itself when nothing more can be asked.
    Outcome addUnanswered(Finding finding, const Error &error);
    /// All that was found. An error where somebody emptied or rewrote a table meanwhile.
    Result<VerifyReport> report(Job &job);

    const VerifyRequest &request;
    Rules rules;
    Subject copy;
    std::optional<Schema> liveSchema;         ///< Of the live database, where it answered.
    std::optional<Baseline> baseline;         ///< Where there is one no younger than the moment.
    Micros sinceBaseline{0};                  ///< To the moment; 0 when the copy has to equal the baseline.
    QHash<qint64, TableFacts> facts;          ///< By oid in the copy; missing: could not be read.
    QHash<qint64, Error> unread;              ///< Why not.
    QMap<QString, LinkProof> proofs;          ///< Of the copy's links that were proved on the way, by name.
    struct Answer {
        std::optional<Result<qint64>> number;
        double seconds = 0;
    };
    QHash<QString, Answer> answers;           ///< By question.
    QHash<qint64, TableFacts> liveFacts;      ///< By oid in the live database.

    /// The facts of the live database's table of the same name; null when it has none or was not asked.
    const TableFacts *liveFactsOf(const Table &table) const;
    const TableBaseline *baselineOf(const Table &table) const;
    /// Why a table was not to be had in time, if it was not: nothing else about it is waited for either.
    const Error *whyGivenUp(const Table &table) const;

private:
    Inspection(const VerifyRequest &verifyRequest, Rules readRules, Subject subject, FindingSink sink, Instant started)
        : request(verifyRequest), rules(std::move(readRules)), copy(std::move(subject)), m_sink(std::move(sink)), m_started(started)
    {
    }
    Outcome findOtherRanges(Job &job);
    Outcome scanLive(Job &job);
    std::optional<TimeColumn> timeColumnOf(const Table &table) const;

    FindingSink m_sink;
    Instant m_started;
    QList<Finding> m_findings;
    QHash<QString, int> m_told; ///< How many of those to come were sent already, by check and subject.
    qint64 m_bytesRead = 0;
};

} // namespace shuttler::verify
