// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/RestoreFooter.h"

#include "ui/common/IconWidget.h"
#include "ui/common/Icons.h"

#include <QHBoxLayout>
#include <QPainter>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

RestoreFooter::RestoreFooter(QWidget *parent)
    : QWidget(parent), m_shield(new IconWidget(u"security-high"_s, 22, &Theme::okMark)), m_words(new TextLabel({}, Role::Body, Tone::Second)), m_row(new QHBoxLayout(this)),
      m_back(button(u"rstBack"_s, tr("Back"))), m_next(button(u"rstNext"_s, tr("Continue"), ButtonKind::Primary, u"go-next"_s))
{
    setObjectName(u"rstFooter"_s);
    setMinimumHeight(scaled(56));
    m_words->setObjectName(u"rstSafety"_s);
    m_words->setWordWrap(true);
    m_words->setMinimumWidth(scaled(160));
    m_next->setLayoutDirection(Qt::RightToLeft); // The arrow follows the words.

    m_row->setContentsMargins(24, 0, 24, 0);
    m_row->setSpacing(8);
    m_row->addWidget(m_shield);
    m_row->addWidget(m_words, 1);
    m_row->addWidget(m_back);
    m_row->addWidget(m_next);
    connect(m_back, &QPushButton::clicked, this, &RestoreFooter::backWanted);
    connect(m_next, &QPushButton::clicked, this, &RestoreFooter::nextWanted);
}

void RestoreFooter::setSafety(const SafetyLine &line)
{
    m_words->setText(line.words);
    m_words->setAccessibleName(line.words);
    if (line.wayBack)
        m_shield->setIcon(u"security-high"_s, &Theme::okMark);
    else
        m_shield->setIcon(u"security-medium"_s, &Theme::warnMark);
}

void RestoreFooter::setBack(bool possible)
{
    m_back->setVisible(possible);
}

void RestoreFooter::setGoOn(const GoOn &goOn)
{
    m_next->setText(goOn.label);
    m_next->setAccessibleName(goOn.label);
    m_next->setEnabled(goOn.enabled);
    m_next->setToolTip(goOn.enabled ? QString() : goOn.why);
    m_next->setAccessibleDescription(goOn.enabled ? QString() : goOn.why);
    m_next->setIcon(goOn.leadsOn ? Icons::icon(u"go-next"_s, goOn.enabled ? &Theme::onAccent : &Theme::muted) : QIcon());
}

void RestoreFooter::adopt(const QList<QPushButton *> &buttons)
{
    for (QPushButton *button : buttons) {
        m_row->insertWidget(m_row->indexOf(m_next), button);
        button->hide();
        setTabOrder(m_back, button);
        setTabOrder(button, m_next);
    }
}

void RestoreFooter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().surface);
    painter.fillRect(QRect(0, 0, width(), 1), Theme::current().line);
}

} // namespace shuttler::ui
