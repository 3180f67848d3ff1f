// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"
#include "core/restore/SignIn.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Policies.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// The real time, in which nobody sleeps for longer than a hasty cloud needs to go on.
class BriskClock final : public Clock {
public:
    Instant now() const override { return m_clock.now(); }
    Outcome sleepFor(Micros span, const std::stop_token &stop) const override
    {
        return m_clock.sleepFor(std::min<Micros>(span, std::chrono::milliseconds(100)), stop);
    }

private:
    SystemClock m_clock;
};

/// The policy that is printed, given to a simulated AWS that asks it about every call: each kind can do all it does with it, and
/// nothing in it could be left out.
class tst_LeastPrivilege : public QObject {
    Q_OBJECT

    std::unique_ptr<Simulator> m_aws;
    MemorySecrets m_secrets;
    std::optional<app::Clouds> m_clouds;
    QJsonObject m_policy;
    BriskClock m_clock;
    SilentProgress m_progress;
    Job m_job{{}, m_progress, m_clock};

    QMap<QString, QString> with(QMap<QString, QString> more) const
    {
        more.insert(u"region"_s, m_aws->credentials()[u"region"_s].toString());
        more.insert(u"credential"_s, u"aws"_s);
        more.insert(u"endpoint"_s, m_aws->endpoint());
        more.insert(u"ca"_s, m_aws->caFile());
        return more;
    }
    QString told(const QString &name) const { return m_aws->greeting()[name].toString(); }
    InstanceId source() const { return InstanceId(m_aws->sourceNamed()[u"id"_s].toString()); }

    Outcome begin(const QStringList &more)
    {
        const QStringList small{u"--academy"_s, u"none"_s, u"--speed"_s, u"600"_s};
        Result<std::unique_ptr<Simulator>> aws = Simulator::start(u"rds"_s, small + more);
        if (!aws)
            return std::move(aws).error();
        m_aws = *std::move(aws);
        m_secrets.with(u"aws"_s, m_aws->awsKeys());
        m_secrets.with(u"password"_s, m_aws->sourceNamed()[u"password"_s].toString().toUtf8());
        m_clouds.emplace(m_secrets);
        return Done{};
    }

    /// Opened, and with the policy that is printed for it in force.
    Result<RestoreWorld> permitted(const QString &app, const QMap<QString, QString> &appKeys, const QString &cutover,
                                   const QMap<QString, QString> &cutoverKeys)
    {
        RestoreWorld world;
        world.environment.provider = u"aws-rds"_s;
        const QString user = m_aws->sourceNamed()[u"user"_s].toString();
        world.environment.providerSettings = with({{u"user"_s, user}, {u"password"_s, u"password"_s}});
        world.environment.instance = source();
        world.environment.app.kind = app;
        world.environment.app.settings = appKeys;
        world.environment.cutover.kind = cutover;
        world.environment.cutover.settings = cutoverKeys;
        if (Outcome furnished = m_clouds->furnish(world); !furnished)
            return std::move(furnished).error();
        const Result<Account> account = signInEverywhere(world, m_job);
        if (!account)
            return account.error();
        QList<Grant> grants;
        for (const Permission &one : account->permissions)
            grants += one.grants;
        const QList<IamPolicy> policies = iamPolicies(grants, account->limits);
        if (policies.size() != 1)
            return Error(Fault::Defect, u"One key needs one policy, not %1."_s.arg(policies.size()));
        m_policy = QJsonDocument::fromJson(policies.first().text.toUtf8()).object();
        if (Result<QJsonObject> attached = m_aws->post(u"policy"_s, {{u"policy"_s, m_policy}}); !attached)
            return std::move(attached).error();
        const Result<Account> again = signInEverywhere(world, m_job);
        if (!again)
            return again.error();
        for (const Permission &one : again->permissions)
            if (one.isMissing())
                return Error(Fault::Refused, one.name + u' ' + one.means);
        return world;
    }

    /// Those of `services` that the policy allows and that were not needed since it is in force.
    QStringList needless(const QStringList &services)
    {
        QStringList actions;
        const QJsonArray all = m_policy[u"Statement"_s].toArray();
        for (const QJsonValue &statement : all)
            for (const QJsonValue &action : statement[u"Action"_s].toArray())
                if (statement[u"Effect"_s] == u"Allow"_s && services.contains(action.toString().section(u':', 0, 0)))
                    actions.append(action.toString());
        QStringList found;
        for (const QString &action : std::as_const(actions)) {
            const Result<QJsonObject> told = m_aws->post(u"refused"_s, {{u"policy"_s, policyWithout(m_policy, action)}});
            if (!told)
                return {QString::fromUtf8(describe(told.error()))};
            bool isNamed = false;
            const QJsonArray refused = told->value(u"refused"_s).toArray();
            for (const QJsonValue &one : refused)
                isNamed = isNamed || one[u"action"_s] == action;
            if (!isNamed)
                found.append(action);
        }
        found.removeDuplicates();
        found.sort();
        return found;
    }

