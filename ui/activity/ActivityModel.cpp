// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/activity/ActivityModel.h"

#include "ui/common/CellDelegate.h"
#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

bool isSame(const ActivityEntry &a, const ActivityEntry &b)
{
    return a.at == b.at && a.what == b.what && a.who == b.who && a.result == b.result && a.environment == b.environment
        && a.run == b.run && a.detail == b.detail;
}

} // namespace

Glyph glyphForResult(const QString &result)
{
    static const QHash<QString, Glyph> looks = {
        {u"OK"_s, Glyph::Ok}, {u"Done"_s, Glyph::Ok}, {u"Verified"_s, Glyph::Ok}, {u"Passed"_s, Glyph::Ok},
        {u"Failed"_s, Glyph::Bad}, {u"Running"_s, Glyph::Running}, {u"Waiting"_s, Glyph::Due}, {u"Damage"_s, Glyph::Bad},
    };
    return looks.value(result, Glyph::Info);
}

void ActivityModel::setEntries(const QList<ActivityEntry> &entries, Instant now)
{
    const bool dayChanged = HumanText::shown().day(now) != HumanText::shown().day(m_now);
    m_now = now;
    m_all = entries;
    refilter();
    if (dayChanged)
        retranslate();
}

void ActivityModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    refilter();
}

void ActivityModel::setSince(std::optional<Instant> since)
{
    m_since = since;
    refilter();
}

void ActivityModel::setOnlyResult(const QString &result)
{
    m_onlyResult = result;
    refilter();
}

void ActivityModel::setMost(int most)
{
    m_most = most;
    refilter();
}

void ActivityModel::retranslate()
{
    if (m_shown.isEmpty())
        return;
    emit dataChanged(index(0, Time), index(int(m_shown.size()) - 1, Time));
    emit headerDataChanged(Qt::Horizontal, Time, Time);
}

bool ActivityModel::isShown(const ActivityEntry &entry) const
{
    if (m_since && entry.at < *m_since)
        return false;
    if (!m_onlyResult.isEmpty() && entry.result != m_onlyResult)
        return false;
    if (m_filter.isEmpty())
        return true;
    const QStringList words{entry.what, entry.who, entry.environment, entry.result};
    return words.join(u'\n').contains(m_filter, Qt::CaseInsensitive);
}

void ActivityModel::refilter()
{
    QList<ActivityEntry> fresh;
    for (const ActivityEntry &entry : std::as_const(m_all)) {
        if (fresh.size() >= m_most)
            break;
        if (isShown(entry))
            fresh.append(entry);
    }
    // Entries never change and new ones come first: what was on top before is looked for in the new list.
    qsizetype added = 0;
    if (!m_shown.isEmpty()) {
        while (added < fresh.size() && !isSame(fresh[added], m_shown.first()))
            ++added;
    }
    const qsizetype common = std::min(fresh.size() - added, m_shown.size());
    const bool grewOnTop = !m_shown.isEmpty() && added < fresh.size()
        && std::equal(m_shown.cbegin(), m_shown.cbegin() + common, fresh.cbegin() + added, isSame);
    if (!grewOnTop) {
        beginResetModel();
        m_shown = std::move(fresh);
        endResetModel();
        return;
    }
    if (m_shown.size() > common) {
        beginRemoveRows({}, int(common), int(m_shown.size()) - 1);
        m_shown.resize(common);
        endRemoveRows();
    }
    if (added > 0) {
        beginInsertRows({}, 0, int(added) - 1);
        m_shown = fresh.first(added) + m_shown;
        endInsertRows();
    }
    if (fresh.size() > m_shown.size()) {
        beginInsertRows({}, int(m_shown.size()), int(fresh.size()) - 1);
        m_shown = std::move(fresh);
        endInsertRows();
    }
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ActivityModel::timeOf(const ActivityEntry &entry) const
{
    const HumanText &text = HumanText::shown();
    return text.day(entry.at) == text.day(m_now) ? text.clockTime(entry.at) : text.dayAndTime(entry.at);
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_shown.size())
        return {};
    const ActivityEntry &entry = m_shown[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case Time: return timeOf(entry);
        case What: return entry.what;
        case Where: return entry.environment;
        case Who: return entry.who;
        case ResultColumn: return entry.result;
        default: return {};
        }
    case Qt::ToolTipRole:
        return tr("%1 (%2): %3, by %4, %5")
            .arg(HumanText::shown().moment(entry.at), HumanText::utcMoment(entry.at), entry.what, entry.who, entry.result);
    case GlyphRole: return column == ResultColumn ? QVariant(int(glyphForResult(entry.result))) : QVariant();
    case MonoRole: return column == Time;
    case ToneRole: return int(column == Time || column == Who || column == Where ? Tone::Second : Tone::Text);
    default: return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time, %1").arg(HumanText::shown().zone(m_now));
    case What: return tr("What");
    case Where: return tr("Where");
    case Who: return tr("Who");
    case ResultColumn: return tr("Result");
    default: return {};
    }
}

} // namespace shuttler::ui
