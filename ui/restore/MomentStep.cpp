// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentStep.h"

#include "ui/common/Segments.h"
#include "ui/common/ChoiceTile.h"
#include "ui/restore/BackupRows.h"
#include "ui/restore/GetAndLose.h"
#include "ui/restore/MomentView.h"
#include "ui/restore/WhenPanel.h"

#include <QHBoxLayout>
#include <QShortcut>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

MomentStep::MomentStep(RestoreSession &session)
    : StepPage(session, StepNumber::Choose, tr("Choose the moment"),
               tr("Pick the last second at which the data was right. You can check the result before anything goes live.")),
      m_exact(new ChoiceTile(u"rstModeExact"_s, tr("An exact second"))),
      m_snapshot(new ChoiceTile(u"rstModeSnapshot"_s, tr("The latest healthy backup"))), m_view(new MomentView),
      m_firstBad(button(u"rstFirstBad"_s, tr("This was the first bad change"), ButtonKind::Flat, u"flag"_s)),
      m_forgetBad(button(u"rstForgetBad"_s, tr("Forget the mark"), ButtonKind::Flat)), m_when(new WhenPanel),
      m_cards(new GetAndLose(session))
{
    auto *modes = new QWidget;
    auto *row = new QHBoxLayout(modes);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_exact, 1);
    row->addWidget(m_snapshot, 1);
    body()->addWidget(modes);
    body()->addWidget(makePicture(), 3);
    body()->addWidget(m_when);
    body()->addWidget(m_cards, 2);
    addKeys();

    m_countSoon.setSingleShot(true);
    m_countSoon.setInterval(std::chrono::milliseconds(400));
    connect(&m_countSoon, &QTimer::timeout, this, [this] {
        if (const std::optional<Instant> moment = chosenMoment())
            this->session().countLeftBehind(*moment);
    });
    connect(m_exact, &QRadioButton::clicked, this, [this] { useMode(true); });
    connect(m_snapshot, &QRadioButton::clicked, this, [this] { useMode(false); });
    connect(m_view, &MomentView::momentWanted, this, &MomentStep::moveTo);
    connect(m_view, &MomentView::zoomWanted, this, &MomentStep::setZoom);
    connect(m_view, &MomentView::scaleWanted, this, [this](const MomentScale &scale) { m_scale = scale; });
    connect(m_when, &WhenPanel::momentWanted, this, &MomentStep::moveTo);
    connect(m_when, &WhenPanel::stepped, this, &MomentStep::step);
    connect(m_when, &WhenPanel::typed, this, [this](const QDateTime &wall) { m_choice->type(wall); take(); });
    connect(m_when, &WhenPanel::zoneChosen, this, [this](const QTimeZone &zone) { m_choice->setZone(zone); take(); });
    connect(m_when, &WhenPanel::firstMeant, this, [this] { m_choice->meanFirst(); take(); });
    connect(m_when, &WhenPanel::secondMeant, this, [this] { m_choice->meanSecond(); take(); });
    connect(m_when, &WhenPanel::latestWanted, this, [this] { moveTo(this->session().reach().latest()->flooredToSecond()); });
    connect(m_firstBad, &QPushButton::clicked, this, &MomentStep::markOrVisitFirstBad);
    connect(m_forgetBad, &QPushButton::clicked, this, [this] { this->session().setFirstBad(std::nullopt); });
}

Card *MomentStep::makePicture()
{
    auto *card = new Card(tr("What would be restored"));
    auto *caption = new TextLabel(tr("No change data"), Role::Small, Tone::Second);
    caption->setToolTip(tr("How many rows changed when is not known here, so no bars are drawn."));
    card->header()->insertWidget(1, caption);
    card->header()->addWidget(m_forgetBad);
    card->header()->addWidget(m_firstBad);
    m_zoom = new Segments(tr("Zoom"));
    m_zoom->add(int(Zoom::Day), u"rstZoom24h"_s, tr("24 h"));
    m_zoom->add(int(Zoom::Hour), u"rstZoom1h"_s, tr("1 h"));
    m_zoom->add(int(Zoom::FiveMinutes), u"rstZoom5min"_s, tr("5 min"));
    m_zoom->choose(int(Zoom::FiveMinutes));
    card->header()->addWidget(m_zoom);
    connect(m_zoom, &Segments::picked, this, [this](int zoom) { setZoom(Zoom(zoom)); });
    card->body()->setContentsMargins(14, 2, 14, 4);
    card->body()->addWidget(m_view, 1);
    return card;
}

