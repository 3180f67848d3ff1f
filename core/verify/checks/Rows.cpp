// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/CountRange.h"
#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static Finding rowsFinding(const Table &table)
{
    Finding finding;
    finding.check = u"rows"_s;
    finding.group = CheckGroup::RowCounts;
    finding.subject = table.shown();
    return finding;
}

static Finding unreadTable(const Inspection &inspection, const Table &table, const TableBaseline *before)
{
    Finding finding = rowsFinding(table);
    finding.verdict = Verdict::NotChecked;
    finding.expected = before ? shown(before->rows) : QString();
    if (const auto why = inspection.unread.constFind(table.oid); why != inspection.unread.constEnd()) {
        finding.verdict = why->fault() == Fault::Corrupt ? Verdict::Failed : Verdict::NotChecked;
        finding.found = why->what();
        finding.todo = why->todo();
    } else {
        finding.found = table.unlogged ? u"unlogged, so not counted"_s : u"no right to read it"_s;
        finding.todo = table.unlogged ? u"Make it an ordinary table if its rows matter."_s
                                      : u"Grant the role the right to read it, then check again."_s;
    }
    finding.means = finding.verdict == Verdict::Failed ? u"Part of this copy cannot be read."_s
                                                       : u"Nobody knows whether its rows are all there."_s;
    return finding;
}

/// Whether the checksums of baseline and copy mean the same, and if not, why.
static QString whyNotComparable(const Inspection &inspection, const TableBaseline &before, const TableFacts &now)
{
    if (before.checksum.isEmpty() || now.checksum.isEmpty())
        return u"the baseline was taken without checksums"_s;
    if (before.checksum.section(u':', 0, 0) != now.checksum.section(u':', 0, 0))
        return u"the baseline's checksums were made in another way"_s;
    if (inspection.baseline->byteOrder != inspection.copy.byteOrder)
        return u"the two servers have different byte orders"_s;
    return {};
}

/// Where the rows lie that are not the same, as far as the ranges of keys tell: "id 40,960 to 45,055, and 2 more ranges".
static QString whereOther(const Table &table, const TableBaseline &before, const TableFacts &now)
{
    if (!now.rangeKey || before.ranges.isEmpty() || now.rangeKey->column != before.rangeColumn || now.rangeKey->shift != before.rangeShift)
        return {};
    const QList<qint64> numbers = differingRanges(before.ranges, now.ranges);
    if (numbers.isEmpty())
        return {};
    // Neighbours are one range for a reader.
    QList<std::pair<qint64, qint64>> runs;
    for (const qint64 number : numbers) {
        if (!runs.isEmpty() && runs.last().second + 1 == number)
            runs.last().second = number;
        else
            runs.append({number, number});
    }
    const qsizetype named = 3;
    QStringList words;
    for (const auto &[first, last] : runs.first(std::min(named, runs.size())))
        words.append(now.rangeKey->shown(table, first, last));
    const qsizetype more = runs.size() - named;
    return u", "_s + words.join(u"; "_s) + (more > 0 ? u"; and "_s + counted(more, u"more range"_s, u"more ranges"_s) : QString());
}

static Finding knownTable(const Inspection &inspection, const Table &table, const TableFacts &now, const TableBaseline &before)
{
    CountFacts facts;
    facts.baseline = before.rows;
    facts.copy = now.rows;
    facts.since = inspection.sinceBaseline;
    facts.copyNew = now.rowsSince;
    facts.perishable = isPerishable(table);
    if (const TableFacts *live = inspection.liveFactsOf(table)) {
        facts.liveNew = live->rowsSince;
        facts.liveOld = live->rowsBefore;
    }
    const CountVerdict verdict = judgeCount(facts);
    Finding finding = rowsFinding(table);
    finding.verdict = verdict.verdict;
    finding.expected = verdict.range.shown();
    finding.found = verdict.found;
    if (now.rows == before.rows && !now.checksum.isEmpty() && whyNotComparable(inspection, before, now).isEmpty())
        finding.found += now.checksum == before.checksum ? u", contents unchanged"_s : u", contents changed since"_s;
    finding.sql = now.sql;
    finding.means = verdict.means;
    finding.todo = verdict.todo;
    finding.seconds = now.seconds;
    return finding;
}

static Finding newTable(const Inspection &inspection, const Table &table, const TableFacts &now)
{
    const bool exact = inspection.sinceBaseline.count() == 0;
    Finding finding = rowsFinding(table);
    finding.verdict = exact ? Verdict::Failed : Verdict::Passed;
    finding.expected = exact ? u"no such table"_s : u"made since the baseline"_s;
    finding.found = shown(now.rows);
    finding.sql = now.sql;
    finding.seconds = now.seconds;
    if (exact) {
        finding.means = u"The baseline of the same moment does not have this table."_s;
        finding.todo = u"Do not use this copy; restore once more."_s;
    }
    return finding;
}

