// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Freshness.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

void checkFreshness(Inspection &inspection)
{
    FreshnessFacts facts;
    facts.moment = inspection.request.moment;
    facts.recoveredTo = inspection.request.recoveredTo;
    if (inspection.baseline)
        facts.baselineTakenAt = inspection.baseline->takenAt;
    QHash<QString, QString> questions;
    for (const Table &table : inspection.copy.schema.tables) {
        const auto now = inspection.facts.constFind(table.oid);
        if (now == inspection.facts.constEnd())
            continue;
        TableDates dates;
        dates.table = table.shown();
        dates.copy = now->newest;
        dates.perishable = isPerishable(table);
        if (const TableBaseline *before = inspection.baselineOf(table))
            dates.baseline = before->newest;
        if (const TableFacts *live = inspection.liveFactsOf(table))
            dates.live = live->newestUntil;
        facts.tables.append(dates);
        questions.insert(dates.table, now->sql);
    }
    for (const FreshnessVerdict &verdict : judgeFreshness(facts))
        inspection.add({u"freshness"_s, CheckGroup::Contents, verdict.subject, verdict.verdict, verdict.expected, verdict.found,
                        questions.value(verdict.subject), verdict.means, verdict.todo, 0});
}

} // namespace shuttler::verify
