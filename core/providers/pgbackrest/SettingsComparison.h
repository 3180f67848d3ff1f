// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Site.h"

namespace shuttler::pgbackrest {

/// What a copy has to share with its source, so that the app does not notice the change: settings, encoding, collation, extensions,
/// archiving. A source that does not answer any more is read from its files, as far as these tell.
Result<QList<SettingComparison>> compareServers(const Site &site, const InstanceId &source, const InstanceId &copy,
                                                Job &job);

/// Puts two servers' answers side by side. Pure. `later` names what becomes the same once the copy is protected.
QList<SettingComparison> sideBySide(const QMap<QString, QString> &wanted, const QMap<QString, QString> &found,
                                    const QStringList &later);

} // namespace shuttler::pgbackrest
