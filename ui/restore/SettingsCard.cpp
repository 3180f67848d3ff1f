// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/SettingsCard.h"

#include "ui/common/CellDelegate.h"
#include "ui/restore/StepPage.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

SettingsCard::SettingsCard(QWidget *parent)
    : QWidget(parent), m_tree(groupTree(u"rstSame"_s, tr("Same settings"))), m_model(new QStandardItemModel(this)),
      m_note(paragraph({}, Tone::Muted, Role::Small))
{
    auto *room = new QVBoxLayout(this);
    room->setContentsMargins(0, 0, 0, 0);
    auto *card = new Card(tr("Same settings"));
    room->addWidget(card);
    m_tree->setModel(m_model);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    takeWhatIsLeft(m_tree, 26 + 3 * 28);
    card->body()->addWidget(m_tree, 1);
    m_note->setContentsMargins(14, 0, 14, 10);
    card->body()->addWidget(m_note);
    card->body()->addStretch(0);
}

void SettingsCard::show(const StepRecord *compared, const InstanceId &old)
{
    const QList<Finding> settings = compared ? compared->findings : QList<Finding>();
    m_tree->setVisible(!settings.isEmpty());
    m_note->setVisible(settings.isEmpty());
    m_note->setText(tr("Compared with %1 when the new instance is ready.").arg(old.toString().toHtmlEscaped()));
    QString shown;
    for (const Finding &setting : settings)
        shown += setting.subject + setting.expected + setting.found + wordFor(setting.verdict);
    if (std::exchange(m_shown, shown) != shown)
        fill(settings);
}

void SettingsCard::fill(const QList<Finding> &settings)
{
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Setting"), tr("Value"), tr("New instance")});
    for (const Finding &setting : settings) {
        const bool same = setting.found == setting.expected;
        const bool differs = setting.verdict == Verdict::Failed;
        auto *name = new QStandardItem(setting.subject);
        auto *value = new QStandardItem(setting.expected);
        auto *found = new QStandardItem(differs ? setting.found : same ? tr("Same") : tr("When ready"));
        name->setData(int(Tone::Second), ToneRole);
        value->setData(true, EmphasisRole);
        found->setData(int(differs ? Glyph::Bad : same ? Glyph::Ok : Glyph::ToDo), GlyphRole);
        for (QStandardItem *item : {name, value, found})
            item->setToolTip(tr("%1: wanted %2, found %3").arg(setting.subject, setting.expected, setting.found));
        m_model->appendRow({name, value, found});
    }
    QHeaderView *header = m_tree->header();
    header->setStretchLastSection(false);
    for (const int column : {0, 1})
        header->setSectionResizeMode(column, QHeaderView::Stretch); // Long values are cut, not scrolled to.
    header->setSectionResizeMode(2, QHeaderView::Fixed);
    header->resizeSection(2, scaled(116));
}

} // namespace shuttler::ui
