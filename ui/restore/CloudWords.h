// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "core/providers/Provider.h"

namespace shuttler::ui {

/// What a restore at this provider can and cannot bring back, in one sentence for step 1; empty where there is nothing to know.
QString limitsAt(const QString &provider, const Capabilities &capabilities);
/// What the new instance is there, before an app is on it: "a new service beside the old one; no app uses it yet".
QString newInstanceAt(const QString &provider);
/// As whom the console looks at the databases: a role of its own, which need only read, or one that may do more.
QString lookedAtAs(const Environment &environment);
/// What holding the old instance means there, and what destroying it does.
QString holdingAt(const QString &provider);
QString destroyingAt(const Capabilities &capabilities);

} // namespace shuttler::ui
