// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Page.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollBar>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int Margin = 24;
constexpr int Gap = 12;
constexpr int BelowLine = 10;
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
    : QWidget(parent), m_area(new QScrollArea), m_header(new QWidget), m_headerRow(new QHBoxLayout(m_header)), m_title(heading(title)),
      m_subtitle(new TextLabel({}, Role::Small, Tone::Second)), m_practice(new EnvironmentLabel(EnvironmentKind::Practice)),
      m_line(new PracticeLine), m_noticeRoom(new QVBoxLayout), m_body(nullptr)
{
    setObjectName(objectName);
    setAccessibleName(title);

    m_header->setMinimumHeight(scaled(60));
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
    m_subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_subtitle->installEventFilter(this);
    words->addWidget(m_subtitle);
    words->addStretch();
    m_headerRow->addLayout(words, 1);
    m_practice->hide();
    m_line->hide();

    auto *scrolled = new QWidget;
    scrolled->setObjectName(u"scrolled"_s);
    m_body = new QVBoxLayout(scrolled);
    m_body->setSpacing(Gap);
    m_area->setObjectName(objectName + u"Body"_s);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setWidget(scrolled);
    // The scroll bar stands in the margin: content ends where the header's does.
    connect(m_area->verticalScrollBar(), &QScrollBar::rangeChanged, this, &Page::fitMargins);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_line);
    column->addLayout(m_noticeRoom);
    column->addWidget(m_area, 1);
    fitMargins();
}

void Page::enter()
{
    m_title->setFocus(Qt::OtherFocusReason);
}

void Page::setSubtitle(const QString &words)
{
    m_subtitleWords = words;
    m_subtitle->setVisible(!words.isEmpty());
    elideSubtitle();
}

void Page::elideSubtitle()
{
    const QString shown = m_subtitle->fontMetrics().elidedText(m_subtitleWords, Qt::ElideRight, qMax(100, m_subtitle->width()));
    m_subtitle->setText(shown);
    m_subtitle->setToolTip(shown == m_subtitleWords ? QString() : m_subtitleWords);
    m_subtitle->setAccessibleName(m_subtitleWords);
}

void Page::setEnvironmentKind(EnvironmentKind kind)
{
    m_isPractice = kind == EnvironmentKind::Practice;
    m_practice->setVisible(m_isPractice);
    m_line->setVisible(m_isPractice);
    fitMargins();
}

void Page::placeNotice(QWidget *notice)
{
    if (m_notice)
        m_notice->removeEventFilter(this);
    m_notice = notice;
    m_notice->installEventFilter(this);
    m_noticeRoom->addWidget(notice);
    fitMargins();
    orderTabs();
}

void Page::orderTabs()
{
    const auto stops = [](const QWidget *area) {
        QList<QWidget *> found;
        for (QWidget *widget : area->findChildren<QWidget *>()) {
            const bool inMenuOrList = widget->window() != area->window() || qobject_cast<QAbstractItemView *>(widget->parentWidget());
            if (widget->focusPolicy() & Qt::TabFocus && !inMenuOrList)
                found.append(widget);
        }
        return found;
    };
    QList<QWidget *> order = stops(m_header);
    if (m_notice)
        order += stops(m_notice);
    order += stops(m_area->widget());
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
}

bool Page::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_subtitle && event->type() == QEvent::Resize)
        elideSubtitle();
    if (watched == m_notice) {
        if (event->type() == QEvent::Show || event->type() == QEvent::Hide)
            fitMargins();
        else if (event->type() == QEvent::ParentChange && m_notice->parent() != this)
            m_notice = nullptr; // Another page shows it now.
    }
    return QWidget::eventFilter(watched, event);
}

void Page::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitMargins();
}

void Page::fitMargins()
{
    const int side = width() > WideWindow ? (width() - WidestContent) / 2 : Margin;
    const QScrollBar *bar = m_area->verticalScrollBar();
    const int barWidth = bar->maximum() > 0 ? bar->sizeHint().width() : 0;
    // Below the practice line there is air; elsewhere the header's own is enough.
    const int top = m_isPractice ? BelowLine : 0;
    m_headerRow->setContentsMargins(side, 8, side, 8);
    const bool hasNotice = m_notice && !m_notice->isHidden();
    m_noticeRoom->setContentsMargins(side, hasNotice ? top : 0, side, hasNotice ? Gap : 0);
    m_body->setContentsMargins(side, hasNotice ? 0 : top, side - barWidth, 16);
}

} // namespace shuttler::ui