void MomentStep::addKeys()
{
    const auto key = [this](const QKeySequence &keys, int seconds) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, seconds] { step(seconds); });
    };
    connect(new QShortcut(Qt::CTRL | Qt::Key_G, this), &QShortcut::activated, m_firstBad, &QPushButton::click);
    key(Qt::ALT | Qt::Key_Comma, -1);
    key(Qt::ALT | Qt::Key_Period, 1);
    // With Shift many keyboards send other characters from the same two keys.
    for (const Qt::Key down : {Qt::Key_Comma, Qt::Key_Semicolon, Qt::Key_Less})
        key(Qt::ALT | Qt::SHIFT | down, -60);
    for (const Qt::Key up : {Qt::Key_Period, Qt::Key_Colon, Qt::Key_Greater})
        key(Qt::ALT | Qt::SHIFT | up, 60);
}

/// The first look at this step: what is meant when nothing was chosen yet.
void MomentStep::begin()
{
    const BackupListing listing = session().reach();
    Instant moment = session().firstBad() ? session().firstBad()->flooredToSecond() - Seconds(1)
                                          : listing.latest().value_or(session().now());
    if (session().target()) {
        if (const auto *at = std::get_if<AtMoment>(&*session().target()))
            moment = at->moment;
    }
    m_choice.emplace(moment, m_when->zone());
    m_scale = MomentScale::around(m_choice->lastChosen(), Zoom(m_zoom->chosen()));
}

bool MomentStep::isExact() const
{
    return session().target() && !std::holds_alternative<AtBackup>(*session().target());
}

const Backup *MomentStep::snapshot() const
{
    const BackupListing &listing = session().catalog()->listing;
    const Backup *chosen = m_backup ? listing.find(*m_backup) : nullptr;
    return chosen && canBeginWith(*chosen, session().capabilities()) ? chosen : newestToBeginWith(listing, session().capabilities());
}

std::optional<Instant> MomentStep::chosenMoment() const
{
    if (!session().catalog())
        return std::nullopt;
    if (isExact())
        return m_choice ? m_choice->chosen() : std::nullopt;
    return snapshot() ? std::optional(snapshot()->takenAt) : std::nullopt;
}

void MomentStep::refresh()
{
    const bool failed = session().error() && session().lastWork() == RestoreSession::Work::Plan;
    showTrouble(failed ? session().error() : std::nullopt);
    if (!session().catalog())
        return;
    if (session().target()) {
        if (const auto *backup = std::get_if<AtBackup>(&*session().target()))
            m_backup = backup->backup;
        const auto *at = std::get_if<AtMoment>(&*session().target());
        if (m_choice && at && m_choice->chosen() && m_choice->chosen() != at->moment)
            m_choice->set(at->moment); // Another row was chosen in step 2.
    }
    if (!m_choice)
        begin();
    showModes();
    showChoice();
}

void MomentStep::showModes()
{
    const HumanText &text = HumanText::shown();
    const BackupListing listing = session().reach();
    m_exact->setEnabled(!listing.windows.isEmpty());
    m_exact->setBelow(listing.windows.isEmpty() ? tr("Not possible here: only backups are kept")
                                                : tr("Any second from %1 to %2").arg(text.dayAndTime(*listing.earliest()), text.when(*listing.latest(), session().now())));
    const Backup *backup = snapshot();
    m_snapshot->setEnabled(backup);
    const Backup *best = newestToBeginWith(listing, session().capabilities());
    const bool newest = backup && best && best->id == backup->id;
    m_snapshot->setText(newest || !backup ? tr("The latest healthy backup") : tr("The chosen backup, %1").arg(backup->id.toString()));
    m_snapshot->setAccessibleName(m_snapshot->text());
    if (backup) {
        const Instant against = session().firstBad().value_or(session().now());
        m_snapshot->setBelow(backup->takenAt < against
                                 ? tr("%1 · loses %2 of changes").arg(text.when(backup->takenAt, session().now()), HumanText::duration(against - backup->takenAt))
                                 : tr("%1 · may hold the damage").arg(text.when(backup->takenAt, session().now())));
    } else {
        m_snapshot->setBelow(listing.backups.isEmpty() ? tr("None can be restored from")
                                                      : tr("%1 makes no new instance of its backups").arg(session().capabilities().providerName));
    }
    (isExact() ? m_exact : m_snapshot)->setChecked(true);
}

