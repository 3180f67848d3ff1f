// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace {

Finding sequenceFinding(const QString &check, const QString &subject)
{
    return findingOn(check, CheckGroup::Health, subject);
}

bool numbersWholeNumbers(const Column *column)
{
    return column && (column->isOf(u"int4") || column->isOf(u"int8") || column->isOf(u"int2") || column->isOf(u"numeric"));
}

/// The highest number in each numbered column (the lowest, where a counter runs down), by place in the list of sequences.
QString furthestNumbersSql(const Inspection &inspection, qint64 &givenUp)
{
    const Schema &schema = inspection.copy.schema;
    QStringList parts;
    for (qsizetype place = 0; place < schema.sequences.size(); ++place) {
        const Sequence &sequence = schema.sequences[place];
        const Table *table = schema.find(sequence.tableSchema, sequence.table);
        const Column *column = table ? table->find(sequence.column) : nullptr;
        if (!table || !table->readable || !sequence.readable || sequence.cycles || !numbersWholeNumbers(column))
            continue;
        if (inspection.whyGivenUp(*table)) {
            ++givenUp;
            continue;
        }
        const QString furthest = (sequence.increment < 0 ? u"min("_s : u"max("_s) + Connection::quoted(sequence.column) + u')';
        // trunc() of a whole number would go by way of a double, which has no room for all of them.
        parts.append(u"SELECT "_s + QString::number(place) + u", (SELECT "_s
                     + (column->isOf(u"numeric") ? u"trunc("_s + furthest + u')' : furthest) + u"::text FROM "_s + table->inSql() + u')');
    }
    return parts.join(u" UNION ALL "_s);
}

/// Whether the number given next, or one after it, is in the table already. A counter of large steps may stand behind numbers
/// that a program gave between two of them.
bool isBehind(const Sequence &sequence, qint64 furthest)
{
    qint64 next = 0;
    if (__builtin_add_overflow(sequence.last, sequence.increment, &next))
        return false; // It gives none any more.
    return sequence.increment < 0 ? next >= furthest : next <= furthest;
}

void addBehind(Inspection &inspection, const Sequence &sequence, qint64 furthest, const QString &sql)
{
    Finding finding = sequenceFinding(u"sequence-behind"_s, sequence.shown());
    finding.verdict = Verdict::Failed;
    finding.expected = (sequence.increment < 0 ? u"≤ "_s : u"≥ "_s) + shown(furthest);
    finding.found = shown(sequence.last);
    finding.sql = sql;
    finding.means = u"The next row of %1 would get a number that is taken, and saving it would fail."_s.arg(
        shown(sequence.tableSchema, sequence.table));
    finding.todo = u"Set the counter to %1 with setval before anyone works on this copy."_s.arg(QString::number(furthest));
    inspection.add(finding);
}

/// A counter that stands before where it stood gives numbers a second time: those of rows deleted since.
void compareWithBaseline(Inspection &inspection, const Sequence &sequence)
{
    if (!inspection.baseline || !sequence.readable)
        return;
    const auto before = inspection.baseline->sequences.constFind(sequence.schema + u'.' + sequence.name);
    if (before == inspection.baseline->sequences.constEnd() || sequence.cycles)
        return;
    if (sequence.increment < 0 ? sequence.last <= *before : sequence.last >= *before)
        return;
    Finding finding = sequenceFinding(u"sequence-earlier"_s, sequence.shown());
    finding.verdict = Verdict::Warned;
    finding.expected = (sequence.increment < 0 ? u"≤ "_s : u"≥ "_s) + shown(*before);
    finding.found = shown(sequence.last);
    finding.means = u"The counter stands before where it stood in the baseline, so numbers of deleted rows would be given again."_s;
    finding.todo = u"Set it forward with setval if the app must never use a number twice."_s;
    inspection.add(finding);
}

void addLostCounters(Inspection &inspection)
{
    if (!inspection.baseline)
        return;
    QStringList present;
    for (const Sequence &sequence : inspection.copy.schema.sequences)
        present.append(sequence.schema + u'.' + sequence.name);
    for (const QString &name : inspection.baseline->sequences.keys())
        if (!present.contains(name)) {
            Finding finding = sequenceFinding(u"sequence-behind"_s, name);
            finding.verdict = Verdict::Failed;
            finding.expected = u"≥ "_s + shown(inspection.baseline->sequences.value(name));
            finding.found = u"no such counter"_s;
            finding.means = u"The counter of the baseline is missing from the copy."_s;
            finding.todo = u"Restore once more; rows that need a number cannot be saved."_s;
            inspection.add(finding);
        }
}

} // namespace

Outcome checkSequences(Inspection &inspection, Job &job)
{
    const Schema &schema = inspection.copy.schema;
    qint64 givenUp = 0;
    const QString sql = furthestNumbersSql(inspection, givenUp);
    qint64 checked = 0;
    if (!sql.isEmpty()) {
        Result<Rows> rows = inspection.copy.snapshot.ask(sql, job);
        if (!rows) {
            Finding finding = sequenceFinding(u"sequence-behind"_s, u"counters"_s);
            finding.sql = sql;
            return inspection.addUnanswered(finding, rows.error());
        }
        for (int row = 0; row < rows->size(); ++row) {
            ++checked;
            if (rows->isNull(row, 1))
                continue;
            const Sequence &sequence = schema.sequences[rows->integer(row, 0)];
            const qint64 furthest = rows->integer(row, 1);
            if (isBehind(sequence, furthest))
                addBehind(inspection, sequence, furthest, sql);
        }
    }
    qint64 unreadable = 0;
    for (const Sequence &sequence : schema.sequences) {
        compareWithBaseline(inspection, sequence);
        unreadable += sequence.readable ? 0 : 1;
    }
    addLostCounters(inspection);

    Finding whole = sequenceFinding(u"sequence-behind"_s, u"counters"_s);
    whole.verdict = unreadable + givenUp > 0 ? Verdict::NotChecked : Verdict::Passed;
    whole.expected = u"at or past the numbers given"_s;
    whole.found = counted(checked, u"counter looked at"_s, u"counters looked at"_s);
    whole.sql = sql;
    if (givenUp > 0) {
        whole.found += u", %1 not: their tables could not be read"_s.arg(shown(givenUp));
        whole.means = u"A counter that stands too low could go unseen."_s;
        whole.todo = u"Check again when the tables can be read."_s;
    }
    if (unreadable > 0) {
        whole.found += u", %1 not readable"_s.arg(shown(unreadable));
        whole.means = u"The role may not look at every counter, so a wrong one could go unseen."_s;
        whole.todo = u"Grant the role SELECT on all sequences, then check again."_s;
    }
    inspection.add(whole);
    return Done{};
}

} // namespace shuttler::verify
