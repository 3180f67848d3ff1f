// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/StagesView.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"
#include "ui/restore/RunView.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

void setIfNew(QStandardItem *item, const QVariant &value, int role)
{
    if (item->data(role) != value)
        item->setData(value, role);
}

QString tookOf(const StepRecord &record, Instant now)
{
    if (!record.startedAt || record.state == StepState::Skipped)
        return {};
    if (record.finishedAt)
        return HumanText::duration(*record.finishedAt - *record.startedAt);
    return record.state == StepState::Running ? HumanText::duration(now - *record.startedAt) : QString();
}

} // namespace

StagesView::StagesView(const QString &objectName, const QString &accessibleName, const QString &heading, QObject *parent)
    : QObject(parent), m_heading(heading), m_tree(groupTree(objectName, accessibleName)), m_model(new QStandardItemModel(this))
{
    m_tree->setModel(m_model);
    m_tree->setItemsExpandable(false);
    m_model->setColumnCount(3);
}

void StagesView::show(const QList<StepRecord> &records, Instant now)
{
    m_records = records;
    m_now = now;
    m_model->setHorizontalHeaderLabels({m_heading, tr("Done, %1").arg(HumanText::shown().zone(now)), tr("Took")});
    if (m_model->rowCount() != records.size()) {
        m_model->setRowCount(0);
        for (qsizetype i = 0; i < records.size(); ++i)
            m_model->appendRow({new QStandardItem, new QStandardItem, new QStandardItem});
        m_tree->header()->setStretchLastSection(false);
        m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
        for (const int column : {1, 2}) {
            m_tree->header()->setSectionResizeMode(column, QHeaderView::Fixed);
            m_tree->header()->resizeSection(column, scaled(column == 1 ? 88 : 108));
            m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    fill();
}

void StagesView::setLive(const QString &words, Instant now)
{
    m_live = words;
    m_now = now;
    fill();
}

void StagesView::setNow(Instant now)
{
    m_now = now;
    fill();
}

int StagesView::done() const
{
    int done = 0;
    for (const StepRecord &record : m_records)
        done += record.state == StepState::Done ? 1 : 0;
    return done;
}

void StagesView::fill()
{
    const HumanText &text = HumanText::shown();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const StepRecord &record = m_records[row];
        const bool running = record.state == StepState::Running;
        if (running && m_runs != record.name) {
            m_runs = record.name;
            m_tree->setCurrentIndex(m_model->index(row, 0)); // The eye follows it; the person may look elsewhere.
        }
        QStandardItem *what = m_model->item(row, 0);
        setIfNew(what, stageTitle(record.name), Qt::DisplayRole);
        setIfNew(what, int(glyphFor(record.state)), GlyphRole);
        setIfNew(what, running, EmphasisRole);
        setIfNew(what, running ? m_live : QString(), SubTextRole);
        const bool quiet = record.state == StepState::ToDo || record.state == StepState::Skipped;
        setIfNew(what, int(quiet ? Tone::Muted : Tone::Text), ToneRole);
        setIfNew(what, record.detail.isEmpty() ? record.sentence : record.sentence + u'\n' + record.detail, Qt::ToolTipRole);
        setIfNew(what, QStringList{stageTitle(record.name), wordFor(record.state), record.detail}.join(u", "_s), Qt::AccessibleTextRole);

        const bool ended = record.finishedAt && record.state != StepState::Skipped;
        setIfNew(m_model->item(row, 1), ended ? text.clockTime(*record.finishedAt) : QString(), Qt::DisplayRole);
        setIfNew(m_model->item(row, 2), tookOf(record, m_now), Qt::DisplayRole);
        for (const int column : {1, 2}) {
            setIfNew(m_model->item(row, column), true, MonoRole);
            setIfNew(m_model->item(row, column), int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
            setIfNew(m_model->item(row, column), int(Tone::Second), ToneRole);
        }
    }
}

} // namespace shuttler::ui
