// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QString>

namespace shuttler {

enum class Appearance { FollowSystem, Light, Dark };

/// How the person wants the window: `<config>/settings.toml`, applied at once, edited by hand too. Never a secret.
struct Preferences {
    QString zone;                                  ///< IANA id; empty: this computer's zone; "UTC".
    Appearance appearance = Appearance::FollowSystem;
    int textPercent = 100;                         ///< 80 to 200.
    QString evidenceFolder;                        ///< Empty: `<state>/evidence`.
    int checkSeconds = 60;                         ///< How often the window asks the provider; 15 to 3600.

    friend bool operator==(const Preferences &, const Preferences &) = default;
};

/// A missing file is the defaults; a broken one is an error that names line and key, and nothing is overwritten.
Result<Preferences> loadPreferences(const QString &file);
/// Atomic; keys this version does not know are kept.
Outcome savePreferences(const QString &file, const Preferences &preferences);

} // namespace shuttler
