// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/StatTile.h"

#include <QAccessibleWidget>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// A frame that is a button to those who cannot see it.
class AccessibleTile final : public QAccessibleWidget {
public:
    explicit AccessibleTile(StatTile *tile) : QAccessibleWidget(tile, QAccessible::Button) {}
    QStringList actionNames() const override { return {pressAction(), setFocusAction()}; }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            emit static_cast<StatTile *>(widget())->activated();
        else
            QAccessibleWidget::doAction(name);
    }
};

QAccessibleInterface *makeAccessibleTile(const QString &, QObject *object)
{
    auto *tile = qobject_cast<StatTile *>(object);
    return tile ? new AccessibleTile(tile) : nullptr;
}

} // namespace

StatTile::StatTile(const QString &objectName, const QString &caption, QWidget *parent)
    : QFrame(parent), m_caption(new TextLabel(caption, Role::Small, Tone::Second)), m_value(new TextLabel({}, Role::Verdict)),
      m_below(new TextLabel({}, Role::Small, Tone::Second)), m_chip(new Chip)
{
    static const bool readable = [] {
        QAccessible::installFactory(makeAccessibleTile);
        return true;
    }();
    Q_UNUSED(readable);
    setObjectName(objectName);
    setProperty("role", u"tile"_s);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);

    auto *head = new QHBoxLayout;
    head->addWidget(m_caption);
    head->addStretch();
    head->addWidget(m_chip);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 13, 11);
    column->setSpacing(3);
    column->addLayout(head);
    column->addWidget(m_value);
    column->addWidget(m_below);
    for (TextLabel *label : {m_value, m_below})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_caption->setMinimumHeight(m_chip->sizeHint().height());
    nameItself();
}

void StatTile::set(const QString &value, const QString &below, Glyph glyph, const QString &chip)
{
    m_value->setText(value);
    m_chip->setState(glyph, chip);
    setBelow(below);
}

void StatTile::setBelow(const QString &below)
{
    m_below->setText(below);
    m_below->setToolTip(below);
    nameItself();
}

void StatTile::setOld(bool old)
{
    m_value->setTone(old ? Tone::Muted : Tone::Text);
}

void StatTile::nameItself()
{
    QStringList words{m_caption->text(), m_value->text(), m_below->text(), m_chip->text()};
    words.removeAll(QString());
    setAccessibleName(words.join(u", "_s));
}

void StatTile::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space: emit activated(); break;
    default: QFrame::keyPressEvent(event);
    }
}

void StatTile::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint()))
        emit activated();
}

} // namespace shuttler::ui
