// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"
#include "core/domain/ZoneClock.h"
#include "core/evidence/EvidenceReport.h"
#include "core/restore/Engine.h"
#include "core/settings/Preferences.h"

#include <QJsonArray>

#include <thread>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

QJsonValue timeOrNull(const std::optional<Instant> &instant)
{
    return instant ? QJsonValue(instant->toString()) : QJsonValue();
}

QString verdictWord(const RunRecord &run)
{
    if (run.state != RunState::Done)
        return wordFor(run.state);
    return summaryOf(run.findings()).failed > 0 ? u"failed"_s : u"passed"_s;
}

QJsonObject jsonOf(const RunRecord &run, const QString &connection)
{
    QJsonArray steps;
    QJsonArray plan;
    for (const StepRecord &step : run.steps) {
        QJsonObject object{{u"step"_s, int(step.number)}, {u"name"_s, step.name}, {u"result"_s, wordFor(step.state)},
                           {u"startedAt"_s, timeOrNull(step.startedAt)}, {u"detail"_s, step.detail}};
        if (step.startedAt && step.finishedAt)
            object.insert(u"seconds"_s, double((*step.finishedAt - *step.startedAt).count()) / 1e6);
        if (step.error)
            object.insert(u"error"_s, toJson(*step.error));
        steps.append(object);
        plan.append(step.sentence);
    }
    const FindingSummary summary = summaryOf(run.findings());
    return {{u"run"_s, run.id.toString()},
            {u"environment"_s, run.intent.environment.toString()},
            {u"state"_s, wordFor(run.state)},
            {u"plan"_s, plan},
            {u"instance"_s, run.newInstance ? QJsonValue(run.newInstance->toString()) : QJsonValue()},
            {u"connection"_s, connection.isEmpty() ? QJsonValue() : QJsonValue(connection)},
            {u"moment"_s, timeOrNull(run.moment)},
            {u"steps"_s, steps},
            {u"checks"_s, QJsonObject{{u"passed"_s, summary.passed}, {u"warned"_s, summary.warned},
                                      {u"failed"_s, summary.failed}, {u"notChecked"_s, summary.notChecked}}},
            {u"verdict"_s, verdictWord(run)},
            {u"evidence"_s, run.evidence.isEmpty() ? QJsonValue() : QJsonValue(run.evidence)}};
}

/// Prints each step once when it begins and once when it ends.
class StepPrinter {
public:
    explicit StepPrinter(Output &out) : m_out(out) {}
    void operator()(const RunRecord &run)
    {
        for (const StepRecord &step : run.steps) {
            if (m_last.value(step.name, StepState::ToDo) == step.state)
                continue;
            m_last.insert(step.name, step.state);
            const QString label = u"[%1/7] "_s.arg(int(step.number));
            if (step.state == StepState::Running)
                m_out.tell(label + step.sentence);
            else if (step.state == StepState::Done)
                m_out.tell(label + u"done: "_s + (step.detail.isEmpty() ? step.sentence : step.detail));
            else if (step.state != StepState::ToDo)
                m_out.tell(label + wordFor(step.state) + u": "_s + (step.error ? step.error->what() : step.detail));
        }
    }

private:
    Output &m_out;
    QMap<QString, StepState> m_last;
};

