// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/GateFacts.h"

#include "ui/common/Counted.h"

#include <QCoreApplication>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct GateWords {
    Q_DECLARE_TR_FUNCTIONS(GateFacts)
};

const Finding *firstOf(const QList<Finding> &findings, Verdict verdict)
{
    const auto found = std::find_if(findings.cbegin(), findings.cend(), [verdict](const Finding &f) { return f.verdict == verdict; });
    return found == findings.cend() ? nullptr : &*found;
}

/// What went worst: failed, warned, not checked, passed; nothing asked is not checked.
Verdict worstOf(const QList<Finding> &findings)
{
    for (const Verdict verdict : {Verdict::Failed, Verdict::Warned, Verdict::NotChecked}) {
        if (findings.isEmpty() || firstOf(findings, verdict))
            return findings.isEmpty() ? Verdict::NotChecked : verdict;
    }
    return Verdict::Passed;
}

GateFact factOf(const QString &name, const QList<Finding> &findings)
{
    GateFact fact{name, worstOf(findings), GateWords::tr("Not checked"), {}};
    const Finding *worst = firstOf(findings, fact.verdict);
    if (!worst || fact.verdict == Verdict::Passed)
        return fact;
    fact.value = worst->found.isEmpty() ? GateWords::tr("Not checked") : worst->found;
    fact.below = worst->expected.isEmpty() ? worst->subject : GateWords::tr("%1, expected %2").arg(worst->subject, worst->expected);
    return fact;
}

GateFact relations(const QList<Finding> &findings)
{
    GateFact fact = factOf(GateWords::tr("Relations"), findings);
    if (fact.verdict != Verdict::Passed)
        return fact;
    const auto whole = std::find_if(findings.crbegin(), findings.crend(), [](const Finding &f) { return f.check == "relations"_L1; });
    const Finding &spoken = whole == findings.crend() ? findings.last() : *whole;
    fact.value = spoken.found.section(u';', 0, 0);
    fact.below = spoken.found.section(u';', 1).trimmed();
    return fact;
}

GateFact counts(const QList<Finding> &findings)
{
    GateFact fact = factOf(GateWords::tr("Counts"), findings);
    const auto passed = std::count_if(findings.cbegin(), findings.cend(), [](const Finding &f) { return f.verdict == Verdict::Passed; });
    if (fact.verdict != Verdict::Passed)
        return fact;
    fact.value = findings.size() == 1 ? findings.first().found
                                      : GateWords::tr("%1 of %2").arg(HumanText::count(passed), HumanText::count(findings.size()));
    fact.below = findings.size() == 1 ? GateWords::tr("%1, expected %2").arg(findings.first().subject, findings.first().expected)
                                      : GateWords::tr("tables within their range");
    return fact;
}

GateFact freshness(const QList<Finding> &findings)
{
    GateFact fact = factOf(GateWords::tr("Freshness"), findings);
    if (fact.verdict != Verdict::Passed)
        return fact;
    fact.value = findings.first().found;
    fact.below = findings.size() == 1 ? findings.first().subject
                                      : GateWords::tr("%1, and %2").arg(findings.first().subject, counted(findings.size() - 1, GateWords::tr("more"), GateWords::tr("more")));
    return fact;
}

GateFact links(const QList<Finding> &findings)
{
    GateFact fact = factOf(GateWords::tr("Links"), findings);
    if (fact.verdict != Verdict::Passed)
        return fact;
    fact.value = GateWords::tr("0 broken");
    fact.below = GateWords::tr("%1 of %2 hold").arg(HumanText::count(findings.size()), HumanText::count(findings.size()));
    return fact;
}

} // namespace

GateFacts gateFacts(const StepRecord &gate)
{
    QList<Finding> byFact[4];
    for (const Finding &finding : gate.findings) {
        if (finding.check == "freshness"_L1)
            byFact[2].append(finding);
        else if (finding.group == CheckGroup::RowCounts)
            byFact[1].append(finding);
        else if (finding.group == CheckGroup::Links)
            byFact[3].append(finding);
        else
            byFact[0].append(finding);
    }
    GateFacts facts;
    facts.spoke = !gate.findings.isEmpty() || (gate.state == StepState::Done);
    facts.passed = gate.state == StepState::Done;
    facts.facts = {relations(byFact[0]), counts(byFact[1]), freshness(byFact[2]), links(byFact[3])};
    if (facts.passed) {
        facts.title = GateWords::tr("Contents checked: the restored copy is complete and not empty");
        return facts;
    }
    const Finding *failed = firstOf(gate.findings, Verdict::Failed);
    if (!failed) {
        facts.title = facts.spoke ? GateWords::tr("Nothing could be checked in the restored copy") : GateWords::tr("The contents were not checked yet");
        return facts;
    }
    facts.title = failed->check == "empty"_L1
        ? GateWords::tr("The restored copy is empty: %1, expected %2").arg(failed->found, failed->expected)
        : GateWords::tr("%1: expected %2, found %3").arg(failed->subject, failed->expected, failed->found);
    facts.means = failed->means;
    facts.todo = failed->todo;
    return facts;
}

} // namespace shuttler::ui
