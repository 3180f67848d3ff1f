// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/StepLines.h"

#include "core/restore/StepNames.h"
#include "ui/common/Counted.h"
#include "ui/restore/RunView.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct StepLineWords {
    Q_DECLARE_TR_FUNCTIONS(StepLines)
};

QStringList signInResult(const RestoreSession &session)
{
    if (session.work() == RestoreSession::Work::SignIn)
        return {StepLineWords::tr("Signing in…")};
    if (!session.account()) {
        const StepRecord *signedIn = session.run() ? session.run()->find(step::SignIn) : nullptr;
        return signedIn && signedIn->state == StepState::Done ? QStringList{signedIn->facts.value(u"identity"_s).toString()} : QStringList();
    }
    qsizetype missing = 0;
    for (const Account::Permission &permission : session.account()->permissions)
        missing += permission.isMissing() ? 1 : 0;
    if (missing > 0)
        return {session.account()->identity, counted(missing, StepLineWords::tr("right missing"), StepLineWords::tr("rights missing"))};
    return {session.account()->identity};
}

QStringList backupsResult(const RestoreSession &session)
{
    if (session.work() == RestoreSession::Work::List)
        return {StepLineWords::tr("Asking…")};
    if (!session.catalog()) {
        const StepRecord *listed = session.run() ? session.run()->find(step::ListBackups) : nullptr;
        if (!listed || listed->state != StepState::Done)
            return {};
        return {counted(listed->facts.value(u"backups"_s).toInt(), StepLineWords::tr("backup"), StepLineWords::tr("backups"))};
    }
    const BackupListing &listing = session.catalog()->listing;
    QStringList found{counted(listing.backups.size(), StepLineWords::tr("backup"), StepLineWords::tr("backups"))};
    if (!listing.windows.isEmpty())
        found.append(StepLineWords::tr("any second"));
    return {found.join(u", "_s)};
}

QStringList momentResult(const RestoreSession &session)
{
    const HumanText &text = HumanText::shown();
    std::optional<Instant> moment = session.run() ? session.run()->moment : std::nullopt;
    if (!session.run() && session.target()) {
        if (const auto *at = std::get_if<AtMoment>(&*session.target()))
            moment = at->moment;
        else if (const auto *backup = std::get_if<AtBackup>(&*session.target()))
            return {backup->backup.toString()};
    }
    if (!moment)
        return session.run() ? QStringList{StepLineWords::tr("The newest changes")} : QStringList();
    return {text.dayAndTime(*moment) + u' ' + text.zone(*moment), text.utcBeside(*moment)};
}

QStringList restoreResult(const RestoreSession &session)
{
    const RunRecord &run = *session.run();
    const QList<StepRecord> records = recordsOf(run, StepNumber::Restore);
    const StepState state = stateOf(run, StepNumber::Restore);
    if (state == StepState::Running && records.first().startedAt)
        return {StepLineWords::tr("Running, %1").arg(HumanText::duration(session.now() - *records.first().startedAt))};
    if (state == StepState::Failed)
        return {StepLineWords::tr("Stands still")};
    if (state == StepState::Undone)
        return {StepLineWords::tr("Taken back")};
    const StepRecord *ready = run.find(step::WaitUntilReady);
    if (!run.newInstance || !ready || ready->state != StepState::Done || !ready->finishedAt || !records.first().startedAt)
        return {};
    return {run.newInstance->toString(), StepLineWords::tr("ready in %1").arg(HumanText::duration(*ready->finishedAt - *records.first().startedAt))};
}

QStringList pointResult(const RunRecord &run)
{
    const StepRecord *written = run.find(step::WriteDatabaseUrl);
    if (!written)
        return {};
    switch (written->state) {
    case StepState::Done: return {appMayHaveMoved(run) ? StepLineWords::tr("DATABASE_URL saved") : StepLineWords::tr("DATABASE_URL saved, not live yet")};
    case StepState::Undone: return {StepLineWords::tr("Put back")};
    case StepState::Skipped: return {StepLineWords::tr("Left out")};
    default: return {};
    }
}

QStringList verifyResult(const RunRecord &run)
{
    const StepRecord *verified = run.find(step::Verify);
    if (!verified || verified->findings.isEmpty())
        return {};
    const FindingSummary summary = summaryOf(verified->findings);
    QStringList words{StepLineWords::tr("%1 passed").arg(HumanText::count(summary.passed))};
    if (summary.failed > 0)
        words.append(StepLineWords::tr("%1 failed").arg(HumanText::count(summary.failed)));
    if (summary.warned > 0)
        words.append(counted(summary.warned, StepLineWords::tr("warning"), StepLineWords::tr("warnings")));
    QStringList lines{words.join(u", "_s)};
    if (verified->facts.contains(u"acceptedBy"_s))
        lines.append(StepLineWords::tr("accepted by %1").arg(verified->facts.value(u"acceptedBy"_s).toString()));
    return lines;
}

QStringList cutOverResult(const RunRecord &run)
{
    if (run.state == RunState::Undone)
        return {StepLineWords::tr("The app is on %1").arg(run.oldInstance.toString())};
    if (hasDestroyedOld(run))
        return {StepLineWords::tr("Old instance destroyed")};
    if (isSettled(run, step::WaitAppMoved) && run.intent.cutover == CutoverChoice::Redeploy)
        return {StepLineWords::tr("App is on the new instance")};
    return {};
}

QStringList resultOf(const RestoreSession &session, StepNumber step)
{
    switch (step) {
    case StepNumber::SignIn: return signInResult(session);
    case StepNumber::Backups: return backupsResult(session);
    case StepNumber::Choose: return momentResult(session);
    default: break;
    }
    if (!session.run())
        return {};
    switch (step) {
    case StepNumber::Restore: return restoreResult(session);
    case StepNumber::Point: return pointResult(*session.run());
    case StepNumber::Verify: return verifyResult(*session.run());
    default: return cutOverResult(*session.run());
    }
}

StepState stateBeforeRun(const RestoreSession &session, StepNumber step, StepNumber reached)
{
    const bool failed = session.error()
        && ((step == StepNumber::SignIn && session.lastWork() == RestoreSession::Work::SignIn)
            || (step == StepNumber::Backups && session.lastWork() == RestoreSession::Work::List)
            || (step == StepNumber::Choose && session.lastWork() == RestoreSession::Work::Plan));
    if (failed)
        return StepState::Failed;
    return step < reached ? StepState::Done : StepState::ToDo;
}

} // namespace

QList<StepLine> stepLines(const RestoreSession &session, StepNumber shown, StepNumber reached)
{
    QList<StepLine> lines;
    for (int number = int(StepNumber::SignIn); number <= int(StepNumber::CutOver); ++number) {
        StepLine line;
        line.number = StepNumber(number);
        line.title = titleOf(line.number);
        line.shown = line.number == shown;
        line.canBeOpened = line.number <= reached;
        if (session.run() || line.number <= reached)
            line.result = resultOf(session, line.number);
        line.state = session.run() ? stateOf(*session.run(), line.number) : stateBeforeRun(session, line.number, reached);
        lines.append(line);
    }
    return lines;
}

} // namespace shuttler::ui
