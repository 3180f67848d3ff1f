// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/TryOut.h"

#include "core/restore/SignIn.h"
#include "ui/environments/EnvironmentDraft.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

InstanceId servingOf(const Environment &environment, const QList<Instance> &instances)
{
    if (!environment.instance.isEmpty())
        return environment.instance;
    for (const Instance &instance : instances)
        if (instance.state.phase == InstancePhase::Available)
            return instance.id;
    return instances.isEmpty() ? InstanceId() : instances.first().id;
}

/// Names the environment at Railway where the token reaches just one. What there is to choose is known then in any case.
Outcome reach(const Console &console, Environment &environment, SignedIn &signedIn, SecretStore &secrets, Job &job)
{
    QMap<QString, QString> &settings = environment.providerSettings;
    QMap<QString, QString> door = accessIn(u"railway"_s, settings);
    const bool isNamed = door.remove(u"project"_s) > 0 && door.remove(u"environment"_s) > 0;
    Result<QList<Place>> reached = console.listPlaces(PlaceKind::RailwayEnvironments, door, secrets, job);
    if (!reached && isNamed && reached.error().fault() == Fault::Refused)
        return Done{}; // What is named may be reached all the same: signing in tells.
    if (!reached)
        return std::move(reached).error();
    signedIn.environments = *reached;
    if (isNamed)
        return Done{};
    if (reached->isEmpty())
        return Error(Fault::Refused, QCoreApplication::translate("TryOut", "This token reaches no project at Railway."))
            .means(QCoreApplication::translate("TryOut", "There is no database to be found with it. Nothing was changed."))
            .todo(QCoreApplication::translate("TryOut", "Make a token in the workspace that the database's project is in."));
    signedIn.isReached = reached->size() == 1;
    settings.insert(u"project"_s, reached->first().id.section(u'/', 0, 0));
    settings.insert(u"environment"_s, reached->first().id.section(u'/', 1));
    return Done{};
}

/// Whether the role that looks at the database really gets in. A right like the others: without it nothing can be checked.
Result<Account::Permission> databaseSignIn(RestoreWorld &world, Job &job)
{
    Account::Permission permission;
    permission.step = int(StepNumber::Verify);
    permission.right = QCoreApplication::translate("TryOut", "Look at the database");
    permission.name = world.environment.database;
    Result<ConnectionInfo> info = world.provider->connection(world.environment.instance, job);
    std::optional<Error> trouble;
    if (!info) {
        trouble = info.error();
    } else {
        info->database = world.environment.database;
        if (Result<int> seen = world.verifier->appSessions(*info, job); !seen)
            trouble = seen.error();
    }
    if (trouble && trouble->fault() == Fault::Cancelled)
        return *trouble;
    permission.granted = !trouble;
    if (trouble) {
        permission.means = trouble->what() + u' ' + trouble->means();
        permission.todo = trouble->todo();
    }
    return permission;
}

Outcome record(const Console &console, const EnvironmentName &name, const QString &what, const QJsonObject &detail, Job &job)
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).error();
    return (*ledger)->record({job.clock.now(), name.toString(), what, u"owner"_s, u"Done"_s, detail, {}});
}

Outcome refuseWhileOpen(const Console &console, const EnvironmentName &name)
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).error();
    Result<std::optional<RunRecord>> open = Engine::openRun(**ledger, name);
    if (!open)
        return std::move(open).error();
    if (!*open)
        return Done{};
    return Error(Fault::Refused, QCoreApplication::translate("TryOut", "A restore of %1 is not finished yet.").arg(name.toString()))
        .means(
            QCoreApplication::translate("TryOut", "Without its description nobody could continue it or take it back. Nothing was removed."))
        .todo(QCoreApplication::translate("TryOut", "Continue the restore to its end or cancel it, then remove the environment."));
}

} // namespace

Result<SignedIn> tryKeys(const Console &console, const Environment &wanted, SecretStore &secrets, Job &job)
{
    Environment environment = wanted;
    SignedIn signedIn;
    if (environment.provider == "railway"_L1)
        if (Outcome reached = reach(console, environment, signedIn, secrets, job); !reached || !signedIn.isReached)
            return reached ? Result<SignedIn>(signedIn) : Result<SignedIn>(std::move(reached).error());
    Result<RestoreWorld> world = console.openUnsaved(environment, secrets);
    if (!world)
        return std::move(world).error();
    Result<QList<Instance>> instances = world->provider->instances(job);
    if (!instances)
        return std::move(instances).error();
    signedIn.instances = *std::move(instances);
    Result<Account> account = world->provider->signIn(servingOf(environment, signedIn.instances), job);
    if (!account)
        return std::move(account).error();
    signedIn.account = *std::move(account);
    return signedIn;
}

Result<Account> tryEverything(const Console &console, const Environment &environment, SecretStore &secrets, Job &job)
{
    Result<RestoreWorld> world = console.openUnsaved(environment, secrets);
    if (!world)
        return std::move(world).error();
    Result<Account> account = signInEverywhere(*world, job);
    if (!account || !world->verifier)
        return account;
    Result<Account::Permission> database = databaseSignIn(*world, job);
    if (!database)
        return std::move(database).error();
    account->permissions.append(*std::move(database));
    return account;
}

Outcome keepEnvironment(const Console &console, const Environment &environment, PendingSecrets &secrets, Job &job)
{
    const bool isNew = !console.environments.find(environment.name);
    if (Outcome kept = secrets.keep(job); !kept)
        return kept;
    if (Outcome saved = console.environments.save(environment); !saved) {
        Outcome back = secrets.putBack(job);
        return back ? saved : back;
    }
    return record(console, environment.name, isNew ? u"Environment added"_s : u"Environment changed"_s,
                  {{u"provider"_s, environment.provider}, {u"instance"_s, environment.instance.toString()}}, job);
}

Outcome dropEnvironment(const Console &console, const EnvironmentName &name, const QStringList &forgotten, Job &job)
{
    if (Outcome free = refuseWhileOpen(console, name); !free)
        return free;
    if (Outcome removed = console.environments.remove(name); !removed)
        return removed;
    QJsonArray gone;
    for (const QString &credential : forgotten) {
        Outcome forgot = console.secrets.forget(credential, job);
        if (!forgot && forgot.error().fault() != Fault::NotFound)
            return Error(forgot.error())
                .means(
                    QCoreApplication::translate("TryOut", "The environment is removed; its credential %1 is still kept.").arg(credential));
        gone.append(credential);
    }
    return record(console, name, u"Environment removed"_s, {{u"credentialsForgotten"_s, gone}}, job);
}

QStringList credentialsOnlyOf(const EnvironmentStore &environments, const EnvironmentName &name)
{
    QStringList own;
    QStringList others;
    for (const Result<Environment> &environment : environments.all()) {
        if (!environment)
            return {}; // Nobody knows what that one speaks of.
        (environment->name == name ? own : others) += credentialNamesIn(*environment);
    }
    own.removeIf([&others](const QString &credential) { return others.contains(credential); });
    return own;
}

} // namespace shuttler::ui
