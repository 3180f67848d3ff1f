// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldForm.h"

#include "ui/common/Labels.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

FieldForm::FieldForm(const QString &prefix, QWidget *parent) : QWidget(parent), m_prefix(prefix), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnMinimumWidth(0, scaled(170));
    m_grid->setColumnStretch(1, 1);
}

void FieldForm::ask(const QList<FieldSpec> &fields, const FieldValues &values)
{
    const FieldValues entered = this->values();
    for (const Row &old : std::exchange(m_rows, {}))
        delete old.field;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    int line = 0;
    for (const FieldSpec &spec : fields) {
        const bool isSecret = spec.shape == FieldSpec::Shape::Secret;
        QWidget *field = makeField(spec, isSecret ? QString() : entered.value(spec.key, values.value(spec.key, spec.preset)));
        auto *label = new TextLabel(spec.label, Role::Body, Tone::Second);
        label->setBuddy(field);
        auto *below = new TextLabel(spec.hint, Role::Small, Tone::Muted);
        below->setObjectName(field->objectName() + u"Note"_s);
        below->setWordWrap(true);
        m_grid->addWidget(label, line, 0);
        m_grid->addWidget(field, line, 1);
        m_grid->addWidget(below, line + 1, 1);
        m_grid->setRowMinimumHeight(line + 2, scaled(4));
        line += 3;
        m_rows.append({spec, field, below});
        say(m_rows.last(), {});
    }
    setKept(m_kept);
}

QWidget *FieldForm::makeField(const FieldSpec &spec, const QString &value)
{
    QWidget *made = nullptr;
    if (spec.shape == FieldSpec::Shape::Choice) {
        auto *combo = new QComboBox(this);
        for (const auto &[key, words] : spec.choices)
            combo->addItem(words, key);
        combo->setCurrentIndex(qMax(0, combo->findData(value)));
        connect(combo, &QComboBox::currentIndexChanged, this, &FieldForm::edited);
        made = combo;
    } else {
        auto *line = new QLineEdit(value, this);
        line->setPlaceholderText(spec.example);
        if (spec.shape == FieldSpec::Shape::Secret)
            line->setEchoMode(QLineEdit::Password);
        connect(line, &QLineEdit::textEdited, this, [this, key = spec.key] {
            if (const Row *changed = row(key))
                say(*changed, {}); // What was wrong with it is being mended.
            emit edited();
        });
        made = line;
    }
    QString name = m_prefix;
    for (const QString &part : spec.key.split(u'-'))
        name += part.left(1).toUpper() + part.mid(1);
    made->setObjectName(name);
    made->setAccessibleName(spec.label);
    made->setMinimumHeight(scaled(30));
    return made;
}

void FieldForm::setKept(bool kept)
{
    m_kept = kept;
    for (const Row &row : std::as_const(m_rows))
        if (auto *line = qobject_cast<QLineEdit *>(row.field); line && row.spec.shape == FieldSpec::Shape::Secret)
            line->setPlaceholderText(kept ? tr("As kept; enter another to replace it") : QString());
}

FieldValues FieldForm::values() const
{
    FieldValues values;
    for (const Row &row : m_rows)
        if (row.spec.shape != FieldSpec::Shape::Secret && !textOf(row).isEmpty())
            values.insert(row.spec.key, textOf(row));
    return values;
}

bool FieldForm::hasSecret(const QString &key) const
{
    const Row *found = row(key);
    return found && !textOf(*found).isEmpty();
}

Secret FieldForm::takeSecret(const QString &key) const
{
    const Row *found = row(key);
    return found ? Secret(textOf(*found).toUtf8()) : Secret();
}

void FieldForm::clearSecrets()
{
    for (const Row &row : std::as_const(m_rows))
        if (auto *line = qobject_cast<QLineEdit *>(row.field); line && row.spec.shape == FieldSpec::Shape::Secret)
            line->clear();
}

bool FieldForm::check()
{
    const Row *first = nullptr;
    for (const Row &row : std::as_const(m_rows)) {
        const QString wrong = wrongWith(row);
        say(row, wrong);
        first = first || wrong.isEmpty() ? first : &row;
    }
    if (first)
        first->field->setFocus(Qt::OtherFocusReason);
    return !first;
}

void FieldForm::showWrong(const QString &key, const QString &words)
{
    if (const Row *found = row(key)) {
        say(*found, words);
        found->field->setFocus(Qt::OtherFocusReason);
    }
}

QWidget *FieldForm::field(const QString &key) const
{
    const Row *found = row(key);
    return found ? found->field : nullptr;
}

QWidget *FieldForm::first() const
{
    return m_rows.isEmpty() ? nullptr : m_rows.first().field;
}

FieldForm::Row *FieldForm::row(const QString &key)
{
    return const_cast<Row *>(std::as_const(*this).row(key));
}

const FieldForm::Row *FieldForm::row(const QString &key) const
{
    const auto found = std::find_if(m_rows.cbegin(), m_rows.cend(), [&key](const Row &row) { return row.spec.key == key; });
    return found == m_rows.cend() ? nullptr : &*found;
}

QString FieldForm::textOf(const Row &row)
{
    if (const auto *combo = qobject_cast<const QComboBox *>(row.field))
        return combo->currentData().toString();
    const QString text = static_cast<const QLineEdit *>(row.field)->text();
    return row.spec.shape == FieldSpec::Shape::Secret ? text : text.trimmed();
}

QString FieldForm::wrongWith(const Row &row) const
{
    const QString text = textOf(row);
    if (text.isEmpty()) {
        const bool isKept = m_kept && row.spec.shape == FieldSpec::Shape::Secret;
        return row.spec.needed && !isKept ? tr("This is needed.") : QString();
    }
    return row.spec.rule ? row.spec.rule(text) : QString();
}

void FieldForm::say(const Row &row, const QString &wrong)
{
    row.below->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Bad);
    row.below->setText(wrong.isEmpty() ? row.spec.hint : wrong);
    row.below->setVisible(!row.below->text().isEmpty());
    // Read with the field, not only seen below it.
    row.field->setAccessibleDescription(row.below->text());
}

} // namespace shuttler::ui
