// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Finding.h"

#include "core/domain/JsonFields.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr Word<Verdict> VerdictWords[] = {
    {Verdict::Passed, u"passed"},
    {Verdict::Warned, u"warned"},
    {Verdict::Failed, u"failed"},
    {Verdict::NotChecked, u"not-checked"},
};

static constexpr Word<CheckGroup> GroupWords[] = {
    {CheckGroup::Contents, u"contents"}, {CheckGroup::RowCounts, u"row-counts"}, {CheckGroup::Links, u"links"},
    {CheckGroup::Health, u"health"},     {CheckGroup::Sanity, u"sanity"},        {CheckGroup::App, u"app"},
};

QString wordFor(Verdict verdict)
{
    return wordIn(VerdictWords, verdict);
}

QString wordFor(CheckGroup group)
{
    return wordIn(GroupWords, group);
}

Verdict FindingSummary::verdict() const
{
    if (failed > 0 || passed + warned + notChecked == 0)
        return Verdict::Failed;
    if (notChecked > 0)
        return Verdict::NotChecked;
    return warned > 0 ? Verdict::Warned : Verdict::Passed;
}

FindingSummary summaryOf(const QList<Finding> &findings)
{
    FindingSummary summary;
    for (const Finding &finding : findings) {
        switch (finding.verdict) {
        case Verdict::Passed:
            ++summary.passed;
            break;
        case Verdict::Warned:
            ++summary.warned;
            break;
        case Verdict::Failed:
            ++summary.failed;
            break;
        case Verdict::NotChecked:
            ++summary.notChecked;
            break;
        }
    }
    return summary;
}

QJsonObject toJson(const Finding &finding)
{
    QJsonObject json{
        {u"check"_s, finding.check},       {u"group"_s, wordFor(finding.group)},
        {u"subject"_s, finding.subject},   {u"result"_s, wordFor(finding.verdict)},
        {u"expected"_s, finding.expected}, {u"found"_s, finding.found},
        {u"sql"_s, finding.sql},           {u"means"_s, finding.means},
        {u"todo"_s, finding.todo},         {u"seconds"_s, finding.seconds},
    };
    if (finding.askedAgainAt)
        json.insert(u"askedAgainAt"_s, finding.askedAgainAt->toString());
    return json;
}

Result<Finding> findingFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    Finding finding;
    finding.check = fields.text(u"check"_s);
    finding.group = fields.word(u"group"_s, GroupWords);
    finding.subject = fields.text(u"subject"_s);
    finding.verdict = fields.word(u"result"_s, VerdictWords);
    finding.expected = fields.text(u"expected"_s);
    finding.found = fields.text(u"found"_s);
    finding.sql = fields.text(u"sql"_s);
    finding.means = fields.text(u"means"_s);
    finding.todo = fields.text(u"todo"_s);
    finding.seconds = fields.number(u"seconds"_s);
    finding.askedAgainAt = fields.instantIfAny(u"askedAgainAt"_s);
    if (Outcome read = fields.outcome(u"a finding"_s); !read)
        return std::move(read).error();
    return finding;
}

} // namespace shuttler
