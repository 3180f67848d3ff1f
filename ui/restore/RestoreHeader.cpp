// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreHeader.h"

#include <QHBoxLayout>
#include <QPainter>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RestoreHeader::RestoreHeader(QWidget *parent)
    : QWidget(parent), m_kind(new EnvironmentLabel(EnvironmentKind::Production)), m_title(heading(tr("Restore"))),
      m_started(new TextLabel({}, Role::Small, Tone::Second)), m_leave(button(u"rstLeave"_s, tr("Leave, finish later"), ButtonKind::Flat)),
      m_cancel(button(u"rstCancel"_s, tr("Cancel restore")))
{
    setObjectName(u"rstHeader"_s);
    setFixedHeight(scaled(60));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, 0, 24, 0);
    row->setSpacing(10);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_title->setMinimumWidth(scaled(80));
    row->addWidget(m_kind);
    row->addWidget(m_title);
    row->addWidget(m_started);
    row->addStretch(1);
    row->addWidget(m_leave);
    row->addWidget(m_cancel);
    m_kind->hide();
    connect(m_leave, &QPushButton::clicked, this, &RestoreHeader::leaveWanted);
    connect(m_cancel, &QPushButton::clicked, this, &RestoreHeader::cancelWanted);
}

void RestoreHeader::setSubject(EnvironmentKind kind, const QString &instance)
{
    m_kind->setKind(kind);
    m_kind->setVisible(!instance.isEmpty());
    m_title->setText(instance.isEmpty() ? tr("Restore") : tr("Restore %1").arg(instance));
    m_title->setAccessibleName(m_title->text());
}

void RestoreHeader::setStarted(const QString &words)
{
    m_started->setText(words);
}

void RestoreHeader::setCancel(const QString &label, bool enabled)
{
    m_cancel->setVisible(!label.isEmpty());
    m_cancel->setText(label);
    m_cancel->setAccessibleName(label);
    m_cancel->setEnabled(enabled);
}

void RestoreHeader::setLeave(bool possible)
{
    m_leave->setVisible(possible);
}

void RestoreHeader::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), Theme::current().line);
}

} // namespace shuttler::ui
