// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QMap>

namespace shuttler::pgbackrest {

/// Settings to write into postgresql.auto.conf; nothing: to remove.
using SettingChanges = QMap<QString, std::optional<QString>>;

/// The text of a postgresql.auto.conf with these settings and no other line about them. Pure.
QByteArray withSettings(const QByteArray &text, const SettingChanges &changes);
/// The value a configuration text gives a setting (its last line counts), unquoted. Pure.
std::optional<QString> settingIn(const QByteArray &text, const QString &name);

/// Reads, changes and replaces the file atomically.
Outcome changeSettings(const QString &dataFolder, const SettingChanges &changes);

/// A call of pgBackRest as a server setting: quoted for the shell, `%` doubled, with `placeholders` ("%f \"%p\"") at the end.
QString commandSetting(const QString &program, const QStringList &arguments, const QString &placeholders);

} // namespace shuttler::pgbackrest
