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

static SanityValues valuesFor(const Inspection &inspection)
{
    SanityValues values;
    if (inspection.request.moment)
        values.insert(u"moment"_s, *inspection.request.moment);
    if (inspection.request.recoveredTo)
        values.insert(u"recovered_to"_s, *inspection.request.recoveredTo);
    if (inspection.baseline)
        values.insert(u"baseline_taken_at"_s, inspection.baseline->takenAt);
    return values;
}

/// Why a query has no answer, in terms of what its author can do.
static void explain(Finding &finding, const SanityQuery &query, const Error &error, const QByteArray &state)
{
    const QString correct = u"Correct the query: "_s + query.place + u'.';
    finding.found = error.what();
    finding.means = u"The question has no answer, so it proves nothing about the copy."_s;
    finding.todo = correct;
    if (state == "57014") {
        finding.found = u"no answer within "_s + counted(query.patience.count(), u"second"_s, u"seconds"_s);
        finding.todo = u"Make the query quicker, or give it more time with \"timeout\": "_s + query.place + u'.';
    } else if (state == "55P03") {
        finding.todo = error.todo();
    } else if (state == "42501") {
        finding.todo = u"Grant the role the right to read what it asks for, or use another role."_s;
    } else if (state == "42P01" || state == "3F000") {
        finding.means = u"The copy lacks a table that the query needs, or the query is for another database."_s;
        finding.todo = u"If the table should be there, restore another moment; if not: "_s + query.place + u'.';
    } else if (state == "25006" || error.details().contains(u"data-modifying"_s)) {
        finding.found = u"It would have changed the database and was refused."_s;
        finding.means = u"Nothing was changed. A sanity query may only look."_s;
    }
}

static void addAnswer(Inspection &inspection, Finding finding, const SanityQuery &query, const QJsonArray &rows)
{
    const SanityAnswer answer = judge(query.expect, rows, answerInBaseline(inspection, query.id));
    finding.verdict = answer.verdict;
    finding.expected = answer.expected;
    finding.found = answer.found;
    if (rows.size() == SanityRowLimit)
        finding.found += u" (of the first %1 rows)"_s.arg(shown(SanityRowLimit));
    if (answer.verdict == Verdict::NotChecked) {
        finding.means = u"The question has no answer to be held against, so it proves nothing."_s;
        finding.todo = u"Take a baseline with these queries, or correct what the query expects: "_s + query.place + u'.';
    } else if (answer.verdict != Verdict::Passed) {
        finding.means = query.means;
        finding.todo = query.todo;
    }
    inspection.add(std::move(finding));
}

static Outcome addQuery(Inspection &inspection, const SanityQuery &query, const SanityValues &values, Job &job)
{
    const Instant start = job.clock.now();
    Finding finding = findingOn(u"sanity:"_s + query.id, CheckGroup::Sanity, query.title);
    finding.sql = query.sql;
    if (const QString missing = missingValue(query, values); !missing.isEmpty()) {
        finding.found = u"nobody knows :%1 here"_s.arg(missing);
        finding.means = u"The question was not asked, so it proves nothing about the copy."_s;
        finding.todo = missing == u"baseline_taken_at"_s ? u"Compare with a baseline."_s : u"Ask it of a copy that a restore has made."_s;
        inspection.add(std::move(finding));
        return Done{};
    }
    const Result<QJsonArray> rows = askSanity(inspection.copy.snapshot, query, values, job);
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (rows)
        addAnswer(inspection, std::move(finding), query, *rows);
    else if (endsAll(rows.error(), inspection.copy.snapshot) || rows.error().fault() == Fault::Corrupt)
        return inspection.addUnanswered(std::move(finding), rows.error());
    else {
        explain(finding, query, rows.error(), inspection.copy.snapshot.lastState());
        inspection.add(std::move(finding));
    }
    return Done{};
}

Outcome checkSanity(Inspection &inspection, Job &job)
{
    if (inspection.rules.sanity.isEmpty())
        return Done{};
    job.progress.stage(u"Asking the sanity queries"_s);
    const SanityValues values = valuesFor(inspection);
    if (Outcome prepared = prepareForSanity(inspection.copy.snapshot, job); !prepared)
        return prepared;
    for (const SanityQuery &query : std::as_const(inspection.rules.sanity))
        if (inspection.wants(u"sanity:"_s + query.id, query.title))
            if (Outcome added = addQuery(inspection, query, values, job); !added)
                return added;
    return finishSanity(inspection.copy.snapshot, job);
}

} // namespace shuttler::verify
