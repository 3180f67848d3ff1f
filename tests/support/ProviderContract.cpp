// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/ProviderContract.h"

#include <algorithm>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

Error broken(const QString &what)
{
    return Error(Fault::Defect, u"A provider's promise is broken: "_s + what);
}

Outcome promised(bool kept, const QString &what)
{
    if (kept)
        return Done{};
    return broken(what);
}

/// The call has to fail, with an error that a person can act on, and must not leave its outcome open.
template <typename T>
Outcome mustFail(const Result<T> &result, QList<Fault> faults, const QString &call)
{
    if (result)
        return broken(call + u" succeeded"_s);
    const Error &error = result.error();
    if (!faults.contains(error.fault()))
        return broken(u"%1 failed with %2: %3"_s.arg(call, wordFor(error.fault()), error.forLog()));
    return promised(!error.what().isEmpty() && !error.todo().isEmpty(), call + u" failed without saying what to do"_s);
}

QString nameOf(InstancePhase phase)
{
    static const QStringList names{u"Creating"_s, u"Replaying"_s, u"Available"_s, u"Held"_s,
                                   u"Stopped"_s,  u"Failed"_s,    u"Gone"_s};
    return names.value(int(phase));
}

} // namespace

#define SHUTTLER_TRY(outcome)                                                                                          \
    if (Outcome tried_ = (outcome); !tried_)                                                                           \
    return std::move(tried_).error()

const QList<ProviderContract::Promise> &ProviderContract::promises()
{
#define SHUTTLER_PROMISE(name)                                                                                         \
    Promise                                                                                                            \
    {                                                                                                                  \
#name, &ProviderContract::name                                                                                 \
    }
    static const QList<Promise> all{
        SHUTTLER_PROMISE(signingInNamesEveryMissingPermission),
        SHUTTLER_PROMISE(theServingInstanceIsListedAndAvailable),
        SHUTTLER_PROMISE(aListingIsSortedAndEveryUsableBackupCanBeRestored),
        SHUTTLER_PROMISE(whatDoesNotExistIsNotFoundAndNothingIsMade),
        SHUTTLER_PROMISE(anUnknownTagIsNotThere),
        SHUTTLER_PROMISE(aMomentBeforeTheWindowIsRefusedAndNothingIsMade),
        SHUTTLER_PROMISE(caughtUpChangesCanBeRestored),
        SHUTTLER_PROMISE(aRestoreAskedTwiceIsMadeOnce),
        SHUTTLER_PROMISE(aTakenNameIsRefused),
        SHUTTLER_PROMISE(aStoppedJobMakesNothing),
        SHUTTLER_PROMISE(aProtectedCopyHasBackupsOfItsOwn),
        SHUTTLER_PROMISE(aHeldInstanceSleepsAndWakes),
        SHUTTLER_PROMISE(destructionIsForGoodAndMayBeAskedTwice),
        SHUTTLER_PROMISE(aVerifiedBackupShowsInTheListing),
        SHUTTLER_PROMISE(retentionIsReadBackAsSet),
    };
#undef SHUTTLER_PROMISE
    return all;
}

Outcome ProviderContract::check(const char *name, Job &job)
{
    for (const Promise &promise : promises())
        if (qstrcmp(promise.name, name) == 0)
            return (this->*promise.check)(job);
    return Error(Fault::Defect, u"No promise is named %1."_s.arg(QString::fromLatin1(name)));
}

RestoreRequest ProviderContract::requestFor(const QString &name, RestoreTarget target) const
{
    return {m_subject.serving, InstanceId(u"contract-"_s + name), u"rcontract-"_s + name, std::move(target)};
}

Outcome ProviderContract::waitUntil(const InstanceId &instance, InstancePhase phase, Job &job)
{
    const Instant begun = job.clock.now();
    for (;;) {
        Result<InstanceState> state = m_subject.provider.state(instance, job);
        if (!state)
            return std::move(state).error();
        if (state->phase == phase)
            return Done{};
        if (state->phase == InstancePhase::Failed || job.clock.now() - begun > m_subject.patience)
            return broken(u"%1 is %2 and not %3: %4"_s.arg(instance.toString(), nameOf(state->phase), nameOf(phase),
                                                           state->detail));
        SHUTTLER_TRY(job.sleepFor(std::chrono::milliseconds(50)));
    }
}

