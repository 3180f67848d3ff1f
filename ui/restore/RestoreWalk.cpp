// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreWalk.h"

#include "ui/common/Confirmation.h"
#include "ui/common/HumanText.h"
#include "ui/common/Page.h"
#include "ui/restore/BackupsStep.h"
#include "ui/restore/CutOverStep.h"
#include "ui/restore/MomentStep.h"
#include "ui/restore/PlanView.h"
#include "ui/restore/PointStep.h"
#include "ui/restore/RecordView.h"
#include "ui/restore/RestoreFooter.h"
#include "ui/restore/RestoreHeader.h"
#include "ui/restore/RestoreStepPage.h"
#include "ui/restore/RunView.h"
#include "ui/restore/SignInStep.h"
#include "ui/restore/StepLines.h"
#include "ui/restore/UndoView.h"
#include "ui/restore/VerifyStep.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPointer>
#include <QShortcut>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Keeps the list of steps apart from the step.
class StepSide final : public QWidget {
protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(QRect(width() - 1, 0, 1, height()), Theme::current().line);
    }
};

} // namespace

struct RestoreWalk::Pages {
    QMap<StepNumber, StepPage *> choosing; ///< Steps 1 to 4 before there is a run.
    QMap<StepNumber, StepPage *> running;  ///< All seven once there is one.
    StepPage *undo = nullptr;
    QList<StepPage *> all;
    StepNumber shown = StepNumber::SignIn;
};

RestoreWalk::RestoreWalk(const Console &console, QWidget *parent)
    : QWidget(parent), m_session(console), m_header(new RestoreHeader), m_practiceLine(new PracticeLine), m_steps(new StepList),
      m_side(new StepSide), m_stack(new QStackedWidget), m_footer(new RestoreFooter), m_pages(std::make_unique<Pages>())
{
    // In the order in which Tab goes through them: header, steps, the step, footer.
    addPages();
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 14, 1, 8);
    side->addWidget(m_steps);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_practiceLine);
    m_practiceLine->hide();
    auto *middle = new QHBoxLayout;
    column->addLayout(middle, 1);
    middle->setSpacing(0);
    middle->addWidget(m_side);
    middle->addWidget(m_stack, 1);
    column->addWidget(m_footer);
    m_stack->setObjectName(u"rstStack"_s);

    addKeys();
    connect(&m_session, &RestoreSession::changed, this, &RestoreWalk::refresh);
    connect(&m_session, &RestoreSession::runMoved, this, &RestoreWalk::refresh);
    connect(m_header, &RestoreHeader::leaveWanted, this, &RestoreWalk::leave);
    connect(m_header, &RestoreHeader::cancelWanted, this, &RestoreWalk::cancel);
    connect(m_steps, &StepList::opened, this, &RestoreWalk::goTo);
    connect(m_footer, &RestoreFooter::backWanted, this, &RestoreWalk::goBack);
    connect(m_footer, &RestoreFooter::nextWanted, this, [this] { shownPage()->next(); });
    connect(&m_second, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        shownPage()->setNow(m_session.now());
        refreshFrame();
    });
    m_second.start(std::chrono::seconds(1));
    refresh();
}

RestoreWalk::~RestoreWalk()
{
    m_session.disconnect(this); // Its work ends after this; nobody is left to show it.
}

StepPage *RestoreWalk::add(StepPage *page)
{
    m_stack->addWidget(page);
    m_footer->adopt(page->footerButtons());
    m_pages->all.append(page);
    connect(page, &StepPage::goOnChanged, this, &RestoreWalk::refreshFrame);
    connect(page, &StepPage::stepWanted, this, &RestoreWalk::goTo);
    connect(page, &StepPage::cancelWanted, this, &RestoreWalk::cancel);
    connect(page, &StepPage::finishWanted, this, &RestoreWalk::finished);
    return page;
}

