// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/FakePorts.h"

#include <QJsonArray>

#include <algorithm>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

Error fakeError(Fault fault, const QString &what)
{
    return Error(fault, what).means(u"Nothing was done in the fake world."_s).todo(u"Ask for something else."_s);
}

InstancePhase phaseFrom(const QString &word)
{
    static const QMap<QString, InstancePhase> phases{
        {u"creating"_s, InstancePhase::Creating},   {u"replaying"_s, InstancePhase::Replaying},
        {u"available"_s, InstancePhase::Available}, {u"held"_s, InstancePhase::Held},
        {u"stopped"_s, InstancePhase::Stopped},     {u"failed"_s, InstancePhase::Failed}};
    return phases.value(word, InstancePhase::Gone);
}

QJsonObject child(const QJsonObject &state, const QString &key)
{
    return state.value(key).toObject();
}

/// A provider that keeps the promises of Provider.h over the state in the world's folder. Each order is counted, also one that only
/// confirms what is there: whoever orders twice shows.
class FakeProvider final : public Provider {
public:
    explicit FakeProvider(FakeWorld &world) : m_world(world) {}

    Capabilities capabilities() const override
    {
        Capabilities all;
        all.providerName = u"Fake"_s;
        all.anySecond = all.takesBackups = all.catchesUp = all.holdsInstances = all.setsRetention = all.worksHere =
            true;
        all.backupsOutliveInstance = !m_world.load().value(u"backupsGoToo"_s).toBool();
        return all;
    }

    Result<Account> signIn(const InstanceId &, Job &job) override
    {
        if (Outcome looked = m_world.look(u"sign-in"_s, job); !looked)
            return std::move(looked).error();
        const bool missing = m_world.load().value(u"rightMissing"_s).toBool();
        Account account;
        account.identity = u"owner of the fake world"_s;
        account.permissions = {{1, u"Read the repository"_s, u"repo:read"_s, true, {}, {}},
                               {4, u"Make an instance"_s, u"instance:create"_s, !missing, u"No restore can be made."_s,
                                u"Ask for instance:create."_s}};
        return account;
    }

    Result<QList<Instance>> instances(Job &job) override
    {
        if (Outcome looked = m_world.look(u"instances"_s, job); !looked)
            return std::move(looked).error();
        QList<Instance> all;
        const QJsonObject listed = child(m_world.load(), u"instances"_s);
        for (const QString &name : listed.keys())
            all.append(instanceFrom(name, listed.value(name).toObject()));
        return all;
    }

    Result<BackupListing> backups(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job) override
    {
        if (Outcome looked = m_world.look(u"backups"_s, job); !looked)
            return std::move(looked).error();
        return listingOf(QList<InstanceId>{instance} + lineage, job.clock.now());
    }

    Result<BackupHealth> verifyBackup(const InstanceId &, const BackupId &id, Job &job) override
    {
        Outcome verified = m_world.act(u"verify-backup"_s, job, [&](QJsonObject &state) -> Outcome {
            QJsonArray backups = state.value(u"backups"_s).toArray();
            for (QJsonValueRef value : backups) {
                Result<Backup> backup = backupFromJson(value.toObject());
                if (!backup || backup->id != id)
                    continue;
                backup->health = BackupHealth::Verified;
                value = toJson(*backup);
                state.insert(u"backups"_s, backups);
                return Done{};
            }
            return fakeError(Fault::NotFound, u"There is no backup %1."_s.arg(id.toString()));
        });
        if (!verified)
            return std::move(verified).error();
        return BackupHealth::Verified;
    }

    Result<Instant> catchUp(const InstanceId &instance, Job &job) override
    {
        const Instant now = job.clock.now();
        Outcome caught = onInstance(u"catch-up"_s, instance, job, [&](QJsonObject &state, QJsonObject &) -> Outcome {
            QJsonObject archived = child(state, u"archivedTo"_s);
            archived.insert(instance.toString(), now.toString());
            state.insert(u"archivedTo"_s, archived);
            return Done{};
        });
        if (!caught)
            return std::move(caught).error();
        return now;
    }

    Outcome startRestore(const RestoreRequest &request, Job &job) override
    {
        return m_world.act(u"start-restore"_s, job, [&](QJsonObject &state) -> Outcome {
            QJsonObject all = child(state, u"instances"_s);
            const QString name = request.newInstance.toString();
            if (all.contains(name) && all.value(name).toObject().value(u"tag"_s).toString() != request.tag)
                return fakeError(Fault::Refused, u"%1 exists already."_s.arg(name));
            if (!all.contains(request.source.toString())
                && !child(state, u"archivedTo"_s).contains(request.source.toString()))
                return fakeError(Fault::NotFound, u"There is no instance %1."_s.arg(request.source.toString()));
            const BackupListing listing = listingOf({request.source}, job.clock.now());
            if (const auto *backup = std::get_if<AtBackup>(&request.target); backup && !listing.find(backup->backup))
                return fakeError(Fault::NotFound, u"There is no backup %1."_s.arg(backup->backup.toString()));
            const auto *moment = std::get_if<AtMoment>(&request.target);
            if (moment && !listing.windowAt(moment->moment))
                return fakeError(Fault::BadInput, u"%1 cannot be restored."_s.arg(moment->moment.toString()));
            if (!all.contains(name)) {
                const QString recovered = moment
                                            ? moment->moment.toString()
                                            : child(state, u"archivedTo"_s).value(request.source.toString()).toString();
                all.insert(name, QJsonObject{{u"phase"_s, u"creating"_s},
                                             {u"tag"_s, request.tag},
                                             {u"protected"_s, false},
                                             {u"recoveredTo"_s, recovered}});
                state.insert(u"instances"_s, all);
            }
            return Done{};
        });
    }

