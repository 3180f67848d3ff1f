// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/CutOverStep.h"

#include "core/restore/StepNames.h"
#include "ui/common/HumanText.h"
#include "ui/common/ChoiceTile.h"
#include "ui/restore/CloudWords.h"
#include "ui/restore/DestroyOld.h"
#include "ui/restore/DoneCard.h"
#include "ui/restore/RunView.h"
#include "ui/restore/StagesView.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

CutOverStep::CutOverStep(RestoreSession &session)
    : StepPage(session, StepNumber::CutOver, tr("Cut over and clean up"), {}), m_done(new DoneCard),
      m_traffic(new StagesView(u"rstTraffic"_s, tr("Traffic"), tr("Cut over"), this)), m_trafficState(new Chip), m_old(nullptr),
      m_hold(new ChoiceTile(u"rstHold"_s, tr("Hold it"), ChoiceTile::Frame::Line)),
      m_destroy(new ChoiceTile(u"rstDestroy"_s, tr("Destroy it"), ChoiceTile::Frame::Line)), m_holdHours(new QComboBox),
      m_oldText(paragraph({}, Tone::Second, Role::Small)), m_destroyNow(button(u"rstDestroyNow"_s, {}, ButtonKind::Plain, u"edit-delete"_s)),
      m_backCard(nullptr), m_backText(paragraph({}, Tone::Second, Role::Small)),
      m_rollBack(button(u"rstRollBack"_s, {}, ButtonKind::Plain, u"edit-undo"_s))
{
    body()->addWidget(m_done);
    body()->addWidget(makeTraffic());
    body()->addWidget(makeOld());
    body()->addWidget(makeBack());
    body()->addStretch(1);
    connect(m_rollBack, &QPushButton::clicked, this, &CutOverStep::cancelWanted);
    connect(m_hold, &QRadioButton::toggled, this, [this](bool holds) {
        m_holdHours->setEnabled(holds);
        emit goOnChanged();
    });
    connect(m_destroyNow, &QPushButton::clicked, this, [this] {
        askToDestroyOld(this, this->session(), tr("Keep it"), [this](const Decisions &decisions) { this->session().drive(decisions); });
    });
    connect(&session.job(), &BackgroundJob::stageBegan, this, [this](const QString &stage) {
        if (isRunning())
            m_traffic->setLive(stage, this->session().now());
    });
}

Card *CutOverStep::makeTraffic()
{
    auto *card = new Card(tr("Traffic"));
    card->header()->addWidget(m_trafficState);
    m_traffic->tree()->setFixedHeight(scaled(26 + 6 * 28 + 16));
    card->body()->addWidget(m_traffic->tree());
    return card;
}

Card *CutOverStep::makeOld()
{
    m_old = new Card(tr("The old instance"));
    m_old->body()->setContentsMargins(10, 0, 14, 12);
    m_old->body()->setSpacing(2);
    auto *hold = new QHBoxLayout;
    hold->setSpacing(8);
    hold->addWidget(m_hold, 1);
    m_holdHours->setObjectName(u"rstHoldHours"_s);
    m_holdHours->setAccessibleName(tr("Hold for"));
    m_holdHours->setMinimumHeight(scaled(30));
    for (const int hours : {24, 72, 144})
        m_holdHours->addItem(hours == 144 ? tr("for 6 days") : tr("for %1 hours").arg(hours), hours);
    m_holdHours->setCurrentIndex(1);
    hold->addWidget(m_holdHours);
    m_old->body()->addLayout(hold);
    m_old->body()->addWidget(m_destroy);
    m_hold->setChecked(true);
    auto *after = new QHBoxLayout;
    after->setContentsMargins(4, 0, 0, 0);
    after->addWidget(m_oldText, 1);
    after->addWidget(m_destroyNow);
    m_old->body()->addLayout(after);
    return m_old;
}

Card *CutOverStep::makeBack()
{
    m_backCard = new Card;
    auto *row = new QHBoxLayout;
    row->setContentsMargins(14, 10, 14, 10);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(new TextLabel(tr("Need to go back?"), Role::Section));
    words->addWidget(m_backText);
    row->addLayout(words, 1);
    row->addWidget(m_rollBack);
    m_backCard->body()->addLayout(row);
    return m_backCard;
}

bool CutOverStep::isRunning() const
{
    return session().work() == RestoreSession::Work::Drive && session().drivenUntil() == StepNumber::CutOver;
}

bool CutOverStep::moves() const
{
    return !session().run() || session().run()->intent.cutover == CutoverChoice::Redeploy;
}

bool CutOverStep::retireSettled() const
{
    return isSettled(*session().run(), step::RetireOld);
}

std::chrono::hours CutOverStep::holdHours() const
{
    return std::chrono::hours(m_holdHours->currentData().toInt());
}