Outcome ProviderContract::mustNotExist(const RestoreRequest &request, Job &job)
{
    Result<InstanceState> state = m_subject.provider.state(request.newInstance, job);
    if (!state)
        return std::move(state).error();
    SHUTTLER_TRY(promised(state->phase == InstancePhase::Gone,
                          u"%1 exists (%2)"_s.arg(request.newInstance.toString(), nameOf(state->phase))));
    Result<std::optional<Instance>> found = m_subject.provider.findRestore(request.tag, job);
    if (!found)
        return std::move(found).error();
    SHUTTLER_TRY(promised(!found->has_value(), u"findRestore finds %1"_s.arg(request.tag)));
    Result<QList<Instance>> instances = m_subject.provider.instances(job);
    if (!instances)
        return std::move(instances).error();
    return promised(std::none_of(instances->begin(), instances->end(),
                                 [&](const Instance &one) { return one.id == request.newInstance; }),
                    u"%1 is listed"_s.arg(request.newInstance.toString()));
}

Outcome ProviderContract::withCopy(const QString &name, Job &job,
                                   const std::function<Outcome(const RestoreRequest &)> &look)
{
    const RestoreRequest request = requestFor(name);
    SHUTTLER_TRY(m_subject.provider.startRestore(request, job));
    Outcome looked = waitUntil(request.newInstance, InstancePhase::Available, job);
    if (looked)
        looked = look(request);
    Outcome destroyed =
        m_subject.provider.destroy(request.newInstance, {.finalBackup = false, .keepBackups = false}, job);
    return looked ? destroyed : looked;
}

Outcome ProviderContract::signingInNamesEveryMissingPermission(Job &job)
{
    Result<Account> account = m_subject.provider.signIn(m_subject.serving, job);
    if (!account)
        return std::move(account).error();
    SHUTTLER_TRY(promised(!account->identity.isEmpty(), u"nobody is signed in"_s));
    SHUTTLER_TRY(promised(!account->permissions.isEmpty(), u"no permission was looked at"_s));
    for (const Account::Permission &permission : account->permissions) {
        SHUTTLER_TRY(promised(!permission.right.isEmpty() && permission.step >= 1 && permission.step <= 7,
                              u"a permission names no right or no step"_s));
        SHUTTLER_TRY(promised(permission.granted || (!permission.means.isEmpty() && !permission.todo.isEmpty()),
                              u"\"%1\" is missing without advice"_s.arg(permission.right)));
    }
    return Done{};
}

Outcome ProviderContract::theServingInstanceIsListedAndAvailable(Job &job)
{
    Result<QList<Instance>> instances = m_subject.provider.instances(job);
    if (!instances)
        return std::move(instances).error();
    const auto count = std::count_if(instances->begin(), instances->end(),
                                     [this](const Instance &one) { return one.id == m_subject.serving; });
    SHUTTLER_TRY(promised(count == 1, u"the serving instance is listed %1 times"_s.arg(count)));
    SHUTTLER_TRY(waitUntil(m_subject.serving, InstancePhase::Available, job));
    Result<ConnectionInfo> connection = m_subject.provider.connection(m_subject.serving, job);
    if (!connection)
        return std::move(connection).error();
    return promised(!connection->host.isEmpty() && !connection->user.isEmpty() && !connection->database.isEmpty(),
                    u"the connection of an available instance is not complete"_s);
}

