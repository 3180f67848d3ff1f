// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/DestroyOld.h"

#include "ui/common/HumanText.h"
#include "ui/common/TypedConfirmation.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct DestroyWords {
    Q_DECLARE_TR_FUNCTIONS(DestroyOld)
};

QString instanceWords(const RunRecord &run, const std::optional<OldInstanceFacts> &facts)
{
    if (!facts)
        return DestroyWords::tr("%1, being looked at…").arg(run.oldInstance.toString());
    if (!facts->instance)
        return DestroyWords::tr("%1 is not listed any more").arg(run.oldInstance.toString());
    QStringList words{run.oldInstance.toString()};
    for (const QString &more : {HumanText::size(facts->instance->sizeBytes), facts->instance->place, HumanText::phase(facts->instance->state.phase)}) {
        if (!more.isEmpty())
            words.append(more);
    }
    return words.join(u", "_s);
}

QString onlyThereWords(const RunRecord &run, const OldInstanceFacts &facts, Instant now)
{
    const QString since = run.moment ? HumanText::shown().when(*run.moment, now) : QString();
    if (facts.notCounted)
        return DestroyWords::tr("Rows written after %1. How many is not known: %2").arg(since, facts.notCounted->what());
    QStringList tables;
    for (auto it = facts.onlyThere.cbegin(); it != facts.onlyThere.cend(); ++it) {
        if (*it > 0)
            tables.append(u"%1 %2"_s.arg(it.key(), HumanText::count(*it)));
    }
    if (tables.isEmpty())
        return DestroyWords::tr("Whatever was written after %1; tables with a time column show nothing").arg(since);
    return DestroyWords::tr("Rows written after %1: %2").arg(since, tables.join(u", "_s));
}

QList<DestroyQuestion::Kept> keepable(const RestoreSession &session, const RunRecord &run)
{
    const int days = session.environment().promiseDays;
    const QString until = HumanText::shown().when(session.now() + std::chrono::hours(24) * days, session.now());
    return {{DestroyWords::tr("A final backup of %1").arg(run.oldInstance.toString()),
             DestroyWords::tr("Without it, what was written last is gone."), run.intent.finalBackup, true},
            {DestroyWords::tr("Its backups"), DestroyWords::tr("The promise of %1 days rests on them until %2. Clearing this breaks it.").arg(days).arg(until),
             run.intent.keepBackups, true}};
}

} // namespace

QList<QPair<QString, QString>> lossOf(const RunRecord &run, const std::optional<OldInstanceFacts> &facts, const Capabilities &capabilities,
                                      Instant now)
{
    QList<QPair<QString, QString>> lose{{DestroyWords::tr("Instance"), instanceWords(run, facts)}};
    if (facts && run.moment)
        lose.append({DestroyWords::tr("Only there"), onlyThereWords(run, *facts, now)});
    if (!capabilities.backupsOutliveInstance)
        lose.append({DestroyWords::tr("Its backups"), DestroyWords::tr("All of them: %1 deletes them with the instance").arg(capabilities.providerName)});
    lose.append({DestroyWords::tr("Roll back"), DestroyWords::tr("No longer possible after this")});
    return lose;
}

void askToDestroyOld(QWidget *parent, RestoreSession &session, const QString &keepButton, std::function<void(const Decisions &)> decided)
{
    const RunRecord &run = *session.run();
    const QString old = run.oldInstance.toString();
    DestroyQuestion question;
    question.title = DestroyWords::tr("Destroy %1?").arg(old);
    question.subtitle = DestroyWords::tr("This cannot be undone. Holding it is the safer choice.");
    question.lose = lossOf(run, std::nullopt, session.capabilities(), session.now());
    if (session.capabilities().backupsOutliveInstance)
        question.kept = keepable(session, run);
    question.prompt = DestroyWords::tr("Type the instance name to confirm");
    question.name = old;
    question.keepButton = keepButton;
    question.destroyButton = DestroyWords::tr("Destroy %1").arg(old);

    auto *dialog = new ConfirmDestroyDialog(question, session.clock(), parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &ConfirmDestroyDialog::factsWanted, &session, &RestoreSession::readOldInstance);
    QObject::connect(&session, &RestoreSession::oldInstanceRead, dialog,
                     [dialog, &session] { dialog->setFacts(lossOf(*session.run(), session.oldInstance(), session.capabilities(), session.now())); });
    QObject::connect(dialog, &QDialog::accepted, parent, [dialog, keepsBackups = session.capabilities().backupsOutliveInstance, decided = std::move(decided)] {
        Decisions decisions;
        decisions.until = StepNumber::CutOver;
        decisions.old = OldInstance::Destroy;
        decisions.confirmedName = dialog->typedName();
        if (keepsBackups)
            decisions.retire = RetirePolicy{dialog->isKept(0), dialog->isKept(1)};
        else
            decisions.retire = RetirePolicy{false, false}; // They go with it, whatever is wanted.
        decided(decisions);
    });
    dialog->open();
}

} // namespace shuttler::ui
