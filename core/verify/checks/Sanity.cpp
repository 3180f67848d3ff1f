// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/SanityAnswers.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static std::optional<QJsonArray> answerInBaseline(const Inspection &inspection, const QString &id)
{
    if (!inspection.baseline || !inspection.baseline->sanity.value(id).isArray())
        return std::nullopt;
    return inspection.baseline->sanity.value(id).toArray();
}

Outcome checkSanity(Inspection &inspection, Job &job)
{
    if (inspection.rules.sanity.isEmpty())
        return Done{};
    job.progress.stage(u"Asking the sanity queries"_s);
    Snapshot &snapshot = inspection.copy.snapshot;
    if (Outcome prepared = prepareForSanity(snapshot, job); !prepared)
        return prepared;
    for (const SanityQuery &query : inspection.rules.sanity) {
        const Instant start = job.clock.now();
        Finding finding;
        finding.check = u"sanity:"_s + query.id;
        finding.group = CheckGroup::Sanity;
        finding.subject = query.title;
        finding.sql = query.sql;
        Result<QJsonArray> rows = askSanity(snapshot, query, job);
        finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
        if (!rows) {
            if (Outcome added = inspection.addUnanswered(finding, rows.error()); !added)
                return added;
            continue;
        }
        const SanityAnswer answer = judge(query.expect, *rows, answerInBaseline(inspection, query.id));
        finding.verdict = answer.verdict;
        finding.expected = answer.expected;
        finding.found = answer.found;
        if (rows->size() == SanityRowLimit)
            finding.found += u" (of the first %1 rows)"_s.arg(shown(SanityRowLimit));
        if (answer.verdict == Verdict::NotChecked) {
            finding.means = u"The question has no answer to be held against, so it proves nothing."_s;
            finding.todo = u"Take a baseline with these queries, or correct what the query expects."_s;
        } else if (answer.verdict != Verdict::Passed) {
            finding.means = query.means;
            finding.todo = query.todo;
        }
        inspection.add(finding);
    }
    return finishSanity(snapshot, job);
}

} // namespace shuttler::verify
