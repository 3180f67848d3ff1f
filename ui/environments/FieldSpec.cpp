// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/FieldSpec.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// `spec` after `change`.
template <typename Change>
FieldSpec changed(FieldSpec spec, Change change)
{
    change(spec);
    return spec;
}

} // namespace

FieldSpec FieldSpec::text(const QString &key, const QString &label, const QString &example, Rule rule)
{
    FieldSpec field{key, label, example};
    field.rule = rule;
    return field;
}

FieldSpec FieldSpec::secret(const QString &key, const QString &label, Rule rule)
{
    return changed(text(key, label, {}, rule), [](FieldSpec &field) { field.shape = Shape::Secret; });
}

FieldSpec FieldSpec::choice(const QString &key, const QString &label, const Choices &choices)
{
    FieldSpec field{key, label};
    field.shape = Shape::Choice;
    field.choices = choices;
    return field;
}

FieldSpec FieldSpec::hinted(const QString &hint) const
{
    return changed(*this, [&](FieldSpec &field) { field.hint = hint; });
}

FieldSpec FieldSpec::optional() const
{
    return changed(*this, [](FieldSpec &field) { field.needed = false; });
}

FieldSpec FieldSpec::rarely() const
{
    return changed(*this, [](FieldSpec &field) { field.needed = !(field.rare = true); });
}

FieldSpec FieldSpec::forOnce() const
{
    return changed(*this, [](FieldSpec &field) { field.isForOnce = true; });
}

FieldSpec FieldSpec::usually(const QString &preset) const
{
    return changed(*this, [&](FieldSpec &field) { field.preset = preset; });
}

FieldSpec FieldSpec::with(const QString &key, const QString &value) const
{
    return changed(*this, [&](FieldSpec &field) { field.onlyWith.append({key, value}); });
}

FieldSpec FieldSpec::meaning(const QMap<QString, QString> &meanings) const
{
    return changed(*this, [&](FieldSpec &field) { field.meanings = meanings; });
}

FieldSpec FieldSpec::listed(PlaceKind kind) const
{
    return changed(*this, [&](FieldSpec &field) { field.list = kind; });
}

FieldSpec FieldSpec::many() const
{
    return changed(*this, [](FieldSpec &field) { field.isMany = true; });
}

FieldSpec FieldSpec::among(const QList<Place> &places) const
{
    FieldSpec field = *this;
    field.shape = isMany ? Shape::Several : Shape::Choice;
    field.rule = nullptr;
    field.needed = true;
    if (list == PlaceKind::RailwayEnvironments) // It spoke of what was not listed yet.
        field.hint.clear();
    field.choices.clear();
    if (!isMany && places.size() > 1)
        field.choices.append({QString(), tr("Choose one")});
    for (const Place &place : places)
        field.choices.append({place.id, place.what.isEmpty() ? place.name : tr("%1, %2").arg(place.name, place.what)});
    return field;
}

} // namespace shuttler::ui