Outcome ProviderContract::aListingIsSortedAndEveryUsableBackupCanBeRestored(Job &job)
{
    Result<BackupListing> listing = m_subject.provider.backups(m_subject.serving, {}, job);
    if (!listing)
        return std::move(listing).error();
    SHUTTLER_TRY(promised(listing->newestUsable() != nullptr, u"no usable backup is listed"_s));
    SHUTTLER_TRY(promised(std::is_sorted(listing->backups.begin(), listing->backups.end(),
                                         [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; }),
                          u"backups are not sorted"_s));
    SHUTTLER_TRY(promised(std::is_sorted(listing->windows.begin(), listing->windows.end(),
                                         [](const InstanceWindow &a, const InstanceWindow &b) {
                                             return a.window.earliest() < b.window.earliest();
                                         }),
                          u"windows are not sorted"_s));
    QList<BackupId> seen;
    for (const Backup &backup : listing->backups) {
        SHUTTLER_TRY(promised(!backup.id.isEmpty() && !seen.contains(backup.id),
                              u"backup \"%1\" is listed twice"_s.arg(backup.id.toString())));
        seen.append(backup.id);
        SHUTTLER_TRY(promised(backup.instance == m_subject.serving, u"a backup of another instance is listed"_s));
        SHUTTLER_TRY(promised(backup.startedAt <= backup.takenAt, u"a backup ends before it begins"_s));
        SHUTTLER_TRY(
            promised(backup.isUsable() || !backup.healthReason.isEmpty(), u"an unusable backup gives no reason"_s));
    }
    if (!m_subject.provider.capabilities().anySecond)
        return Done{};
    SHUTTLER_TRY(promised(!listing->windows.isEmpty(), u"every second can be restored, but no window is listed"_s));
    return promised(listing->windowAt(listing->newestUsable()->takenAt) != nullptr,
                    u"the end of the newest usable backup lies in no window"_s);
}

Outcome ProviderContract::whatDoesNotExistIsNotFoundAndNothingIsMade(Job &job)
{
    const InstanceId nobody(u"contract-nobody"_s);
    Provider &provider = m_subject.provider;
    SHUTTLER_TRY(mustFail(provider.connection(nobody, job), {Fault::NotFound}, u"connection to an unknown instance"_s));
    SHUTTLER_TRY(
        mustFail(provider.takeBackup(nobody, u"x"_s, job), {Fault::NotFound}, u"a backup of an unknown instance"_s));
    SHUTTLER_TRY(
        mustFail(provider.hold(nobody, job.clock.now(), job), {Fault::NotFound}, u"holding an unknown instance"_s));
    SHUTTLER_TRY(mustFail(provider.wake(nobody, job), {Fault::NotFound}, u"waking an unknown instance"_s));
    SHUTTLER_TRY(mustFail(provider.protect(nobody, job), {Fault::NotFound}, u"protecting an unknown instance"_s));
    SHUTTLER_TRY(mustFail(provider.verifyBackup(m_subject.serving, BackupId(u"nothing"_s), job), {Fault::NotFound},
                          u"verifying an unknown backup"_s));

    RestoreRequest fromNobody = requestFor(u"from-nobody"_s);
    fromNobody.source = nobody;
    SHUTTLER_TRY(
        mustFail(provider.startRestore(fromNobody, job), {Fault::NotFound}, u"a restore from an unknown instance"_s));
    SHUTTLER_TRY(mustNotExist(fromNobody, job));

    const RestoreRequest fromNothing = requestFor(u"from-nothing"_s, AtBackup{BackupId(u"nothing"_s)});
    SHUTTLER_TRY(
        mustFail(provider.startRestore(fromNothing, job), {Fault::NotFound}, u"a restore from an unknown backup"_s));
    return mustNotExist(fromNothing, job);
}

Outcome ProviderContract::anUnknownTagIsNotThere(Job &job)
{
    return mustNotExist(requestFor(u"never-asked"_s), job);
}

Outcome ProviderContract::aMomentBeforeTheWindowIsRefusedAndNothingIsMade(Job &job)
{
    if (!m_subject.provider.capabilities().anySecond)
        return Done{};
    Result<BackupListing> listing = m_subject.provider.backups(m_subject.serving, {}, job);
    if (!listing)
        return std::move(listing).error();
    SHUTTLER_TRY(promised(listing->earliest().has_value(), u"no window is listed"_s));
    const RestoreRequest request = requestFor(u"too-early"_s, AtMoment{*listing->earliest() - Seconds(1)});
    SHUTTLER_TRY(mustFail(m_subject.provider.startRestore(request, job),
                          {Fault::Refused, Fault::BadInput, Fault::NotFound},
                          u"a restore to a moment before the window"_s));
    return mustNotExist(request, job);
}

