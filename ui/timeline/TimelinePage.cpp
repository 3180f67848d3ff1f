// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelinePage.h"

#include "ui/common/Counted.h"
#include "ui/common/Icons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QTableView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours Hour{1};

} // namespace

bool MarkDelegate::paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const
{
    const QVariant mark = index.data(MarkRole);
    if (!mark.isValid())
        return CellDelegate::paintMark(painter, square, index);
    paintTimelineMark(painter, square, MarkKind(mark.toInt()));
    return true;
}

TimelinePage::TimelinePage(QWidget *parent)
    : Page(u"timelinePage"_s, tr("Timeline"), parent), m_model(new TimelineModel(this)), m_view(new TimelineView),
      m_legend(new TimelineLegend), m_table(cellTable(u"tmlTable"_s, tr("Points and events, newest first"))),
      m_counts(new TextLabel({}, Role::Small, Tone::Second)), m_detail(new TimelineDetail), m_filter(new QLineEdit),
      m_kinds(new MenuButton(u"tmlKinds"_s, tr("All kinds"), u"view-filter"_s)), m_range(new Segments(tr("Range")))
{
    setSubtitle(tr("What exists, how far back, and what happened when"));
    makeHeader();
    auto *left = new QVBoxLayout;
    left->setSpacing(12);
    left->addWidget(makeViewCard());
    left->addWidget(makeTableCard(), 1);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addLayout(left, 1);
    columns->addWidget(m_detail);
    m_detail->setFixedWidth(scaled(312));
    body()->addLayout(columns, 1);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TimelinePage::rowChosen);
    connect(m_model, &TimelineModel::shownChanged, this, &TimelinePage::drawShown);
    connect(m_view, &TimelineView::currentChanged, this, [this](std::optional<quint32> entry) {
        if (entry)
            m_table->setCurrentIndex(m_model->index(int(*entry), 0));
    });
    connect(m_view, &TimelineView::menuWanted, this, &TimelinePage::entryMenu);
    connect(m_view, &TimelineView::opened, this, [this] { m_detail->findChild<QPushButton *>(u"tmlRestoreHere"_s)->setFocus(); });
    connect(m_view, &TimelineView::rangeChanged, this, [this] {
        m_rangeChosen = true;
        m_range->choose(-1);
        nameRange();
    });
    connect(m_detail, &TimelineDetail::restoreWanted, this, &TimelinePage::restoreWanted);
}

void TimelinePage::makeHeader()
{
    m_filter->setObjectName(u"tmlFilter"_s);
    m_filter->setAccessibleName(tr("Filter by name"));
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedSize(scaled(140), scaled(30));
    m_filter->addAction(Icons::icon(u"edit-find"_s), QLineEdit::LeadingPosition);
    connect(m_filter, &QLineEdit::textChanged, m_model, &TimelineModel::setFilter);

    makeKindsMenu();

    m_range->setObjectName(u"tmlRange"_s);
    m_range->add(12, u"tmlRange12h"_s, tr("12 h"));
    m_range->add(24, u"tmlRange24h"_s, tr("24 h"));
    m_range->add(7 * 24, u"tmlRange7d"_s, tr("7 days"));
    m_range->add(35 * 24, u"tmlRange35d"_s, tr("35 days"));
    connect(m_range, &Segments::picked, this, [this](int hours) {
        m_rangeChosen = true;
        showRange(hours);
    });
    QPushButton *out = iconButton(u"tmlZoomOut"_s, u"list-remove"_s, tr("Zoom out"));
    QPushButton *in = iconButton(u"tmlZoomIn"_s, u"list-add"_s, tr("Zoom in"));
    connect(out, &QPushButton::clicked, this, [this] { m_view->zoom(0.5); });
    connect(in, &QPushButton::clicked, this, [this] { m_view->zoom(2); });
    for (QWidget *widget : std::initializer_list<QWidget *>{m_filter, m_kinds, m_range, out, in})
        headerRow()->addWidget(widget);
}

void TimelinePage::makeKindsMenu()
{
    auto *menu = new QMenu(m_kinds);
    for (const MarkKind kind : {MarkKind::Window, MarkKind::Gap, MarkKind::Automated, MarkKind::Manual, MarkKind::Dump, MarkKind::Event,
                                MarkKind::Damage}) {
        QAction *action = menu->addAction(TimelineLegend::wordFor(kind));
        action->setCheckable(true);
        action->setChecked(true);
        action->setData(int(kind));
    }
    connect(menu, &QMenu::triggered, this, [this, menu] {
        QSet<MarkKind> hidden;
        for (const QAction *action : menu->actions()) {
            if (!action->isChecked())
                hidden.insert(MarkKind(action->data().toInt()));
        }
        const QString words = hidden.isEmpty() ? tr("All kinds") : tr("%1 of %2 kinds").arg(menu->actions().size() - hidden.size()).arg(menu->actions().size());
        m_kinds->setText(words);
        m_kinds->setAccessibleName(words);
        m_model->setHiddenKinds(hidden);
    });
    m_kinds->setMenu(menu);
}

QWidget *TimelinePage::makeViewCard()
{
    m_view->setObjectName(u"tmlView"_s);
    m_viewCard = new Card(tr("All"));
    m_viewCard->header()->insertWidget(1, m_legend);
    m_viewCard->body()->addWidget(m_view);
    return m_viewCard;
}