void CutOverStep::refresh()
{
    if (!session().run())
        return;
    const RunRecord &run = *session().run();
    const bool appMoved = isSettled(run, step::WaitAppMoved) && moves();
    if (run.state == RunState::Done)
        setSubtitle(moves() ? tr("The app uses the new instance.") : tr("The new instance is ready; the app was not moved."));
    else if (appMoved)
        setSubtitle(tr("The app uses the new instance."));
    else
        setSubtitle(moves() ? tr("The app is restarted, so that it takes up the new DATABASE_URL. Users may notice a short break.")
                            : tr("The app is not moved: this restore was planned without cut-over."));
    m_done->show(run, session().now());
    if (!isRunning())
        m_traffic->setLive({}, session().now());
    m_traffic->show(recordsOf(run, StepNumber::CutOver), session().now());
    const StepState state = stateOf(run, StepNumber::CutOver);
    const bool begun = state != StepState::ToDo;
    m_trafficState->setState(!begun ? Glyph::None : state == StepState::Interrupted ? Glyph::Due : glyphFor(state),
                             !begun ? QString()
                                    : state == StepState::Done ? tr("Done")
                                    : state == StepState::Running ? tr("Running")
                                    : state == StepState::Failed ? tr("Stands still")
                                    : state == StepState::Skipped ? tr("Left out")
                                                                  : tr("Waits"));
    showOld(run);
    showCutOverTrouble(run);

    const QString old = run.oldInstance.toString();
    m_backCard->setVisible(moves() && appMayHaveMoved(run) && !hasDestroyedOld(run) && run.state != RunState::Undone);
    m_rollBack->setText(tr("Roll back to %1…").arg(old));
    m_rollBack->setAccessibleName(m_rollBack->text());
    m_backText->setText(tr("Puts the previous DATABASE_URL back and restarts the app on %1.").arg(old.toHtmlEscaped()));
}

void CutOverStep::showOld(const RunRecord &run)
{
    const QString old = run.oldInstance.toString();
    m_old->titleLabel()->setText(tr("The old instance, %1").arg(old));
    m_old->setVisible(moves() && run.state != RunState::Undone);
    const bool settled = retireSettled();
    const bool editable = !settled && !session().isBusy();
    m_hold->setVisible(!settled);
    m_destroy->setVisible(!settled);
    m_holdHours->setVisible(!settled);
    m_hold->setBelow(holdingAt(session().environment().provider));
    m_destroy->setBelow(destroyingAt(session().capabilities()));
    m_hold->setEnabled(editable && session().capabilities().holdsInstances);
    m_destroy->setEnabled(editable);
    m_holdHours->setEnabled(editable && m_hold->isChecked());
    m_oldText->setVisible(settled);
    const StepRecord *retired = run.find(step::RetireOld);
    m_oldText->setText(retired ? retired->detail.toHtmlEscaped() : QString());
    const bool canDestroy = settled && holdsOld(run) && run.state == RunState::Done;
    m_destroyNow->setVisible(canDestroy);
    m_destroyNow->setEnabled(!session().isBusy());
    m_destroyNow->setText(tr("Destroy %1…").arg(old));
    m_destroyNow->setAccessibleName(m_destroyNow->text());
    if (const std::optional<Instant> until = heldUntil(run); until && canDestroy) {
        const HumanText &text = HumanText::shown();
        const QString when = text.when(until->flooredToSecond(), session().now());
        m_oldText->setText(*until < session().now()
                               ? tr("Was held until %1. Destroy it or keep it: nothing does it by itself.").arg(when)
                               : tr("Stopped and kept until %1 (%2). You can go back.").arg(when, text.utcBeside(until->flooredToSecond())));
    }
}

void CutOverStep::showCutOverTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error() && session().lastWork() == RestoreSession::Work::Drive)
        return showTrouble(session().error(), {{u"Again"_s, tr("Go on with step 7"), [this] { next(); }}});
    const StepRecord *trouble = troubleOf(run);
    if (!trouble || trouble->number != StepNumber::CutOver || trouble->error->fault() == Fault::Cancelled)
        return showTrouble(std::nullopt);
    showTrouble(trouble->error, {{u"GoOn"_s, tr("Go on with step 7"), [this] { next(); }},
                                 {u"RollBack"_s, tr("Roll back…"), [this] { emit cancelWanted(); }}});
}

void CutOverStep::setNow(Instant now)
{
    if (isRunning())
        m_traffic->setNow(now);
}

QWidget *CutOverStep::firstField()
{
    if (m_hold->isVisibleTo(this) && m_hold->isEnabled())
        return m_hold->isChecked() ? m_hold : m_destroy;
    return m_traffic->tree();
}

bool CutOverStep::canGoBack() const
{
    return session().run() && stateOf(*session().run(), StepNumber::CutOver) == StepState::ToDo;
}

GoOn CutOverStep::goOn() const
{
    if (!session().run())
        return {tr("Cut over and hold old instance"), false, {}, false};
    const RunRecord &run = *session().run();
    if (isClosed(run) && !session().isBusy())
        return {tr("Finish"), true, {}, false};
    GoOn goOn;
    goOn.leadsOn = false;
    goOn.enabled = !session().isBusy() && isSettled(run, step::Verify);
    goOn.why = session().isBusy() ? tr("It is running") : tr("The checks of step 6 come first");
    if (m_destroy->isChecked())
        goOn.label = tr("Cut over and destroy old instance…");
    else
        goOn.label = tr("Cut over and hold old instance");
    return goOn;
}

void CutOverStep::next()
{
    if (isClosed(*session().run()))
        return emit finishWanted();
    cutOver(m_destroy->isChecked() ? OldInstance::Destroy : OldInstance::Hold);
}

void CutOverStep::cutOver(OldInstance old)
{
    if (old == OldInstance::Destroy)
        return askToDestroyOld(this, session(), tr("Do not destroy it"), [this](const Decisions &decisions) { session().drive(decisions); });
    Decisions decisions;
    decisions.until = StepNumber::CutOver;
    decisions.old = OldInstance::Hold;
    decisions.holdFor = holdHours();
    session().drive(decisions);
}

} // namespace shuttler::ui
