// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/StepPage.h"

#include "ui/common/HumanText.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

StepPage::StepPage(RestoreSession &session, StepNumber number, const QString &title, const QString &subtitle)
    : m_session(session), m_number(number), m_titleRow(new QHBoxLayout), m_title(heading(title, Role::Verdict)),
      m_subtitle(paragraph(subtitle)), m_trouble(new ErrorCard), m_body(new QVBoxLayout), m_column(nullptr)
{
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(title);

    auto *scrolled = new QWidget;
    scrolled->setObjectName(u"scrolled"_s);
    m_column = new QVBoxLayout(scrolled);
    m_column->setContentsMargins(24, 14, 24, 12);
    m_column->setSpacing(8);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    m_titleRow->addLayout(words, 1);
    m_column->addLayout(m_titleRow);
    m_column->addWidget(m_trouble);
    for (int i = 1; i >= 0; --i) { // Each is put before those that are there.
        m_waysOut[i] = m_trouble->addButton({}, {});
        connect(m_waysOut[i], &QPushButton::clicked, this, [this, i] {
            const std::function<void()> go = m_ways.value(i).go; // It may change the ways.
            go();
        });
    }
    m_body->setSpacing(10);
    m_column->addLayout(m_body, 1);
    setWidget(scrolled);
}

void StepPage::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setAccessibleName(title);
    setAccessibleName(title);
}

void StepPage::setSubtitle(const QString &words)
{
    m_subtitle->setText(words.isEmpty() ? QString() : u"<p style=\"line-height:130%\">%1</p>"_s.arg(words.toHtmlEscaped()));
}

void StepPage::showTrouble(const std::optional<Error> &error, const QList<Way> &ways)
{
    QString shown = error ? error->forLog() + error->todo() : QString();
    for (const Way &way : ways)
        shown += way.label;
    if (shown == m_troubleShown)
        return;
    m_troubleShown = shown;
    m_ways = ways;
    for (int i = 0; i < 2; ++i) {
        const Way way = ways.value(i);
        m_waysOut[i]->setObjectName(u"error"_s + way.name);
        m_waysOut[i]->setText(way.label);
        m_waysOut[i]->setAccessibleName(way.label);
        m_waysOut[i]->setVisible(!way.label.isEmpty());
    }
    if (!error)
        return m_trouble->clear();
    m_trouble->setError(*error);
    verticalScrollBar()->setValue(0);
}

void StepPage::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    constexpr int WideWindow = 1440;
    constexpr int WidestContent = 1200;
    const int side = window()->width() > WideWindow ? qMax(24, (width() - WidestContent) / 2) : 24;
    m_column->setContentsMargins(side, 14, side, 12);
}

void takeWhatIsLeft(QWidget *widget, int minimum)
{
    widget->setMinimumHeight(scaled(minimum));
    widget->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
}

QString zoneInHeading(Instant at)
{
    return HumanText::shown().zone(at);
}

} // namespace shuttler::ui
