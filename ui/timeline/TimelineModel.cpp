// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/timeline/TimelineModel.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

namespace shuttler::ui {

void TimelineModel::setEntries(QList<TimelineEntry> entries, Instant now)
{
    std::sort(entries.begin(), entries.end(), comesBefore);
    m_all = std::move(entries);
    setNow(now);
    refilter();
}

void TimelineModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    refilter();
}

void TimelineModel::setHiddenKinds(const QSet<MarkKind> &kinds)
{
    m_hidden = kinds;
    refilter();
}

void TimelineModel::setNow(Instant now)
{
    m_now = now;
    if (m_shown.isEmpty())
        return;
    emit dataChanged(index(0, Name), index(int(m_shown.size()) - 1, Age), {Qt::DisplayRole, Qt::ToolTipRole});
    emit headerDataChanged(Qt::Horizontal, Taken, Taken);
}

const TimelineEntry *TimelineModel::at(const QModelIndex &index) const
{
    return index.isValid() && index.row() < m_shown.size() ? &m_shown[index.row()] : nullptr;
}

bool TimelineModel::isShown(const TimelineEntry &entry) const
{
    return !m_hidden.contains(entry.kind)
        && (m_filter.isEmpty() || titleOf(entry).contains(m_filter, Qt::CaseInsensitive));
}

void TimelineModel::refilter()
{
    QList<TimelineEntry> fresh;
    std::copy_if(m_all.cbegin(), m_all.cend(), std::back_inserter(fresh), [this](const TimelineEntry &e) { return isShown(e); });
    if (fresh == m_shown)
        return;

    // A point that moved (a window grows every minute) keeps its row where the order allows it, so that it stays selected.
    const auto sameThing = [](const TimelineEntry &a, const TimelineEntry &b) { return a.id == b.id; };
    QSet<QString> stays;
    for (const TimelineEntry &entry : fresh)
        stays.insert(entry.id);
    for (int row = int(m_shown.size()) - 1; row >= 0; --row) {
        if (stays.contains(m_shown[row].id))
            continue;
        beginRemoveRows({}, row, row);
        m_shown.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < fresh.size(); ++row) {
        if (row < m_shown.size() && sameThing(m_shown[row], fresh[row])) {
            if (m_shown[row] != fresh[row]) {
                m_shown[row] = fresh[row];
                emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
            }
            continue;
        }
        const auto later = std::find_if(m_shown.cbegin() + row, m_shown.cend(),
                                        [&](const TimelineEntry &old) { return sameThing(old, fresh[row]); });
        if (later == m_shown.cend()) {
            beginInsertRows({}, row, row);
            m_shown.insert(row, fresh[row]);
            endInsertRows();
            continue;
        }
        const int from = int(later - m_shown.cbegin());
        beginMoveRows({}, from, from, {}, row);
        m_shown.move(from, row);
        endMoveRows();
        m_shown[row] = fresh[row];
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
    }
    emit shownChanged();
}

int TimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int TimelineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimelineModel::textAt(const TimelineEntry &entry, int column) const
{
    const HumanText &text = HumanText::shown();
    switch (column) {
    case Name: return titleOf(entry);
    case Taken: return text.dayAndTime(entry.at);
    case Utc: return entry.at.toDateTime().toString(QStringLiteral("HH:mm:ss"));
    case Age: return HumanText::roughly(m_now - entry.at);
    case Size: return HumanText::size(entry.sizeBytes);
    case Health: return entry.stateWord;
    case Kept: return entry.kept;
    default: return {};
    }
}

QVariant TimelineModel::data(const QModelIndex &index, int role) const
{
    const TimelineEntry *entry = at(index);
    if (!entry)
        return {};
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return textAt(*entry, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return column == Name || role == Qt::ToolTipRole ? wordsOf(*entry, m_now) : textAt(*entry, column);
    case Qt::TextAlignmentRole:
        return int((column == Age || column == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case GlyphRole: return column == Health ? QVariant(int(entry->state)) : QVariant();
    case MarkRole: return column == Name ? QVariant(int(entry->kind)) : QVariant();
    case MonoRole:
        return column == Utc
            || (column == Name && (entry->kind == MarkKind::Automated || entry->kind == MarkKind::Manual || entry->kind == MarkKind::Dump));
    case ToneRole: return int(column == Utc || column == Kept ? Tone::Second : Tone::Text);
    default: return {};
    }
}

QVariant TimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Age || section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Taken: return tr("Taken, %1").arg(HumanText::shown().zone(m_now));
    case Utc: return tr("UTC");
    case Age: return tr("Age");
    case Size: return tr("Size");
    case Health: return tr("Health");
    case Kept: return tr("Kept");
    default: return {};
    }
}

} // namespace shuttler::ui
