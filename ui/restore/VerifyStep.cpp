// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/VerifyStep.h"

#include "core/restore/StepNames.h"
#include "ui/common/Counted.h"
#include "ui/restore/Acceptance.h"
#include "ui/restore/CheckDetail.h"
#include "ui/restore/ChecksTree.h"
#include "ui/restore/ChecksVerdict.h"
#include "ui/restore/RunView.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

VerifyStep::VerifyStep(RestoreSession &session)
    : StepPage(session, StepNumber::Verify, tr("Verify"), tr("Checks the new instance before any user sees it.")),
      m_verdict(new ChecksVerdict), m_columns(new QBoxLayout(QBoxLayout::LeftToRight)), m_checks(new ChecksTree), m_detail(new CheckDetail),
      m_more(iconButton(u"rstNextMenu"_s, u"go-down"_s, tr("More ways to continue"))), m_menu(new QMenu(m_more))
{
    body()->addWidget(m_verdict);
    m_columns->setSpacing(12);
    m_columns->addWidget(m_checks, 7);
    m_columns->addWidget(m_detail, 3);
    body()->addLayout(m_columns, 1);

    m_more->setMenu(m_menu);
    connect(m_verdict->rerunButton(), &QPushButton::clicked, this, &VerifyStep::runChecks);
    connect(m_verdict->reportButton(), &QPushButton::clicked, this, [this] { this->session().saveReport(this->session().evidenceFolder()); });
    connect(m_detail, &CheckDetail::acceptanceChanged, this, &VerifyStep::goOnChanged);
    connect(m_checks, &ChecksTree::currentChanged, this, &VerifyStep::showDetail);
    connect(&session.job(), &BackgroundJob::stageBegan, this, [this](const QString &stage) {
        if (!isRunning())
            return;
        m_stage = stage;
        refresh();
    });
}

const StepRecord *VerifyStep::record() const
{
    return session().run() ? session().run()->find(step::Verify) : nullptr;
}

FindingSummary VerifyStep::summary() const
{
    return record() ? summaryOf(record()->findings) : FindingSummary();
}

bool VerifyStep::isRunning() const
{
    return session().work() == RestoreSession::Work::Drive && session().drivenUntil() == StepNumber::Verify;
}

bool VerifyStep::isSettledHere() const
{
    return session().run() && isSettled(*session().run(), step::Verify);
}

void VerifyStep::entered()
{
    // They only read; nothing is decided by looking.
    if (record() && record()->state == StepState::ToDo && !session().isBusy())
        runChecks();
}

void VerifyStep::runChecks()
{
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    session().drive(decisions);
}

void VerifyStep::refresh()
{
    if (!record())
        return;
    showVerdict(*record());
    m_checks->show(record()->findings);
    showDetail();
    showVerifyTrouble(*session().run());
    const bool open = !isSettledHere() && !isClosed(*session().run());
    m_detail->setAcceptance(summary().failed == 0 ? summary().warned : 0, record()->facts.contains(u"acceptedBy"_s), open && !session().isBusy());
    m_verdict->offer(open, session().isBusy(), isRunning(), !record()->findings.isEmpty());
    const StepRecord *gate = session().run()->find(step::ContentsGate);
    const Result<Instant> baseline = Instant::parse(gate ? gate->facts.value(u"baselineTakenAt"_s).toString() : QString());
    m_detail->setComparedWith(baseline ? tr("Baseline of %1. Rows may have grown until the moment.").arg(HumanText::shown().when(*baseline, session().now()))
                                       : QString());
    m_menu->clear();
    if (summary().failed > 0) {
        const QString words = tr("Continue with %1…").arg(counted(summary().failed, tr("failed check"), tr("failed checks")));
        QAction *action = m_menu->addAction(words, this, &VerifyStep::acceptFailures);
        action->setObjectName(u"rstContinueFailed"_s);
    }
    if (!session().isBusy() && std::exchange(m_goesOn, false) && isSettledHere())
        QMetaObject::invokeMethod(this, [this] { emit stepWanted(StepNumber::CutOver); }, Qt::QueuedConnection);
}

void VerifyStep::showVerdict(const StepRecord &verified)
{
    if (isRunning())
        return m_verdict->showRunning(verified, m_stage, session().now());
    QString note = tr("Read-only connection.");
    if (!session().savedReport().isEmpty())
        note = tr("Report: %1").arg(session().savedReport());
    else if (session().reportError())
        note = session().reportError()->what();
    m_verdict->show(verified, note, session().now());
}

void VerifyStep::showDetail()
{
    m_detail->show(m_checks->current());
}

void VerifyStep::showVerifyTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error() && session().lastWork() == RestoreSession::Work::Drive)
        return showTrouble(session().error(), {{u"Again"_s, tr("Try again"), [this] { runChecks(); }}});
    const StepRecord *trouble = troubleOf(run);
    // What the checks found is in the verdict; what kept them from being asked is said here.
    const bool mine = trouble && trouble->number == StepNumber::Verify && trouble->findings.isEmpty()
        && trouble->error->fault() != Fault::Cancelled;
    showTrouble(mine ? trouble->error : std::nullopt);
}

void VerifyStep::acceptFailures()
{
    QList<Finding> failed;
    for (const Finding &finding : record()->findings) {
        if (finding.verdict == Verdict::Failed)
            failed.append(finding);
    }
    askToAcceptFailures(this, session().clock(), counted(failed.size(), tr("failed check"), tr("failed checks")), failed,
                        session().environment().database, [this](const QString &typed) {
                            Decisions decisions;
                            decisions.until = StepNumber::Verify;
                            decisions.failedAcceptedAs = typed;
                            session().drive(decisions);
                        });
}

void VerifyStep::setNow(Instant)
{
    if (isRunning() && record())
        showVerdict(*record());
}

void VerifyStep::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *VerifyStep::firstField()
{
    return m_checks->tree();
}

bool VerifyStep::offers(const QPushButton *) const
{
    return !session().isBusy() && !isSettledHere() && summary().failed > 0;
}

GoOn VerifyStep::goOn() const
{
    GoOn goOn{tr("Continue to step 7")};
    if (!session().run() || session().run()->state == RunState::Undone)
        return {goOn.label, false, tr("This restore was taken back")};
    if (isRunning())
        return {goOn.label, false, tr("The checks are running")};
    if (isSettledHere())
        return goOn;
    if (!record() || record()->findings.isEmpty())
        return {tr("Run all checks"), !session().isBusy(), tr("Another step is running"), false};
    const FindingSummary found = summary();
    goOn.enabled = found.failed == 0 && found.passed > 0 && m_detail->isAccepted() && !session().isBusy();
    goOn.why = found.failed > 0 || found.passed == 0 ? tr("A check failed") : tr("Read the warnings and accept them first");
    return goOn;
}

void VerifyStep::next()
{
    if (isSettledHere())
        return emit stepWanted(StepNumber::CutOver);
    if (record()->findings.isEmpty())
        return runChecks();
    m_goesOn = true;
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    decisions.acceptWarnings = true;
    session().drive(decisions);
}

} // namespace shuttler::ui
