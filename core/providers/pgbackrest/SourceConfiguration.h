// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"

namespace shuttler::pgbackrest {

/// Brings the configuration files that lie outside a data directory, as Debian has it, into a restored one: a backup of the
/// directory does not hold them. Leaves files alone that are there. Lines that point at the source's own files are switched off.
/// `sourceArguments` are the words the source was last started with. Fault::NotFound when nobody knows where they are.
Outcome bringConfiguration(const QString &sourceData, const QStringList &sourceArguments, int major,
                           const QString &copyData, const std::optional<RunAs> &owner);

/// The text without settings that would make a copy work on its source's files. Pure.
QByteArray withoutOwnPlaces(const QByteArray &configuration);

} // namespace shuttler::pgbackrest
