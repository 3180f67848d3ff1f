// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/CoverageStrip.h"

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

CoverageStrip::CoverageStrip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CoverageStrip::setCoverage(const Coverage &coverage)
{
    m_coverage = coverage;
    QStringList words;
    for (const Grade grade : {Grade::AnySecond, Grade::BackupOnly, Grade::Nothing}) {
        const auto days = std::count_if(coverage.days.cbegin(), coverage.days.cend(),
                                        [grade](const DayCoverage &day) { return day.grade == grade; });
        if (days > 0)
            words.append(tr("%1 of %2 days: %3").arg(days).arg(coverage.days.size()).arg(HumanText::grade(grade).toLower()));
    }
    setAccessibleName(words.join(u"; "_s));
    update();
}

void CoverageStrip::setKnown(bool known)
{
    m_known = known;
    update();
}

QSize CoverageStrip::sizeHint() const
{
    return QSize(scaled(268), scaled(26));
}

QRectF CoverageStrip::cell(qsizetype day) const
{
    const double step = double(width() + 2) / double(qMax<qsizetype>(1, m_coverage.days.size()));
    const double left = std::round(double(day) * step);
    return QRectF(left, 0, std::round(double(day + 1) * step) - left - 2, height());
}

void CoverageStrip::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (qsizetype day = 0; day < m_coverage.days.size(); ++day) {
        const QRectF area = cell(day);
        const QRectF edge = area.adjusted(0.5, 0.5, -0.5, -0.5);
        switch (m_coverage.days[day].grade) {
        case Grade::AnySecond:
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_known ? theme.okMark : theme.control);
            painter.drawRoundedRect(area, 2, 2);
            break;
        case Grade::BackupOnly:
            painter.setPen(QPen(m_known ? theme.warnMark : theme.control, 1));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(edge, 2, 2);
            painter.fillRect(QRectF(area.left() + 1, area.center().y(), area.width() - 2, area.height() / 2 - 1),
                             m_known ? theme.warnMark : theme.control);
            break;
        case Grade::Nothing:
            painter.setPen(QPen(theme.control, 1));
            painter.setBrush(QBrush(theme.hatch, Qt::BDiagPattern));
            painter.drawRoundedRect(edge, 2, 2);
            break;
        }
    }
}

bool CoverageStrip::event(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        update();
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (qsizetype day = 0; day < m_coverage.days.size(); ++day) {
        if (!cell(day).contains(help->pos()))
            continue;
        const HumanText &text = HumanText::shown();
        const DayCoverage &covered = m_coverage.days[day];
        QToolTip::showText(help->globalPos(),
                           tr("%1 to %2: %3").arg(text.dayAndTime(covered.from), text.dayAndTime(covered.until), HumanText::grade(covered.grade)),
                           this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

} // namespace shuttler::ui
