// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/IncidentScript.h"

#include "core/practice/AcademySql.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

Result<IncidentScript> IncidentScript::load(IncidentKind kind)
{
    Result<QByteArray> text = academyFile(u"incidents/%1.sql"_s.arg(wordFor(kind)));
    if (!text)
        return std::move(text).error();
    IncidentScript script;
    QByteArray statement;
    for (const QByteArray &line : text->split('\n')) {
        if (line.startsWith("-- title: "))
            script.title = QString::fromUtf8(line.mid(10));
        else if (line.startsWith("-- effect: "))
            script.effect = QString::fromUtf8(line.mid(11));
        else
            statement += line + '\n';
        if (line.trimmed().endsWith(';')) {
            script.statements.append(statement.trimmed());
            statement.clear();
        }
    }
    return script;
}

Instant lastGoodSecondBefore(Instant damage)
{
    const Instant second = damage.flooredToSecond();
    return second == damage ? second - Seconds(1) : second;
}

/// All rows of all tables. Only asked where a statement does not say itself how many it hit.
static Result<qint64> countEverything(Connection &owner, Job &job)
{
    const QString sql =
        u"SELECT coalesce(sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', "
        "schemaname, tablename), false, true, '')))[1]::text::bigint), 0) FROM pg_tables WHERE schemaname = 'public'"_s;
    Result<Rows> rows = owner.query(sql, job);
    if (!rows)
        return std::move(rows).error();
    return rows->integer(0, 0);
}

static Result<qint64> rowsHitBy(const QByteArray &statement, Connection &owner, Job &job)
{
    const QByteArray verb = statement.left(statement.indexOf(' ')).toLower();
    const bool saysItself = verb == "update" || verb == "delete";
    Result<qint64> before = saysItself ? Result<qint64>(0) : countEverything(owner, job);
    if (!before)
        return before;
    Result<Rows> done = owner.script(statement, job);
    if (!done)
        return std::move(done).error();
    if (saysItself)
        return done->affected();
    Result<qint64> after = countEverything(owner, job);
    if (!after)
        return after;
    return *before - *after;
}

static Result<Damage> damageInOneTransaction(const IncidentScript &script, Connection &owner, Job &job)
{
    // A booking begins by locking a student, so holding the students keeps the bookings out: the count is exact, and nobody waits
    // in a circle.
    Result<Rows> begun = owner.script("BEGIN; DO $$BEGIN IF to_regclass('public.students') IS NOT NULL THEN "
                                      "LOCK TABLE students IN EXCLUSIVE MODE; END IF; END$$",
                                      job);
    if (!begun)
        return std::move(begun).error();
    Damage damage;
    for (const QByteArray &statement : script.statements) {
        Result<qint64> rows = rowsHitBy(statement, owner, job);
        if (!rows)
            return std::move(rows).error();
        damage.rows += *rows;
    }
    if (damage.rows == 0)
        return Error(Fault::Refused, u"There is nothing left that this incident could damage."_s)
            .means(u"Nothing was changed."_s)
            .todo(u"Restore the Practice first, or reset it."_s);
    Result<Rows> id = owner.query(u"SELECT pg_current_xact_id()::xid::text"_s, job);
    if (!id)
        return std::move(id).error();
    if (Result<Rows> committed = owner.script("COMMIT", job); !committed)
        return std::move(committed).error();

    // Done is done: a stop that comes now must not hide when it was.
    Job toTheEnd{{}, job.progress, job.clock};
    Result<Rows> at =
        owner.query(u"SELECT (extract(epoch FROM pg_xact_commit_timestamp($1::xid))::numeric * 1000000)::bigint"_s,
                    {id->bytes(0, 0)}, toTheEnd);
    if (!at)
        return std::move(at).error();
    if (at->isNull(0, 0))
        return Error(Fault::Defect, u"The database does not say when the damage was committed."_s)
            .means(u"The damage is done; its last good second is not known."_s)
            .todo(u"Reset the Practice."_s);
    damage.at = Instant::fromUnixMicros(at->integer(0, 0));
    return damage;
}

Result<Damage> letLoose(const IncidentScript &script, Connection &owner, Job &job)
{
    Result<Damage> damage = damageInOneTransaction(script, owner, job);
    if (damage)
        return damage;
    [[maybe_unused]] const Result<Rows> undone = owner.script("ROLLBACK", job);
    if (damage.error().fault() == Fault::NotFound)
        return Error(Fault::Refused, u"The table that this incident needs is not there any more."_s)
            .means(u"Nothing was changed."_s)
            .todo(u"Restore the Practice first, or reset it."_s)
            .details(damage.error().details());
    return damage;
}

} // namespace shuttler
