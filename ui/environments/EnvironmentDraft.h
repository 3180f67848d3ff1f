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
    FieldValues keys;       ///< With "where" at Railway: "project/environment".
    QStringList typed;      ///< The keys of the secrets that were typed.
    QString instance;
    QString appKind = QStringLiteral("env-file");
    FieldValues app;
    QStringList appTyped;
    QString cutoverKind = QStringLiteral("command");
    FieldValues cutover;
    QStringList cutoverTyped;
    FieldValues promise;    ///< "grade", "days", and what is checked.

    friend bool operator==(const EnvironmentDraft &, const EnvironmentDraft &) = default;
};

/// The environment that is meant. What the pages do not ask for stays as it is in `base`, which is empty for a new one.
Environment environmentFrom(const EnvironmentDraft &draft, const Environment &base);
/// What the pages show of an environment that is there.
EnvironmentDraft draftOf(const Environment &environment);

/// What one field cannot tell of the sign-in's fields: its key, and what is wrong; nothing when they go together.
std::optional<std::pair<QString, QString>> wrongTogether(const EnvironmentDraft &draft, const Environment &base);
/// The same of the app's fields, and of the cut-over's.
std::optional<std::pair<QString, QString>> wrongInApp(const EnvironmentDraft &draft, const Environment &base);
std::optional<std::pair<QString, QString>> wrongInCutover(const EnvironmentDraft &draft, const Environment &base);

/// Where the fields of a secret stand.
enum class FormOf { Keys, App, Cutover };
struct SecretParts {
    FormOf form = FormOf::Keys;
    QStringList fields;    ///< Of which it is made.
    bool isForOnce = false; ///< The code of a device: it opens one sign-in, and is kept nowhere.

    friend bool operator==(const SecretParts &, const SecretParts &) = default;
};
/// The secrets that were typed, by the name that each has in the keychain.
QMap<QString, SecretParts> secretsOf(const EnvironmentDraft &draft, const Environment &base);

/// Of a table of settings, the part that says how its cloud is reached.
QMap<QString, QString> accessIn(const QString &cloud, const QMap<QString, QString> &settings);
/// How the cloud is reached that a field of the app, or of the cut-over, lists from.
QMap<QString, QString> accessFor(PlaceKind kind, FormOf form, const Environment &made);

} // namespace shuttler::ui
