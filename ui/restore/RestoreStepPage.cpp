// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreStepPage.h"

#include "core/restore/StepNames.h"
#include "ui/common/Counted.h"
#include "ui/common/EtaBar.h"
#include "ui/common/IconWidget.h"
#include "ui/restore/Acceptance.h"
#include "ui/restore/CloudWords.h"
#include "ui/restore/RunView.h"
#include "ui/restore/SettingsCard.h"
#include "ui/restore/StagesView.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RestoreStepPage::RestoreStepPage(RestoreSession &session)
    : StepPage(session, StepNumber::Restore, tr("Restoring to a new instance"), {}), m_columns(new QBoxLayout(QBoxLayout::LeftToRight)), m_eta(new EtaBar),
      m_stages(new StagesView(u"rstStages"_s, tr("Stages"), tr("Stage"), this)), m_count(new Chip), m_settings(new SettingsCard), m_log(new QPlainTextEdit),
      m_stop(button(u"rstStop"_s, tr("Stop and delete new instance…")))
{
    body()->addWidget(makeHead());
    m_columns->setSpacing(12);
    m_columns->addWidget(makeStages(), 3);
    m_columns->addWidget(m_settings, 2);
    body()->addLayout(m_columns, 3);
    body()->addWidget(makeLog(), 2);
    connect(m_stop, &QPushButton::clicked, this, &RestoreStepPage::cancelWanted);
    listen();
}

Card *RestoreStepPage::makeHead()
{
    auto *card = new Card;
    card->body()->setContentsMargins(16, 12, 16, 8);
    card->body()->setSpacing(10);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(1);
    m_from = new TextLabel({}, Role::Emphasis);
    m_fromBelow = new TextLabel({}, Role::Small, Tone::Second);
    m_to = new TextLabel({}, Role::Mono);
    m_to->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_toBelow = new TextLabel({}, Role::Small, Tone::Second);
    QPushButton *copy = iconButton(u"rstCopyName"_s, u"edit-copy"_s, tr("Copy instance name"));
    setLook(copy, "compact", u"true"_s);
    setLook(copy, "kind", u"flat"_s);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_to->text()); });
    grid->addWidget(new TextLabel(tr("From"), Role::Small, Tone::Second), 0, 0);
    grid->addWidget(m_from, 1, 0);
    grid->addWidget(m_fromBelow, 2, 0);
    grid->addWidget(new IconWidget(u"go-next"_s, 22), 1, 1);
    grid->addWidget(new TextLabel(tr("To, new"), Role::Small, Tone::Second), 0, 2);
    auto *name = new QHBoxLayout;
    name->setSpacing(6);
    name->addWidget(m_to);
    name->addWidget(copy);
    name->addStretch();
    grid->addLayout(name, 1, 2);
    grid->addWidget(m_toBelow, 2, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    card->body()->addLayout(grid);
    m_eta->setObjectName(u"rstEta"_s);
    card->body()->addWidget(m_eta);
    return card;
}

Card *RestoreStepPage::makeStages()
{
    auto *card = new Card(tr("Stages"));
    card->header()->addWidget(m_count);
    takeWhatIsLeft(m_stages->tree(), 26 + 5 * 28 + 14);
    card->body()->addWidget(m_stages->tree(), 1);
    return card;
}

Card *RestoreStepPage::makeLog()
{
    auto *card = new Card(tr("Provider log"));
    card->header()->addWidget(new TextLabel(tr("Times in the shown zone"), Role::Small, Tone::Second));
    QPushButton *copy = button(u"rstCopyLog"_s, tr("Copy"), ButtonKind::Flat, u"edit-copy"_s);
    card->header()->addWidget(copy);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_log->toPlainText()); });
    m_log->setObjectName(u"rstLog"_s);
    m_log->setAccessibleName(tr("Provider log"));
    m_log->setReadOnly(true);
    m_log->setFont(fontFor(Role::Mono));
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->setMaximumBlockCount(2000);
    takeWhatIsLeft(m_log, 84);
    m_log->setTabChangesFocus(true);
    m_log->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_log->setPlaceholderText(tr("Nothing has been said yet."));
    card->body()->setContentsMargins(12, 0, 12, 10);
    card->body()->addWidget(m_log, 1);
    return card;
}

