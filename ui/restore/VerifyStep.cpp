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
    connect(m_verdict->rerunButton(), &QPushButton::clicked, this, [this] { runChecks(); });
    connect(m_verdict->reportButton(), &QPushButton::clicked, this, [this] { this->session().saveReport(this->session().evidenceFolder()); });
    connect(m_detail, &CheckDetail::acceptanceChanged, this, &VerifyStep::goOnChanged);
    connect(m_detail, &CheckDetail::againWanted, this, &VerifyStep::runChosenAgain);
    connect(m_checks, &ChecksTree::currentChanged, this, &VerifyStep::showDetail);
    listen();
}

void VerifyStep::listen()
{
    connect(&session().job(), &BackgroundJob::started, this, [this] {
        m_stage.clear();
        m_counted.reset();
    });
    connect(&session().job(), &BackgroundJob::stageBegan, this, &VerifyStep::noteStage);
    connect(&session().job(), &BackgroundJob::counted, this, &VerifyStep::noteCount);
    connect(&session(), &RestoreSession::findingsArrived, this, [this] {
        if (!isFilling())
            return;
        showFindings();
        showRunning();
    });
}

void VerifyStep::noteStage(const QString &stage)
{
    if (!isRunning())
        return;
    m_stage = stage;
    m_counted.reset();
    m_countBegan = session().now();
    showRunning();
}

void VerifyStep::noteCount(qint64 done, qint64 total, const QString &unit)
{
    if (!isRunning())
        return;
    if (m_counted && (m_counted->total != total || m_counted->done > done))
        m_countBegan = session().now(); // Something else is counted within the same stage.
    m_counted = CountedWork{done, total, unit, std::nullopt};
    if (unit == "pages"_L1) // All alike, and so the measure of time.
        m_counted->left = timeLeft(session().now() - m_countBegan, done, total);
    showRunning();
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

std::optional<CheckQuestion> VerifyStep::asking() const
{
    const std::optional<CheckAgain> &again = session().decisions().checkAgain;
    return isRunning() && again ? again->only : std::nullopt;
}

bool VerifyStep::isFilling() const
{
    const Decisions &decisions = session().decisions();
    const bool accepts = decisions.acceptWarnings || !decisions.failedAcceptedAs.isEmpty();
    return isRunning() && !asking() && (!accepts || !session().arrived().isEmpty());
}

bool VerifyStep::canRunAgain() const
{
    return !isClosed(*session().run()) && !appMayHaveMoved(*session().run());
}

bool VerifyStep::needsAllChecks() const
{
    const StepRecord *verified = record();
    return !verified || verified->findings.isEmpty()
        || (isBrokenOff(*verified) && verified->error && verified->error->fault() != Fault::Cancelled);
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

void VerifyStep::runChecks(std::optional<CheckQuestion> only)
{
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    decisions.checkAgain = CheckAgain{std::move(only)};
    session().drive(decisions);
}

void VerifyStep::runChosenAgain()
{
    if (const std::optional<Finding> chosen = m_checks->current())
        if (const std::optional<CheckQuestion> question = questionOf(*chosen))
            runChecks(question);
}

void VerifyStep::refresh()
{
    if (!record())
        return;
    showVerdict();
    showFindings();
    showVerifyTrouble(*session().run());
    const bool open = !isSettledHere() && !isClosed(*session().run());
    m_detail->setAcceptance(summary().failed == 0 && !isFilling() ? summary().warned : 0, record()->facts.contains(u"acceptedBy"_s), open && !session().isBusy());
    m_verdict->offer(canRunAgain(), session().isBusy(), isRunning(), !record()->findings.isEmpty());
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

void VerifyStep::showVerdict()
{
    if (isRunning())
        return showRunning();
    QString note = tr("Read-only connection.");
    if (!session().savedReport().isEmpty())
        note = tr("Report: %1").arg(session().savedReport());
    else if (session().reportError())
        note = session().reportError()->what();
    m_verdict->show(*record(), note, session().now());
}

void VerifyStep::showRunning()
{
    RunningChecks checks{tr("Checking…"), m_stage, {}, session().now() - session().workBegan()};
    if (asking())
        checks.title = tr("Checking one thing again…");
    else if (!session().arrived().isEmpty())
        checks.soFar = countsSoFar(summaryOf(session().arrived()));
    m_verdict->showRunning(checks, m_counted, asking() ? std::nullopt : usualRange(session().earlier().checks));
}

void VerifyStep::showFindings()
{
    if (isFilling())
        m_checks->show(session().arrived(), Findings::SoFar);
    else
        m_checks->show(record()->findings, Findings::All, asking());
}

void VerifyStep::showDetail()
{
    if (!session().run())
        return;
    m_detail->show(m_checks->current(), session().now());
    m_detail->offerAgain(canRunAgain() && !isFilling(), !session().isBusy());
}

void VerifyStep::showVerifyTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error() && session().lastWork() == RestoreSession::Work::Drive)
        return showTrouble(session().error(), {{u"Again"_s, tr("Try again"), [this] { runChecks(); }}});
    const StepRecord *trouble = troubleOf(run);
    // What the checks found is in the verdict; what kept them from being asked is said here.
    const bool mine = trouble && trouble->number == StepNumber::Verify && (trouble->findings.isEmpty() || isBrokenOff(*trouble))
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
        showRunning();
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
    if (needsAllChecks())
        return {tr("Run all checks"), !session().isBusy(), tr("Another step is running"), false};
    const FindingSummary found = summary();
    const bool isRead = found.warned == 0 || m_detail->isAccepted();
    goOn.enabled = found.failed == 0 && found.passed > 0 && isRead && !session().isBusy();
    goOn.why = found.failed > 0 || found.passed == 0 ? tr("A check failed") : tr("Read the warnings and accept them first");
    return goOn;
}

void VerifyStep::next()
{
    if (isSettledHere())
        return emit stepWanted(StepNumber::CutOver);
    if (needsAllChecks())
        return runChecks();
    m_goesOn = true;
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    decisions.acceptWarnings = true;
    session().drive(decisions);
}

} // namespace shuttler::ui
