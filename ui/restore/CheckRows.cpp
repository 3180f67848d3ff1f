// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/CheckRows.h"

#include "ui/common/Counted.h"

#include <QCoreApplication>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct CheckWords {
    Q_DECLARE_TR_FUNCTIONS(CheckRows)
};

QString titleOfGroup(CheckGroup group)
{
    switch (group) {
    case CheckGroup::Contents: return CheckWords::tr("Contents");
    case CheckGroup::RowCounts: return CheckWords::tr("Row counts");
    case CheckGroup::Links: return CheckWords::tr("Links between tables");
    case CheckGroup::Health: return CheckWords::tr("Database health");
    case CheckGroup::Sanity: return CheckWords::tr("Your sanity queries");
    case CheckGroup::App: return CheckWords::tr("App health");
    }
    Q_UNREACHABLE();
}

QStringList notPassed(const FindingSummary &summary)
{
    QStringList words;
    if (summary.failed > 0)
        words.append(CheckWords::tr("%1 failed").arg(HumanText::count(summary.failed)));
    if (summary.warned > 0)
        words.append(counted(summary.warned, CheckWords::tr("warning"), CheckWords::tr("warnings")));
    if (summary.notChecked > 0)
        words.append(CheckWords::tr("%1 not checked").arg(HumanText::count(summary.notChecked)));
    return words;
}

QString summaryWords(const FindingSummary &summary, Findings which, qsizetype all)
{
    if (which == Findings::SoFar)
        return countsSoFar(summary);
    QStringList words = notPassed(summary);
    words.prepend(CheckWords::tr("%1 of %2 passed").arg(HumanText::count(summary.passed), HumanText::count(all)));
    return words.join(u", "_s);
}

int weightOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Failed: return 0;
    case Verdict::Warned: return 1;
    case Verdict::NotChecked: return 2;
    case Verdict::Passed: return 3;
    }
    Q_UNREACHABLE();
}

} // namespace

QList<CheckRows> checkRows(const QList<Finding> &findings, Findings which, int most)
{
    QList<CheckRows> groups;
    for (const CheckGroup group : {CheckGroup::Contents, CheckGroup::RowCounts, CheckGroup::Links, CheckGroup::Health, CheckGroup::Sanity, CheckGroup::App}) {
        QList<int> mine;
        QList<Finding> ofGroup;
        for (int i = 0; i < int(findings.size()); ++i) {
            if (findings[i].group != group)
                continue;
            mine.append(i);
            ofGroup.append(findings[i]);
        }
        if (mine.isEmpty())
            continue;
        std::stable_sort(mine.begin(), mine.end(),
                         [&](int a, int b) { return weightOf(findings[a].verdict) < weightOf(findings[b].verdict); });
        const auto firstPassed = std::find_if(mine.cbegin(), mine.cend(), [&](int i) { return findings[i].verdict == Verdict::Passed; });
        // One folded row would take the room of the row it folds.
        const qsizetype keep = mine.size() <= most + 1 ? mine.size() : qMax<qsizetype>(most, firstPassed - mine.cbegin());
        CheckRows rows;
        rows.group = group;
        rows.title = titleOfGroup(group);
        rows.summary = summaryWords(summaryOf(ofGroup), which, mine.size());
        rows.verdict = findings[mine.first()].verdict;
        rows.shown = mine.first(keep);
        rows.folded = mine.sliced(keep);
        groups.append(rows);
    }
    return groups;
}

QString countsSoFar(const FindingSummary &summary)
{
    QStringList words = notPassed(summary);
    words.prepend(CheckWords::tr("%1 passed").arg(HumanText::count(summary.passed)));
    return words.join(u", "_s);
}

QString wordsFor(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed: return CheckWords::tr("Passed");
    case Verdict::Warned: return CheckWords::tr("Warning");
    case Verdict::Failed: return CheckWords::tr("Failed");
    case Verdict::NotChecked: return CheckWords::tr("Not checked");
    }
    Q_UNREACHABLE();
}

QString checksTitle(const FindingSummary &summary)
{
    const int all = summary.passed + summary.warned + summary.failed + summary.notChecked;
    if (all == 0)
        return CheckWords::tr("Nothing was checked");
    if (summary.failed > 0)
        return CheckWords::tr("Not safe to continue: %1 of %2").arg(HumanText::count(summary.failed),
                                                                   counted(all, CheckWords::tr("check failed"), CheckWords::tr("checks failed")));
    const QString passed = CheckWords::tr("%1 of %2").arg(HumanText::count(summary.passed), counted(all, CheckWords::tr("check passed"), CheckWords::tr("checks passed")));
    if (summary.passed == 0)
        return CheckWords::tr("Not safe to continue: %1").arg(passed);
    return CheckWords::tr("Safe to continue: %1, none failed").arg(passed);
}

} // namespace shuttler::ui