Outcome ProviderContract::caughtUpChangesCanBeRestored(Job &job)
{
    if (!m_subject.provider.capabilities().catchesUp)
        return Done{};
    SHUTTLER_TRY(m_subject.write());
    Result<Instant> first = m_subject.provider.catchUp(m_subject.serving, job);
    if (!first)
        return std::move(first).error();
    Result<BackupListing> listing = m_subject.provider.backups(m_subject.serving, {}, job);
    if (!listing)
        return std::move(listing).error();
    SHUTTLER_TRY(promised(listing->windowAt(*first) != nullptr,
                          u"%1 was caught up with, but lies in no window (%2 until %3)"_s.arg(
                              first->toString(), listing->earliest().value_or(Instant()).toString(),
                              listing->latest().value_or(Instant()).toString())));
    Result<Instant> again = m_subject.provider.catchUp(m_subject.serving, job);
    if (!again)
        return std::move(again).error();
    return promised(*first <= *again, u"catching up twice went back in time"_s);
}

Outcome ProviderContract::aRestoreAskedTwiceIsMadeOnce(Job &job)
{
    return withCopy(u"twice"_s, job, [&](const RestoreRequest &request) -> Outcome {
        SHUTTLER_TRY(m_subject.provider.startRestore(request, job));
        SHUTTLER_TRY(waitUntil(request.newInstance, InstancePhase::Available, job));
        Result<std::optional<Instance>> found = m_subject.provider.findRestore(request.tag, job);
        if (!found)
            return std::move(found).error();
        SHUTTLER_TRY(
            promised(found->has_value() && (*found)->id == request.newInstance && (*found)->runTag == request.tag,
                     u"findRestore does not find what was made"_s));
        Result<QList<Instance>> instances = m_subject.provider.instances(job);
        if (!instances)
            return std::move(instances).error();
        const auto count = std::count_if(instances->begin(), instances->end(),
                                         [&](const Instance &one) { return one.runTag == request.tag; });
        SHUTTLER_TRY(promised(count == 1, u"%1 instances were made"_s.arg(count)));
        Result<ConnectionInfo> connection = m_subject.provider.connection(request.newInstance, job);
        if (!connection)
            return std::move(connection).error();
        Result<QList<SettingComparison>> settings =
            m_subject.provider.compareSettings(m_subject.serving, request.newInstance, job);
        if (!settings)
            return std::move(settings).error();
        return promised(!settings->isEmpty(), u"no setting was compared"_s);
    });
}

Outcome ProviderContract::aTakenNameIsRefused(Job &job)
{
    return withCopy(u"taken"_s, job, [&](const RestoreRequest &request) -> Outcome {
        RestoreRequest other = request;
        other.tag = u"rcontract-somebody-else"_s;
        SHUTTLER_TRY(mustFail(m_subject.provider.startRestore(other, job), {Fault::Refused, Fault::BadInput},
                              u"a restore under a taken name"_s));
        return waitUntil(request.newInstance, InstancePhase::Available, job);
    });
}

Outcome ProviderContract::aStoppedJobMakesNothing(Job &job)
{
    std::stop_source source;
    source.request_stop();
    Job stopped{source.get_token(), job.progress, job.clock};
    const RestoreRequest request = requestFor(u"stopped"_s);
    Outcome started = m_subject.provider.startRestore(request, stopped);
    SHUTTLER_TRY(
        promised(!started && started.error().fault() == Fault::Cancelled, u"a stopped job was not cancelled"_s));
    return mustNotExist(request, job);
}

Outcome ProviderContract::aProtectedCopyHasBackupsOfItsOwn(Job &job)
{
    if (!m_subject.provider.capabilities().takesBackups)
        return Done{};
    return withCopy(u"protected"_s, job, [&](const RestoreRequest &request) -> Outcome {
        SHUTTLER_TRY(m_subject.provider.protect(request.newInstance, job));
        SHUTTLER_TRY(m_subject.provider.protect(request.newInstance, job));
        SHUTTLER_TRY(waitUntil(request.newInstance, InstancePhase::Available, job));
        Result<Backup> backup = m_subject.provider.takeBackup(request.newInstance, u"first of its own"_s, job);
        if (!backup)
            return std::move(backup).error();
        SHUTTLER_TRY(promised(backup->instance == request.newInstance && backup->isUsable(),
                              u"the first backup is not usable"_s));
        Result<BackupListing> own = m_subject.provider.backups(request.newInstance, {}, job);
        if (!own)
            return std::move(own).error();
        SHUTTLER_TRY(promised(own->find(backup->id) != nullptr, u"the first backup is not listed"_s));
        Result<BackupListing> sources = m_subject.provider.backups(m_subject.serving, {}, job);
        if (!sources)
            return std::move(sources).error();
        SHUTTLER_TRY(promised(sources->find(backup->id) == nullptr, u"the copy's backup is among its source's"_s));
        Result<BackupListing> both = m_subject.provider.backups(request.newInstance, {m_subject.serving}, job);
        if (!both)
            return std::move(both).error();
        return promised(both->backups.size() == own->backups.size() + sources->backups.size(),
                        u"a lineage is not listed together"_s);
    });
}