void RestoreWalk::addPages()
{
    auto *signIn = new SignInStep(m_session);
    connect(signIn, &SignInStep::resumeWanted, this, &RestoreWalk::resumeWanted);
    m_pages->choosing = {{StepNumber::SignIn, add(signIn)},
                         {StepNumber::Backups, add(new BackupsStep(m_session))},
                         {StepNumber::Choose, add(new MomentStep(m_session))},
                         {StepNumber::Restore, add(new PlanView(m_session))}};
    m_pages->running = {{StepNumber::SignIn, add(new RecordView(m_session, StepNumber::SignIn))},
                        {StepNumber::Backups, add(new RecordView(m_session, StepNumber::Backups))},
                        {StepNumber::Choose, add(new RecordView(m_session, StepNumber::Choose))},
                        {StepNumber::Restore, add(new RestoreStepPage(m_session))},
                        {StepNumber::Point, add(new PointStep(m_session))},
                        {StepNumber::Verify, add(new VerifyStep(m_session))},
                        {StepNumber::CutOver, add(new CutOverStep(m_session))}};
    m_pages->undo = add(new UndoView(m_session));
}

void RestoreWalk::addKeys()
{
    for (const Qt::Key enter : {Qt::Key_Return, Qt::Key_Enter}) {
        auto *goOn = new QShortcut(Qt::CTRL | enter, this);
        connect(goOn, &QShortcut::activated, m_footer->nextButton(), &QPushButton::click);
    }
    auto *back = new QShortcut(Qt::ALT | Qt::Key_Left, this);
    connect(back, &QShortcut::activated, this, &RestoreWalk::goBack);
}

Drive RestoreWalk::drive() const
{
    switch (m_session.work()) {
    case RestoreSession::Work::Undo: return Drive::Undoes;
    case RestoreSession::Work::Drive: break;
    default: return Drive::Rests;
    }
    switch (m_session.drivenUntil()) {
    case StepNumber::Verify: return Drive::Checks;
    case StepNumber::CutOver: return Drive::CutsOver;
    default: return Drive::Restores;
    }
}

StepNumber RestoreWalk::reached() const
{
    if (!m_session.run())
        return m_reached;
    return isClosed(*m_session.run()) ? StepNumber::CutOver : stepToShow(*m_session.run());
}

StepNumber RestoreWalk::shownStep() const
{
    return m_pages->shown;
}

StepPage *RestoreWalk::pageFor(StepNumber step) const
{
    if (!m_session.run())
        return m_pages->choosing.value(qMin(step, StepNumber::Restore));
    const RunRecord &run = *m_session.run();
    if (m_session.work() == RestoreSession::Work::Undo || isBeingTakenBack(run) || run.state == RunState::Undone
        || (m_session.lastWork() == RestoreSession::Work::Undo && m_session.error()))
        return m_pages->undo;
    return m_pages->running.value(step);
}

StepPage *RestoreWalk::shownPage() const
{
    return static_cast<StepPage *>(m_stack->currentWidget());
}

void RestoreWalk::show(StepNumber step)
{
    m_pages->shown = step;
    m_reached = qMax(m_reached, qMin(step, StepNumber::Restore));
    refresh();
    m_wantsFocus = true;
    giveFocus();
}

void RestoreWalk::goTo(StepNumber step)
{
    if (m_session.run() && step > reached())
        return;
    show(step);
    shownPage()->entered();
}

void RestoreWalk::goBack()
{
    if (shownPage()->canGoBack() && shownStep() > StepNumber::SignIn)
        show(StepNumber(int(shownStep()) - 1));
}

