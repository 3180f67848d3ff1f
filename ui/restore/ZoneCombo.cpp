// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/ZoneCombo.h"

#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QLineEdit>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

ZoneCombo::ZoneCombo(QWidget *parent) : QComboBox(parent)
{
    setObjectName(u"rstZone"_s);
    setAccessibleName(tr("Zone"));
    setToolTip(tr("The zone in which the time is read"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setMaxVisibleItems(14);
    setMinimumHeight(scaled(30));
    lineEdit()->setObjectName(u"rstZoneEdit"_s);
    lineEdit()->setAccessibleName(tr("Zone"));
    completer()->setFilterMode(Qt::MatchContains);
    completer()->setCaseSensitivity(Qt::CaseInsensitive);
    completer()->setCompletionMode(QCompleter::PopupCompletion);

    QList<QByteArray> first{HumanText::shown().clock().zone().id()};
    for (const QByteArray &also : {QTimeZone::systemTimeZoneId(), QByteArrayLiteral("UTC")}) {
        if (!first.contains(also) && QTimeZone(also).isValid())
            first.append(also);
    }
    m_known = int(first.size());
    for (const QByteArray &id : std::as_const(first))
        addItem(QString::fromLatin1(id), id);
    insertSeparator(count());
    for (const QByteArray &id : QTimeZone::availableTimeZoneIds())
        addItem(QString::fromLatin1(id), id);
    setCurrentIndex(0);

    connect(this, &QComboBox::activated, this, [this] { emit zoneChosen(zone()); });
    // What was typed and is no zone becomes the chosen one again.
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] {
        const int known = findText(lineEdit()->text(), Qt::MatchFixedString);
        if (known >= 0 && known != currentIndex() && known != m_known) {
            setCurrentIndex(known);
            emit zoneChosen(zone());
        } else {
            lineEdit()->setText(itemText(currentIndex()));
            lineEdit()->setCursorPosition(0);
        }
    });
}

void ZoneCombo::setMoment(Instant moment)
{
    m_moment = moment;
    nameZones();
}

void ZoneCombo::nameZones()
{
    for (int i = 0; i < m_known; ++i) {
        const QString name = HumanText(QTimeZone(itemData(i).toByteArray())).zoneLong(m_moment);
        if (itemText(i) != name)
            setItemText(i, name);
    }
    if (!lineEdit()->hasFocus())
        lineEdit()->setCursorPosition(0);
}

QTimeZone ZoneCombo::zone() const
{
    const QTimeZone chosen(currentData().toByteArray());
    return chosen.isValid() ? chosen : HumanText::shown().clock().zone();
}

void ZoneCombo::choose(const QTimeZone &zone)
{
    const int index = findData(zone.id());
    if (index >= 0)
        setCurrentIndex(index);
}

} // namespace shuttler::ui
