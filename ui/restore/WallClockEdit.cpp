// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/WallClockEdit.h"

#include "ui/common/Theme.h"

#include <QPainter>
#include <QSignalBlocker>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

WallClockEdit::WallClockEdit(QWidget *parent) : QDateTimeEdit(parent)
{
    setObjectName(u"rstWhen"_s);
    setAccessibleName(tr("Date and time"));
    setLocale(QLocale::c());
    setTimeSpec(Qt::UTC);
    setDisplayFormat(u"d MMM yyyy HH:mm:ss"_s);
    setFont(fontFor(Role::Mono));
    setMinimumSize(scaled(196), scaled(32));
    setAlignment(Qt::AlignCenter);
    connect(this, &QDateTimeEdit::dateTimeChanged, this, &WallClockEdit::readingTyped);
}

void WallClockEdit::setReading(const QDateTime &wall)
{
    if (dateTime() == wall)
        return;
    const QSignalBlocker silent(this);
    const Section section = currentSection();
    setDateTime(wall);
    setCurrentSection(section);
}

void WallClockEdit::setBad(bool bad)
{
    m_bad = bad;
    update();
}

void WallClockEdit::paintEvent(QPaintEvent *event)
{
    QDateTimeEdit::paintEvent(event);
    if (!m_bad)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().badMark, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

} // namespace shuttler::ui