void RestoreWalk::refresh()
{
    if (m_session.run() && !m_landed) {
        // A run that is resumed is shown where it stands; one that begins here is in step 4 already.
        m_landed = true;
        if (m_session.lastWork() == RestoreSession::Work::Resume) {
            m_pages->shown = isClosed(*m_session.run()) ? StepNumber::CutOver : stepToShow(*m_session.run());
            m_wantsFocus = true;
            if (m_pages->shown == StepNumber::Point)
                m_session.readUrlChange();
        }
    }
    StepPage *page = pageFor(shownStep());
    const QPointer<QWidget> focused = QApplication::focusWidget();
    const bool heldFocus = isAncestorOf(focused);
    const bool turned = page != m_stack->currentWidget();
    page->refresh();
    if (turned) {
        m_stack->setCurrentWidget(page);
        m_wantsFocus = true;
    }
    refreshFrame();
    if (heldFocus && QApplication::focusWidget() != focused)
        m_wantsFocus = true; // What had it is gone or disabled, and Qt handed it to whatever stands next.
    giveFocus();
}

void RestoreWalk::giveFocus()
{
    QWidget *field = shownPage()->firstField();
    if (!m_wantsFocus || !field->isEnabled() || !field->isVisible())
        return;
    field->setFocus(Qt::OtherFocusReason);
    m_wantsFocus = false;
}

void RestoreWalk::refreshFrame()
{
    StepPage *page = shownPage();
    const std::optional<RunRecord> &run = m_session.run();
    const Environment &environment = m_session.environment();
    setWindowTitle(tr("Step %1 of 7, %2").arg(int(shownStep())).arg(page->title()));
    m_header->setSubject(environment.kind, run ? run->oldInstance.toString() : environment.instance.toString());
    m_practiceLine->setVisible(environment.kind == EnvironmentKind::Practice && !environment.name.isEmpty());
    const QString started = HumanText::shown().clockMinute(m_session.openedAt()) + u' ' + HumanText::shown().zone(m_session.openedAt());
    m_header->setStarted(m_narrow ? tr("Step %1 of 7 · started %2").arg(int(shownStep())).arg(started) : tr("Started %1").arg(started));
    const CancelOffer offer = cancelOffer(run, drive());
    m_header->setCancel(offer.label, !m_session.isBusy() || offer.act == CancelOffer::Act::Leave || run.has_value());
    m_header->setLeave(!run || !isClosed(*run));
    const bool undoing = page == m_pages->undo;
    m_steps->setLines(stepLines(m_session, undoing ? StepNumber(0) : shownStep(), undoing ? StepNumber(0) : reached()));
    m_footer->setSafety(safetyLine(run, shownStep() < StepNumber::Restore && run ? stepToShow(*run) : shownStep()));
    m_footer->setBack(page->canGoBack() && shownStep() > StepNumber::SignIn);
    m_footer->setGoOn(page->goOn());
    for (StepPage *each : m_pages->all) {
        for (QPushButton *button : each->footerButtons())
            button->setVisible(each == page && each->offers(button));
    }
}

void RestoreWalk::cancel()
{
    const CancelOffer offer = cancelOffer(m_session.run(), drive());
    switch (offer.act) {
    case CancelOffer::Act::None: return;
    case CancelOffer::Act::Leave: emit finished(); return;
    case CancelOffer::Act::StopChecks: m_session.stop(); return;
    case CancelOffer::Act::Undo: break;
    }
    Question question{u"rstCancelDialog"_s, offer.title, offer.sentences, offer.yes, ButtonKind::Danger, offer.no};
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, &m_session, &RestoreSession::stopThenUndo);
    dialog->open();
}

void RestoreWalk::fit()
{
    constexpr int NarrowWindow = 1160;
    m_narrow = window()->width() < NarrowWindow;
    m_side->setFixedWidth(scaled(m_narrow ? 52 : 252));
    m_steps->setMarksOnly(m_narrow);
    for (StepPage *page : std::as_const(m_pages->all))
        page->setNarrow(m_narrow);
    refreshFrame();
}

void RestoreWalk::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void RestoreWalk::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    // The shown zone has changed, or the text size.
    if (event->type() == QEvent::LocaleChange || event->type() == QEvent::FontChange) {
        fit();
        refresh();
    }
}

} // namespace shuttler::ui
