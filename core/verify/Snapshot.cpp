// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Snapshot.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

/// row_security=off makes a query fail that would silently leave rows out. A search path of pg_catalog alone keeps the
/// database's own functions and operators out of our queries, and makes names in texts come out in full. A snapshot waits for others that
/// look at it (another connection, a dump), and is not idle meanwhile.
static const char PinnedSettings[] = "SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off; SET LOCAL jit = off; "
                                     "SET LOCAL jit_above_cost = 0; SET LOCAL jit_optimize_above_cost = 0; SET LOCAL jit_inline_above_cost = -1; "
                                     "SET LOCAL enable_indexonlyscan = off; SET LOCAL max_parallel_workers_per_gather = 1; "
                                     "SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL xmlbinary = 'base64'; "
                                     "SET LOCAL quote_all_identifiers = off; SET LOCAL transform_null_equals = off; "
                                     "SET LOCAL idle_in_transaction_session_timeout = 0";

/// Who holds a table has work to do there; we come back to it when the others are read.
static constexpr std::chrono::milliseconds PatienceWithLocks = std::chrono::seconds(2);

static QByteArray patienceSetting(std::chrono::milliseconds patience)
{
    return "SET LOCAL statement_timeout = " + QByteArray::number(qint64(patience.count()));
}

static Result<postgres::Connection> connect(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job)
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadOnly;
    options.statementTimeout = patience;
    options.lockTimeout = PatienceWithLocks;
    return postgres::Connection::open(database, options, job);
}

Result<Snapshot> Snapshot::open(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job, When when)
{
    Result<postgres::Connection> connection = connect(database, patience, job);
    if (!connection)
        return std::move(connection).error();
    Snapshot snapshot(*std::move(connection));
    if (when == When::BetweenCommits) {
        if (Outcome looked = snapshot.lookBetweenCommits(job); !looked)
            return std::move(looked).errorDuring(u"opening the snapshot"_s);
    } else if (Outcome looked = snapshot.look(job); !looked) {
        return std::move(looked).errorDuring(u"opening the snapshot"_s);
    }
    if (Result<Rows> saved = snapshot.m_connection.script("SAVEPOINT question", job); !saved)
        return std::move(saved).error();
    return snapshot;
}

Result<Snapshot> Snapshot::join(const ConnectionInfo &database, const Snapshot &leader, std::chrono::milliseconds patience, Job &job)
{
    if (leader.m_shared.isEmpty())
        return Error(Fault::Refused, u"The server does not share what one connection sees with another."_s)
            .means(u"The tables are read one after the other."_s)
            .todo(u"Nothing needs to be done; it takes longer."_s);
    Result<postgres::Connection> connection = connect(database, patience, job);
    if (!connection)
        return std::move(connection).error();
    Snapshot snapshot(*std::move(connection));
    const QByteArray adopt = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT "
                           + postgres::Connection::literal(leader.m_shared).toUtf8() + "; " + PinnedSettings + "; SAVEPOINT question";
    if (Result<Rows> begun = snapshot.m_connection.script(adopt, job); !begun)
        return std::move(begun).errorDuring(u"joining the snapshot"_s);
    snapshot.m_takenAt = leader.m_takenAt;
    snapshot.m_database = leader.m_database;
    snapshot.m_encoding = leader.m_encoding;
    return snapshot;
}

static QString underWaySql()
{
    return u"SELECT string_agg(transactionid::text, ',') FROM pg_locks WHERE locktype = 'transactionid' AND granted "
           "AND mode = 'ExclusiveLock' AND pid IS DISTINCT FROM pg_backend_pid()"_s;
}

