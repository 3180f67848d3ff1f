// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SqlVerifier.h"

#include "core/verify/BaselineTaker.h"
#include "core/verify/checks/Checks.h"

namespace shuttler {

using namespace Qt::StringLiterals;

/// What is known once a table was read is said at once: the largest may take an hour more.
static Outcome readTables(verify::Inspection &inspection, bool checksums, Job &job)
{
    const auto tell = [&inspection](const verify::Table &table) {
        verify::tellRows(inspection, table);
        verify::tellLinks(inspection, table);
    };
    return inspection.scan(checksums, tell, job);
}

/// Everything that is asked of the rows and the links between them; gate and step 6 differ only in what comes after.
static Outcome checkContents(verify::Inspection &inspection, bool checksums, Job &job)
{
    verify::checkRelations(inspection);
    if (Outcome checked = verify::checkPartitions(inspection, job); !checked)
        return checked;
    verify::checkReadability(inspection);
    verify::checkCoverage(inspection);
    if (Outcome scanned = readTables(inspection, checksums, job); !scanned)
        return scanned;
    verify::checkRows(inspection);
    verify::checkFreshness(inspection);
    if (Outcome checked = verify::checkForeignKeys(inspection, job); !checked)
        return checked;
    return verify::checkReferences(inspection, job);
}

namespace {

/// What has an answer without the rows of all tables.
struct Alone {
    QStringView check; ///< One of the ids of its findings; "sanity:" for all that begin so.
    Outcome (*ask)(verify::Inspection &inspection, Job &job);
};

Outcome askRelations(verify::Inspection &inspection, Job &)
{
    verify::checkRelations(inspection);
    return Done{};
}

Outcome askReadability(verify::Inspection &inspection, Job &)
{
    verify::checkReadability(inspection);
    return Done{};
}

/// Of one table: `scan` reads no other.
Outcome askRows(verify::Inspection &inspection, Job &job)
{
    if (Outcome scanned = readTables(inspection, true, job); !scanned)
        return scanned;
    verify::checkRows(inspection);
    return Done{};
}

} // namespace

static constexpr Alone AskedAlone[] = {
    {u"relations", askRelations},
    {u"partition-detached", verify::checkPartitions},
    {u"readable", askReadability},
    {u"rows", askRows},
    {u"foreign-key", verify::checkForeignKeys},
    {u"reference", verify::checkReferences},
    {u"sequence-behind", verify::checkSequences},
    {u"index-invalid", verify::checkObjects},
    {u"index-sound", verify::checkSoundness},
    {u"in-recovery", verify::checkServer},
    {u"roles", verify::checkRights},
    {u"settings", verify::checkLikeness},
    {u"quiet", verify::checkQuiet},
    {u"sanity:", verify::checkSanity},
};

/// One question, of a snapshot of its own.
static Result<VerifyReport> askAlone(verify::Inspection &inspection, const CheckQuestion &question, Job &job)
{
    for (const Alone &alone : AskedAlone) {
        if (!question.checks.contains(alone.check) && !(alone.check.endsWith(u':') && question.checks.first().startsWith(alone.check)))
            continue;
        if (Outcome asked = alone.ask(inspection, job); !asked)
            return std::move(asked).error();
    }
    Result<VerifyReport> report = inspection.report(job);
    if (report && report->findings.isEmpty())
        return Error(Fault::Refused, u"Asked by itself, this check has no answer."_s)
            .means(u"What was found before stands as it is."_s)
            .todo(u"Run all checks again: the database, or what it is compared with, is not as it was."_s);
    return report;
}

Result<VerifyReport> SqlVerifier::contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink)
{
    Result<verify::Inspection> inspection = verify::Inspection::begin(request, sink, job);
    if (!inspection)
        return std::move(inspection).error();
    if (verify::checkThatThereIsSomething(*inspection))
        if (Outcome checked = checkContents(*inspection, request.exact, job); !checked)
            return std::move(checked).error();
    return inspection->report(job);
}

Result<VerifyReport> SqlVerifier::verify(const VerifyRequest &request, Job &job, const FindingSink &sink)
{
    Result<verify::Inspection> inspection = verify::Inspection::begin(request, sink, job);
    if (!inspection)
        return std::move(inspection).error();
    if (request.only)
        return askAlone(*inspection, *request.only, job);
    if (!verify::checkThatThereIsSomething(*inspection))
        return inspection->report(job);
    if (Outcome checked = checkContents(*inspection, true, job); !checked)
        return std::move(checked).error();
    for (const auto check : {verify::checkSequences, verify::checkObjects, verify::checkSoundness, verify::checkUniqueKeys, verify::checkServer,
                             verify::checkRights, verify::checkLikeness, verify::checkQuiet, verify::checkSanity})
        if (Outcome checked = check(*inspection, job); !checked)
            return std::move(checked).error();
    return inspection->report(job);
}

Result<Baseline> SqlVerifier::takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job)
{
    return verify::takeBaseline(database, options, job);
}

Result<int> SqlVerifier::appSessions(const ConnectionInfo &database, Job &job)
{
    postgres::SessionOptions options;
    options.statementTimeout = verify::PatienceWithLive;
    Result<postgres::Connection> connection = postgres::Connection::open(database, options, job);
    if (!connection)
        return std::move(connection).error();
    // A role without pg_read_all_stats sees that other sessions are there, not what kind they are: they count.
    Result<postgres::Rows> rows = connection->query(
        u"SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE datname = pg_catalog.current_database() "
        "AND pid <> pg_catalog.pg_backend_pid() AND coalesce(backend_type, 'client backend') = 'client backend' "
        "AND coalesce(application_name, '') !~ '^(shuttler-ops|pgBackRest)'"_s,
        job);
    if (!rows)
        return std::move(rows).errorDuring(u"counting the sessions"_s);
    return int(rows->integer(0, 0));
}

Result<QMap<QString, qint64>> SqlVerifier::writtenSince(const ConnectionInfo &live, Instant moment, Job &job)
{
    Result<verify::Subject> subject = verify::Subject::open(live, verify::PatienceWithLive, verify::ConnectionsWithLive, job);
    if (!subject)
        return std::move(subject).error();
    QMap<QString, qint64> written;
    for (const verify::Table &table : subject->schema.tables) {
        const std::optional<verify::TimeColumn> time = verify::timeColumnOf(table);
        if (!time || time->moves || !verify::isCovered(table) || !table.readable)
            continue;
        verify::ScanWishes wishes;
        wishes.time = time;
        wishes.since = moment;
        Result<verify::TableFacts> facts = verify::scanTable(subject->snapshot, table, wishes, job);
        if (facts)
            written.insert(table.shown(), facts->rowsSince.value_or(0));
        else if (verify::endsAll(facts.error(), subject->snapshot))
            return std::move(facts).error();
    }
    return written;
}

} // namespace shuttler