Outcome ProviderContract::aHeldInstanceSleepsAndWakes(Job &job)
{
    if (!m_subject.provider.capabilities().holdsInstances)
        return Done{};
    return withCopy(u"held"_s, job, [&](const RestoreRequest &request) -> Outcome {
        const Instant until = (job.clock.now() + std::chrono::hours(72)).flooredToSecond();
        SHUTTLER_TRY(m_subject.provider.hold(request.newInstance, until, job));
        SHUTTLER_TRY(m_subject.provider.hold(request.newInstance, until, job));
        SHUTTLER_TRY(waitUntil(request.newInstance, InstancePhase::Held, job));
        Result<QList<Instance>> instances = m_subject.provider.instances(job);
        if (!instances)
            return std::move(instances).error();
        SHUTTLER_TRY(promised(
            std::any_of(instances->begin(), instances->end(),
                        [&](const Instance &one) { return one.id == request.newInstance && one.heldUntil == until; }),
            u"nobody remembers until when it is held"_s));
        SHUTTLER_TRY(m_subject.provider.wake(request.newInstance, job));
        SHUTTLER_TRY(m_subject.provider.wake(request.newInstance, job));
        return waitUntil(request.newInstance, InstancePhase::Available, job);
    });
}

Outcome ProviderContract::destructionIsForGoodAndMayBeAskedTwice(Job &job)
{
    const RestoreRequest request = requestFor(u"doomed"_s);
    SHUTTLER_TRY(withCopy(u"doomed"_s, job, [](const RestoreRequest &) -> Outcome { return Done{}; }));
    SHUTTLER_TRY(mustNotExist(request, job));
    return m_subject.provider.destroy(request.newInstance, {.finalBackup = false, .keepBackups = false}, job);
}

Outcome ProviderContract::aVerifiedBackupShowsInTheListing(Job &job)
{
    Result<BackupListing> before = m_subject.provider.backups(m_subject.serving, {}, job);
    if (!before)
        return std::move(before).error();
    SHUTTLER_TRY(promised(before->newestUsable() != nullptr, u"no usable backup is listed"_s));
    const BackupId id = before->newestUsable()->id;
    Result<BackupHealth> health = m_subject.provider.verifyBackup(m_subject.serving, id, job);
    if (!health)
        return std::move(health).error();
    SHUTTLER_TRY(promised(*health == BackupHealth::Verified, u"a sound backup is not verified"_s));
    Result<BackupListing> after = m_subject.provider.backups(m_subject.serving, {}, job);
    if (!after)
        return std::move(after).error();
    const Backup *backup = after->find(id);
    return promised(backup && backup->health == BackupHealth::Verified, u"the listing forgot the verification"_s);
}

Outcome ProviderContract::retentionIsReadBackAsSet(Job &job)
{
    if (!m_subject.provider.capabilities().setsRetention)
        return Done{};
    for (const int days : {30, 35}) {
        SHUTTLER_TRY(m_subject.provider.setRetention(m_subject.serving, days, job));
        Result<Retention> retention = m_subject.provider.retention(m_subject.serving, job);
        if (!retention)
            return std::move(retention).error();
        SHUTTLER_TRY(promised(retention->configuredDays == days && !retention->configured.isEmpty(),
                              u"retention is not what was set"_s));
    }
    return mustFail(m_subject.provider.setRetention(m_subject.serving, 0, job), {Fault::BadInput},
                    u"a retention of no days"_s);
}

#undef SHUTTLER_TRY

} // namespace shuttler::test
