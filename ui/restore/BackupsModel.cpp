// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/BackupsModel.h"

#include "ui/common/HumanText.h"
#include "ui/common/Labels.h"
#include "ui/restore/StepPage.h"
#include "ui/timeline/TimelineView.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

const QString Dash = u"—"_s;

bool isNumber(int column)
{
    return column == BackupsModel::Age || column == BackupsModel::Size || column == BackupsModel::Lost;
}

} // namespace

void BackupsModel::setRows(QList<BackupRow> rows, std::optional<UsualRange> usual, Instant now)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_usual = usual;
    m_now = now;
    endResetModel();
}

int BackupsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BackupsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BackupsModel::text(const BackupRow &row, int column) const
{
    const HumanText &shown = HumanText::shown();
    switch (column) {
    case Name: return row.name;
    case Taken: return shown.dayAndTime(row.taken);
    case Age: return HumanText::roughly(m_now - row.taken);
    case Size: return row.sizeBytes > 0 ? HumanText::size(row.sizeBytes) : Dash;
    case Lost: return row.lost ? HumanText::duration(*row.lost) : row.usable ? tr("may hold the damage") : Dash;
    case Health: return row.health;
    case Usual:
        if (!row.usable)
            return row.reason;
        return m_usual ? tr("%1 to %2").arg(HumanText::roughly(m_usual->least), HumanText::roughly(m_usual->most)) : tr("no earlier runs");
    default: return {};
    }
}

QVariant BackupsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const BackupRow &row = m_rows[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return text(row, column);
    case Qt::TextAlignmentRole: return isNumber(column) ? int(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case MonoRole: return column == Name && !row.anySecond;
    case EmphasisRole: return row.anySecond && (column == Name || column == Lost);
    case MarkRole: return column == Name ? QVariant(int(row.mark)) : QVariant();
    case GlyphRole: return column == Health ? QVariant(int(row.glyph)) : QVariant();
    case ToneRole:
        if (!row.usable)
            return int(Tone::Muted);
        if (column == Lost && !row.lost)
            return int(Tone::Warn);
        return column == Age || column == Usual ? QVariant(int(Tone::Second)) : QVariant();
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole: {
        if (role == Qt::AccessibleTextRole && column != Choice)
            return text(row, column);
        QStringList words;
        for (int each = Name; each < ColumnCount; ++each)
            words.append(u"%1: %2"_s.arg(headerData(each, Qt::Horizontal, Qt::DisplayRole).toString(), text(row, each)));
        return words.join(role == Qt::ToolTipRole ? u"\n"_s : u", "_s);
    }
    default: return {};
    }
}

QVariant BackupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return isNumber(section) ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name: return tr("Backup");
    case Taken: return tr("Taken, %1").arg(zoneInHeading(m_now));
    case Age: return tr("Age");
    case Size: return tr("Size");
    case Lost: return tr("Good work lost");
    case Health: return tr("Health");
    case Usual: return tr("Usual duration");
    default: return QString();
    }
}

Qt::ItemFlags BackupsModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return m_rows[index.row()].usable ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

void BackupsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    CellDelegate::paint(painter, option, index);
    if (index.column() != BackupsModel::Choice || !(index.flags() & Qt::ItemIsSelectable))
        return;
    const int side = scaled(16);
    QStyleOptionButton radio;
    radio.rect = QRect(option.rect.left() + scaled(13), option.rect.center().y() - side / 2, side, side);
    radio.state = QStyle::State_Enabled | (option.state & QStyle::State_Selected ? QStyle::State_On : QStyle::State_Off);
    QApplication::style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &radio, painter, option.widget);
}

bool BackupsDelegate::paintMark(QPainter &painter, const QRectF &square, const QModelIndex &index) const
{
    const QVariant mark = index.data(MarkRole);
    if (!mark.isValid())
        return CellDelegate::paintMark(painter, square, index);
    paintTimelineMark(painter, square.adjusted(1, 1, -1, -1), MarkKind(mark.toInt()));
    return true;
}

} // namespace shuttler::ui
