// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Segments.h"

#include "ui/common/Theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QRadioButton>

namespace shuttler::ui {

namespace {

/// A radio button that looks like a part of a bar: arrow keys, Tab and assistive technology come with it.
class Segment final : public QRadioButton {
public:
    using QRadioButton::QRadioButton;
    QSize sizeHint() const override
    {
        ensurePolished();
        return QSize(QFontMetrics(fontFor(Role::Section)).horizontalAdvance(text()) + scaled(20), scaled(26));
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool hitButton(const QPoint &at) const override { return rect().contains(at); }
    void paintEvent(QPaintEvent *) override
    {
        const Theme &theme = Theme::current();
        QPainter painter(this);
        const QColor back = isChecked() ? theme.selected : underMouse() ? theme.hover : theme.surface;
        painter.fillRect(rect(), back);
        painter.setFont(fontFor(isChecked() ? Role::Section : Role::Emphasis));
        painter.setPen(isEnabled() ? isChecked() ? theme.text : theme.text2 : theme.muted);
        painter.drawText(rect(), Qt::AlignCenter, text());
        if (hasFocus()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.drawRect(rect().adjusted(1, 1, -1, -1));
        }
    }
};

} // namespace

Segments::Segments(const QString &accessibleName, QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(1);
    setAccessibleName(accessibleName);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(m_group, &QButtonGroup::idClicked, this, &Segments::picked);
}

void Segments::add(int id, const QString &objectName, const QString &text)
{
    auto *segment = new Segment(text);
    segment->setObjectName(objectName);
    segment->setAccessibleName(text);
    m_group->addButton(segment, id);
    layout()->addWidget(segment);
}

void Segments::choose(int id)
{
    if (QAbstractButton *wanted = m_group->button(id)) {
        wanted->setChecked(true);
        return;
    }
    m_group->setExclusive(false);
    if (QAbstractButton *chosen = m_group->checkedButton())
        chosen->setChecked(false);
    m_group->setExclusive(true);
}

int Segments::chosen() const
{
    return m_group->checkedId();
}

void Segments::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.control, 1));
    painter.setBrush(theme.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

} // namespace shuttler::ui
