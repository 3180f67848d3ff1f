// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QString>

namespace shuttler::app {

/// Where the programs keep things: one folder for what a person may edit, one for what only the programs write.
struct Paths {
    QString config;
    QString state;

    /// `config` and `state` as given, else `$XDG_CONFIG_HOME/shuttler-ops` and `$XDG_STATE_HOME/shuttler-ops` (basedir
    /// specification's defaults below `$HOME`). Creates both with mode 0700. Fault::Refused when that cannot be done.
    static Result<Paths> from(const QString &config, const QString &state);

    QString environments() const { return config + QStringLiteral("/environments"); }
    QString preferences() const { return config + QStringLiteral("/settings.toml"); }
    QString windowGeometry() const { return config + QStringLiteral("/window.ini"); }
    QString ledger() const { return state + QStringLiteral("/ledger.sqlite"); }
    QString baselines() const { return state + QStringLiteral("/baselines"); }
    QString evidence() const { return state + QStringLiteral("/evidence"); }
};

} // namespace shuttler::app
