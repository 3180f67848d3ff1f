// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/OrphanSql.h"
#include "core/verify/checks/Checks.h"

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

namespace {

Finding linkFinding(const QString &check, const QString &subject)
{
    Finding finding;
    finding.check = check;
    finding.group = CheckGroup::Links;
    finding.subject = subject;
    finding.expected = u"0 missing"_s;
    return finding;
}

QString missing(qint64 orphans)
{
    return shown(orphans) + u" missing"_s;
}

/// Counts, and gives examples where there is something to show. `finding` gets text, result and time.
Result<qint64> countOrphans(Inspection &inspection, const OrphanSql &sql, Finding &finding, Job &job)
{
    const Instant start = job.clock.now();
    finding.sql = sql.count;
    if (!inspection.answers.contains(sql.count))
        if (Outcome asked = inspection.askAhead({sql.count}, job); !asked)
            return std::move(asked).error();
    const Inspection::Answer answer = inspection.answers.value(sql.count);
    if (!*answer.number)
        return answer.number->error();
    const qint64 orphans = **answer.number;
    finding.found = missing(orphans);
    if (orphans > 0 && !sql.examples.isEmpty()) {
        Result<Rows> examples = inspection.copy.snapshot.ask(sql.examples, job);
        if (!examples && endsAll(examples.error(), inspection.copy.snapshot))
            return std::move(examples).error();
        QStringList values;
        for (int row = 0; examples && row < examples->size(); ++row)
            values.append(examples->text(row, 0).left(60));
        if (!values.isEmpty())
            finding.found += u": "_s + values.join(u"; "_s);
    }
    finding.seconds = answer.seconds + std::chrono::duration<double>(job.clock.now() - start).count();
    return orphans;
}

/// A link that was proved while the tables were read needs no question of its own. False where it was not.
bool isProved(const Inspection &inspection, Finding &finding)
{
    const auto proof = inspection.proofs.constFind(finding.subject);
    if (proof == inspection.proofs.constEnd())
        return false;
    finding.verdict = Verdict::Passed;
    finding.found = missing(0);
    finding.sql = u"-- A proof, because "_s + proof->restsOn + u".\n"_s + proof->sql;
    finding.seconds = proof->seconds;
    return true;
}

bool addProved(Inspection &inspection, Finding finding)
{
    if (!isProved(inspection, finding))
        return false;
    inspection.add(std::move(finding));
    return true;
}

void tellProved(Inspection &inspection, Finding finding)
{
    if (isProved(inspection, finding))
        inspection.tell(finding);
}

/// False when a table may not be read; said in the finding.
bool mayRead(Inspection &inspection, const QList<const Table *> &tables, Finding &finding)
{
    for (const Table *table : tables)
        if (!table->readable) {
            finding.verdict = Verdict::NotChecked;
            finding.found = u"no right to read "_s + table->shown();
            finding.means = u"Nobody knows whether these links are whole."_s;
            finding.todo = u"Grant the role the right to read the table, then check again."_s;
            inspection.add(finding);
            return false;
        } else if (const Error *why = inspection.whyGivenUp(*table)) {
            finding.verdict = Verdict::NotChecked;
            finding.found = table->shown() + u" could not be read. "_s + why->what();
            finding.means = u"Nobody knows whether these links are whole."_s;
            finding.todo = why->todo();
            inspection.add(finding);
            return false;
        }
    return true;
}

Outcome checkForeignKey(Inspection &inspection, const ForeignKey &key, Job &job)
{
    Finding finding = linkFinding(u"foreign-key"_s, key.shown());
    const Table *child = inspection.copy.schema.find(key.schema, key.table);
    const Table *parent = inspection.copy.schema.find(key.parentSchema, key.parent);
    if (!inspection.wants(finding.check, finding.subject) || !child || !parent)
        return Done{};
    if (addProved(inspection, finding) || !mayRead(inspection, {child, parent}, finding))
        return Done{};
    Result<qint64> orphans = countOrphans(inspection, orphanSql(key, *child, *parent), finding, job);
    if (!orphans)
        return inspection.addUnanswered(finding, orphans.error());
    finding.verdict = *orphans == 0 ? Verdict::Passed : Verdict::Failed;
    if (*orphans > 0) {
        finding.means = *orphans == 1 ? u"A row of %1 points at a row of %2 that is not there."_s
                                      : u"Rows of %1 point at rows of %2 that are not there."_s;
        finding.means = finding.means.arg(child->shown(), parent->shown());
        finding.todo = u"Restore once more, from another backup if it happens again; do not switch to this copy."_s;
    }
    inspection.add(finding);
    return Done{};
}

bool isDeclared(const Inspection &inspection, const QString &text)
{
    for (const ForeignKey &key : inspection.copy.schema.foreignKeys)
        if (textOf(key) == text)
            return true;
    return false;
}

/// A key that the baseline had and the copy has not: said, and its rows are checked all the same.
Outcome checkLostKey(Inspection &inspection, const QString &text, Job &job)
{
    const std::optional<ForeignKey> key = foreignKeyFromText(text);
    Finding finding = linkFinding(u"foreign-key-missing"_s, key ? key->shown() : text);
    finding.verdict = Verdict::Failed;
    finding.expected = u"declared"_s;
    finding.found = u"not declared any more"_s;
    finding.means = u"The copy lost a rule that the database had: wrong rows can get in."_s;
    finding.todo = u"Restore once more; or declare the foreign key again, once its rows are found to be right."_s;
    inspection.add(finding);
    const Table *child = key ? inspection.copy.schema.find(key->schema, key->table) : nullptr;
    const Table *parent = key ? inspection.copy.schema.find(key->parentSchema, key->parent) : nullptr;
    if (!child || !parent)
        return Done{};
    for (qsizetype place = 0; place < key->columns.size(); ++place)
        if (!child->find(key->columns[place]) || !parent->find(key->parentColumns[place]))
            return Done{};
    return checkForeignKey(inspection, *key, job);
}

/// How many orphans the old database has under the same rule: a clean-up leaves the same traces there.
std::optional<qint64> orphansInLive(const Inspection &inspection, const ReferenceRule &rule, Job &job)
{
    if (!inspection.liveSchema)
        return std::nullopt;
    const RuleSql sql = orphanSql(rule, *inspection.liveSchema);
    if (!sql.missing.isEmpty())
        return std::nullopt;
    Result<Snapshot> live = Snapshot::open(*inspection.request.live, PatienceWithLive, job);
    if (!live)
        return std::nullopt;
    Result<Rows> rows = live->ask(sql.sql.count, job);
    if (!rows)
        return std::nullopt;
    return rows->integer(0, 0);
}

void judgeReference(const Inspection &inspection, const ReferenceRule &rule, qint64 orphans, Finding &finding, Job &job)
{
    const bool isKnown = inspection.baseline.has_value();
    const qint64 before = isKnown ? inspection.baseline->orphans.value(rule.shown()) : 0;
    finding.expected = before > 0 ? u"≤ "_s + missing(before) : missing(0);
    if (orphans == 0 || (rule.toleratesBaseline && isKnown && orphans <= before)) {
        finding.verdict = Verdict::Passed;
        return;
    }
    const QString note = rule.note.isEmpty() ? QString() : u' ' + rule.note;
    if (orphans <= before) {
        finding.verdict = Verdict::Warned;
        finding.means = u"These rows pointed at nothing in the baseline as well; the restore did not cause it."_s;
        finding.todo = u"Repair them in your own time."_s;
        return;
    }
    if (rule.toleratesBaseline && !isKnown) {
        finding.verdict = Verdict::Warned;
        finding.means = u"Some of these are normal, but there is no baseline to say how many."_s + note;
        finding.todo = u"Look at the rows named."_s;
        return;
    }
    const bool exact = inspection.baseline && inspection.sinceBaseline.count() == 0;
    const std::optional<qint64> live = rule.toleratesBaseline && !exact ? orphansInLive(inspection, rule, job) : std::nullopt;
    if (live && *live >= orphans) {
        finding.verdict = Verdict::Warned;
        finding.means = u"There are more than in the baseline, but the old database has them too."_s + note;
        finding.todo = u"Find out whether a clean-up ran between the baseline and the moment."_s;
        return;
    }
    finding.verdict = Verdict::Failed;
    finding.means = u"Rows that belong to these are missing from the copy."_s + note;
    finding.todo = u"Choose another moment, before the rows they belong to were lost."_s;
}

Outcome checkReference(Inspection &inspection, const ReferenceRule &rule, Job &job)
{
    Finding finding = linkFinding(u"reference"_s, rule.shown());
    if (!inspection.wants(finding.check, finding.subject))
        return Done{};
    const RuleSql sql = orphanSql(rule, inspection.copy.schema);
    if (!sql.missing.isEmpty()) {
        finding.verdict = Verdict::Warned;
        finding.found = u"no column "_s + sql.missing;
        finding.means = u"The rule names a column that this database does not have, so it was not applied."_s;
        finding.todo = u"If the column never was here, take the rule out of the file."_s;
        inspection.add(finding);
        return Done{};
    }
    if (addProved(inspection, finding) || !mayRead(inspection, sql.tables, finding))
        return Done{};
    Result<qint64> orphans = countOrphans(inspection, sql.sql, finding, job);
    if (!orphans)
        return inspection.addUnanswered(finding, orphans.error());
    judgeReference(inspection, rule, *orphans, finding, job);
    inspection.add(finding);
    return Done{};
}

/// All that was not proved on the way, asked at once.
Outcome askOfTheRest(Inspection &inspection, Job &job)
{
    const Schema &schema = inspection.copy.schema;
    const auto mayAsk = [&inspection](const Table *table) { return table && table->readable && !inspection.whyGivenUp(*table); };
    const auto isOpen = [&](const QString &check, const QString &link) {
        return inspection.wants(check, link) && !inspection.proofs.contains(link);
    };
    QStringList questions;
    for (const ForeignKey &key : schema.foreignKeys) {
        const Table *child = schema.find(key.schema, key.table);
        const Table *parent = schema.find(key.parentSchema, key.parent);
        if (isOpen(u"foreign-key"_s, key.shown()) && mayAsk(child) && mayAsk(parent))
            questions.append(orphanSql(key, *child, *parent).count);
    }
    for (const ReferenceRule &rule : inspection.rules.references) {
        const RuleSql sql = orphanSql(rule, schema);
        if (isOpen(u"reference"_s, rule.shown()) && sql.missing.isEmpty() && std::all_of(sql.tables.begin(), sql.tables.end(), mayAsk))
            questions.append(sql.sql.count);
    }
    questions.removeDuplicates();
    return inspection.askAhead(questions, job);
}

} // namespace

