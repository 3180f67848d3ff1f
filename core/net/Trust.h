// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QSslConfiguration>
#include <QSslError>

namespace shuttler::net {

/// Whom to believe who a far side is: the system's authorities, and those in the PEM file `ca`, when one is named. The far side and the
/// name in its certificate are always checked. Fault::BadInput when the file holds no certificate.
Result<QSslConfiguration> trustIn(const QString &ca);

/// Why what the far side at `address` showed was not believed, and what can be done about it.
Error distrustOf(const QString &address, const QList<QSslError> &errors, const QString &ca);

} // namespace shuttler::net
