// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/support/UiWorld.h"

namespace shuttler::ui::test {

using namespace Qt::StringLiterals;

namespace {

Outcome knockedAt(const UiWorld &world, const QString &credential, SecretStore &secrets, Job &job)
{
    if (world.opensWith.isEmpty() || credential.isEmpty())
        return Done{};
    Result<std::shared_ptr<const Secret>> key = secrets.read(credential, job);
    if (!key)
        return std::move(key).error();
    if ((*key)->expose([](const char *text) { return QByteArray(text); }) == world.opensWith)
        return Done{};
    return Error(Fault::Refused, u"The key was rejected."_s).means(u"Nothing was asked."_s).todo(u"Enter the right one."_s);
}

/// Answers with the world's values; makes and changes nothing.
class ScriptedProvider final : public Provider {
public:
    ScriptedProvider(const UiWorld &world, SecretStore &secrets, QString credential)
        : m_world(world), m_secrets(secrets), m_credential(std::move(credential)) {}

    Capabilities capabilities() const override { return m_world.capabilities; }
    Result<Account> signIn(const InstanceId &, Job &job) override
    {
        if (m_world.trouble)
            return *m_world.trouble;
        if (Outcome known = knocked(job); !known)
            return std::move(known).error();
        return Account{u"owner at this computer"_s, m_world.permissions};
    }
    Result<QList<Instance>> instances(Job &job) override
    {
        if (Outcome known = knocked(job); !known)
            return std::move(known).error();
        return QList<Instance>{m_world.instance};
    }
    Result<BackupListing> backups(const InstanceId &, const QList<InstanceId> &, Job &) override { return m_world.listing; }
    Result<BackupHealth> verifyBackup(const InstanceId &, const BackupId &, Job &) override { return BackupHealth::Verified; }
    Result<Instant> catchUp(const InstanceId &, Job &job) override { return job.clock.now(); }
    Outcome startRestore(const RestoreRequest &, Job &) override { return refused(); }
    Result<std::optional<Instance>> findRestore(const QString &, Job &) override { return std::optional<Instance>(); }
    Result<InstanceState> state(const InstanceId &id, Job &) override
    {
        return id == m_world.instance.id ? m_world.instance.state : InstanceState{};
    }
    Result<ConnectionInfo> connection(const InstanceId &, Job &) override { return refused(); }
    Result<QList<SettingComparison>> compareSettings(const InstanceId &, const InstanceId &, Job &) override { return QList<SettingComparison>{}; }
    Outcome protect(const InstanceId &, Job &) override { return refused(); }
    Result<Backup> takeBackup(const InstanceId &, const QString &, Job &) override { return refused(); }
    Result<Retention> retention(const InstanceId &, Job &) override { return m_world.retention; }
    Outcome setRetention(const InstanceId &, int, Job &) override { return refused(); }
    Outcome hold(const InstanceId &, Instant, Job &) override { return refused(); }
    Outcome wake(const InstanceId &, Job &) override { return refused(); }
    Outcome destroy(const InstanceId &, const RetirePolicy &, Job &) override { return refused(); }

private:
    Outcome knocked(Job &job) { return knockedAt(m_world, m_credential, m_secrets, job); }
    static Error refused() { return Error(Fault::Refused, u"This provider only answers questions."_s); }
    const UiWorld &m_world;
    SecretStore &m_secrets;
    QString m_credential;
};

} // namespace

Outcome FakePractice::waitIfAsked(const Job &job) const
{
    if (!waits)
        return Done{};
    // Until the person stops it: on the real clock, because the test's own moves only when it is told to.
    const Outcome slept = SystemClock().sleepFor(std::chrono::minutes(1), job.stop);
    return slept ? Outcome(Error(Fault::Unreachable, u"Nobody stopped this."_s)) : slept;
}

Result<PracticeStatus> FakePractice::create(const EnvironmentName &name, PracticeSize, Job &job)
{
    note(u"create "_s + name.toString());
    job.progress.stage(u"Starting PostgreSQL"_s);
    if (Outcome stopped = waitIfAsked(job); !stopped)
        return std::move(stopped).error();
    if (refuses)
        return *refuses;
    Environment environment;
    environment.name = name;
    environment.title = u"Practice"_s;
    environment.kind = EnvironmentKind::Practice;
    environment.provider = u"pgbackrest"_s;
    environment.providerSettings = {{u"stanza"_s, name.toString()}};
    environment.instance = InstanceId(name.toString());
    environment.database = u"academy"_s;
    if (Outcome saved = m_environments.save(environment); !saved)
        return std::move(saved).error();
    return status(name, job);
}

Result<PracticeStatus> FakePractice::status(const EnvironmentName &name, Job &)
{
    PracticeStatus status;
    status.name = name;
    status.directory = u"/tmp/practice"_s;
    status.databaseRuns = databaseRuns;
    status.appRuns = appRuns;
    status.size = u"small"_s;
    status.incidents = incidents;
    return status;
}

Result<PracticeStatus> FakePractice::start(const EnvironmentName &name, Job &job)
{
    note(u"start "_s + name.toString());
    if (Outcome stopped = waitIfAsked(job); !stopped)
        return std::move(stopped).error();
    if (refuses)
        return *refuses;
    databaseRuns = appRuns = true;
    return status(name, job);
}

Result<Incident> FakePractice::breakIt(const EnvironmentName &, IncidentKind kind, Job &job)
{
    note(u"break "_s + wordFor(kind));
    if (Outcome stopped = waitIfAsked(job); !stopped)
        return std::move(stopped).error();
    Incident incident;
    incident.kind = kind;
    incident.title = u"A wrong fee import"_s;
    incident.effect = u"Every fee of the academy shows the amount 0."_s;
    incident.lastGood = job.clock.now().flooredToSecond() - Seconds(1);
    incident.at = incident.lastGood + Seconds(1);
    incident.rows = 8412;
    incidents.append(incident);
    return incident;
}

Result<PracticeStatus> FakePractice::reset(const EnvironmentName &name, Job &job)
{
    note(u"reset"_s);
    incidents.clear();
    return status(name, job);
}

Outcome FakePractice::destroy(const EnvironmentName &name, Job &)
{
    note(u"destroy "_s + name.toString());
    return m_environments.remove(name);
}

Outcome FakePractice::restartApp(const EnvironmentName &, Job &)
{
    note(u"restart app"_s);
    return Done{};
}

UiWorld::UiWorld(Instant now) : clock(now), environments(folder.path() + u"/environments"_s), practice(environments)
{
    capabilities.providerName = u"pgBackRest"_s;
    capabilities.anySecond = capabilities.takesBackups = capabilities.catchesUp = capabilities.holdsInstances = true;
    capabilities.setsRetention = capabilities.worksHere = true;
}

Result<RestoreWorld> UiWorld::open(const EnvironmentName &name)
{
    Result<Environment> environment = environments.find(name);
    if (!environment)
        return std::move(environment).error();
    return open(*environment, secrets);
}

Result<RestoreWorld> UiWorld::open(const Environment &environment, SecretStore &store)
{
    RestoreWorld world;
    world.environment = environment;
    world.provider = std::make_unique<ScriptedProvider>(*this, store, environment.providerSettings.value(u"credential"_s));
    return world;
}

Result<QList<Place>> UiWorld::list(PlaceKind kind, const QMap<QString, QString> &access, SecretStore &store, Job &job)
{
    if (Outcome known = knockedAt(*this, access.value(u"credential"_s), store, job); !known)
        return std::move(known).error();
    const std::scoped_lock lock(m_listing);
    m_listedWith.append(access);
    return places.value(kind);
}

QList<QMap<QString, QString>> UiWorld::listedWith() const
{
    const std::scoped_lock lock(m_listing);
    return m_listedWith;
}

Environment UiWorld::add(const QString &name, EnvironmentKind kind)
{
    Environment environment;
    environment.name = EnvironmentName(name);
    environment.title = kind == EnvironmentKind::Practice ? u"Practice"_s : kind == EnvironmentKind::Staging ? u"Staging"_s : u"Production"_s;
    environment.kind = kind;
    environment.provider = u"pgbackrest"_s;
    environment.providerSettings = {{u"stanza"_s, name}};
    environment.instance = InstanceId(name);
    environment.database = u"academy"_s;
    if (Outcome saved = environments.save(environment); !saved)
        qFatal("%s", qUtf8Printable(saved.error().what()));
    instance.id = environment.instance;
    instance.version = u"15.8"_s;
    instance.place = u"port 5432"_s;
    instance.sizeBytes = 19'756'849'562;
    instance.state.phase = InstancePhase::Available;
    return environment;
}

void UiWorld::haveBackups(int days)
{
    const Instant now = clock.now();
    listing = {};
    listing.askedAt = now;
    constexpr std::chrono::hours Day{24};
    for (int day = days; day >= 0; --day) {
        Backup backup;
        backup.takenAt = now - Day * day - std::chrono::minutes(8 * 60 + 20) - Seconds(day * 7 % 60);
        backup.startedAt = backup.takenAt - Seconds(372);
        backup.kind = day == 20 || day == 6 ? BackupKind::ManualSnapshot : BackupKind::Full;
        backup.id = BackupId(backup.takenAt.toCompactString() + u'F');
        backup.instance = instance.id;
        backup.sizeBytes = 19'756'849'562 - day * 30'000'000LL;
        backup.health = BackupHealth::Healthy;
        backup.kept = u"until 2 newer full backups exist"_s;
        backup.source = u"pgBackRest, repository 1"_s;
        listing.backups.append(backup);
    }
    const Instant latest = now - Seconds(214);
    listing.windows = {{instance.id, *RecoveryWindow::between(std::min(listing.backups.first().takenAt, latest), latest)}};
}

void UiWorld::record(const QString &what, const QString &who, const QString &result, Instant at)
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(ledgerFile());
    if (!ledger)
        qFatal("%s", qUtf8Printable(ledger.error().what()));
    ActivityEntry entry{at, environments.all().isEmpty() ? QString() : environments.all().first()->name.toString(), what, who, result, {}, {}};
    if (Outcome written = (*ledger)->record(entry); !written)
        qFatal("%s", qUtf8Printable(written.error().what()));
}

} // namespace shuttler::ui::test
