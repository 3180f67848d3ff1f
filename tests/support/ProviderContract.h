// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"

#include <functional>

namespace shuttler::test {

/// What a provider is tried with.
struct ContractSubject {
    Provider &provider;
    InstanceId serving;             ///< Available, with a usable backup and a window that began before now.
    std::function<Outcome()> write; ///< Commits one change on the serving instance.
    Seconds patience{120};          ///< How long a restore may take, by the job's clock.
};

/// The promises of Provider.h, callable against any implementation: the real ones and the fake ones keep the same.
/// Each promise makes what it needs under a name of its own and destroys it again, so that they need no order. An error is a
/// broken promise, in words.
///
///     void keepsItsPromises_data() { for (const auto &promise : ProviderContract::promises()) … newRow(promise.name) }
class ProviderContract {
public:
    struct Promise {
        const char *name;
        Outcome (ProviderContract::*check)(Job &job);
    };
    static const QList<Promise> &promises();

    explicit ProviderContract(ContractSubject subject) : m_subject(std::move(subject)) {}
    /// Runs the promise of that name.
    Outcome check(const char *name, Job &job);

    Outcome signingInNamesEveryMissingPermission(Job &job);
    Outcome theServingInstanceIsListedAndAvailable(Job &job);
    Outcome aListingIsSortedAndEveryUsableBackupCanBeRestored(Job &job);
    Outcome whatDoesNotExistIsNotFoundAndNothingIsMade(Job &job);
    Outcome anUnknownTagIsNotThere(Job &job);
    Outcome aMomentBeforeTheWindowIsRefusedAndNothingIsMade(Job &job);
    Outcome caughtUpChangesCanBeRestored(Job &job);
    Outcome aRestoreAskedTwiceIsMadeOnce(Job &job);
    Outcome aTakenNameIsRefused(Job &job);
    Outcome aStoppedJobMakesNothing(Job &job);
    Outcome aProtectedCopyHasBackupsOfItsOwn(Job &job);
    Outcome aHeldInstanceSleepsAndWakes(Job &job);
    Outcome destructionIsForGoodAndMayBeAskedTwice(Job &job);
    Outcome aVerifiedBackupShowsInTheListing(Job &job);
    Outcome retentionIsReadBackAsSet(Job &job);

private:
    /// A copy that is destroyed when the promise has been looked at, kept or broken.
    Outcome withCopy(const QString &name, Job &job, const std::function<Outcome(const RestoreRequest &)> &look);
    Outcome waitUntil(const InstanceId &instance, InstancePhase phase, Job &job);
    Outcome mustNotExist(const RestoreRequest &request, Job &job);
    RestoreRequest requestFor(const QString &name, RestoreTarget target = AtLatest{}) const;

    ContractSubject m_subject;
};

} // namespace shuttler::test
