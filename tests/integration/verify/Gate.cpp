// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Gate.h"

#include "tests/support/Jobs.h"

namespace shuttler::test {

using namespace Qt::StringLiterals;
using postgres::Connection;

static void waitAMoment()
{
    [[maybe_unused]] const Outcome slept = testJob().sleepFor(std::chrono::milliseconds(3));
}

QByteArray Gate::gateSql(const QString &database)
{
    return QByteArray(R"sql(
        CREATE SCHEMA test;
        CREATE FUNCTION test.gate(number int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN
            IF current_query() LIKE current_setting('test.question', true) THEN PERFORM pg_advisory_xact_lock_shared(4711); END IF;
            RETURN number; END $$;
        CREATE TYPE test.gated AS (number int);
        CREATE FUNCTION test.text_of(test.gated) RETURNS text LANGUAGE sql AS 'SELECT test.gate($1.number)::text';
        CREATE CAST (test.gated AS text) WITH FUNCTION test.text_of(test.gated);
        ALTER DATABASE )sql") + Connection::quoted(database).toUtf8() + " SET constraint_exclusion = on;";
}

Gate::Gate(Databases &databases, QString database, Connection session, QString sign)
    : m_databases(databases), m_database(std::move(database)), m_sign(std::move(sign)), m_session(std::move(session))
{
}

QString Gate::waiting()
{
    return u"SELECT pid FROM pg_locks WHERE locktype IN ('advisory', 'relation') AND NOT granted AND database = (SELECT oid FROM "
           "pg_database WHERE datname = current_database())"_s;
}

Result<std::unique_ptr<Gate>> Gate::shut(Databases &databases, const QString &database, const QString &question)
{
    const QString set = u"ALTER DATABASE %1 SET test.question = %2"_s.arg(Connection::quoted(database), Connection::literal(question));
    if (Outcome done = databases.run(database, set.toUtf8()); !done)
        return std::move(done).error();
    Result<Connection> session = databases.cluster().session(database);
    if (!session)
        return std::move(session).error();
    if (Result<postgres::Rows> held = session->query(u"SELECT pg_advisory_lock(4711)"_s, testJob()); !held)
        return std::move(held).error();
    return std::unique_ptr<Gate>(new Gate(databases, database, *std::move(session)));
}

Result<std::unique_ptr<Gate>> Gate::hold(Databases &databases, const QString &database, const QString &table)
{
    Result<Connection> session = databases.cluster().session(database);
    if (!session)
        return std::move(session).error();
    if (Result<postgres::Rows> held = session->script("BEGIN; LOCK TABLE " + table.toUtf8() + " IN ACCESS EXCLUSIVE MODE", testJob());
        !held)
        return std::move(held).error();
    return std::unique_ptr<Gate>(new Gate(databases, database, *std::move(session)));
}

Result<std::unique_ptr<Gate>> Gate::watch(Databases &databases, const QString &database, const QString &condition, int sessions)
{
    Result<Connection> session = databases.cluster().session(database);
    if (!session)
        return std::move(session).error();
    const QString sign =
        u"SELECT max(a.pid) FROM pg_stat_activity AS a WHERE a.application_name = 'shuttler-ops' AND a.pid <> pg_backend_pid() AND "
        "a.state = 'active' "
        "AND clock_timestamp() > a.query_start + interval '100 ms' AND (%1) HAVING count(*) >= %2"_s.arg(condition)
            .arg(sessions);
    return std::unique_ptr<Gate>(new Gate(databases, database, *std::move(session), sign));
}

Gate::~Gate()
{
    [[maybe_unused]] const bool reached = wasReached();
}

void Gate::open()
{
    [[maybe_unused]] const auto ended = m_session.script("ROLLBACK; SELECT pg_advisory_unlock_all()", testJob());
}

void Gate::ask(const QString &sql)
{
    [[maybe_unused]] const Result<postgres::Rows> asked = m_session.query(sql, testJob());
}

qint64 Gate::whoWaits()
{
    const Result<postgres::Rows> found = m_session.query(m_sign, testJob());
    return found && found->size() > 0 ? found->integer(0, 0) : 0;
}

void Gate::whenReached(std::function<void(Gate &gate, qint64 pid)> act)
{
    m_thread = std::jthread([this, act = std::move(act)](const std::stop_token &stop) {
        while (!stop.stop_requested()) {
            if (const qint64 pid = whoWaits(); pid != 0) {
                m_reached = true;
                act(*this, pid);
                while (whoWaits() == pid && !stop.stop_requested()) // An open gate would let it go on before it hears.
                    waitAMoment();
                break;
            }
            waitAMoment();
        }
        open();
    });
}

bool Gate::wasReached()
{
    if (m_thread.joinable()) {
        m_thread.request_stop();
        m_thread.join();
    }
    return m_reached;
}

void Gate::cancelWhoWaits(qint64 pid)
{
    ask(u"SELECT pg_cancel_backend(%1)"_s.arg(pid));
}

void Gate::breakConnections(const QString &which)
{
    ask(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "_s
        + which);
}

} // namespace shuttler::test