void MomentStep::showChoice()
{
    const BackupListing listing = session().reach();
    const Instant shown = isExact() ? m_choice->lastChosen() : chosenMoment().value_or(m_choice->lastChosen());
    m_scale = m_scale.holding(shown);
    m_remark.reset();
    if (isExact() && m_choice->chosen())
        m_remark = remarkOn(*m_choice->chosen(), session().catalog()->listing, session().capabilities(), session().now(), HumanText::shown());
    m_view->setListing(listing);
    m_view->setNow(session().now());
    m_view->setFirstBad(session().firstBad());
    m_view->setScale(m_scale);
    m_view->setMoment(shown);
    m_when->setScale(m_scale);
    m_when->show(*m_choice, m_remark, session().now());
    m_when->setVisible(isExact()); // A backup has its own moment: there is nothing to move.
    m_view->setEnabled(isExact());
    const bool marked = session().firstBad().has_value();
    m_firstBad->setText(marked ? tr("Go to first bad change") : tr("This was the first bad change"));
    m_firstBad->setAccessibleName(m_firstBad->text());
    m_firstBad->setToolTip(marked ? tr("Back to the second before it (Ctrl+G)")
                                  : tr("Marks the chosen second as the first bad one and chooses the second before it (Ctrl+G)"));
    m_firstBad->setEnabled(isExact() || marked);
    m_forgetBad->setVisible(marked);
    m_cards->show(chosenMoment());
    if (chosenMoment() && session().leftBehindSince() != chosenMoment())
        m_countSoon.start();
    emit goOnChanged();
}

void MomentStep::take()
{
    if (const std::optional<Instant> chosen = m_choice->chosen())
        session().setTarget(AtMoment{*chosen}); // Leads to refresh where it is new.
    showChoice();
}

void MomentStep::moveTo(Instant moment)
{
    if (!m_choice)
        return;
    m_choice->set(moment);
    take();
}

void MomentStep::step(int seconds)
{
    if (m_choice && isExact())
        moveTo(m_choice->lastChosen() + Seconds(seconds));
}

void MomentStep::setZoom(Zoom zoom)
{
    if (!m_choice)
        return;
    m_zoom->choose(int(zoom));
    m_scale = MomentScale::around(m_choice->lastChosen(), zoom);
    showChoice();
}

void MomentStep::useMode(bool exact)
{
    if (exact && m_choice)
        session().setTarget(AtMoment{m_choice->lastChosen()});
    else if (!exact && snapshot())
        session().setTarget(AtBackup{snapshot()->id});
}

void MomentStep::markOrVisitFirstBad()
{
    if (!m_choice)
        return;
    if (!session().firstBad())
        session().setFirstBad(m_choice->lastChosen());
    moveTo(session().firstBad()->flooredToSecond() - Seconds(1));
}

void MomentStep::setNow(Instant now)
{
    if (m_choice)
        m_when->setNow(*m_choice, now);
}

void MomentStep::setNarrow(bool narrow)
{
    m_when->setNarrow(narrow);
}

QWidget *MomentStep::firstField()
{
    return isExact() ? m_when->firstField() : static_cast<QWidget *>(m_snapshot);
}

GoOn MomentStep::goOn() const
{
    GoOn goOn{tr("Continue to step 4")};
    goOn.enabled = chosenMoment().has_value() && !(m_remark && m_remark->locks) && !session().isBusy();
    if (m_choice && isExact() && !m_choice->chosen())
        goOn.why = tr("Say which moment is meant first");
    else if (m_remark && m_remark->locks)
        goOn.why = m_remark->words;
    else
        goOn.why = tr("Choose a moment first");
    return goOn;
}

void MomentStep::next()
{
    emit stepWanted(StepNumber::Restore);
}

} // namespace shuttler::ui
