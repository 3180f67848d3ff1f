// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Page.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24;
constexpr int WideWindow = 1440;
constexpr int WidestContent = 1200;

} // namespace

PracticeLine::PracticeLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(2);
}

void PracticeLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(QPen(Theme::current().practice, 2, Qt::DashLine));
    painter.drawLine(0, 1, width(), 1);
}

Page::Page(const QString &objectName, const QString &title, QWidget *parent)
    : QWidget(parent), m_header(new QWidget), m_headerRow(new QHBoxLayout(m_header)), m_title(heading(title)),
      m_subtitle(new TextLabel({}, Role::Small, Tone::Second)), m_practice(new EnvironmentLabel(EnvironmentKind::Practice)),
      m_line(new PracticeLine), m_notice(new QVBoxLayout), m_body(nullptr)
{
    setObjectName(objectName);
    setAccessibleName(title);

    m_header->setMinimumHeight(scaled(60));
    m_headerRow->setContentsMargins(Margin, 8, Margin, 8);
    m_headerRow->setSpacing(8);
    auto *words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(10);
    titleRow->addWidget(m_title);
    titleRow->addWidget(m_practice);
    titleRow->addStretch();
    words->addLayout(titleRow);
    words->addWidget(m_subtitle);
    words->addStretch();
    m_headerRow->addLayout(words, 1);
    m_practice->hide();
    m_line->hide();

    auto *scrolled = new QWidget;
    scrolled->setObjectName(u"scrolled"_s);
    m_body = new QVBoxLayout(scrolled);
    m_body->setSpacing(12);
    m_body->setContentsMargins(Margin, 0, Margin, 16);
    auto *area = new QScrollArea;
    area->setObjectName(objectName + u"Body"_s);
    area->setFocusPolicy(Qt::NoFocus);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(scrolled);

    m_notice->setContentsMargins(Margin, 0, Margin, 0);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_line);
    column->addLayout(m_notice);
    column->addWidget(area, 1);
}

void Page::enter()
{
    m_title->setFocus(Qt::OtherFocusReason);
}

void Page::setSubtitle(const QString &words)
{
    m_subtitle->setText(words);
    m_subtitle->setVisible(!words.isEmpty());
}

void Page::setEnvironmentKind(EnvironmentKind kind)
{
    const bool practice = kind == EnvironmentKind::Practice;
    m_practice->setVisible(practice);
    m_line->setVisible(practice);
    // The line takes the place that separates header and body elsewhere.
    m_body->setContentsMargins(m_body->contentsMargins().left(), practice ? 10 : 0, m_body->contentsMargins().right(), 16);
}

void Page::placeNotice(QWidget *notice)
{
    m_notice->addWidget(notice);
}

void Page::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int side = width() > WideWindow ? (width() - WidestContent) / 2 : Margin;
    m_headerRow->setContentsMargins(side, 8, side, 8);
    m_notice->setContentsMargins(side, 0, side, 0);
    m_body->setContentsMargins(side, m_body->contentsMargins().top(), side, 16);
}

} // namespace shuttler::ui
