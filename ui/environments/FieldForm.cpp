// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldForm.h"

#include "ui/common/Labels.h"
#include "ui/environments/FieldWidget.h"

#include <QGridLayout>
#include <QLineEdit>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

static constexpr int RowGap = 4;

FieldForm::FieldForm(const QString &prefix, QWidget *parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_grid(new QGridLayout(this))
    , m_more(button(prefix + u"More"_s, tr("More settings"), ButtonKind::Flat, u"go-down"_s))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnMinimumWidth(0, scaled(170));
    m_grid->setColumnStretch(1, 1);
    m_more->setParent(this);
    m_more->setCheckable(true);
    m_more->setAutoDefault(false);
    m_more->hide();
    connect(m_more, &QPushButton::toggled, this, &FieldForm::arrange);
}

void FieldForm::ask(const QList<FieldSpec> &fields, const FieldValues &values)
{
    const FieldValues entered = this->values();
    for (const Row &old : std::exchange(m_rows, {}))
        qDeleteAll(QList<QWidget *>{old.label, old.field, old.below});
    while (QLayoutItem *item = m_grid->takeAt(0))
        delete item;
    QList<FieldSpec> ordered = fields;
    const auto rare = std::stable_partition(ordered.begin(), ordered.end(), [](const FieldSpec &field) { return !field.rare; });
    int line = 0;
    bool isAnyRareUsed = false;
    for (auto spec = ordered.cbegin(); spec != ordered.cend(); ++spec, ++line) {
        if (spec == rare)
            m_grid->addWidget(m_more, 3 * line++, 1, Qt::AlignLeft);
        const QString value = entered.value(spec->key, values.value(spec->key, spec->preset));
        isAnyRareUsed = isAnyRareUsed || (spec->rare && !value.isEmpty());
        addRow(*spec, value, line);
    }
    m_more->setVisible(rare != ordered.cend());
    m_more->setChecked(isAnyRareUsed);
    setKept(m_kept);
    arrange();
    emit arranged();
}

void FieldForm::addRow(const FieldSpec &spec, const QString &value, int line)
{
    QWidget *field = makeField(spec, spec.shape == FieldSpec::Shape::Secret ? QString() : value);
    auto *label = new TextLabel(spec.label, Role::Body, Tone::Second);
    label->setBuddy(field);
    label->setWordWrap(true);
    auto *below = new TextLabel(spec.hint, Role::Small, Tone::Muted);
    below->setObjectName(field->objectName() + u"Note"_s);
    below->setWordWrap(true);
    m_grid->addWidget(label, 3 * line, 0, spec.shape == FieldSpec::Shape::Several ? Qt::AlignTop : Qt::Alignment());
    m_grid->addWidget(field, 3 * line, 1);
    m_grid->addWidget(below, 3 * line + 1, 1);
    m_rows.append({spec, label, field, below, line});
    say(m_rows.last(), {});
}

void FieldForm::offer(PlaceKind kind, const QList<Place> &places)
{
    for (Row &row : m_rows)
        if (row.spec.list == kind && !std::exchange(row.isListed, true))
            askInstead(row, row.spec.among(places));
}

void FieldForm::askInstead(Row &row, const FieldSpec &spec)
{
    const bool hadFocus = row.field->hasFocus();
    QWidget *field = makeField(spec, textOf(row));
    delete m_grid->replaceWidget(row.field, field);
    delete row.field;
    row.spec = spec;
    row.field = field;
    row.label->setBuddy(field);
    say(row, {});
    arrange();
    if (hadFocus)
        field->setFocus(Qt::OtherFocusReason);
    emit arranged();
}

QList<PlaceKind> FieldForm::lists() const
{
    QList<PlaceKind> kinds;
    for (const Row &row : m_rows)
        if (row.spec.list && !row.isListed && isAsked(row))
            kinds.append(*row.spec.list);
    return kinds;
}

void FieldForm::listAgain(const QList<PlaceKind> &kinds)
{
    for (Row &row : m_rows)
        row.isListed = row.isListed && !kinds.contains(*row.spec.list);
}

QWidget *FieldForm::makeField(const FieldSpec &spec, const QString &value)
{
    const FieldHeard heard{[this, key = spec.key] { changed(key); }, [this, key = spec.key] { left(key); }};
    QWidget *made = makeFieldWidget(spec, value, heard, this);
    QString name = m_prefix;
    for (const QString &part : spec.key.split(u'-'))
        name += part.left(1).toUpper() + part.mid(1);
    made->setObjectName(name);
    return made;
}

