// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/RunRecord.h"

#include "core/domain/JsonFields.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr Word<StepNumber> StepTitles[] = {
    {StepNumber::SignIn, u"Sign in"},
    {StepNumber::Backups, u"Backups found"},
    {StepNumber::Choose, u"Choose the moment"},
    {StepNumber::Restore, u"Restore to a new instance"},
    {StepNumber::Point, u"Point the app at it"},
    {StepNumber::Verify, u"Verify"},
    {StepNumber::CutOver, u"Cut over and clean up"},
};

static constexpr Word<StepState> StepWords[] = {
    {StepState::ToDo, u"to-do"},      {StepState::Running, u"running"}, {StepState::Interrupted, u"interrupted"},
    {StepState::Done, u"done"},       {StepState::Failed, u"failed"},   {StepState::Undone, u"undone"},
    {StepState::Skipped, u"skipped"},
};

static constexpr Word<RunState> RunWords[] = {
    {RunState::Open, u"open"}, {RunState::Waiting, u"waiting"}, {RunState::Failed, u"failed"},
    {RunState::Done, u"done"}, {RunState::Undone, u"undone"},
};

QString titleOf(StepNumber step)
{
    return wordIn(StepTitles, step);
}

QString wordFor(StepState state)
{
    return wordIn(StepWords, state);
}

QString wordFor(RunState state)
{
    return wordIn(RunWords, state);
}

const StepRecord *RunRecord::find(const QString &name) const
{
    for (const StepRecord &step : steps)
        if (step.name == name)
            return &step;
    return nullptr;
}

QList<Finding> RunRecord::findings() const
{
    QList<Finding> all;
    for (const StepRecord &step : steps)
        all += step.findings;
    return all;
}

static QJsonArray jsonOf(const QList<Finding> &findings)
{
    QJsonArray array;
    for (const Finding &finding : findings)
        array.append(toJson(finding));
    return array;
}

static QJsonObject jsonOf(const StepRecord &step)
{
    QJsonValue seconds(QJsonValue::Null);
    if (step.startedAt && step.finishedAt)
        seconds = double((*step.finishedAt - *step.startedAt).count()) / 1e6;
    return {
        {u"step"_s, int(step.number)},
        {u"name"_s, step.name},
        {u"sentence"_s, step.sentence},
        {u"result"_s, wordFor(step.state)},
        {u"startedAt"_s, toJson(step.startedAt)},
        {u"finishedAt"_s, toJson(step.finishedAt)},
        {u"seconds"_s, seconds},
        {u"detail"_s, step.detail},
        {u"error"_s, step.error ? QJsonValue(toJson(*step.error)) : QJsonValue(QJsonValue::Null)},
        {u"findings"_s, jsonOf(step.findings)},
        {u"facts"_s, step.facts},
    };
}

QJsonObject toJson(const RunRecord &run)
{
    QJsonArray steps;
    for (const StepRecord &step : run.steps)
        steps.append(jsonOf(step));
    const QList<Finding> findings = run.findings();
    const FindingSummary checks = summaryOf(findings);
    // Nothing checked yet is no verdict; nothing checked at the end is a bad one.
    const bool isJudged = !findings.isEmpty() || run.state == RunState::Done;
    return {
        {u"run"_s, run.id.toString()},
        {u"tag"_s, run.tag},
        {u"environment"_s, run.intent.environment.toString()},
        {u"intent"_s, toJson(run.intent)},
        {u"state"_s, wordFor(run.state)},
        {u"startedAt"_s, run.startedAt.toString()},
        {u"finishedAt"_s, toJson(run.finishedAt)},
        {u"moment"_s, toJson(run.moment)},
        {u"oldInstance"_s, run.oldInstance.toString()},
        {u"instance"_s, run.newInstance ? QJsonValue(run.newInstance->toString()) : QJsonValue(QJsonValue::Null)},
        {u"operator"_s, run.operatorName},
        {u"host"_s, run.host},
        {u"steps"_s, steps},
        {u"checks"_s, QJsonObject{{u"passed"_s, checks.passed},
                                  {u"warned"_s, checks.warned},
                                  {u"failed"_s, checks.failed},
                                  {u"notChecked"_s, checks.notChecked}}},
        {u"verdict"_s, isJudged ? QJsonValue(wordFor(checks.verdict())) : QJsonValue(QJsonValue::Null)},
        {u"evidence"_s, run.evidence.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(run.evidence)},
        {u"journalEntries"_s, run.journalEntries},
        {u"seal"_s, run.seal},
    };
}

QJsonObject toJson(const Error &error)
{
    return {
        {u"what"_s, error.what()},       {u"means"_s, error.means()},
        {u"todo"_s, error.todo()},       {u"fault"_s, wordFor(error.fault())},
        {u"details"_s, error.details()},
    };
}

Error errorFromJson(const QJsonObject &json)
{
    const Fault fault = faultFrom(json.value(u"fault"_s).toString()).value_or(Fault::Defect);
    return Error(fault, json.value(u"what"_s).toString())
        .means(json.value(u"means"_s).toString())
        .todo(json.value(u"todo"_s).toString())
        .details(json.value(u"details"_s).toString());
}

} // namespace shuttler
