// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/TableScan.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

static QString momentInSql(Instant moment)
{
    return u"timestamptz '"_s + moment.toString() + u'\'';
}

static QString microsOf(const QString &expression)
{
    return u"(extract(epoch FROM "_s + expression + u") * 1000000)::int8"_s;
}

QString scanSql(const Table &table, const ScanWishes &wishes, TextHashing hashing)
{
    QString newest = u"NULL"_s;
    QString newestUntil = u"NULL"_s;
    QString since = u"NULL"_s;
    QString before = u"NULL"_s;
    if (wishes.time) {
        const QString column = u"t."_s + Connection::quoted(wishes.time->name);
        const auto newestOf = [&column](const QString &also) {
            return microsOf(u"max("_s + column + u") FILTER (WHERE isfinite("_s + column + u')' + also + u')');
        };
        newest = newestOf({});
        if (wishes.until)
            newestUntil = newestOf(u" AND "_s + column + u" <= "_s + momentInSql(*wishes.until));
        if (wishes.since && !wishes.time->moves) {
            const QString isNew = column + u" > "_s + momentInSql(*wishes.since);
            since = u"count(*) FILTER (WHERE "_s + isNew
                  + (wishes.upTo ? u" AND "_s + column + u" <= "_s + momentInSql(*wishes.upTo) : QString()) + u')';
            before = u"count(*) FILTER (WHERE ("_s + isNew + u") IS NOT TRUE)"_s;
        }
    }
    const QString checksum =
        wishes.checksum ? u"coalesce(sum("_s + rowHash(table.columns, hashing) + u"), 0)::text"_s : u"NULL"_s;
    // The file's number now, while the scan holds its lock: TRUNCATE by somebody else is not undone by our snapshot.
    return u"SELECT count(*), "_s + newest + u", "_s + newestUntil + u", "_s + since + u", "_s + before
         + u", pg_relation_filenode("_s + QString::number(table.oid) + u"), "_s + checksum + u" FROM "_s + table.rowsInSql()
         + u" AS t"_s;
}

static Error rewritten(const Table &table)
{
    return Error(Fault::Unreachable, u"The table %1 was emptied or rewritten while it was being looked at."_s.arg(table.shown()))
        .means(u"What was read of it is not what it held a moment ago, so the whole look is worth nothing."_s)
        .todo(u"Start again when no clean-up or migration is running."_s);
}

Result<TableFacts> scanTable(Snapshot &snapshot, const Table &table, const ScanWishes &wishes, Job &job)
{
    const Instant start = job.clock.now();
    TableFacts facts;
    facts.sql = scanSql(table, wishes, textHashingOf(snapshot));
    Result<Rows> rows = snapshot.ask(facts.sql, job);
    if (!rows)
        return std::move(rows).errorDuring(u"reading the table "_s + table.shown());
    if (rows->integer(0, 5) != table.file)
        return rewritten(table);

    const auto instant = [&rows](int column) -> std::optional<Instant> {
        if (rows->isNull(0, column))
            return std::nullopt;
        return Instant::fromUnixMicros(rows->integer(0, column));
    };
    facts.rows = rows->integer(0, 0);
    facts.newest = instant(1);
    facts.newestUntil = instant(2);
    if (!rows->isNull(0, 3))
        facts.rowsSince = rows->integer(0, 3);
    if (!rows->isNull(0, 4))
        facts.rowsBefore = rows->integer(0, 4);
    if (wishes.checksum)
        facts.checksum = checksumPrefix(snapshot) + rows->text(0, 6);
    facts.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    return facts;
}

} // namespace shuttler::verify