    Result<std::optional<Instance>> findRestore(const QString &tag, Job &job) override
    {
        Result<QList<Instance>> all = instances(job);
        if (!all)
            return std::move(all).error();
        for (const Instance &instance : std::as_const(*all)) {
            if (instance.runTag == tag)
                return std::optional(instance);
        }
        return std::optional<Instance>();
    }

    /// Each look at an instance that is being made moves it on, so that nothing has to wait for a real clock.
    Result<InstanceState> state(const InstanceId &instance, Job &job) override
    {
        if (Outcome looked = m_world.look(u"state"_s, job); !looked)
            return std::move(looked).error();
        const QJsonObject all = child(m_world.load(), u"instances"_s);
        const QString name = instance.toString();
        const InstanceState now = instanceFrom(name, all.value(name).toObject()).state;
        if (now.phase == InstancePhase::Creating)
            m_world.setPhase(name, m_world.load().value(u"restoreFails"_s).toBool() ? u"failed"_s : u"replaying"_s);
        else if (now.phase == InstancePhase::Replaying)
            m_world.setPhase(name, u"available"_s);
        return now;
    }

    Result<ConnectionInfo> connection(const InstanceId &instance, Job &job) override
    {
        if (Outcome looked = m_world.look(u"connection"_s, job); !looked)
            return std::move(looked).error();
        if (!child(m_world.load(), u"instances"_s).contains(instance.toString()))
            return unknown(instance);
        ConnectionInfo info;
        info.host = instance.toString() + u".db.test"_s;
        info.port = 5432;
        info.database = u"academy"_s;
        info.user = u"shuttler_reader"_s;
        return info;
    }

    Result<QList<SettingComparison>> compareSettings(const InstanceId &source, const InstanceId &, Job &job) override
    {
        if (Outcome looked = m_world.look(u"compare-settings"_s, job); !looked)
            return std::move(looked).error();
        if (!child(m_world.load(), u"instances"_s).contains(source.toString()))
            return unknown(source);
        const bool differs = m_world.load().value(u"differs"_s).toBool();
        using State = SettingComparison::State;
        return QList<SettingComparison>{
            {u"max_connections"_s, u"100"_s, differs ? u"20"_s : u"100"_s, differs ? State::Differs : State::Same},
            {u"archive_mode"_s, u"on"_s, u"off"_s, State::WhenReady}};
    }

    Outcome protect(const InstanceId &instance, Job &job) override
    {
        const QJsonObject present = child(child(m_world.load(), u"instances"_s), instance.toString());
        if (present.value(u"protected"_s).toBool())
            return m_world.look(u"protect"_s, job); // Confirmed.
        return onInstance(u"protect"_s, instance, job, [&](QJsonObject &, QJsonObject &one) -> Outcome {
            one.insert(u"protected"_s, true);
            return Done{};
        });
    }

    Result<Backup> takeBackup(const InstanceId &instance, const QString &name, Job &job) override
    {
        Backup backup;
        Outcome taken = onInstance(u"take-backup"_s, instance, job, [&](QJsonObject &state, QJsonObject &) -> Outcome {
            const Instant now = job.clock.now();
            QJsonArray backups = state.value(u"backups"_s).toArray();
            backup.id = BackupId(u"%1-%2"_s.arg(name).arg(backups.size()));
            backup.instance = instance;
            backup.startedAt = backup.takenAt = now;
            backup.health = BackupHealth::Healthy;
            backup.source = u"the fake repository"_s;
            backups.append(toJson(backup));
            QJsonObject archived = child(state, u"archivedTo"_s);
            archived.insert(instance.toString(), now.toString());
            state.insert(u"backups"_s, backups);
            state.insert(u"archivedTo"_s, archived);
            return Done{};
        });
        if (!taken)
            return std::move(taken).error();
        return backup;
    }

    Result<Retention> retention(const InstanceId &instance, Job &job) override
    {
        if (Outcome looked = m_world.look(u"retention"_s, job); !looked)
            return std::move(looked).error();
        const int days =
            child(child(m_world.load(), u"instances"_s), instance.toString()).value(u"retention"_s).toInt(30);
        return Retention{u"%1 days"_s.arg(days), days, 10};
    }

    Outcome setRetention(const InstanceId &instance, int days, Job &job) override
    {
        if (days < 1)
            return fakeError(Fault::BadInput, u"Backups cannot be kept for %1 days."_s.arg(days));
        return onInstance(u"set-retention"_s, instance, job, [&](QJsonObject &, QJsonObject &one) -> Outcome {
            one.insert(u"retention"_s, days);
            return Done{};
        });
    }

