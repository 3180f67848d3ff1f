// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Error.h"

#include <QByteArray>

namespace shuttler::pgbackrest {

/// What it means that pgBackRest ended with `exitCode` and these words. Pure: the only place that knows its codes.
/// `verb` is its command ("backup"), `output` all it printed.
Error faultOf(const QString &verb, int exitCode, const QByteArray &output);

/// Only its errors and hints, without secrets: for the fold-out "Details".
QString complaintsIn(const QByteArray &output);

} // namespace shuttler::pgbackrest