/// How the run stands, its files, and what to type next.
Exit report(const RunRecord &run, RestoreWorld &world, Context &context)
{
    Output &out = context.out;
    QString connection;
    if (run.newInstance && run.state != RunState::Undone) {
        if (Result<ConnectionInfo> info = world.provider->connection(*run.newInstance, context.job))
            connection = info->withoutPassword();
    }
    const QJsonObject json = jsonOf(run, connection);

    for (const Finding &finding : run.findings()) {
        if (finding.verdict != Verdict::Passed)
            out.print(u"%1  %2: expected %3, found %4. %5 %6"_s.arg(wordFor(finding.verdict), finding.subject, finding.expected,
                                                                   finding.found, finding.means, finding.todo));
    }
    const FindingSummary summary = summaryOf(run.findings());
    if (summary.passed + summary.warned + summary.failed + summary.notChecked > 0)
        out.print(u"checks: %1 passed, %2 warned, %3 failed, %4 not checked"_s.arg(summary.passed).arg(summary.warned)
                      .arg(summary.failed).arg(summary.notChecked));
    if (!connection.isEmpty())
        out.print(u"new instance %1: %2"_s.arg(run.newInstance->toString(), connection));

    const QString resume = u"shuttlerctl restore resume %1"_s.arg(run.id.toString());
    Exit exit = Exit::Good;
    switch (run.state) {
    case RunState::Done:
        exit = summary.failed > 0 ? Exit::BadVerdict : Exit::Good;
        out.print(u"Restore %1 is done."_s.arg(run.id.toString()));
        break;
    case RunState::Undone:
        out.print(u"Restore %1 is undone: everything is as before it."_s.arg(run.id.toString()));
        break;
    case RunState::Failed:
    case RunState::Waiting:
    case RunState::Open: {
        const StepRecord *stopped = nullptr;
        for (const StepRecord &step : run.steps) {
            if (step.error && step.state != StepState::Done)
                stopped = &step;
        }
        if (stopped) {
            exit = out.fail(*stopped->error, json);
            out.tell(u"Go on: %1   Take it back: shuttlerctl restore undo %2"_s.arg(resume, run.id.toString()));
            if (!run.evidence.isEmpty() && !out.isJson())
                out.print(run.evidence);
            return run.state == RunState::Waiting && exit == Exit::BadVerdict ? Exit::Refused : exit;
        }
        out.tell(u"Stopped on request. Go on: %1"_s.arg(resume));
        exit = context.job.stop.stop_requested() ? Exit::Stopped : Exit::Good;
        break;
    }
    }
    out.result(json);
    if (!run.evidence.isEmpty())
        out.print(run.evidence); // Last line: where the document is.
    return exit;
}

Result<RestoreTarget> targetFrom(const QCommandLineParser &parser, Instant now)
{
    const int given = int(parser.isSet(u"at"_s)) + int(parser.isSet(u"backup"_s)) + int(parser.isSet(u"latest"_s));
    if (given != 1)
        return usageError(u"Exactly one of --at, --backup and --latest is needed."_s, restoreCommand());
    if (parser.isSet(u"backup"_s))
        return RestoreTarget(AtBackup{BackupId(parser.value(u"backup"_s))});
    if (parser.isSet(u"latest"_s))
        return RestoreTarget(AtLatest{});
    std::optional<QTimeZone> zone;
    if (parser.isSet(u"zone"_s)) {
        zone = QTimeZone(parser.value(u"zone"_s).toUtf8());
        if (!zone->isValid())
            return Error(Fault::BadInput, u"There is no time zone \"%1\"."_s.arg(parser.value(u"zone"_s)))
                .means(u"Nothing was done."_s)
                .todo(u"Use a name like Asia/Kolkata or Europe/Berlin."_s);
    }
    Result<Instant> moment = readMoment(parser.value(u"at"_s), zone, now);
    if (!moment)
        return std::move(moment).error();
    return RestoreTarget(AtMoment{*moment});
}

Result<RestoreIntent> intentFrom(const QCommandLineParser &parser, const EnvironmentName &environment, Instant now)
{
    Result<RestoreTarget> target = targetFrom(parser, now);
    if (!target)
        return std::move(target).error();
    RestoreIntent intent;
    intent.environment = environment;
    intent.target = *target;
    if (parser.isSet(u"new-name"_s))
        intent.newName = InstanceId(parser.value(u"new-name"_s));
    const QString cutover = parser.value(u"cutover"_s);
    if (cutover == u"none"_s)
        intent.cutover = CutoverChoice::None;
    else if (!cutover.isEmpty() && cutover != u"redeploy"_s)
        return usageError(u"--cutover takes redeploy or none."_s, restoreCommand());
    const QString old = parser.value(u"old"_s);
    if (old == u"destroy"_s)
        intent.old = OldInstance::Destroy;
    else if (!old.isEmpty() && old != u"hold"_s)
        return usageError(u"--old takes hold or destroy."_s, restoreCommand());
    bool isNumber = true;
    if (parser.isSet(u"hold-hours"_s))
        intent.holdFor = std::chrono::hours(parser.value(u"hold-hours"_s).toInt(&isNumber));
    if (!isNumber || intent.holdFor.count() < 1)
        return usageError(u"--hold-hours takes a whole number from 1."_s, restoreCommand());
    intent.finalBackup = !parser.isSet(u"no-final-backup"_s);
    intent.keepBackups = !parser.isSet(u"drop-backups"_s);
    return intent;
}