void FieldForm::changed(const QString &key)
{
    if (Row *found = row(key))
        say(*found, found->wrong.isEmpty() || textOf(*found).isEmpty() ? QString() : wrongWith(*found));
    arrange();
    emit edited();
}

void FieldForm::left(const QString &key)
{
    if (Row *found = row(key); found && !textOf(*found).isEmpty())
        say(*found, wrongWith(*found)); // What is needed and empty is said only when one wants to go on.
}

void FieldForm::arrange()
{
    bool isOther = false;
    for (const Row &row : std::as_const(m_rows)) {
        const bool isSeen = isAsked(row) && (!row.spec.rare || m_more->isChecked());
        isOther = isOther || row.field->isVisibleTo(this) != isSeen;
        row.label->setVisible(isSeen);
        row.field->setVisible(isSeen);
        row.below->setVisible(isSeen && !row.below->text().isEmpty());
        m_grid->setRowMinimumHeight(3 * row.line + 2, isSeen ? scaled(RowGap) : 0);
    }
    if (isOther)
        emit arranged();
}

bool FieldForm::isAsked(const Row &wanted) const
{
    const auto &conditions = wanted.spec.onlyWith;
    return conditions.isEmpty() || std::any_of(conditions.cbegin(), conditions.cend(), [this](const auto &condition) {
               const Row *other = row(condition.first);
               return other && textOf(*other) == condition.second;
           });
}

void FieldForm::setKept(bool kept)
{
    m_kept = kept;
    for (const Row &row : std::as_const(m_rows))
        if (auto *line = qobject_cast<QLineEdit *>(row.field); line && row.spec.shape == FieldSpec::Shape::Secret)
            line->setPlaceholderText(kept && !row.spec.isForOnce ? tr("As kept; enter another to replace it") : QString());
}

void FieldForm::setMoreWords(const QString &words)
{
    m_more->setText(words);
    m_more->setAccessibleName(words);
}

void FieldForm::setListHint(PlaceKind kind, const QString &words)
{
    for (Row &row : m_rows) {
        if (row.spec.list != kind)
            continue;
        row.spec.hint = words;
        row.isListed = true;
        say(row, row.wrong);
    }
    arrange();
}

FieldValues FieldForm::values() const
{
    FieldValues values;
    for (const Row &row : m_rows)
        if (row.spec.shape != FieldSpec::Shape::Secret && isAsked(row) && !textOf(row).isEmpty())
            values.insert(row.spec.key, textOf(row));
    return values;
}

QStringList FieldForm::typedSecrets() const
{
    QStringList typed;
    for (const Row &row : m_rows)
        if (row.spec.shape == FieldSpec::Shape::Secret && isAsked(row) && !textOf(row).isEmpty())
            typed.append(row.spec.key);
    return typed;
}

Secret FieldForm::takeSecret(const QString &key) const
{
    const Row *found = row(key);
    return found && isAsked(*found) ? Secret(textOf(*found).toUtf8()) : Secret();
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
    for (Row &row : m_rows) {
        const QString wrong = isAsked(row) ? wrongWith(row) : QString();
        say(row, wrong);
        first = first || wrong.isEmpty() ? first : &row;
    }
    if (first && first->spec.rare)
        m_more->setChecked(true);
    arrange();
    if (first)
        first->field->setFocus(Qt::OtherFocusReason);
    return !first;
}

void FieldForm::showWrong(const QString &key, const QString &words)
{
    Row *found = row(key);
    if (!found || !isAsked(*found))
        return;
    say(*found, words);
    if (found->spec.rare)
        m_more->setChecked(true);
    arrange();
    found->field->setFocus(Qt::OtherFocusReason);
}

QWidget *FieldForm::field(const QString &key) const
{
    const Row *found = row(key);
    return found && isAsked(*found) ? found->field : nullptr;
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
    return enteredIn(row.field, row.spec.shape);
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

void FieldForm::say(Row &row, const QString &wrong)
{
    row.wrong = wrong;
    row.below->setTone(wrong.isEmpty() ? Tone::Muted : Tone::Bad);
    row.below->setText(!wrong.isEmpty() ? wrong : row.spec.meanings.value(textOf(row), row.spec.hint));
    row.below->setVisible(row.field->isVisibleTo(row.field->parentWidget()) && !row.below->text().isEmpty());
    // Read with the field, not only seen below it.
    row.field->setAccessibleDescription(row.below->text());
}

} // namespace shuttler::ui