    Outcome waitUntilAvailable(Provider &provider, const InstanceId &instance)
    {
        for (;;) {
            Result<InstanceState> state = provider.state(instance, m_job);
            if (!state)
                return std::move(state).error();
            if (state->phase == InstancePhase::Available)
                return Done{};
            if (state->phase != InstancePhase::Creating)
                return Error(Fault::Refused, state->detail);
            if (Outcome slept = m_job.sleepFor(Seconds(1)); !slept)
                return slept;
        }
    }
    /// What the steps of a restore ask of the provider.
    Outcome restored(Provider &provider, const InstanceId &copy, const QString &tag, const RestoreTarget &target)
    {
        if (Outcome started = provider.startRestore({source(), copy, tag, target}, m_job); !started)
            return started;
        if (Result<std::optional<Instance>> found = provider.findRestore(tag, m_job); !found)
            return std::move(found).error();
        if (Outcome there = waitUntilAvailable(provider, copy); !there)
            return there;
        return provider.protect(copy, m_job);
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        VERIFY_OK(begin({u"--standing"_s}));
    }
    void cleanup()
    {
        if (m_aws)
            VERIFY_OK(m_aws->post(u"policy"_s, {{u"policy"_s, QJsonValue()}}));
    }
    void cleanupTestCase() { m_aws.reset(); }

    void rdsCanBeRestoredFromHeldAndDestroyed()
    {
        VERIFY_OK(m_aws->post(u"options"_s, {{u"pendingReboot"_s, true}}));
        const Result<RestoreWorld> world = permitted({}, {}, u"none"_s, {});
        VERIFY_OK(world);
        Provider &provider = *world->provider;
        VERIFY_OK(provider.catchUp(source(), m_job));
        const Result<Backup> backup = provider.takeBackup(source(), u"nightly"_s, m_job);
        VERIFY_OK(backup);
        const InstanceId latest(u"shuttler-db-r20261124-120000-00aa"_s);
        VERIFY_OK(restored(provider, latest, u"r20261124-120000-00aa"_s, AtLatest{}));
        const InstanceId snapshot(u"shuttler-db-r20261124-120000-00bb"_s);
        VERIFY_OK(restored(provider, snapshot, u"r20261124-120000-00bb"_s, AtBackup{backup->id}));
        VERIFY_OK(provider.hold(latest, SystemClock().now() + std::chrono::hours(72), m_job));
        VERIFY_OK(provider.wake(latest, m_job));
        VERIFY_OK(provider.destroy(latest, {.finalBackup = true, .keepBackups = true}, m_job));
        VERIFY_OK(provider.destroy(snapshot, {.finalBackup = false, .keepBackups = false}, m_job));
        QCOMPARE(needless({u"rds"_s, u"kms"_s}), QStringList{u"rds:ListTagsForResource"_s}); // RDS may ask it for the tags it lists.
    }

    void aRestoreIntoANameThatIsNotOursIsRefusedByName()
    {
        const Result<RestoreWorld> world = permitted({}, {}, u"none"_s, {});
        VERIFY_OK(world);
        const InstanceId stranger(u"billing"_s);
        const Outcome started = world->provider->startRestore({source(), stranger, u"rstranger"_s, AtLatest{}}, m_job);
        VERIFY_FAULT(started, Fault::Refused);
        QVERIFY2(started.error().what().contains(u"rds:RestoreDBInstanceToPointInTime"_s), describe(started.error()).constData());
    }

    void aSecretAndItsServiceAreMoved()
    {
        const Result<RestoreWorld> world = permitted(u"aws-secret"_s, with({{u"secret"_s, told(u"secret"_s)}}), u"ecs"_s,
                                                     with({{u"cluster"_s, told(u"cluster"_s)}, {u"service"_s, told(u"service"_s)}}));
        VERIFY_OK(world);
        VERIFY_OK(world->target->check(m_job));
        VERIFY_OK(world->target->write(world->target->read(m_job)->movedTo(u"new.rds.example"_s, 6000), u"r1"_s, m_job));
        VERIFY_OK(world->cutover->run(m_job));
        VERIFY_OK(world->target->putBack(u"r1"_s, m_job));
        VERIFY_OK(world->target->forget(u"r1"_s, m_job));
        QCOMPARE(needless({u"secretsmanager"_s, u"ecs"_s}), QStringList());
    }

    void aParameterIsMovedWithItsKey()
    {
        const Result<RestoreWorld> world = permitted(u"aws-parameter"_s, with({{u"parameter"_s, told(u"parameter"_s)}}), u"none"_s, {});
        VERIFY_OK(world);
        VERIFY_OK(world->target->check(m_job));
        VERIFY_OK(world->target->write(world->target->read(m_job)->movedTo(u"new.rds.example"_s, 6000), u"r1"_s, m_job));
        VERIFY_OK(world->target->putBack(u"r1"_s, m_job));
        // Of RDS's own key nothing was needed here, and a data key only by parameters of the tier Advanced.
        QCOMPARE(needless({u"ssm"_s, u"kms"_s}), QStringList({u"kms:CreateGrant"_s, u"kms:DescribeKey"_s, u"kms:GenerateDataKey"_s}));
    }

    void namesAreSwapped()
    {
        VERIFY_OK(begin({})); // Standing servers do not move with their names.
        const Result<RestoreWorld> world =
            permitted(u"aws-secret"_s, with({{u"secret"_s, told(u"secret"_s)}}), u"rds-rename"_s, {});
        VERIFY_OK(world);
        const InstanceId copy(source().toString().toLower() + u"-r20261124-120000-00cc"_s); // As the planner names it.
        VERIFY_OK(restored(*world->provider, copy, u"r20261124-120000-00cc"_s, AtLatest{}));
        const Result<ConnectionInfo> there = world->provider->connection(copy, m_job);
        VERIFY_OK(there);
        VERIFY_OK(world->target->check(m_job));
        VERIFY_OK(world->target->write(world->target->read(m_job)->movedTo(there->host, there->port), u"r2"_s, m_job));
        VERIFY_OK(world->cutover->run(m_job));
        VERIFY_OK(world->target->putBack(u"r2"_s, m_job));
    }
};

SHUTTLER_TEST(tst_LeastPrivilege)
#include "tst_LeastPrivilege.moc"