Result<Decisions> decisionsFrom(const QCommandLineParser &parser)
{
    Decisions decisions;
    decisions.acceptWarnings = parser.isSet(u"accept-warnings"_s);
    decisions.failedAcceptedAs = parser.value(u"accept-failed"_s);
    decisions.confirmedName = parser.value(u"confirm"_s);
    if (parser.isSet(u"old"_s))
        decisions.old = parser.value(u"old"_s) == u"destroy"_s ? OldInstance::Destroy : OldInstance::Hold;
    if (parser.isSet(u"until"_s)) {
        const int until = parser.value(u"until"_s).toInt();
        if (until < 1 || until > 7)
            return usageError(u"--until takes a step from 1 to 7."_s, restoreCommand());
        decisions.until = StepNumber(until);
    }
    return decisions;
}

/// A destroy that could never be confirmed is refused before anything begins, not at step 7.
Outcome checkConfirmation(const RestoreIntent &intent, const Decisions &decisions, const Environment &environment)
{
    if (intent.old != OldInstance::Destroy || intent.cutover == CutoverChoice::None || decisions.until != StepNumber::CutOver
        || decisions.confirmedName == environment.instance.toString())
        return Done{};
    return Error(Fault::Refused, u"Destroying %1 has to be confirmed by its name."_s.arg(environment.instance.toString()))
        .means(u"Nothing was done."_s)
        .todo(u"Add --confirm %1, or use --old hold."_s.arg(environment.instance.toString()));
}

QJsonObject jsonOf(const Plan &plan)
{
    return {{u"plan"_s, QJsonArray::fromStringList(plan.sentences())},
            {u"instance"_s, plan.newInstance.toString()},
            {u"moment"_s, timeOrNull(plan.moment)},
            {u"get"_s, QJsonArray::fromStringList(plan.get)},
            {u"leaveBehind"_s, QJsonArray::fromStringList(plan.leaveBehind)}};
}

Exit startRestore(const QCommandLineParser &parser, const QString &environmentName, Context &context)
{
    Result<RestoreIntent> intent = intentFrom(parser, EnvironmentName(environmentName), context.services.clock().now());
    if (!intent)
        return context.out.fail(intent.error());
    Result<Decisions> decisions = decisionsFrom(parser);
    if (!decisions)
        return context.out.fail(decisions.error());
    // They say where the evidence goes: that has to be known before anything begins.
    if (const Result<Preferences> preferences = loadPreferences(context.services.paths().preferences()); !preferences)
        return context.out.fail(preferences.error());
    Result<RestoreWorld> world = context.services.open(intent->environment);
    if (!world)
        return context.out.fail(world.error());
    if (Outcome confirmed = checkConfirmation(*intent, *decisions, world->environment); !confirmed && !parser.isSet(u"plan"_s))
        return context.out.fail(confirmed.error());
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());

    Engine engine(*world, **ledger, StepPrinter(context.out));
    Result<Plan> plan = engine.plan(*intent, context.job);
    if (!plan)
        return context.out.fail(plan.error());
    if (parser.isSet(u"plan"_s)) {
        for (const QString &sentence : plan->sentences())
            context.out.print(sentence);
        context.out.result(jsonOf(*plan));
        return Exit::Good;
    }
    Result<RunRecord> run = engine.begin(*intent, *plan, context.job);
    if (!run)
        return context.out.fail(run.error(), jsonOf(*plan));
    context.out.tell(u"Restore %1 has begun. If this stops, go on with: shuttlerctl restore resume %1"_s.arg(run->id.toString()));
    const std::jthread fonts(loadEvidenceFonts); // While the backup is copied.
    run = engine.drive(run->id, *decisions, context.job);
    if (!run)
        return context.out.fail(run.error());
    return report(*run, *world, context);
}

