// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "ui/environments/FieldSpec.h"

#include <optional>

namespace shuttler::ui {

/// What was entered of an environment, as it was entered. Never a secret: only which of them were typed.
struct EnvironmentDraft {
    QString provider;
    FieldValues general;    ///< "name", "title", "kind", "database".
    FieldValues place;
    FieldValues keys;
    QStringList typed;      ///< The keys of the secrets that were typed.
    QString instance;
    QString appKind = QStringLiteral("env-file");
    FieldValues app;
    QString cutoverKind = QStringLiteral("command");
    FieldValues cutover;
    FieldValues promise;    ///< "grade", "days".

    friend bool operator==(const EnvironmentDraft &, const EnvironmentDraft &) = default;
};

/// The environment that is meant. What the pages do not ask for stays as it is in `base`, which is empty for a new one.
Environment environmentFrom(const EnvironmentDraft &draft, const Environment &base);
/// What the pages show of an environment that is there.
EnvironmentDraft draftOf(const Environment &environment);

/// What one field cannot tell of the sign-in's fields: its key, and what is wrong; nothing when they go together.
std::optional<std::pair<QString, QString>> wrongTogether(const EnvironmentDraft &draft, const Environment &base);

/// The secrets that a draft keeps: the fields of which each is made, by the name it will have in the keychain.
QMap<QString, QStringList> secretsOf(const EnvironmentDraft &draft, const Environment &base);

} // namespace shuttler::ui