void RestoreStepPage::listen()
{
    BackgroundJob &job = session().job();
    const auto mine = [this] { return session().work() == RestoreSession::Work::Drive && session().drivenUntil() == StepNumber::Restore; };
    connect(&job, &BackgroundJob::stageBegan, this, [this, mine](const QString &stage) {
        if (!mine())
            return;
        m_stage = stage;
        m_stages->setLive(stage, session().now());
        addLine(stage);
    });
    connect(&job, &BackgroundJob::counted, this, [this, mine](qint64 done, qint64 total, const QString &unit) {
        if (!mine())
            return;
        const auto shown = [&unit](qint64 number) { return unit == "bytes"_L1 ? HumanText::size(number) : HumanText::count(number) + u' ' + unit; };
        const QString count = total > 0 ? tr("%1 of %2").arg(shown(done), shown(total)) : shown(done);
        m_stages->setLive(m_stage.isEmpty() ? count : u"%1, %2"_s.arg(m_stage, count), session().now());
    });
    connect(&job, &BackgroundJob::lineAdded, this, [this, mine](const QString &line) {
        if (mine())
            addLine(line);
    });
}

void RestoreStepPage::addLine(const QString &words)
{
    m_log->appendPlainText(u"%1  %2"_s.arg(HumanText::shown().clockTime(session().now()), words));
}

void RestoreStepPage::refresh()
{
    if (!session().run())
        return;
    const RunRecord &run = *session().run();
    showHead(run);
    const QList<StepRecord> records = recordsOf(run, StepNumber::Restore);
    if (!session().isBusy())
        m_stage.clear();
    m_stages->setLive(session().isBusy() ? m_stage : QString(), session().now());
    m_stages->show(records, session().now());
    const StepState state = stateOf(run, StepNumber::Restore);
    m_count->setState(state == StepState::Interrupted ? Glyph::Due : glyphFor(state),
                      tr("%1 of %2").arg(m_stages->done()).arg(records.size()));
    m_settings->show(run.find(step::CompareSettings), run.oldInstance);
    showElapsed(session().now());
    showRunTrouble(run);
    m_stop->setText(session().isBusy() ? tr("Stop and delete new instance…") : tr("Delete new instance…"));
    m_stop->setAccessibleName(m_stop->text());
}

void RestoreStepPage::showHead(const RunRecord &run)
{
    const HumanText &text = HumanText::shown();
    const StepState state = stateOf(run, StepNumber::Restore);
    const bool worksHere = session().capabilities().worksHere;
    setTitle(state == StepState::Done ? tr("Restored to a new instance") : tr("Restoring to a new instance"));
    if (state == StepState::Done)
        setSubtitle(tr("The new instance is ready. No app uses it yet."));
    else if (session().isBusy() && worksHere)
        setSubtitle(tr("This computer does the work. Closing Shuttler Ops stops it; it goes on from where it was when you continue."));
    else if (session().isBusy())
        setSubtitle(tr("%1 does this work. You can close Shuttler Ops or lose the network: the restore continues and this page picks it up again.")
                        .arg(session().capabilities().providerName));
    else
        setSubtitle(tr("It is not running now. Going on looks first at what has happened already; nothing is done twice."));

    m_from->setText(run.moment ? tr("%1 at %2").arg(run.oldInstance.toString(), text.when(*run.moment, session().now()))
                               : tr("%1, newest changes").arg(run.oldInstance.toString()));
    QString size;
    for (const Instance &instance : session().instances()) {
        if (instance.id == run.oldInstance)
            size = HumanText::size(instance.sizeBytes);
    }
    m_fromBelow->setText(size.isEmpty() ? tr("stays as it is") : tr("%1 · stays as it is").arg(size));
    m_to->setText(run.newInstance ? run.newInstance->toString() : session().plan() ? session().plan()->newInstance.toString() : QString());
    m_toBelow->setText(urlMayBeWritten(run) || appMayHaveMoved(run) ? tr("made by this restore") : newInstanceAt(session().environment().provider));
}