Exit listRuns(Context &context)
{
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());
    Result<QList<RunRecord>> runs = Engine::runs(**ledger, {});
    if (!runs)
        return context.out.fail(runs.error());
    QJsonArray list;
    for (const RunRecord &run : *runs) {
        list.append(QJsonObject{{u"run"_s, run.id.toString()}, {u"environment"_s, run.intent.environment.toString()},
                                {u"state"_s, wordFor(run.state)}, {u"startedAt"_s, run.startedAt.toString()}});
        context.out.print(u"%1  %2  %3  %4"_s.arg(run.id.toString(), wordFor(run.state).leftJustified(8), run.startedAt.toString(),
                                                  run.intent.environment.toString()));
    }
    context.out.result({{u"runs"_s, list}});
    return Exit::Good;
}

Exit goOn(const QString &verb, const RunId &id, const QCommandLineParser &parser, Context &context)
{
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());
    Result<RunRecord> run = Engine::recordOf(**ledger, id);
    if (!run)
        return context.out.fail(run.error());
    Result<RestoreWorld> world = context.services.open(run->intent.environment);
    if (!world)
        return context.out.fail(world.error());
    Result<Decisions> decisions = decisionsFrom(parser);
    if (!decisions)
        return context.out.fail(decisions.error());

    Engine engine(*world, **ledger, StepPrinter(context.out));
    if (verb == u"show"_s) {
        for (const StepRecord &step : run->steps)
            context.out.print(u"[%1/7] %2  %3"_s.arg(int(step.number)).arg(wordFor(step.state).leftJustified(11), step.sentence));
        if (run->newInstance) {
            if (Result<InstanceState> state = world->provider->state(*run->newInstance, context.job))
                context.out.print(u"%1 says about %2 now: %3"_s.arg(world->provider->capabilities().providerName,
                                                                     run->newInstance->toString(), state->detail));
        }
    } else if (verb == u"resume"_s) {
        run = engine.drive(id, *decisions, context.job);
    } else {
        run = engine.undo(id, context.job);
    }
    if (!run)
        return context.out.fail(run.error());
    return report(*run, *world, context);
}

Exit runRestore(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() == 1 && words[0] == u"list"_s)
        return listRuns(context);
    if (words.size() == 2 && QStringList{u"show"_s, u"resume"_s, u"undo"_s}.contains(words[0]))
        return goOn(words[0], RunId(words[1]), parser, context);
    if (words.size() == 1)
        return startRestore(parser, words[0], context);
    return context.out.fail(usageError(u"One environment, or a verb and a run, is needed."_s, restoreCommand()));
}

} // namespace

Command restoreCommand()
{
    return {u"restore"_s,
            u"ENV (--at TIME | --backup ID | --latest) [options] | list | show|resume|undo RUN"_s,
            u"The seven steps, into a new instance."_s,
            u"shuttlerctl restore practice --at 2026-11-18T11:42:06Z --old hold"_s,
            {{u"at"_s, u"Up to and including this moment: RFC 3339, or local time with --zone."_s, u"TIME"_s},
             {u"zone"_s, u"Zone of a local time, like Asia/Kolkata."_s, u"ZONE"_s},
             {u"backup"_s, u"The state at the end of this backup."_s, u"ID"_s},
             {u"latest"_s, u"As far as the changes reach. It may contain the damage."_s},
             {u"plan"_s, u"Print every call that would be made, and stop."_s},
             {u"until"_s, u"Stop after this step, 1 to 7; go on with resume."_s, u"STEP"_s},
             {u"new-name"_s, u"Name of the new instance (made from the run)."_s, u"NAME"_s},
             {u"cutover"_s, u"redeploy or none."_s, u"C"_s},
             {u"old"_s, u"What becomes of the old instance: hold or destroy."_s, u"WHAT"_s},
             {u"hold-hours"_s, u"How long it is held (72)."_s, u"N"_s},
             {u"confirm"_s, u"The old instance's name, typed, to destroy it."_s, u"NAME"_s},
             {u"no-final-backup"_s, u"Destroy without a last backup of the old instance."_s},
             {u"drop-backups"_s, u"Destroy the old instance's backups with it."_s},
             {u"accept-warnings"_s, u"Go on with warnings; they go into the evidence."_s},
             {u"accept-failed"_s, u"Go on with failed checks: the database's name, typed."_s, u"NAME"_s}},
            runRestore};
}

} // namespace shuttler::app
