// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/BackupListing.h"
#include "core/domain/ConnectionInfo.h"
#include "core/domain/Instance.h"
#include "core/domain/Permission.h"
#include "core/domain/RestoreIntent.h"

#include <QDate>

namespace shuttler {

/// What a provider can do, so that the planner offers only that. Read from the provider where it says so, never hard-coded by callers.
struct Capabilities {
    QString providerName;              ///< "pgBackRest", for sentences.
    bool anySecond = false;            ///< Point-in-time recovery.
    bool takesBackups = false;
    bool catchesUp = false;            ///< Can be asked to make the newest changes restorable now.
    bool holdsInstances = false;       ///< Can stop and keep an instance.
    bool setsRetention = false;
    bool worksHere = false;            ///< The work runs on this computer: closing the program stops it.
    bool listsWhereItBegins = true;    ///< A restore begins with a listed backup. False: it shows a window and keeps to itself what lies beneath.
    QList<BackupKind> onlyToLookAt;    ///< Kinds of listed backups that no new server can be made from.
    bool backupsOutliveInstance = true; ///< Destroying an instance can leave its backups. False: they always go with it, a final one too.
    Micros catchUpTakes{0};            ///< How long `catchUp` waits where it cannot hurry; zero where it can.
    Micros lag{0};                     ///< So much before now can only be restored later: a moment in it is refused, with when it can be had.
    bool wholeSecondsOnly = false;     ///< Moments with a fraction of a second are none.
};

/// Who we are at the provider, and what we may do there.
struct Account {
    using Permission = shuttler::Permission;
    QString identity;                  ///< "owner at this computer", "account ending 4821".
    QList<Permission> permissions;
    QList<Grant> limits = {};          ///< What a policy for us had better deny, whatever else allows it.
};

/// The order to make a new server from backups.
struct RestoreRequest {
    InstanceId source;                 ///< Whose backups.
    InstanceId newInstance;            ///< Its name: unique, deterministic, ours (it carries the run's tag).
    QString tag;
    RestoreTarget target;              ///< AtLatest and AtMoment are resolved by the provider against what it really has.
};

/// How many days of backups are asked for, and how far back they really reach.
struct Retention {
    QString configured;                ///< In the provider's words: "2 full backups", "35 days".
    std::optional<int> configuredDays; ///< Nothing when it is kept by count.
    std::optional<int> achievedDays;   ///< From the oldest usable backup until now.
};

struct RetirePolicy {
    bool finalBackup = true;
    bool keepBackups = true;
};

/// A place that keeps backups of a database and can make a new server from them.
/// Implementations translate and nothing more: no retries, caches, decisions. Errors say whether the far side may have acted
/// (Fault::OutcomeUnknown). Every act is idempotent by name: asked twice for the same, it finishes or confirms the first.
class Provider {
public:
    virtual ~Provider() = default;
    virtual Capabilities capabilities() const = 0;
    /// Step 1: who am I, and which permissions are missing, with `serving` as the server that serves the app now. Changes nothing.
    virtual Result<Account> signIn(const InstanceId &serving, Job &job) = 0;
    virtual Result<QList<Instance>> instances(Job &job) = 0;
    /// Step 2: every backup and the recovery windows of `instance` and of `lineage`. Changes nothing.
    virtual Result<BackupListing> backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job) = 0;
    /// Reads one backup back completely and says whether it is sound.
    virtual Result<BackupHealth> verifyBackup(const InstanceId &instance, const BackupId &backup, Job &job) = 0;
    /// Makes changes committed until now restorable, where the provider can be asked to hurry; waits where it cannot.
    /// Returns the moment up to which everything committed is in the archive.
    virtual Result<Instant> catchUp(const InstanceId &instance, Job &job) = 0;
    /// Step 4: begins to make a NEW server. Returns when the order is accepted; where the work is done here, when the
    /// files are in place and the server is starting. `state` tells the rest.
    virtual Outcome startRestore(const RestoreRequest &request, Job &job) = 0;
    /// After a crash: did it happen? Finds the server a run made, ready or not. Changes nothing.
    /// A server whose making was cut off half-way counts as not there: `startRestore` with the same name takes it up again.
    virtual Result<std::optional<Instance>> findRestore(const QString &tag, Job &job) = 0;
    virtual Result<InstanceState> state(const InstanceId &instance, Job &job) = 0;
    /// How the console looks at it: a role that can only read, where there is one. Password as Secret.
    virtual Result<ConnectionInfo> connection(const InstanceId &instance, Job &job) = 0;
    virtual Result<QList<SettingComparison>> compareSettings(const InstanceId &source, const InstanceId &copy, Job &job) = 0;
    /// Gives a restored server backups of its own (a copy is born without, so that it cannot disturb its source's).
    /// Step 4, after the contents gate and before any app is on it: it may restart the server.
    virtual Outcome protect(const InstanceId &instance, Job &job) = 0;
    virtual Result<Backup> takeBackup(const InstanceId &instance, const QString &name, Job &job) = 0;
    virtual Result<Retention> retention(const InstanceId &instance, Job &job) = 0;
    virtual Outcome setRetention(const InstanceId &instance, int days, Job &job) = 0;
    /// Stops a server and keeps it until `until`; `wake` starts it again. Both are done when they return.
    virtual Outcome hold(const InstanceId &instance, Instant until, Job &job) = 0;
    virtual Outcome wake(const InstanceId &instance, Job &job) = 0;
    /// Destroys a server for good. A final backup, where asked for, comes first; its failure destroys nothing.
    virtual Outcome destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job) = 0;
};

} // namespace shuttler
