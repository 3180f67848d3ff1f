// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

/// Things of a kind of which there should be none. What the baseline knew already is how the database was: judged a step milder.
struct OddityCheck {
    Trait trait;
    QString detail; ///< Only those that are a matter of this; see `detailOf`.
    QString check;
    QString allWell; ///< Subject of the finding when there are none.
    QString expected;
    QString means;
    QString todo;
    Verdict verdict = Verdict::Failed;
};

/// As a trigger or rule that also fires on replicas: no harm in itself.
bool isHarmless(const QString &value)
{
    return value == u"at work also while replicating"_s;
}

Verdict milder(Verdict verdict)
{
    return verdict == Verdict::Failed ? Verdict::Warned : Verdict::Passed;
}

void addOddity(Inspection &inspection, const OddityCheck &check, const QString &sql, const QString &key, const QString &value)
{
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, check.trait) : nullptr;
    const bool wasSo = before && before->value(key) == value;
    Finding finding = findingOn(check.check, CheckGroup::Health, subjectOf(key));
    finding.expected = before ? u"as in the baseline: "_s + before->value(key, check.expected) : check.expected;
    finding.found = value;
    finding.sql = sql;
    finding.verdict = isHarmless(value) ? (before ? Verdict::Warned : Verdict::Passed) : check.verdict;
    if (wasSo)
        finding.verdict = milder(finding.verdict);
    if (finding.verdict != Verdict::Passed) {
        finding.means = check.means;
        finding.todo = wasSo ? u"It is so in the baseline too, and not the restore's doing. "_s + check.todo : check.todo;
    }
    inspection.add(finding);
}

/// What was switched off on purpose is at work in the copy.
void addMended(Inspection &inspection, const OddityCheck &check, const TraitValues &now)
{
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, check.trait) : nullptr;
    if (!before || (check.trait != Trait::Triggers && check.trait != Trait::RewriteRules))
        return;
    for (auto was = before->begin(); was != before->end(); ++was) {
        if (now.contains(was.key()) || detailOf(was.key()) != check.detail)
            continue;
        Finding finding = findingOn(check.check, CheckGroup::Health, subjectOf(was.key()));
        finding.expected = u"as in the baseline: "_s + *was;
        finding.found = u"at work, or not there any more"_s;
        finding.verdict = Verdict::Warned;
        finding.means = u"Changes in this copy set off something that was switched off in the baseline."_s;
        finding.todo = u"Switch it off again, if nobody switched it on since the baseline."_s;
        inspection.add(finding);
    }
}

Outcome addOddities(Inspection &inspection, const OddityCheck &check, Job &job)
{
    const QString sql = traitSql(check.trait, inspection.copy.snapshot.version());
    Finding whole = findingOn(check.check, CheckGroup::Health, check.allWell);
    whole.expected = check.expected;
    whole.sql = sql;
    const Instant start = job.clock.now();
    Result<TraitValues> values = readTrait(inspection.copy.snapshot, check.trait, job);
    if (!values)
        return inspection.addUnanswered(whole, values.error());
    whole.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    qint64 odd = 0;
    for (auto value = values->begin(); value != values->end(); ++value) {
        if (detailOf(value.key()) != check.detail)
            continue;
        ++odd;
        addOddity(inspection, check, sql, value.key(), *value);
    }
    addMended(inspection, check, *values);
    if (odd > 0)
        return Done{};
    whole.verdict = Verdict::Passed;
    whole.found = u"as expected"_s;
    inspection.add(whole);
    return Done{};
}

} // namespace

Outcome checkObjects(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking at indexes, rules and triggers"_s);
    const OddityCheck checks[] = {
        {Trait::IdleIndexes, {}, u"index-invalid"_s, u"indexes"_s, u"in use"_s,
         u"PostgreSQL does not use this index, and if it is a unique one, doubles can get in."_s,
         u"Rebuild it with REINDEX INDEX, or drop it if the database never used it."_s, Verdict::Failed},
        {Trait::UncheckedRules, {}, u"constraint-not-validated"_s, u"constraints"_s, u"validated"_s,
         u"The rule holds for new rows only; nobody has looked whether the old ones keep it."_s,
         u"Run ALTER TABLE … VALIDATE CONSTRAINT, if it is validated in the database you restored from."_s, Verdict::Warned},
        {Trait::Triggers, u"keys"_s, u"trigger-disabled"_s, u"foreign keys at work"_s, u"enforced"_s,
         u"The foreign key is declared, but switched off: rows that point at nothing can get in."_s,
         u"Run ALTER TABLE … ENABLE TRIGGER ALL on this table."_s, Verdict::Failed},
        {Trait::Triggers, {}, u"trigger-disabled"_s, u"triggers"_s, u"switched on"_s,
         u"What this trigger does for every change does not happen now, or happens when it should not."_s,
         u"Switch it on with ALTER TABLE … ENABLE TRIGGER, if it is on in the database you restored from."_s, Verdict::Warned},
        {Trait::RewriteRules, {}, u"rule-disabled"_s, u"rewrite rules"_s, u"switched on"_s,
         u"What this rule does for every query or change does not happen now, or happens when it should not."_s,
         u"Switch it on with ALTER TABLE … ENABLE RULE, if it is on in the database you restored from."_s, Verdict::Warned},
    };
    for (const OddityCheck &check : checks)
        if (Outcome checked = addOddities(inspection, check, job); !checked)
            return checked;
    return Done{};
}

} // namespace shuttler::verify
