// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Snapshot.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

/// row_security=off makes a query fail that would silently leave rows out. A search path of pg_catalog alone keeps the
/// database's own functions and operators out of our queries, and makes names in texts come out in full.
static const char PinnedSettings[] = "SET LOCAL search_path = pg_catalog; SET LOCAL row_security = off; SET LOCAL jit = off; "
                                     "SET LOCAL enable_indexonlyscan = off; SET LOCAL max_parallel_workers_per_gather = 1; "
                                     "SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL xmlbinary = 'base64'; "
                                     "SET LOCAL quote_all_identifiers = off; SET LOCAL transform_null_equals = off";

static QByteArray patienceSetting(std::chrono::milliseconds patience)
{
    return "SET LOCAL statement_timeout = " + QByteArray::number(qint64(patience.count()));
}

Result<Snapshot> Snapshot::open(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job, When when)
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadOnly;
    options.statementTimeout = patience;
    Result<postgres::Connection> connection = postgres::Connection::open(database, options, job);
    if (!connection)
        return std::move(connection).error();
    Snapshot snapshot(*std::move(connection));
    if (when == When::BetweenCommits) {
        if (Outcome looked = snapshot.lookBetweenCommits(job); !looked)
            return std::move(looked).errorDuring(u"opening the snapshot"_s);
    } else if (Result<int> looked = snapshot.look(job); !looked) {
        return std::move(looked).errorDuring(u"opening the snapshot"_s);
    }
    if (Result<Rows> saved = snapshot.m_connection.script("SAVEPOINT question", job); !saved)
        return std::move(saved).error();
    return snapshot;
}

/// Begins the transaction and fixes what is seen; returns how many other transactions were under way.
Result<int> Snapshot::look(Job &job)
{
    if (Result<Rows> begun = m_connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", job); !begun)
        return std::move(begun).error();
    if (Result<Rows> pinned = m_connection.script(PinnedSettings, job); !pinned)
        return std::move(pinned).error();
    // The first query fixes what is seen; its own clock is the nearest to that moment that can be had.
    Result<Rows> facts = m_connection.query(
        u"SELECT (extract(epoch FROM CASE WHEN pg_is_in_recovery() THEN coalesce(pg_last_xact_replay_timestamp(), clock_timestamp()) "
        "ELSE clock_timestamp() END) * 1000000)::int8, current_database(), getdatabaseencoding(), "
        "(SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot()))"_s,
        job);
    if (!facts)
        return std::move(facts).error();
    m_takenAt = Instant::fromUnixMicros(facts->integer(0, 0));
    m_database = facts->text(0, 1);
    m_encoding = facts->text(0, 2);
    return int(facts->integer(0, 3));
}

/// How many of the transactions that were under way at the snapshot are so still.
Result<int> Snapshot::stillUnderWay(Job &job)
{
    Result<Rows> rows = m_connection.query(
        u"SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot()) AS x (id) WHERE pg_xact_status(x.id) = 'in progress'"_s, job);
    if (!rows)
        return std::move(rows).error();
    return int(rows->integer(0, 0));
}

/// A transaction gets its time of commit before it is on disk, and is visible only after. One caught in between would be
/// missing here, but be in a copy restored to this moment. One that is still under way a while later was not about to commit.
Outcome Snapshot::lookBetweenCommits(Job &job)
{
    const int briefTries = 40;
    const int allTries = 60;
    for (int attempt = 1;; ++attempt) {
        Result<int> underWay = look(job);
        if (!underWay)
            return std::move(underWay).error();
        if (*underWay == 0)
            return Done{};
        if (Outcome slept = job.sleepFor(std::chrono::milliseconds(attempt <= briefTries ? 20 : 250)); !slept)
            return slept;
        if (attempt > briefTries) {
            Result<int> still = stillUnderWay(job);
            if (!still)
                return std::move(still).error();
            if (*still == *underWay)
                return Done{};
        }
        if (attempt == allTries) {
            job.progress.line(u"The database is never quiet: its moment is known only to within a few transactions."_s);
            return Done{};
        }
        if (Result<Rows> ended = m_connection.script("ROLLBACK", job); !ended)
            return std::move(ended).error();
    }
}

Result<Rows> Snapshot::ask(const QString &sql, Job &job)
{
    m_lastState.clear();
    if (Result<Rows> saved = m_connection.script("RELEASE SAVEPOINT question; SAVEPOINT question", job); !saved)
        return saved;
    Result<Rows> rows = m_connection.query(sql, job);
    if (rows)
        return rows;
    m_lastState = m_connection.lastState();
    if (endsAll(rows.error(), *this))
        return rows;
    if (Result<Rows> back = m_connection.script("ROLLBACK TO SAVEPOINT question", job); !back)
        return back;
    return rows;
}

Outcome Snapshot::plan(Plan plan, Job &job)
{
    const QByteArray value = plan == Plan::HeapOnly ? "off" : "on";
    Result<Rows> set =
        m_connection.script("SET LOCAL enable_indexscan = " + value + "; SET LOCAL enable_bitmapscan = " + value, job);
    if (!set)
        return std::move(set).error();
    return Done{};
}

Outcome Snapshot::useOwnersSearchPath(Job &job)
{
    if (Result<Rows> set = m_connection.script("SET LOCAL search_path TO DEFAULT", job); !set)
        return std::move(set).error();
    return Done{};
}

Outcome Snapshot::usePinnedSearchPath(Job &job)
{
    if (Result<Rows> set = m_connection.script("SET LOCAL search_path = pg_catalog", job); !set)
        return std::move(set).error();
    return Done{};
}

Outcome Snapshot::limitTo(std::chrono::milliseconds patience, Job &job)
{
    if (Result<Rows> set = m_connection.script(patienceSetting(patience), job); !set)
        return std::move(set).error();
    return Done{};
}

bool endsAll(const Error &error, const Snapshot &snapshot)
{
    return error.fault() == Fault::Cancelled || !snapshot.isAlive();
}

} // namespace shuttler::verify
