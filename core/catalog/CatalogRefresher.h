// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/domain/Environment.h"
#include "core/ledger/Ledger.h"
#include "core/providers/Provider.h"

namespace shuttler {

/// Asks a provider for everything that can be restored from, remembers the answer in the ledger, and says what has disappeared since
/// the last time without having been due to.
struct Refreshed {
    BackupListing listing;
    QStringList vanished;   ///< Sentences; empty when nothing is missing.
};
Result<Refreshed> refreshCatalog(const Environment &environment, Provider &provider, Ledger &ledger, Job &job);

} // namespace shuttler