/// Begins the transaction and fixes what is seen.
Outcome Snapshot::look(Job &job)
{
    if (Result<Rows> begun = m_connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", job); !begun)
        return std::move(begun).error();
    if (Result<Rows> pinned = m_connection.script(PinnedSettings, job); !pinned)
        return std::move(pinned).error();
    // The first query fixes what is seen; its own clock is the nearest to that moment that can be had. A snapshot is shared from here or
    // not at all: within a savepoint it cannot be.
    Result<Rows> facts = m_connection.query(
        u"SELECT (extract(epoch FROM CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_xact_replay_timestamp(), clock_timestamp()) "
        "ELSE clock_timestamp() END) * 1000000)::int8, current_database(), getdatabaseencoding(), ("_s
            + underWaySql() + u"), has_function_privilege('pg_export_snapshot()', 'EXECUTE')"_s,
        job);
    if (!facts)
        return std::move(facts).error();
    m_takenAt = Instant::fromUnixMicros(facts->integer(0, 0));
    m_database = facts->text(0, 1);
    m_encoding = facts->text(0, 2);
    m_underWay = facts->text(0, 3);
    m_shared.clear();
    if (facts->text(0, 4) != u"t")
        return Done{};
    Result<Rows> shared = m_connection.query(u"SELECT pg_export_snapshot()"_s, job);
    if (!shared)
        return std::move(shared).error();
    m_shared = shared->text(0, 0);
    return Done{};
}

/// Quiet: every transaction that ever got an id is visible. The server calls the snapshot's upper bound "in the future" as
/// long as nobody has it.
Result<Snapshot::Rest> Snapshot::restAtSnapshot(Job &job)
{
    Result<Rows> older = m_connection.query(u"SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot())"_s, job);
    if (!older)
        return std::move(older).error();
    if (older->integer(0, 0) > 0)
        return Rest::Busy;
    if (Result<Rows> saved = m_connection.script("SAVEPOINT upper_bound", job); !saved)
        return std::move(saved).error();
    Result<Rows> next = m_connection.query(u"SELECT pg_xact_status(pg_snapshot_xmax(pg_current_snapshot()))"_s, job);
    if (next)
        return Rest::Busy;
    if (m_connection.lastState() != "22023")
        return std::move(next).error();
    if (Result<Rows> back = m_connection.script("ROLLBACK TO SAVEPOINT upper_bound; RELEASE SAVEPOINT upper_bound", job); !back)
        return std::move(back).error();
    return Rest::Quiet;
}

/// Quiet as well: whatever was under way is so still, so none of it was about to commit.
Result<Snapshot::Rest> Snapshot::restAWhileLater(Job &job)
{
    Result<Rows> rows = m_connection.query(underWaySql(), job);
    if (!rows)
        return std::move(rows).error();
    const QStringList now = rows->text(0, 0).split(u',');
    for (const QString &id : m_underWay.split(u',', Qt::SkipEmptyParts))
        if (!now.contains(id))
            return Rest::Busy;
    return m_underWay.isEmpty() ? Rest::Busy : Rest::Quiet;
}

/// A transaction gets its time of commit before it is on disk, and is visible only after. One caught in between would be
/// missing here, but be in a copy restored to this moment.
Outcome Snapshot::lookBetweenCommits(Job &job)
{
    const int briefTries = 40;
    const int allTries = 60;
    for (int attempt = 1;; ++attempt) {
        if (Outcome looked = look(job); !looked)
            return looked;
        Result<Rest> rest = restAtSnapshot(job);
        if (rest && *rest == Rest::Busy) {
            if (Outcome slept = job.sleepFor(std::chrono::milliseconds(attempt <= briefTries ? 20 : 250)); !slept)
                return slept;
            if (attempt > briefTries)
                rest = restAWhileLater(job);
        }
        if (!rest)
            return std::move(rest).error();
        if (*rest == Rest::Quiet)
            return Done{};
        if (attempt == allTries) {
            job.progress.line(u"The database is never quiet: its moment is known only to within a few transactions."_s);
            return Done{};
        }
        if (Result<Rows> ended = m_connection.script("ROLLBACK", job); !ended)
            return std::move(ended).error();
    }
}

Result<Rows> Snapshot::ask(const QString &sql, const QList<postgres::Parameter> &parameters, Job &job)
{
    m_lastState.clear();
    Result<Rows> rows = m_connection.query(sql, parameters, job);
    if (!rows) {
        m_lastState = m_connection.lastState();
        if (endsAll(rows.error(), *this))
            return rows;
    }
    // Back also where all went well: it gives the locks on what was read back, so that nobody's ALTER TABLE waits for the whole look.
    if (Result<Rows> back = m_connection.script("ROLLBACK TO SAVEPOINT question", job); !back)
        return back;
    return rows;
}

/// Outside of the savepoint: going back to it would undo what was set.
Outcome Snapshot::set(const QByteArray &settings, Job &job)
{
    if (Result<Rows> done = m_connection.script("RELEASE SAVEPOINT question; " + settings + "; SAVEPOINT question", job); !done)
        return std::move(done).error();
    return Done{};
}

static const char *planSettings(Plan plan)
{
    switch (plan) {
    case Plan::HeapOnly:
        // Sums by ranges are few; the server expects as many as there are keys, and would sort all rows for them. Rows that lead nowhere
        // are none; it would read the parent anew for each of the few it expects.
        return "SET LOCAL enable_sort = off; SET LOCAL enable_nestloop = off; SET LOCAL enable_indexonlyscan = off; "
               "SET LOCAL enable_seqscan = on; SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off";
    case Plan::ThroughIndex:
        return "SET LOCAL enable_sort = off; SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL enable_indexonlyscan = on; "
               "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = on; SET LOCAL enable_bitmapscan = off";
    case Plan::AsUsual:
        break;
    }
    return "SET LOCAL enable_sort TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL enable_indexonlyscan = off; "
           "SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_indexscan TO DEFAULT; SET LOCAL enable_bitmapscan TO DEFAULT";
}

static QByteArray effortSettings(const Effort &effort)
{
    return "SET LOCAL max_parallel_workers_per_gather = " + QByteArray::number(effort.processes)
         + "; SET LOCAL jit = " + (effort.compile ? "on" : "off");
}

Outcome Snapshot::plan(Plan plan, Job &job)
{
    return set(QByteArray(planSettings(plan)) + "; " + effortSettings({1, false}), job);
}

Outcome Snapshot::spend(const Effort &effort, Job &job)
{
    return set(effortSettings(effort), job);
}

Outcome Snapshot::useOwnersSearchPath(Job &job)
{
    return set("SET LOCAL search_path TO DEFAULT", job);
}

Outcome Snapshot::usePinnedSearchPath(Job &job)
{
    return set("SET LOCAL search_path = pg_catalog", job);
}

Outcome Snapshot::limitTo(std::chrono::milliseconds patience, Job &job)
{
    return set(patienceSetting(patience), job);
}

bool endsAll(const Error &error, const Snapshot &snapshot)
{
    return error.fault() == Fault::Cancelled || !snapshot.isAlive();
}

} // namespace shuttler::verify