QWidget *TimelinePage::makeTableCard()
{
    auto *card = new Card(tr("Points and events, newest first"));
    card->header()->addWidget(m_counts);
    m_table->setModel(m_model);
    showWhenEmpty(m_table, tr("No points or events that fit the filter."));
    m_table->setItemDelegate(new MarkDelegate(m_table));
    m_table->setMinimumHeight(scaled(27 + 4 * 28));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(TimelineModel::Name, QHeaderView::Stretch);
    header->setSectionResizeMode(TimelineModel::Kept, QHeaderView::Interactive);
    header->resizeSection(TimelineModel::Kept, scaled(88));
    card->body()->addWidget(m_table);
    return card;
}

void TimelinePage::setSituation(const Situation &situation)
{
    const bool first = !m_situation || m_situation->environment.name != situation.environment.name;
    const Instant now = situation.lookedAt;
    const TimeScale before = m_view->scale();
    const Instant nowBefore = m_view->picture().now;
    m_situation = situation;
    setEnvironmentKind(situation.environment.kind);
    const QList<TimelineEntry> entries = situation.listing
        ? entriesOf(*situation.listing, situation.runs, situation.practice ? situation.practice->incidents : QList<Incident>())
        : QList<TimelineEntry>();
    m_model->setEntries(entries, now);
    drawShown();
    if (first && !entries.isEmpty()) {
        const Micros age = now - *situation.listing->earliest();
        m_rangeChosen = false;
        if (age < Hour * 12)
            m_view->showAll();
        else
            showRange(age > Hour * 24 * 7 ? 35 * 24 : 24);
    } else if (!first) {
        m_view->setRange(before.from + (now - nowBefore), before.until + (now - nowBefore));
    }
    nameRange();
    if (!m_table->currentIndex().isValid())
        m_detail->showNothing();
    else
        rowChosen(m_table->currentIndex());
}

void TimelinePage::drawShown()
{
    if (!m_situation)
        return;
    m_view->setPicture(pictureOf([this]() -> const QList<TimelineEntry> & { return m_model->shown(); },
                                 m_situation->environment.promiseDays, m_model->now()));
    QSet<MarkKind> kinds;
    int events = 0;
    for (const TimelineEntry &entry : m_model->shown()) {
        kinds.insert(entry.kind);
        events += entry.kind == MarkKind::Event || entry.kind == MarkKind::Damage ? 1 : 0;
    }
    m_legend->setKinds(kinds);
    const auto points = int(m_model->shown().size()) - events;
    m_counts->setText(counted(points, tr("point"), tr("points")) + u", "_s + counted(events, tr("event"), tr("events")));
}

void TimelinePage::setNow(Instant now)
{
    // Ages are in minutes at best: once a minute is enough.
    if (m_situation && now - m_model->now() >= std::chrono::minutes(1))
        m_model->setNow(now);
}

void TimelinePage::setNarrow(bool narrow)
{
    for (const TimelineModel::Column column : {TimelineModel::Utc, TimelineModel::Age, TimelineModel::Size})
        m_table->setColumnHidden(column, narrow);
    m_legend->setVisible(!narrow);
    setSubtitle(narrow ? tr("What exists, and what happened") : tr("What exists, how far back, and what happened when"));
    m_detail->setFixedWidth(scaled(narrow ? 250 : 312));
    m_filter->setFixedWidth(scaled(narrow ? 118 : 140));
}

void TimelinePage::select(const QString &entryId)
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->shown()[row].id == entryId) {
            m_table->setCurrentIndex(m_model->index(row, 0));
            m_table->scrollTo(m_model->index(row, 0));
            return;
        }
    }
}

void TimelinePage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TimelinePage::showRange(int hours)
{
    m_view->showLast(Hour * hours);
    m_range->choose(hours);
    nameRange();
}

void TimelinePage::nameRange()
{
    const QString words = m_range->chosen() == 12 ? tr("Last 12 hours")
        : m_range->chosen() == 24                 ? tr("Last 24 hours")
        : m_range->chosen() > 0                   ? tr("Last %1 days").arg(m_range->chosen() / 24)
                                                  : tr("%1 shown").arg(HumanText::duration(m_view->scale().span()));
    m_viewCard->titleLabel()->setText(words);
}

void TimelinePage::rowChosen(const QModelIndex &current)
{
    const TimelineEntry *entry = m_model->at(current);
    if (!entry) {
        m_detail->showNothing();
        m_view->setCurrentEntry(std::nullopt);
        return;
    }
    const auto number = quint32(current.row());
    if (m_view->currentEntry() != number)
        m_view->setCurrentEntry(number);
    m_detail->show(*entry, m_situation && m_situation->listing ? &*m_situation->listing : nullptr, m_model->now());
}

void TimelinePage::entryMenu(quint32 number, const QPoint &at)
{
    const TimelineEntry entry = m_model->shown().value(qsizetype(number));
    QMenu menu(this);
    if (entry.restoreTo)
        connect(menu.addAction(tr("Restore from here…")), &QAction::triggered, this, [this, to = *entry.restoreTo] { emit restoreWanted(to); });
    connect(menu.addAction(tr("Copy name")), &QAction::triggered, this, [name = titleOf(entry)] { QApplication::clipboard()->setText(name); });
    menu.exec(at);
}

void TimelinePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LocaleChange && m_situation) {
        m_model->setNow(m_model->now());
        rowChosen(m_table->currentIndex());
    }
    Page::changeEvent(event);
}

} // namespace shuttler::ui
