// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/EmptyTarget.h"

#include "core/postgres/Connection.h"

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using postgres::Rows;

// What initdb made has an oid below 16384 (FirstNormalObjectId). Array types and the types of rows belong to something else that is named.
static const char WhatIsThere[] =
    "WITH mine AS (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'), "
    "brought AS (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e') "
    "SELECT what FROM ("
    "SELECT 1 AS rank, 'the ' || CASE relkind WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view ' ELSE 'table ' END || relname AS what "
    "FROM pg_catalog.pg_class c WHERE relnamespace IN (SELECT oid FROM mine) AND relkind NOT IN ('i', 'I', 't') "
    "AND NOT EXISTS (SELECT FROM brought WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = c.oid) "
    "UNION ALL SELECT 2, 'the function ' || proname FROM pg_catalog.pg_proc p WHERE pronamespace IN (SELECT oid FROM mine) "
    "AND NOT EXISTS (SELECT FROM brought WHERE classid = 'pg_catalog.pg_proc'::regclass AND objid = p.oid) "
    "UNION ALL SELECT 3, 'the type ' || typname FROM pg_catalog.pg_type t WHERE typnamespace IN (SELECT oid FROM mine) "
    "AND typtype IN ('e', 'd', 'r') AND NOT EXISTS (SELECT FROM brought WHERE classid = 'pg_catalog.pg_type'::regclass AND objid = t.oid) "
    "UNION ALL SELECT 4, 'the schema ' || nspname FROM pg_catalog.pg_namespace n "
    "WHERE oid IN (SELECT oid FROM mine) AND nspname <> 'public' "
    "AND NOT EXISTS (SELECT FROM brought WHERE classid = 'pg_catalog.pg_namespace'::regclass AND objid = n.oid) "
    "UNION ALL SELECT 5, 'the large object ' || oid FROM pg_catalog.pg_largeobject_metadata) AS everything ORDER BY rank, what LIMIT 6";

Outcome mustBeEmpty(const ConnectionInfo &target, int major, Job &job)
{
    Result<postgres::Connection> connection = postgres::Connection::open(target, {}, job);
    if (!connection)
        return std::move(connection).error();
    if (connection->serverVersion() / 10'000 < major)
        return Error(Fault::Refused, u"The server has PostgreSQL %1, and the dump is from %2."_s.arg(connection->serverVersionText()).arg(major))
            .means(u"A dump cannot be relied on in an older PostgreSQL. Nothing was restored."_s)
            .todo(u"Restore into PostgreSQL %1 or newer."_s.arg(major));
    Result<Rows> standby = connection->query(u"SELECT pg_is_in_recovery()"_s, job);
    if (!standby)
        return std::move(standby).error();
    if (standby->text(0, 0) == u"t")
        return Error(Fault::Refused, u"The server is a standby."_s)
            .means(u"Nothing can be written there. Nothing was restored."_s)
            .todo(u"Restore into its primary, or into another server."_s);
    Result<Rows> there = connection->query(QString::fromLatin1(WhatIsThere), job);
    if (!there)
        return std::move(there).error();
    if (there->size() == 0)
        return Done{};
    QStringList names;
    for (int row = 0; row < std::min(there->size(), 5); ++row)
        names.append(there->text(row, 0));
    return Error(Fault::Refused, u"The database %1 is not empty: %2%3."_s.arg(target.database, names.join(u", "_s),
                                                                            there->size() > 5 ? u" and more"_s : QString()))
        .means(u"What is there and what the dump brings could not be told apart afterwards. Nothing was touched."_s)
        .todo(u"Create a new database and restore into that."_s);
}

} // namespace shuttler::dumps
