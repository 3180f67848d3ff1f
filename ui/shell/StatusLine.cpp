// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/StatusLine.h"

#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QFrame *upright()
{
    auto *line = new QFrame;
    line->setProperty("role", u"upright"_s);
    line->setFixedSize(1, scaled(16));
    return line;
}

/// The ring, with room on its right.
QPixmap ringBefore(double ratio)
{
    QPixmap pixmap(QSize(scaled(13) + 5, scaled(13)) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintGlyph(painter, QRectF(0, 0, scaled(13), scaled(13)), Glyph::Running);
    return pixmap;
}

} // namespace

StatusLine::StatusLine(QWidget *parent)
    : QStatusBar(parent), m_plug(new QLabel), m_connection(new TextLabel({}, Role::Small, Tone::Second)),
      m_freshness(new TextLabel({}, Role::Small, Tone::Second)), m_job(button(u"jobButton"_s, {})),
      m_utc(new TextLabel({}, Role::Mono)), m_local(new TextLabel({}, Role::Mono)), m_localZone(new TextLabel({}, Role::Small, Tone::Second))
{
    setObjectName(u"statusBar"_s);
    setSizeGripEnabled(false);
    setFixedHeight(scaled(28));
    m_connection->setObjectName(u"connectionLabel"_s);
    m_freshness->setObjectName(u"freshnessLabel"_s);
    m_utc->setObjectName(u"utcClock"_s);
    m_local->setObjectName(u"localClock"_s);
    setLook(m_job, "compact", u"true"_s);
    setLook(m_job, "inBar", u"true"_s);
    m_job->setToolTip(tr("Show what runs"));

    auto *left = new QWidget;
    auto *leftRow = new QHBoxLayout(left);
    leftRow->setContentsMargins(12, 0, 0, 0);
    leftRow->setSpacing(7);
    leftRow->addWidget(m_plug);
    leftRow->addWidget(m_connection);
    leftRow->addSpacing(7);
    leftRow->addWidget(upright());
    leftRow->addSpacing(7);
    leftRow->addWidget(m_freshness);
    leftRow->addStretch();
    addWidget(left, 1);

    auto *right = new QWidget;
    auto *rightRow = new QHBoxLayout(right);
    rightRow->setContentsMargins(0, 0, 10, 0);
    rightRow->setSpacing(6);
    rightRow->addWidget(m_job);
    rightRow->addSpacing(8);
    rightRow->addWidget(new TextLabel(u"UTC"_s, Role::Small, Tone::Second));
    rightRow->addWidget(m_utc);
    rightRow->addSpacing(7);
    rightRow->addWidget(upright());
    rightRow->addSpacing(7);
    rightRow->addWidget(m_localZone);
    rightRow->addWidget(m_local);
    addPermanentWidget(right);
    connect(m_job, &QPushButton::clicked, this, &StatusLine::jobClicked);
    setJob({});
}

void StatusLine::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::StyleChange)
        setFixedHeight(scaled(28));
    QStatusBar::changeEvent(event);
}

void StatusLine::setConnection(const QString &words, bool connected)
{
    m_connection->setText(words);
    m_plug->setPixmap(Icons::pixmap(connected ? u"network-connect"_s : u"network-disconnect"_s, scaled(16),
                                    connected ? &Theme::okMark : &Theme::warnMark, devicePixelRatioF()));
}

void StatusLine::setFreshness(const QString &words)
{
    m_freshness->setText(words);
}

void StatusLine::setJob(const QString &words)
{
    m_job->setVisible(!words.isEmpty());
    m_job->setIcon(words.isEmpty() ? QIcon() : QIcon(ringBefore(devicePixelRatioF())));
    m_job->setIconSize(QSize(scaled(13) + 5, scaled(13)));
    m_job->setText(words);
    m_job->setAccessibleName(words);
}

void StatusLine::setNow(Instant now)
{
    const HumanText &text = HumanText::shown();
    m_utc->setText(now.toDateTime().toString(u"HH:mm:ss"_s));
    m_localZone->setText(text.zone(now));
    m_local->setText(text.clockTime(now));
    m_utc->setAccessibleName(HumanText::utcMoment(now));
    m_local->setAccessibleName(text.moment(now));
}

} // namespace shuttler::ui
