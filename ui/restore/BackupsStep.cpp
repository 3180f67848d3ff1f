// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/BackupsStep.h"

#include "ui/common/Counted.h"
#include "ui/restore/BackupsModel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QFrame *tile(const QString &title, const QString &value, const QString &below, Chip *chip)
{
    auto *card = new Card;
    card->body()->setContentsMargins(14, 9, 14, 9);
    card->body()->setSpacing(1);
    auto *head = new QHBoxLayout;
    head->addWidget(new TextLabel(title, Role::Body, Tone::Text));
    head->addStretch();
    head->addWidget(chip);
    card->body()->addLayout(head);
    card->body()->addWidget(new TextLabel(value, Role::Verdict));
    card->body()->addWidget(paragraph(below, Tone::Second, Role::Small));
    card->setAccessibleName(QStringList{title, value, chip->text(), below}.join(u", "_s));
    return card;
}

} // namespace

BackupsStep::BackupsStep(RestoreSession &session)
    : StepPage(session, StepNumber::Backups, tr("Backups found"),
               tr("All backups of this database, wherever they lie. The best one is chosen; you can take another.")),
      m_source(new QComboBox), m_damage(new TextLabel({}, Role::Small, Tone::Second)), m_damageGlyph(new StatusGlyph(Glyph::Bad)),
      m_tiles(new QHBoxLayout), m_model(new BackupsModel(this)), m_footGlyph(new StatusGlyph(Glyph::Ok)),
      m_remarks(paragraph({}, Tone::Second, Role::Small)),
      m_again(button(u"rstAskAgain"_s, tr("Ask again"), ButtonKind::Plain, u"view-refresh"_s))
{
    auto *from = new QHBoxLayout;
    from->setSpacing(8);
    auto *label = new TextLabel(tr("From"), Role::Body, Tone::Second);
    m_source->setObjectName(u"rstSource"_s);
    m_source->setAccessibleName(tr("From"));
    m_source->setMinimumWidth(scaled(300));
    m_source->setMinimumHeight(scaled(30));
    label->setBuddy(m_source);
    from->addWidget(label);
    from->addWidget(m_source);
    from->addStretch();
    from->addWidget(m_damageGlyph);
    from->addWidget(m_damage);
    body()->addLayout(from);

    auto *tiles = new QWidget;
    tiles->setObjectName(u"rstFound"_s);
    tiles->setLayout(m_tiles);
    m_tiles->setContentsMargins(0, 0, 0, 0);
    m_tiles->setSpacing(12);
    body()->addWidget(tiles);

    auto *card = new Card(tr("Newest first"));
    m_counts = new TextLabel({}, Role::Small, Tone::Second);
    card->header()->insertWidget(1, m_counts);
    m_table = cellTable(u"rstBackups"_s, tr("Backups, newest first"));
    m_table->setItemDelegate(new BackupsDelegate(m_table));
    m_table->setModel(m_model);
    takeWhatIsLeft(m_table, 150);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(hairLine());
    m_foot = new QFrame;
    auto *foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(14, 8, 14, 8);
    foot->addWidget(m_footGlyph, 0, Qt::AlignTop);
    foot->addWidget(m_remarks, 1);
    card->body()->addWidget(m_foot);
    body()->addWidget(card, 1);

    connect(m_again, &QPushButton::clicked, this, [this] { this->session().list(); });
    connect(m_source, &QComboBox::activated, this, &BackupsStep::showRows);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { choose(current.row()); });
}

void BackupsStep::entered()
{
    if (!session().catalog())
        session().list();
}

void BackupsStep::refresh()
{
    const bool failed = session().error() && session().lastWork() == RestoreSession::Work::List;
    showTrouble(failed ? session().error() : std::nullopt, {{u"Again"_s, tr("Try again"), [this] { session().list(); }}});
    m_again->setEnabled(!session().isBusy());
    m_counts->setText(session().work() == RestoreSession::Work::List ? tr("Asking…") : QString());
    m_damage->setVisible(session().firstBad().has_value());
    m_damageGlyph->setVisible(session().firstBad().has_value());
    if (const std::optional<Instant> bad = session().firstBad())
        m_damage->setText(tr("Damage marked at %1").arg(HumanText::shown().when(*bad, session().now())));
    if (!session().catalog())
        return;
    showSources();
    showTiles();
    showRows();
    showRemarks();
}

void BackupsStep::showSources()
{
    const Environment &environment = session().environment();
    if (m_source->count() == 1 + (environment.lineage.isEmpty() ? 0 : 1 + int(environment.lineage.size())))
        return;
    m_source->clear();
    if (!environment.lineage.isEmpty())
        m_source->addItem(tr("all servers of this database"), QString());
    m_source->addItem(tr("%1, serves the app").arg(environment.instance.toString()), environment.instance.toString());
    for (const InstanceId &earlier : environment.lineage)
        m_source->addItem(tr("%1, before the last restores").arg(earlier.toString()), earlier.toString());
}

InstanceId BackupsStep::source() const
{
    return InstanceId(m_source->count() > 1 ? m_source->currentData().toString() : QString());
}

