// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/WhenPanel.h"

#include "ui/restore/MomentSlider.h"
#include "ui/restore/WallClockEdit.h"
#include "ui/restore/ZoneCombo.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QRadioButton>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

WhenPanel::WhenPanel(QWidget *parent)
    : QFrame(parent), m_slider(new MomentSlider), m_zone(new ZoneCombo), m_when(new WallClockEdit),
      m_utc(new TextLabel({}, Role::Body, Tone::Second)), m_latest(button(u"rstLatest"_s, tr("Latest possible"))),
      m_rows{new QHBoxLayout, new QHBoxLayout}, m_doubt(new QWidget), m_doubtRoom(new QVBoxLayout(m_doubt))
{
    setProperty("role", u"card"_s);
    const auto nudge = [this](int seconds, const QString &label) {
        QPushButton *made = button(u"rstNudge%1%2"_s.arg(seconds > 0 ? u"+"_s : QString()).arg(seconds), label);
        made->setFixedWidth(QFontMetrics(fontFor(Role::Emphasis)).horizontalAdvance(label) + scaled(14));
        setLook(made, "icononly", u"true"_s);
        connect(made, &QPushButton::clicked, this, [this, seconds] { emit stepped(seconds); });
        return made;
    };
    m_back = {nudge(-3600, tr("−1 h")), nudge(-60, tr("−1 min")), nudge(-10, tr("−10 s")), nudge(-1, tr("−1 s"))};
    m_forth = {nudge(1, tr("+1 s")), nudge(10, tr("+10 s")), nudge(60, tr("+1 min")), nudge(3600, tr("+1 h"))};
    m_utc->setObjectName(u"rstUtc"_s);
    m_utc->setTextFormat(Qt::RichText);
    m_utc->setAlignment(Qt::AlignCenter);
    m_latest->setToolTip(tr("The newest second that can be restored to. It may contain the damage."));
    m_zone->setFixedWidth(scaled(136));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(15, 9, 15, 11); // As in a card with its edge: the slider stands below the picture.
    column->setSpacing(8);
    column->addWidget(m_slider);
    for (QHBoxLayout *row : m_rows) {
        row->setSpacing(6);
        column->addLayout(row);
    }
    m_doubt->setObjectName(u"rstDoubt"_s);
    m_doubtRoom->setContentsMargins(0, 2, 0, 0);
    m_doubtRoom->setSpacing(6);
    m_doubt->hide();
    column->addWidget(m_doubt);
    arrange();

    connect(m_slider, &MomentSlider::momentWanted, this, &WhenPanel::momentWanted);
    connect(m_zone, &ZoneCombo::zoneChosen, this, &WhenPanel::zoneChosen);
    connect(m_when, &WallClockEdit::readingTyped, this, &WhenPanel::typed);
    connect(m_latest, &QPushButton::clicked, this, &WhenPanel::latestWanted);
}

void WhenPanel::arrange()
{
    for (QHBoxLayout *row : m_rows) {
        while (QLayoutItem *item = row->takeAt(0))
            delete item;
    }
    const auto add = [](QHBoxLayout *row, const QList<QPushButton *> &buttons) {
        for (QPushButton *each : buttons)
            row->addWidget(each);
    };
    if (!m_narrow) {
        m_rows[0]->addWidget(m_zone);
        m_rows[0]->addStretch();
    } else {
        m_rows[0]->addStretch();
    }
    add(m_rows[0], m_back);
    m_rows[0]->addWidget(m_when);
    add(m_rows[0], m_forth);
    m_rows[0]->addStretch();
    if (m_narrow)
        m_rows[1]->addWidget(m_zone);
    else
        m_rows[0]->addWidget(m_latest);
    m_rows[1]->addWidget(m_utc, 1);
    if (m_narrow)
        m_rows[1]->addWidget(m_latest);

    QWidget *last = m_slider;
    QList<QWidget *> order;
    if (!m_narrow)
        order.append(m_zone);
    for (QPushButton *each : m_back + m_forth)
        order.append(each);
    order.insert(order.indexOf(m_forth.first()), m_when);
    if (m_narrow)
        order.append(m_zone);
    order.append(m_latest);
    for (QWidget *each : std::as_const(order)) {
        QWidget::setTabOrder(last, each);
        last = each;
    }
}

void WhenPanel::setNarrow(bool narrow)
{
    if (m_narrow == narrow)
        return;
    m_narrow = narrow;
    arrange();
}

QWidget *WhenPanel::firstField() const
{
    return m_when;
}

QTimeZone WhenPanel::zone() const
{
    return m_zone->zone();
}

void WhenPanel::setScale(const MomentScale &scale)
{
    m_slider->setScale(scale);
}

void WhenPanel::show(const MomentChoice &choice, const std::optional<MomentRemark> &remark, Instant now)
{
    m_slider->setMoment(choice.lastChosen());
    m_zone->setMoment(choice.lastChosen());
    m_when->setReading(choice.wall());
    m_when->setBad(!choice.chosen() || (remark && remark->locks));
    setNow(choice, now);
    showDoubt(choice, remark);
}