void tellLinks(Inspection &inspection, const Table &table)
{
    for (const ForeignKey &key : inspection.copy.schema.foreignKeys)
        if (key.table == table.name && key.schema == table.schema)
            tellProved(inspection, linkFinding(u"foreign-key"_s, key.shown()));
    for (const ReferenceRule &rule : inspection.rules.references)
        if (rule.from.table == table.name && rule.from.schema == table.schema)
            tellProved(inspection, linkFinding(u"reference"_s, rule.shown()));
}

Outcome checkForeignKeys(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Following the links between the tables"_s);
    Subject &copy = inspection.copy;
    if (Outcome planned = copy.crew.plan(copy.snapshot, Plan::HeapOnly, job); !planned)
        return planned;
    if (Outcome asked = askOfTheRest(inspection, job); !asked)
        return asked;
    for (const ForeignKey &key : inspection.copy.schema.foreignKeys)
        if (Outcome checked = checkForeignKey(inspection, key, job); !checked)
            return checked;
    if (inspection.baseline)
        for (const QString &text : inspection.baseline->foreignKeys)
            if (!isDeclared(inspection, text))
                if (Outcome checked = checkLostKey(inspection, text, job); !checked)
                    return checked;
    if (inspection.copy.schema.foreignKeys.isEmpty()) {
        Finding finding = linkFinding(u"foreign-key"_s, u"declared links"_s);
        finding.verdict = Verdict::Passed;
        finding.found = u"none declared"_s;
        inspection.add(finding);
    }
    return copy.crew.plan(copy.snapshot, Plan::AsUsual, job);
}

Outcome checkReferences(Inspection &inspection, Job &job)
{
    if (inspection.rules.references.isEmpty())
        return Done{};
    job.progress.stage(u"Following the links that nothing guards"_s);
    Subject &copy = inspection.copy;
    if (Outcome planned = copy.crew.plan(copy.snapshot, Plan::HeapOnly, job); !planned)
        return planned;
    for (const ReferenceRule &rule : inspection.rules.references)
        if (Outcome checked = checkReference(inspection, rule, job); !checked)
            return checked;
    return copy.crew.plan(copy.snapshot, Plan::AsUsual, job);
}

} // namespace shuttler::verify
