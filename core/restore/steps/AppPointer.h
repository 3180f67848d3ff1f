// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreStep.h"

namespace shuttler {

/// The app's DATABASE_URL, if it names the new instance; nothing when it names another server.
Result<std::optional<DatabaseUrl>> databaseUrlNamingNew(const RunContext &context, Job &job);

/// Puts the value from before this run back, unless it stands there already.
Outcome putDatabaseUrlBack(const RunContext &context, Job &job);

/// On which of the two databases the app is now.
struct AppPlace {
    std::optional<int> onOld; ///< Sessions of apps; nothing when the server does not answer though it should.
    std::optional<int> onNew;
    QString ailment; ///< What the app says of itself when it is not well; empty when it is, or when nobody can ask.

    bool isOnNewAlone() const { return onNew.value_or(0) > 0 && onOld == 0; }
    bool isOnOldAlone() const { return onOld.value_or(0) > 0 && onNew == 0; }
    QString describe(const RunContext &context) const;
};
/// Asks the app how it is (which makes a sleeping one connect), then counts its sessions on both servers.
Result<AppPlace> whereTheAppIs(const RunContext &context, Job &job);

} // namespace shuttler