void WhenPanel::setNow(const MomentChoice &choice, Instant now)
{
    const std::optional<Instant> chosen = choice.chosen();
    m_utc->setText(chosen ? tr("is <b>%1</b>, %2").arg(HumanText::utcMoment(*chosen), HumanText::ago(now - *chosen)) : tr("is not one moment"));
    m_utc->setAccessibleName(chosen ? HumanText::utcMoment(*chosen) : tr("is not one moment"));
}

QHBoxLayout *WhenPanel::sayInDoubt(Glyph glyph, const QString &words)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new StatusGlyph(glyph));
    auto *label = new TextLabel(words, Role::Body, glyph == Glyph::Bad ? Tone::Bad : Tone::Text);
    label->setObjectName(u"rstDoubtWords"_s);
    label->setWordWrap(true);
    row->addWidget(label, 1);
    m_doubtRoom->addLayout(row);
    return row;
}

void WhenPanel::offer(QHBoxLayout *row, const QString &name, const QString &label, Instant moment)
{
    QPushButton *use = button(name, label);
    connect(use, &QPushButton::clicked, this, [this, moment] { emit momentWanted(moment); });
    QWidget *before = row->count() > 2 ? row->itemAt(row->count() - 1)->widget() : m_latest;
    row->addWidget(use);
    setTabOrder(before, use);
}

void WhenPanel::askWhichPass(const ZoneClock::Two &both, const ZoneClock &clock)
{
    const auto words = [&](const QString &which, Instant at) {
        return tr("%1, %2 (%3)").arg(which, HumanText(clock.zone()).zoneLong(at), HumanText::utcTime(at));
    };
    auto *row = new QHBoxLayout;
    row->setContentsMargins(scaled(21), 0, 0, 0);
    row->setSpacing(24);
    // None is chosen: nobody but the person knows which one was meant.
    auto *first = new QRadioButton(words(tr("First"), both.first));
    auto *second = new QRadioButton(words(tr("Second"), both.second));
    first->setObjectName(u"rstFirstPass"_s);
    second->setObjectName(u"rstSecondPass"_s);
    for (QRadioButton *pass : {first, second}) {
        pass->setAccessibleName(pass->text());
        row->addWidget(pass);
    }
    row->addStretch();
    m_doubtRoom->addLayout(row);
    setTabOrder(m_latest, first);
    setTabOrder(first, second);
    // Later: what is answered here removes what was pressed.
    connect(first, &QRadioButton::clicked, this, &WhenPanel::firstMeant, Qt::QueuedConnection);
    connect(second, &QRadioButton::clicked, this, &WhenPanel::secondMeant, Qt::QueuedConnection);
}

void WhenPanel::showDoubt(const MomentChoice &choice, const std::optional<MomentRemark> &remark)
{
    QString shown;
    if (const ZoneClock::None *never = choice.never())
        shown = never->describe;
    else if (const ZoneClock::Two *both = choice.twice())
        shown = both->describe;
    else if (remark)
        shown = remark->words;
    m_doubt->setVisible(!shown.isEmpty());
    if (shown == m_doubtShown)
        return;
    m_doubtShown = shown;
    const bool hadFocus = m_doubt->isAncestorOf(QApplication::focusWidget());
    for (QObject *child : m_doubt->children()) {
        if (auto *widget = qobject_cast<QWidget *>(child)) {
            widget->hide();
            widget->deleteLater(); // One of them may be the one that was just pressed.
        }
    }
    while (QLayoutItem *row = m_doubtRoom->takeAt(0)) {
        if (row->layout()) {
            while (QLayoutItem *item = row->layout()->takeAt(0))
                delete item;
        }
        delete row;
    }
    if (hadFocus)
        m_when->setFocus();

    const HumanText text(choice.clock().zone());
    if (const ZoneClock::None *never = choice.never()) {
        QHBoxLayout *row = sayInDoubt(Glyph::Bad, never->describe);
        offer(row, u"rstUseBefore"_s, tr("Use %1").arg(text.clockTime(never->before)), never->before);
        offer(row, u"rstUseAfter"_s, tr("Use %1").arg(text.clockTime(never->after)), never->after);
    } else if (const ZoneClock::Two *both = choice.twice()) {
        sayInDoubt(Glyph::Warn, both->describe);
        askWhichPass(*both, choice.clock());
    } else if (remark) {
        QHBoxLayout *row = sayInDoubt(remark->locks ? Glyph::Bad : Glyph::Info, remark->words);
        for (qsizetype i = 0; i < remark->offers.size(); ++i)
            offer(row, u"rstUseOffer%1"_s.arg(i), remark->offers[i].label, remark->offers[i].moment);
    }
}

} // namespace shuttler::ui
