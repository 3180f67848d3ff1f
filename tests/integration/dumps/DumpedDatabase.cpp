// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/dumps/DumpedDatabase.h"

#include "core/base/Files.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;

Result<std::unique_ptr<DumpedDatabase>> DumpedDatabase::start(const TempCluster::Options &options)
{
    Result<std::unique_ptr<TempCluster>> cluster = TempCluster::start(options);
    if (!cluster)
        return std::move(cluster).error();
    return std::unique_ptr<DumpedDatabase>(new DumpedDatabase(*std::move(cluster)));
}

Outcome DumpedDatabase::makeEmpty(const QString &database)
{
    return m_cluster->run("CREATE DATABASE " + postgres::Connection::quoted(database).toUtf8());
}

Outcome DumpedDatabase::makeSmall(const QString &database)
{
    if (Outcome made = makeEmpty(database); !made)
        return made;
    return run(database, R"sql(
        CREATE SCHEMA "Odd ""schema""";
        CREATE TYPE mood AS ENUM ('glad', 'sad');
        CREATE TABLE "Odd ""schema"""."A table. of mine" (id serial PRIMARY KEY, note text, mood mood, raw bytea, price numeric(10, 2));
        INSERT INTO "Odd ""schema"""."A table. of mine" (note, mood, raw, price) VALUES
            (E'two\nlines', 'glad', '\x0001ff', 1.50), (E'\\.', 'sad', NULL, NULL), ('ü€', NULL, '\x', 0), ('', 'glad', '\x5c2e', -1);
        CREATE TABLE sales (id serial PRIMARY KEY, thing int REFERENCES "Odd ""schema"""."A table. of mine", at timestamptz DEFAULT now());
        INSERT INTO sales (thing) VALUES (1), (2), (2);
        CREATE TABLE nothing ();
        CREATE TABLE empty (id int);
        CREATE FUNCTION confusing() RETURNS text LANGUAGE sql AS $f$ SELECT '
COPY public.sales (id) FROM stdin;
1
\.
' $f$;
    )sql");
}

Outcome DumpedDatabase::makeAcademy(const QString &database)
{
    if (Outcome made = makeEmpty(database); !made)
        return made;
    QByteArray sql = "SELECT set_config('academy.scale', 'small', false), set_config('academy.now', '2026-11-18T11:06:40Z', false);\n";
    for (const QString &name : {u"schema"_s, u"data"_s, u"constraints"_s}) {
        Result<QByteArray> part = readWholeFile(u":/academy/%1.sql"_s.arg(name));
        if (!part)
            return std::move(part).error();
        sql += *part + '\n';
    }
    return run(database, sql);
}

Outcome DumpedDatabase::makeLarge(const QString &database, int mebibytes)
{
    if (Outcome made = makeEmpty(database); !made)
        return made;
    return run(database, "CREATE TABLE large (id int PRIMARY KEY, raw bytea); ALTER TABLE large ALTER raw SET STORAGE EXTERNAL; "
                         "INSERT INTO large SELECT n, decode(string_agg(md5(n::text || '-' || m), ''), 'hex') FROM generate_series(1, "
                             + QByteArray::number(mebibytes * 16) + ") n, generate_series(1, 4096) m GROUP BY n");
}

qint64 DumpedDatabase::ask(const QString &database, const QString &sql) const
{
    Result<postgres::Connection> session = m_cluster->session(database);
    if (!session)
        return -1;
    const Result<postgres::Rows> rows = session->query(sql, testJob());
    return rows && rows->size() > 0 ? rows->integer(0, 0) : -1;
}

BusyWriter::BusyWriter(const ConnectionInfo &database, const QByteArray &statement)
{
    m_thread = std::thread([this, database, statement] {
        postgres::SessionOptions options;
        options.access = postgres::Access::ReadWrite;
        Result<postgres::Connection> session = postgres::Connection::open(database, options, testJob());
        while (session && !m_stop.stop_requested() && session->script(statement, testJob()))
            ++m_written;
    });
}

BusyWriter::~BusyWriter()
{
    m_stop.request_stop();
    m_thread.join();
}

} // namespace shuttler::test
