// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/PendingSecrets.h"
#include "ui/shell/Console.h"

namespace shuttler::ui {

/// What is asked of far sides, and done to what is written down, for the Environments page. Blocking: for background jobs.

struct SignedIn {
    Account account;
    QList<Instance> instances;
    QList<Place> environments; ///< At Railway: what the token reaches.
    bool isReached = true;     ///< False: which of several environments is meant has to be said first; nothing else is known.
};

/// Signs in with credentials that may not be kept yet, and lists the servers. Rights are looked at with the environment's instance, or,
/// while none is named, with the first that serves.
Result<SignedIn> tryKeys(const Console &console, const Environment &environment, SecretStore &secrets, Job &job);
/// Signs in everywhere the environment says: provider, app, cut-over, database. Changes nothing.
Result<Account> tryEverything(const Console &console, const Environment &environment, SecretStore &secrets, Job &job);

/// Keeps the secrets, then writes the environment down, and records that; when it cannot be written down, the keychain is as before.
Outcome keepEnvironment(const Console &console, const Environment &environment, PendingSecrets &secrets, Job &job);
/// Removes the description, then forgets the credentials `forgotten`. Asks nothing of any provider. Fault::Refused while a restore of it
/// is open.
Outcome dropEnvironment(const Console &console, const EnvironmentName &name, const QStringList &forgotten, Job &job);
/// The credentials that no other environment speaks of.
QStringList credentialsOnlyOf(const EnvironmentStore &environments, const EnvironmentName &name);

} // namespace shuttler::ui