/// Every row of every table is the baseline's own, or the tables are named where one is not.
static void compareContents(Inspection &inspection)
{
    Finding finding;
    finding.check = u"contents"_s;
    finding.group = CheckGroup::Contents;
    finding.expected = u"the baseline's own rows"_s;
    qint64 same = 0;
    qint64 other = 0;
    qint64 unread = 0;
    QString incomparable;
    for (const Table &table : inspection.copy.schema.tables) {
        const TableBaseline *before = inspection.baselineOf(table);
        const auto now = inspection.facts.constFind(table.oid);
        if (!before)
            continue;
        if (now == inspection.facts.constEnd()) {
            ++unread;
            continue;
        }
        if (const QString why = whyNotComparable(inspection, *before, *now); !why.isEmpty()) {
            incomparable = why;
            continue;
        }
        if (now->checksum == before->checksum) {
            ++same;
            continue;
        }
        ++other;
        finding.subject = table.shown();
        finding.verdict = Verdict::Failed;
        finding.found = (now->rows == before->rows ? u"as many rows, but other contents"_s : u"other rows"_s) + whereOther(table, *before, *now);
        finding.sql = now->sql;
        finding.means = u"At least one value in this table is not what it was in the baseline of the same moment."_s;
        finding.todo = u"Do not use this copy; restore once more, from another backup if it happens again."_s;
        finding.seconds = now->seconds;
        inspection.add(finding);
    }
    finding = {u"contents"_s, CheckGroup::Contents, u"every row"_s, Verdict::Passed, finding.expected, {}, {}, {}, {}, 0};
    finding.found = u"the same in "_s + counted(same, u"table"_s, u"tables"_s);
    if (!incomparable.isEmpty() || same + other == 0) {
        finding.verdict = Verdict::NotChecked;
        finding.means = incomparable.isEmpty() ? u"No table of the baseline was read."_s
                                               : u"Contents cannot be compared: "_s + incomparable + u'.';
        finding.todo = u"Take a new baseline with this version, on the same kind of server."_s;
    } else if (other > 0) {
        finding.verdict = Verdict::Failed;
        finding.found += u", other in "_s + shown(other);
        finding.means = u"The copy is not the database that the baseline describes."_s;
        finding.todo = u"Look at the tables named."_s;
    } else if (unread > 0) {
        finding.verdict = Verdict::NotChecked;
        finding.found += u", not read: "_s + shown(unread);
        finding.means = u"Nobody knows what the tables hold that could not be read."_s;
        finding.todo = u"Look at the tables named; check again when they can be read."_s;
    }
    inspection.add(finding);
}

/// Without a baseline the old database is all there is to compare with, and it may be what was damaged.
static Finding tableBesideLive(const Table &table, const TableFacts &now, const TableFacts &live)
{
    const bool wasThere = live.newestUntil.has_value() && !isPerishable(table);
    Finding finding = rowsFinding(table);
    finding.expected = u"about "_s + shown(live.rows);
    finding.found = shown(now.rows);
    finding.sql = now.sql;
    finding.seconds = now.seconds;
    if (now.rows == 0 && wasThere) {
        finding.verdict = Verdict::Failed;
        finding.means = u"The table is empty, but the old database has rows in it from before the moment."_s;
        finding.todo = u"Restore once more, from another backup."_s;
    } else if (now.rows == live.rows) {
        finding.verdict = Verdict::Passed;
    } else {
        finding.verdict = Verdict::Warned;
        finding.means = u"The old database has another number of rows; it may have gone on, or be damaged."_s;
        finding.todo = u"Compare the two numbers with what you know."_s;
    }
    return finding;
}

/// By itself; nothing where there is nothing to hold it against.
static std::optional<Finding> rowsOf(const Inspection &inspection, const Table &table)
{
    if (!table.holdsData())
        return std::nullopt;
    const TableBaseline *before = inspection.baselineOf(table);
    const auto now = inspection.facts.constFind(table.oid);
    if (now == inspection.facts.constEnd())
        return before || isCovered(table) ? std::optional(unreadTable(inspection, table, before)) : std::nullopt;
    if (before)
        return knownTable(inspection, table, *now, *before);
    if (inspection.baseline)
        return newTable(inspection, table, *now);
    const TableFacts *live = inspection.liveFactsOf(table);
    return live ? std::optional(tableBesideLive(table, *now, *live)) : std::nullopt;
}

/// Nobody can say how many there have to be.
static Finding rowsOfAll(const Inspection &inspection)
{
    Finding finding;
    finding.check = u"rows"_s;
    finding.group = CheckGroup::RowCounts;
    finding.subject = u"all tables"_s;
    finding.verdict = Verdict::NotChecked;
    finding.expected = u"as in a baseline"_s;
    qint64 rows = 0;
    for (const TableFacts &facts : std::as_const(inspection.facts))
        rows += facts.rows;
    finding.found = counted(rows, u"row"_s, u"rows"_s) + u" in "_s + counted(inspection.facts.size(), u"table"_s, u"tables"_s);
    finding.means = u"There is no baseline from before the moment, so nobody can say how many there have to be."_s;
    finding.todo = u"Compare the numbers with what you know; from now on take a baseline with every backup."_s;
    return finding;
}

void tellRows(Inspection &inspection, const Table &table)
{
    if (const std::optional<Finding> finding = rowsOf(inspection, table))
        inspection.tell(*finding);
}

void checkRows(Inspection &inspection)
{
    for (const Table &table : inspection.copy.schema.tables)
        if (const std::optional<Finding> finding = rowsOf(inspection, table))
            inspection.add(*finding);
    if (!inspection.baseline)
        inspection.add(rowsOfAll(inspection));
    else if (inspection.sinceBaseline.count() == 0)
        compareContents(inspection);
}

} // namespace shuttler::verify