void RestoreStepPage::showElapsed(Instant now)
{
    const RunRecord &run = *session().run();
    const QList<StepRecord> records = recordsOf(run, StepNumber::Restore);
    const StepRecord *ready = run.find(step::WaitUntilReady);
    const bool isReady = ready && ready->state == StepState::Done && ready->finishedAt;
    m_eta->setUsual(usualRange(session().earlier().restores));
    std::optional<Instant> begun;
    for (const StepRecord &record : records)
        begun = begun ? begun : record.startedAt;
    if (!begun)
        return;
    // Nobody works while it rests: the clock stands where the last act ended.
    Instant until = isReady ? *ready->finishedAt : now;
    if (!isReady && !session().isBusy()) {
        for (const StepRecord &record : records)
            until = record.finishedAt ? *record.finishedAt : until;
    }
    m_eta->setElapsed(qMax(Micros(0), until - *begun));
    m_eta->setStart(HumanText::shown().clockTime(*begun) + u' ' + HumanText::shown().zone(*begun));
}

void RestoreStepPage::showRunTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error() && session().lastWork() == RestoreSession::Work::Drive)
        return showTrouble(session().error(), {{u"GoOn"_s, tr("Try again"), [this] { next(); }}});
    const StepRecord *trouble = troubleOf(run);
    if (!trouble || trouble->number != StepNumber::Restore || trouble->error->fault() == Fault::Cancelled)
        return showTrouble(std::nullopt);
    if (trouble->name == step::CompareSettings && !trouble->findings.isEmpty())
        showTrouble(trouble->error, {{u"Compare"_s, tr("Compare again"), [this] { next(); }},
                                     {u"Accept"_s, tr("Accept the differences…"), [this] { askToAcceptSettings(); }}});
    else if (trouble->name == step::ContentsGate && !trouble->findings.isEmpty())
        showTrouble(trouble->error, {{u"SeeGate"_s, tr("See what was found"), [this] { emit stepWanted(StepNumber::Point); }}});
    else
        showTrouble(trouble->error);
}

void RestoreStepPage::askToAcceptSettings()
{
    QList<Finding> differing;
    for (const Finding &finding : session().run()->find(step::CompareSettings)->findings) {
        if (finding.verdict == Verdict::Failed)
            differing.append(finding);
    }
    askToAcceptFailures(this, session().clock(), counted(differing.size(), tr("setting that differs"), tr("settings that differ")), differing,
                        session().environment().database, [this](const QString &typed) {
                            Decisions decisions;
                            decisions.until = StepNumber::Restore;
                            decisions.failedAcceptedAs = typed;
                            session().drive(decisions);
                        });
}

void RestoreStepPage::setNow(Instant now)
{
    if (!session().run() || !session().isBusy())
        return;
    m_stages->setNow(now);
    showElapsed(now);
}

void RestoreStepPage::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *RestoreStepPage::firstField()
{
    return m_stages->tree();
}

bool RestoreStepPage::offers(const QPushButton *) const
{
    const std::optional<RunRecord> &run = session().run();
    return run && !isClosed(*run) && !appMayHaveMoved(*run) && !urlMayBeWritten(*run);
}

bool RestoreStepPage::restsInThisStep() const
{
    return !session().isBusy() && session().run() && stepToShow(*session().run()) == StepNumber::Restore;
}

GoOn RestoreStepPage::goOn() const
{
    if (restsInThisStep())
        return {tr("Go on with step 4"), true, {}, false};
    GoOn goOn{tr("Continue to step 5")};
    goOn.enabled = !session().isBusy() && session().run() && session().run()->state != RunState::Undone;
    goOn.why = tr("The new instance is not ready yet");
    return goOn;
}

void RestoreStepPage::next()
{
    if (!restsInThisStep())
        return emit stepWanted(StepNumber::Point);
    Decisions decisions;
    decisions.until = StepNumber::Restore;
    session().drive(decisions);
}

} // namespace shuttler::ui
