// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

bool checkThatThereIsSomething(Inspection &inspection)
{
    qint64 tables = 0;
    for (const Table &table : inspection.copy.schema.tables)
        tables += table.holdsData() ? 1 : 0;
    const qint64 expectedTables = inspection.baseline ? qint64(inspection.baseline->tables.size()) : 0;
    Finding finding;
    finding.check = u"empty"_s;
    finding.group = CheckGroup::Contents;
    finding.subject = u"The restored copy"_s;
    finding.expected = expectedTables > 0 ? counted(expectedTables, u"table"_s, u"tables"_s) : u"tables"_s;
    finding.found = tables > 0 ? counted(tables, u"table"_s, u"tables"_s) : u"no table"_s;
    finding.verdict = tables > 0 ? Verdict::Passed : Verdict::Failed;
    if (tables == 0) {
        finding.means = u"The restored copy is empty. The server runs well, but your data is not in it."_s;
        finding.todo = u"Do not switch to it. Restore once more, from another backup."_s;
    }
    inspection.add(finding);
    return tables > 0;
}

static void addMissingTable(Inspection &inspection, const TableBaseline &table)
{
    Finding finding;
    finding.check = u"relations"_s;
    finding.group = CheckGroup::Contents;
    finding.subject = shown(table.schema, table.name);
    finding.verdict = Verdict::Failed;
    finding.expected = u"a table with about "_s + counted(table.rows, u"row"_s, u"rows"_s);
    finding.found = u"no such table"_s;
    finding.means = u"The whole table is missing from the copy."_s;
    finding.todo = u"Choose a moment before the table was dropped."_s;
    inspection.add(finding);
}

namespace {

/// What a kind of relation is called.
struct Kind {
    const char16_t *key;
    const char16_t *one;
    const char16_t *many;
};

} // namespace

static const Kind Kinds[] = {
    {u"indexes", u"index", u"indexes"},
    {u"sequences", u"counter", u"counters"},
    {u"primary-keys", u"primary key", u"primary keys"},
    {u"foreign-keys", u"foreign key", u"foreign keys"},
    {u"unique-constraints", u"unique constraint", u"unique constraints"},
    {u"check-constraints", u"check constraint", u"check constraints"},
    {u"partitions", u"partition or child table", u"partitions and child tables"},
    {u"views", u"view", u"views"},
    {u"materialized-views", u"materialized view", u"materialized views"},
    {u"foreign-tables", u"foreign table", u"foreign tables"},
    {u"triggers", u"trigger", u"triggers"},
    {u"functions", u"function", u"functions"},
};

static void compareKinds(Inspection &inspection, QStringList &present)
{
    const bool exact = inspection.sinceBaseline.count() == 0;
    for (const Kind &kind : Kinds) {
        const QString key = QString::fromUtf16(kind.key);
        const qint64 found = inspection.copy.schema.relations.value(key);
        const QString one = QString::fromUtf16(kind.one);
        const QString many = QString::fromUtf16(kind.many);
        if (found > 0)
            present.append(counted(found, one, many));
        const auto before = inspection.baseline->relations.constFind(key);
        if (before == inspection.baseline->relations.constEnd() || found == *before || (found > *before && !exact))
            continue;
        Finding finding;
        finding.check = u"relations"_s;
        finding.group = CheckGroup::Contents;
        finding.subject = many;
        finding.verdict = Verdict::Failed;
        finding.expected = shown(*before);
        finding.found = shown(found);
        finding.means = found < *before ? counted(*before - found, one, many) + u" of the baseline did not come back."_s
                                        : u"The copy has more of them than the baseline of the same moment."_s;
        finding.todo = u"Restore once more; a copy without its keys and rules lets wrong rows in."_s;
        inspection.add(finding);
    }
}

void checkRelations(Inspection &inspection)
{
    Finding whole;
    whole.check = u"relations"_s;
    whole.group = CheckGroup::Contents;
    whole.subject = u"tables"_s;
    if (!inspection.baseline) {
        whole.verdict = Verdict::NotChecked;
        whole.expected = u"as in a baseline"_s;
        whole.found = counted(inspection.copy.schema.relations.value(u"tables"_s), u"table"_s, u"tables"_s);
        whole.means = inspection.request.baseline ? u"The baseline is younger than the moment, so the two cannot be compared."_s
                                                  : u"There is no baseline to say which tables there have to be."_s;
        whole.todo = u"Look through the list of tables yourself; from now on take a baseline with every backup."_s;
        inspection.add(whole);
        return;
    }
    qint64 missing = 0;
    for (const TableBaseline &table : inspection.baseline->tables) {
        const Table *found = inspection.copy.schema.find(table.schema, table.name);
        if (found && found->holdsData())
            continue;
        ++missing;
        addMissingTable(inspection, table);
    }
    QStringList present;
    compareKinds(inspection, present);
    const qint64 expected = inspection.baseline->tables.size();
    whole.verdict = missing == 0 ? Verdict::Passed : Verdict::Failed;
    whole.expected = counted(expected, u"table"_s, u"tables"_s);
    whole.found = missing == 0 ? counted(expected, u"table"_s, u"tables"_s)
                               : u"%1 of %2 tables"_s.arg(shown(expected - missing), shown(expected));
    if (!present.isEmpty())
        whole.found += u"; "_s + present.join(u", "_s);
    if (missing > 0) {
        whole.means = u"Tables of the baseline are missing from the copy."_s;
        whole.todo = u"Choose a moment before they were dropped."_s;
    }
    inspection.add(whole);
}

} // namespace shuttler::verify