void BackupsStep::showTiles()
{
    while (QLayoutItem *old = m_tiles->takeAt(0)) {
        delete old->widget();
        delete old;
    }
    const BackupListing &listing = session().catalog()->listing;
    const HumanText &text = HumanText::shown();
    if (!listing.windows.isEmpty()) {
        qsizetype gaps = 0;
        for (const InstanceWindow &window : listing.windows)
            gaps += window.window.gaps().size();
        const Micros span = *listing.latest() - *listing.earliest();
        m_tiles->addWidget(tile(tr("Any second"),
                                gaps == 0 ? tr("%1, no gap").arg(HumanText::duration(span))
                                          : tr("%1, %2").arg(HumanText::duration(span), counted(gaps, tr("gap"), tr("gaps"))),
                                tr("%1 to %2").arg(text.dayAndTime(*listing.earliest()), text.when(*listing.latest(), session().now())),
                                gaps == 0 ? new Chip(Glyph::Ok, tr("Whole")) : new Chip(Glyph::Warn, tr("Has gaps"))));
    }
    qsizetype usable = 0;
    for (const Backup &backup : listing.backups)
        usable += canBeginWith(backup, session().capabilities()) ? 1 : 0;
    const Backup *newest = newestToBeginWith(listing, session().capabilities());
    m_tiles->addWidget(tile(tr("Backups"), HumanText::count(listing.backups.size()),
                            newest ? tr("newest %1, %2").arg(HumanText::kind(newest->kind), text.when(newest->takenAt, session().now()))
                            : listing.backups.isEmpty() ? tr("none can be restored from")
                                                        : tr("%1 makes no new instance of them").arg(session().capabilities().providerName),
                            usable == listing.backups.size() && usable > 0
                                ? new Chip(Glyph::Ok, tr("%1 usable").arg(HumanText::count(usable)))
                                : new Chip(Glyph::Warn, tr("%1 of %2 usable").arg(HumanText::count(usable), HumanText::count(listing.backups.size())))));
}

void BackupsStep::showRows()
{
    const QList<BackupRow> rows = backupRows(session().catalog()->listing, source(), session().capabilities(), session().firstBad(), session().now());
    qsizetype unusable = 0;
    for (const BackupRow &row : rows)
        unusable += row.usable ? 0 : 1;
    const QString found = tr("%1 found").arg(HumanText::count(rows.size()));
    m_counts->setText(unusable == 0 ? found : tr("%1, %2 cannot be used").arg(found, HumanText::count(unusable)));
    m_choosing = true;
    if (rows != m_model->rows() || rows.isEmpty())
        m_model->setRows(rows, usualRange(session().earlier().restores), session().now());
    if (const int row = rowOf(rows, session().target()); row >= 0)
        m_table->selectRow(row);
    m_choosing = false;
    fitColumns();
}

void BackupsStep::showRemarks()
{
    const QStringList remarks = session().catalog()->listing.remarks + session().catalog()->vanished;
    m_footGlyph->setGlyph(remarks.isEmpty() ? Glyph::Info : Glyph::Warn);
    const qsizetype earlier = session().earlier().restores.size();
    const QString known = earlier == 0 ? tr("No earlier restore of this database to compare the duration with.")
                                       : tr("Durations from %1 of this database.").arg(counted(earlier, tr("earlier restore"), tr("earlier restores")));
    m_remarks->setText((remarks.isEmpty() ? known : remarks.join(u'\n')).toHtmlEscaped().replace(u'\n', "<br>"_L1));
}

void BackupsStep::choose(int row)
{
    if (m_choosing || row < 0 || row >= m_model->rows().size() || !m_model->rows()[row].usable)
        return;
    const BackupRow &chosen = m_model->rows()[row];
    const bool staysAtMoment = chosen.anySecond && session().target() && std::holds_alternative<AtMoment>(*session().target());
    if (!staysAtMoment)
        session().setTarget(chosen.target);
}

void BackupsStep::fitColumns()
{
    QHeaderView *header = m_table->horizontalHeader();
    static constexpr int Widths[BackupsModel::ColumnCount] = {40, 210, 140, 60, 78, 118, 112, 124};
    int wanted = 0;
    for (int column = 0; column < BackupsModel::ColumnCount; ++column) {
        header->setSectionResizeMode(column, column == BackupsModel::Name ? QHeaderView::Stretch : QHeaderView::Fixed);
        header->resizeSection(column, scaled(Widths[column]));
        wanted += scaled(Widths[column]);
    }
    for (const int column : {BackupsModel::Usual, BackupsModel::Age, BackupsModel::Size}) {
        const bool hidden = wanted > m_table->viewport()->width();
        m_table->setColumnHidden(column, hidden);
        if (hidden)
            wanted -= scaled(Widths[column]);
    }
}

void BackupsStep::resizeEvent(QResizeEvent *event)
{
    StepPage::resizeEvent(event);
    fitColumns();
}

QWidget *BackupsStep::firstField()
{
    return m_table;
}

GoOn BackupsStep::goOn() const
{
    GoOn goOn{tr("Continue to step 3")};
    goOn.enabled = session().catalog() && !session().isBusy() && session().target();
    goOn.why = session().isBusy() ? tr("The backups are being listed") : tr("There is nothing to restore from");
    return goOn;
}

void BackupsStep::next()
{
    emit stepWanted(StepNumber::Choose);
}

} // namespace shuttler::ui
