// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/SafetyLine.h"

#include "core/restore/StepNames.h"
#include "ui/restore/RunView.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct SafetyWords {
    Q_DECLARE_TR_FUNCTIONS(SafetyLine)
};

QString nameOfNew(const RunRecord &run)
{
    return run.newInstance ? run.newInstance->toString() : SafetyWords::tr("the new instance");
}

QStringList undoSentences(const RunRecord &run)
{
    const QString old = run.oldInstance.toString();
    QStringList sentences;
    if (appMayHaveMoved(run))
        sentences.append(SafetyWords::tr("The previous DATABASE_URL is put back and the app restarted, so that it is on %1 again.").arg(old));
    else if (urlMayBeWritten(run))
        sentences.append(SafetyWords::tr("The previous DATABASE_URL is put back, letter for letter."));
    if (holdsOld(run))
        sentences.append(SafetyWords::tr("%1 is started again first.").arg(old));
    if (run.newInstance && appMayHaveMoved(run))
        sentences.append(SafetyWords::tr("%1 is destroyed after a final backup of it, which is kept: changes saved there do not come along.").arg(nameOfNew(run)));
    else if (run.newInstance)
        sentences.append(SafetyWords::tr("The new instance %1 is deleted.").arg(nameOfNew(run)));
    else
        sentences.append(SafetyWords::tr("Nothing has been made yet."));
    if (!appMayHaveMoved(run))
        sentences.append(SafetyWords::tr("%1 is untouched and goes on serving the app.").arg(old));
    return sentences;
}

} // namespace

SafetyLine safetyLine(const std::optional<RunRecord> &run, StepNumber shown)
{
    if (!run)
        return {SafetyWords::tr("Nothing has been changed yet.")};
    const QString old = run->oldInstance.toString();
    if (run->state == RunState::Undone)
        return {SafetyWords::tr("Everything was taken back. %1 serves the app.").arg(old)};
    if (hasDestroyedOld(*run))
        return {SafetyWords::tr("%1 is destroyed: there is no way back to it.").arg(old), false};
    if (isBeingTakenBack(*run))
        return {SafetyWords::tr("This restore is being taken back. %1 is kept.").arg(old)};
    const bool moves = run->intent.cutover == CutoverChoice::Redeploy;
    if (!moves && isClosed(*run))
        return {SafetyWords::tr("The app was not moved. %1 still serves it.").arg(old)};
    if (appMayHaveMoved(*run) || (moves && isSettled(*run, step::Verify) && shown == StepNumber::CutOver))
        return {SafetyWords::tr("You can still go back: the old instance and the previous DATABASE_URL are kept.")};
    if (shown == StepNumber::Verify)
        return {SafetyWords::tr("Checks only read. Users still work on %1.").arg(old)};
    if (urlMayBeWritten(*run))
        return {SafetyWords::tr("Value saved; the running app still uses the old database until step 7.")};
    if (shown == StepNumber::Point)
        return {SafetyWords::tr("Only the new instance was made. The running app still uses %1.").arg(old)};
    return {SafetyWords::tr("%1 is untouched and still serves the app. Cancelling deletes only the new instance.").arg(old)};
}

CancelOffer cancelOffer(const std::optional<RunRecord> &run, Drive drive)
{
    using Act = CancelOffer::Act;
    if (!run)
        return {Act::Leave, SafetyWords::tr("Cancel restore"), {}, {}, {}, {}};
    if (drive == Drive::Undoes || run->state == RunState::Undone || hasDestroyedOld(*run))
        return {};
    if (drive == Drive::Checks)
        return {Act::StopChecks, SafetyWords::tr("Stop the checks"), {}, {}, {}, {}};

    CancelOffer offer;
    offer.act = Act::Undo;
    offer.sentences = undoSentences(*run);
    if (appMayHaveMoved(*run)) {
        offer.label = SafetyWords::tr("Roll back…");
        offer.title = SafetyWords::tr("Roll back to %1?").arg(run->oldInstance.toString());
        offer.yes = SafetyWords::tr("Roll back to %1").arg(run->oldInstance.toString());
        offer.no = SafetyWords::tr("Stay on the new instance");
    } else if (urlMayBeWritten(*run) || !run->newInstance) {
        offer.label = SafetyWords::tr("Cancel restore…");
        offer.title = SafetyWords::tr("Cancel this restore?");
        offer.yes = run->newInstance ? SafetyWords::tr("Put back and delete new instance") : SafetyWords::tr("Cancel restore");
        offer.no = SafetyWords::tr("Go on with the restore");
    } else {
        const bool stops = drive == Drive::Restores;
        offer.label = SafetyWords::tr("Cancel restore…");
        offer.title = SafetyWords::tr("Delete %1?").arg(nameOfNew(*run));
        offer.yes = stops ? SafetyWords::tr("Stop and delete new instance") : SafetyWords::tr("Delete new instance");
        offer.no = SafetyWords::tr("Go on with the restore");
    }
    return offer;
}

QString closingMeans(Drive drive, bool worksHere, const QString &provider)
{
    switch (drive) {
    case Drive::Rests:
        return {};
    case Drive::Restores:
        return worksHere ? SafetyWords::tr("This stops the restore; it goes on from where it was when you continue it.")
                         : SafetyWords::tr("The restore goes on at %1. Steps 5 to 7 wait for you.").arg(provider);
    case Drive::Checks:
        return SafetyWords::tr("This stops the checks; they can be run again.");
    case Drive::CutsOver:
        return SafetyWords::tr("This stops the cut-over between two acts; it goes on from there when you continue it.");
    case Drive::Undoes:
        return SafetyWords::tr("This stops taking the restore back; it goes on from where it was when you continue it.");
    }
    Q_UNREACHABLE();
}

} // namespace shuttler::ui
