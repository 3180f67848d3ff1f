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

Result<Snapshot> Snapshot::open(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job)
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadOnly;
    options.statementTimeout = patience;
    Result<postgres::Connection> connection = postgres::Connection::open(database, options, job);
    if (!connection)
        return std::move(connection).error();
    Snapshot snapshot(*std::move(connection));

    if (Result<Rows> begun = snapshot.m_connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", job); !begun)
        return std::move(begun).error();
    if (Result<Rows> pinned = snapshot.m_connection.script(PinnedSettings, job); !pinned)
        return std::move(pinned).errorDuring(u"preparing the session"_s);
    // The first query fixes what is seen; its own clock is the nearest to that moment that can be had.
    Result<Rows> facts = snapshot.m_connection.query(
        u"SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::int8, current_database(), getdatabaseencoding()"_s, job);
    if (!facts)
        return std::move(facts).errorDuring(u"opening the snapshot"_s);
    snapshot.m_takenAt = Instant::fromUnixMicros(facts->integer(0, 0));
    snapshot.m_database = facts->text(0, 1);
    snapshot.m_encoding = facts->text(0, 2);
    if (Result<Rows> saved = snapshot.m_connection.script("SAVEPOINT question", job); !saved)
        return std::move(saved).error();
    return snapshot;
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
