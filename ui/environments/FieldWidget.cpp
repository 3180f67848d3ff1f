// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldWidget.h"

#include "ui/common/Theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QListWidget>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int ItemHeight = 28;
constexpr int MostRows = 5;

Choices withWritten(Choices choices, const QStringList &written)
{
    for (const QString &value : written)
        if (!value.isEmpty()
            && std::none_of(choices.cbegin(), choices.cend(), [&value](const auto &choice) { return choice.first == value; }))
            choices.append({value, QCoreApplication::translate("FieldWidget", "As written in its file: %1").arg(value)});
    return choices;
}

QWidget *makeChoice(const FieldSpec &field, const QString &value, const FieldHeard &heard, QWidget *parent)
{
    auto *combo = new QComboBox(parent);
    combo->setMinimumContentsLength(12); // A long choice is cut off rather than the page made wider.
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    const Choices choices = withWritten(field.choices, {value});
    for (const auto &[key, words] : choices)
        combo->addItem(words, key);
    combo->setCurrentIndex(qMax(0, combo->findData(value)));
    QObject::connect(combo, &QComboBox::currentIndexChanged, combo, heard.changed);
    return combo;
}

QWidget *makeSeveral(const FieldSpec &field, const QString &value, const FieldHeard &heard, QWidget *parent)
{
    auto *list = new QListWidget(parent);
    QStringList ticked;
    for (const QString &part : value.split(u',', Qt::SkipEmptyParts))
        ticked.append(part.trimmed());
    const Choices choices = withWritten(field.choices, ticked);
    for (const auto &[key, words] : choices) {
        auto *item = new QListWidgetItem(words, list);
        item->setData(Qt::UserRole, key);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(ticked.contains(key) ? Qt::Checked : Qt::Unchecked);
        item->setSizeHint(QSize(0, scaled(ItemHeight)));
    }
    list->setCurrentRow(0);
    list->setFixedHeight(scaled(ItemHeight) * qBound(1, list->count(), MostRows) + 2 * list->frameWidth());
    QObject::connect(list, &QListWidget::itemChanged, list, heard.changed);
    return list;
}

QWidget *makeLine(const FieldSpec &field, const QString &value, const FieldHeard &heard, QWidget *parent)
{
    auto *line = new QLineEdit(value, parent);
    line->setPlaceholderText(field.example);
    if (field.shape == FieldSpec::Shape::Secret)
        line->setEchoMode(QLineEdit::Password);
    QObject::connect(line, &QLineEdit::textEdited, line, heard.changed);
    QObject::connect(line, &QLineEdit::editingFinished, line, heard.left);
    return line;
}

} // namespace

QWidget *makeFieldWidget(const FieldSpec &field, const QString &value, const FieldHeard &heard, QWidget *parent)
{
    QWidget *made = field.shape == FieldSpec::Shape::Choice    ? makeChoice(field, value, heard, parent)
                  : field.shape == FieldSpec::Shape::Several ? makeSeveral(field, value, heard, parent)
                                                             : makeLine(field, value, heard, parent);
    made->setAccessibleName(field.label);
    made->setMinimumHeight(qMax(made->minimumHeight(), scaled(30)));
    return made;
}

QString enteredIn(const QWidget *widget, FieldSpec::Shape shape)
{
    if (shape == FieldSpec::Shape::Choice)
        return static_cast<const QComboBox *>(widget)->currentData().toString();
    if (shape == FieldSpec::Shape::Several) {
        const auto *list = static_cast<const QListWidget *>(widget);
        QStringList ticked;
        for (int i = 0; i < list->count(); ++i)
            if (list->item(i)->checkState() == Qt::Checked)
                ticked.append(list->item(i)->data(Qt::UserRole).toString());
        return ticked.join(u", "_s);
    }
    const QString text = static_cast<const QLineEdit *>(widget)->text();
    return shape == FieldSpec::Shape::Secret ? text : text.trimmed();
}

} // namespace shuttler::ui
