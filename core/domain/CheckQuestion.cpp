// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/CheckQuestion.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

/// What is asked of each table or link by itself.
static const QList<QStringList> OfOneThing = {
    {u"rows"_s}, {u"foreign-key"_s, u"foreign-key-missing"_s}, {u"reference"_s}, {u"app-health"_s},
};

/// What is asked at one go about everything of a kind: an answer that all is well is about other subjects than one that it is not.
static const QList<QStringList> OfAKind = {
    {u"relations"_s},
    {u"partition-detached"_s},
    {u"readable"_s},
    {u"sequence-behind"_s, u"sequence-earlier"_s},
    {u"index-invalid"_s, u"constraint-not-validated"_s, u"trigger-disabled"_s, u"rule-disabled"_s},
    {u"index-sound"_s, u"table-sound"_s},
    {u"in-recovery"_s, u"takes-changes"_s, u"transaction-age"_s, u"checksums-on"_s, u"checksum-failures"_s, u"collation-version"_s,
     u"extensions"_s, u"version"_s},
    {u"roles"_s, u"rights"_s, u"owners"_s},
    {u"settings"_s, u"locale"_s},
    {u"quiet"_s},
};

/// The one row count that is about no table.
static const QString AllTables = u"all tables"_s;

std::optional<CheckQuestion> questionOf(const Finding &finding)
{
    const auto isMine = [&](const QStringList &checks) { return checks.contains(finding.check); };
    if (finding.check.startsWith(u"sanity:"_s))
        return CheckQuestion{{finding.check}, {}};
    if (const auto kind = std::find_if(OfAKind.cbegin(), OfAKind.cend(), isMine); kind != OfAKind.cend())
        return CheckQuestion{*kind, {}};
    const auto thing = std::find_if(OfOneThing.cbegin(), OfOneThing.cend(), isMine);
    if (thing == OfOneThing.cend() || finding.subject == AllTables)
        return std::nullopt;
    return CheckQuestion{*thing, finding.subject};
}

QList<Finding> withNewAnswers(const QList<Finding> &findings, const CheckQuestion &question, const QList<Finding> &answers)
{
    const auto isOld = [&](const Finding &finding) { return question.isAnsweredBy(finding); };
    QList<Finding> all = findings;
    const qsizetype place = std::find_if(all.cbegin(), all.cend(), isOld) - all.cbegin();
    all.removeIf(isOld);
    for (qsizetype number = 0; number < answers.size(); ++number)
        all.insert(place + number, answers[number]);
    return all;
}

} // namespace shuttler
