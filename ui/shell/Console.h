// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/practice/Practice.h"
#include "core/restore/Engine.h"
#include "core/secrets/SecretStore.h"
#include "core/settings/EnvironmentStore.h"
#include "core/settings/Preferences.h"
#include "core/targets/Place.h"

#include <functional>

namespace shuttler::ui {

/// All that the window is handed by the composition root. References outlive the window; each is used from worker threads
/// (BackgroundJob) unless it only reads values.
struct Console {
    const Clock &clock;
    EnvironmentStore &environments;
    WorldFactory &worlds;
    SecretStore &secrets;     ///< Where credentials are kept.
    /// The world of an environment that is not written down yet, with credentials that may not be kept yet; they outlive it.
    std::function<Result<RestoreWorld>(const Environment &, SecretStore &)> openUnsaved;
    /// What there is to choose at a cloud, asked with the keys of its table in an environment's file.
    std::function<Result<QList<Place>>(PlaceKind, const QMap<QString, QString> &, SecretStore &, Job &)> listPlaces;
    Practice &practice;
    QString ledgerFile;       ///< A Ledger belongs to the thread that opened it: each job opens its own.
    QString preferencesFile;
    QString evidenceFolder;
    QString version;
};

} // namespace shuttler::ui
