// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/CountRange.h"

#include "core/verify/Names.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

QString CountRange::shown() const
{
    if (!most)
        return u"≥ "_s + verify::shown(least);
    if (*most == least)
        return verify::shown(least);
    return verify::shown(least) + u" to "_s + verify::shown(*most);
}

qint64 allowanceFor(qint64 rows, Micros since)
{
    const qint64 days = std::max<qint64>(1, (since.count() + 86'399'999'999) / 86'400'000'000);
    return std::max<qint64>(1, std::min(rows / 100 * days + rows % 100 * days / 100, rows / 10));
}

static QString countShown(const CountFacts &facts)
{
    const qint64 difference = facts.copy - facts.baseline;
    if (difference == 0)
        return shown(facts.copy);
    return shown(facts.copy) + u" ("_s + (difference > 0 ? u"+"_s : QString()) + shown(difference) + u')';
}

static CountVerdict judgeLoss(const CountFacts &facts, CountVerdict verdict, qint64 lost)
{
    const QString rows = counted(lost, u"row"_s, u"rows"_s);
    const bool liveLacksThemToo = facts.liveOld && *facts.liveOld <= facts.baseline - lost;
    if (facts.perishable && facts.copy > 0)
        verdict.verdict = Verdict::Passed;
    else if (facts.perishable)
        verdict.verdict = Verdict::Warned;
    else if (facts.copy == 0 || lost > allowanceFor(facts.baseline, facts.since))
        verdict.verdict = Verdict::Failed;
    else
        verdict.verdict = liveLacksThemToo ? Verdict::Passed : Verdict::Warned;

    if (verdict.verdict == Verdict::Passed) {
        verdict.range.least = facts.baseline - lost;
        verdict.found += facts.perishable ? u", cleared away since"_s : u", deleted in the old database too"_s;
    } else if (verdict.verdict == Verdict::Failed) {
        verdict.means = facts.copy == 0 ? u"The table is empty, but it was not when the baseline was taken."_s
                                        : rows + u" that were there when the baseline was taken are missing, more than people delete."_s;
        verdict.todo = u"Choose another moment, before the rows were lost."_s;
    } else if (verdict.verdict == Verdict::Warned) {
        verdict.means = facts.liveOld && !liveLacksThemToo
                          ? rows + u" from before the baseline are missing, and the old database still has them."_s
                          : rows + u" from before the baseline are missing; ordinary deleting can explain that."_s;
        verdict.todo = u"Look at what is missing before going on."_s;
    }
    return verdict;
}

static CountVerdict judgeSurplus(const CountFacts &facts, CountVerdict verdict, qint64 surplus)
{
    const QString rows = counted(surplus, u"row"_s, u"rows"_s);
    const qint64 allowance = std::max<qint64>(10, allowanceFor(facts.baseline, facts.since));
    if (surplus <= allowance) {
        verdict.verdict = Verdict::Passed;
    } else if (facts.baseline < 100 || surplus < facts.baseline) {
        verdict.verdict = Verdict::Warned;
        verdict.means = rows + u" bear a date before the baseline, but were not there when it was taken."_s;
        verdict.todo = u"Find out whether somebody entered older rows, for example by an import."_s;
    } else {
        verdict.verdict = Verdict::Failed;
        verdict.means = u"There are "_s + rows + u" too many with old dates: as many again as there should be."_s;
        verdict.todo = u"Restore into an empty instance; the rows seem to have been put in twice."_s;
    }
    return verdict;
}

CountVerdict judgeCount(const CountFacts &facts)
{
    CountVerdict verdict;
    verdict.found = countShown(facts);
    verdict.range.least = facts.baseline;
    if (facts.since.count() == 0) {
        verdict.range.most = facts.baseline;
        verdict.verdict = facts.copy == facts.baseline ? Verdict::Passed : Verdict::Failed;
        if (verdict.verdict == Verdict::Failed) {
            verdict.means = u"The copy was restored to the baseline's own moment, so the numbers have to be the same."_s;
            verdict.todo = u"Do not use this copy; restore once more, from another backup if it happens again."_s;
        }
        return verdict;
    }

    const qint64 old = facts.copy - facts.copyNew.value_or(0);
    if (facts.copyNew)
        verdict.range.most = facts.baseline + std::max(*facts.copyNew, facts.liveNew.value_or(0));
    if (old < facts.baseline)
        return judgeLoss(facts, verdict, facts.baseline - old);
    if (facts.copyNew && old > facts.baseline)
        return judgeSurplus(facts, verdict, old - facts.baseline);
    verdict.verdict = Verdict::Passed;
    return verdict;
}

} // namespace shuttler::verify