    Outcome hold(const InstanceId &instance, Instant until, Job &job) override
    {
        return onInstance(u"hold"_s, instance, job, [&](QJsonObject &, QJsonObject &one) -> Outcome {
            one.insert(u"phase"_s, u"held"_s);
            one.insert(u"heldUntil"_s, until.toString());
            return Done{};
        });
    }

    Outcome wake(const InstanceId &instance, Job &job) override
    {
        return onInstance(u"wake"_s, instance, job, [&](QJsonObject &, QJsonObject &one) -> Outcome {
            one.insert(u"phase"_s, u"available"_s);
            one.remove(u"heldUntil"_s);
            return Done{};
        });
    }

    Outcome destroy(const InstanceId &instance, const RetirePolicy &policy, Job &job) override
    {
        if (!child(m_world.load(), u"instances"_s).contains(instance.toString()))
            return m_world.look(u"destroy"_s, job); // Gone already.
        if (!capabilities().backupsOutliveInstance && (policy.keepBackups || policy.finalBackup))
            return fakeError(Fault::Refused, u"Backups go with their instance."_s);
        return m_world.act(u"destroy"_s, job, [&](QJsonObject &state) -> Outcome {
            QJsonObject all = child(state, u"instances"_s);
            all.remove(instance.toString());
            state.insert(u"instances"_s, all);
            if (policy.keepBackups)
                return Done{};
            QJsonObject archived = child(state, u"archivedTo"_s);
            archived.remove(instance.toString());
            state.insert(u"archivedTo"_s, archived);
            QJsonArray kept;
            for (const QJsonValue &value : state.value(u"backups"_s).toArray()) {
                if (value.toObject().value(u"instance"_s) != instance.toString())
                    kept.append(value);
            }
            state.insert(u"backups"_s, kept);
            return Done{};
        });
    }

private:
    static Error unknown(const InstanceId &instance)
    {
        return fakeError(Fault::NotFound, u"There is no instance %1."_s.arg(instance.toString()));
    }

    static Instance instanceFrom(const QString &name, const QJsonObject &json)
    {
        const auto instantIn = [&](const QString &key) {
            const Result<Instant> instant = Instant::parse(json.value(key).toString());
            return instant ? std::optional(*instant) : std::nullopt;
        };
        Instance instance;
        instance.id = InstanceId(name);
        instance.runTag = json.value(u"tag"_s).toString();
        instance.version = u"15.8"_s;
        instance.heldUntil = instantIn(u"heldUntil"_s);
        instance.state.phase = phaseFrom(json.value(u"phase"_s).toString());
        if (instance.state.phase == InstancePhase::Failed)
            instance.state.detail = u"FATAL: recovery ended before configured recovery target was reached"_s;
        if (instance.state.phase == InstancePhase::Available)
            instance.state.recoveredTo = instantIn(u"recoveredTo"_s);
        return instance;
    }

    BackupListing listingOf(const QList<InstanceId> &instances, Instant now) const
    {
        const QJsonObject state = m_world.load();
        BackupListing listing;
        listing.askedAt = now;
        for (const QJsonValue &value : state.value(u"backups"_s).toArray()) {
            Result<Backup> backup = backupFromJson(value.toObject());
            if (backup && instances.contains(backup->instance))
                listing.backups.append(*backup);
        }
        std::stable_sort(listing.backups.begin(), listing.backups.end(),
                         [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
        for (const InstanceId &instance : instances) {
            const Result<Instant> latest =
                Instant::parse(child(state, u"archivedTo"_s).value(instance.toString()).toString());
            const auto oldest =
                std::find_if(listing.backups.cbegin(), listing.backups.cend(),
                             [&](const Backup &backup) { return backup.instance == instance && backup.isUsable(); });
            if (!latest || oldest == listing.backups.cend())
                continue;
            if (Result<RecoveryWindow> window =
                    RecoveryWindow::between(oldest->takenAt, std::max(*latest, oldest->takenAt)))
                listing.windows.append({instance, *window});
        }
        std::stable_sort(
            listing.windows.begin(), listing.windows.end(),
            [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.earliest() < b.window.earliest(); });
        return listing;
    }

    Outcome onInstance(const QString &act, const InstanceId &instance, Job &job,
                       const std::function<Outcome(QJsonObject &state, QJsonObject &one)> &change)
    {
        return m_world.act(act, job, [&](QJsonObject &state) -> Outcome {
            QJsonObject all = child(state, u"instances"_s);
            if (!all.contains(instance.toString()))
                return unknown(instance);
            QJsonObject one = all.value(instance.toString()).toObject();
            if (Outcome changed = change(state, one); !changed)
                return changed;
            all.insert(instance.toString(), one);
            state.insert(u"instances"_s, all);
            return Done{};
        });
    }

    FakeWorld &m_world;
};

} // namespace

std::unique_ptr<Provider> fakeProvider(FakeWorld &world)
{
    return std::make_unique<FakeProvider>(world);
}

} // namespace shuttler::test
