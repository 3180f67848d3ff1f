// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Clouds.h"
#include "core/base/Files.h"
#include "core/secrets/PendingSecrets.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What somebody who makes an environment can choose from, as the simulated clouds list it and this computer does.
class tst_Places : public QObject {
    Q_OBJECT

private:
    MemorySecrets m_secrets;
    std::optional<app::Clouds> m_clouds;

    static Result<std::unique_ptr<Simulator>> start(const QString &cloud)
    {
        return Simulator::start(cloud, {u"--academy"_s, u"none"_s, u"--speed"_s, u"300"_s});
    }
    static QStringList complaints(Simulator &cloud)
    {
        QStringList all;
        const Result<QJsonObject> state = cloud.get(u"state"_s);
        const QJsonArray list = state ? state->value(u"complaints"_s).toArray() : QJsonArray{u"no state"_s};
        for (const QJsonValue &each : list)
            all.append(each.toString());
        return all;
    }
    QMap<QString, QString> doorOf(const Simulator &cloud, const QString &path)
    {
        return {{u"credential"_s, u"key"_s}, {u"endpoint"_s, cloud.endpoint() + path}, {u"ca"_s, cloud.caFile()}};
    }
    void say(const Simulator &cloud, const QString &key) { m_secrets.with(u"key"_s, cloud.credentials().value(key).toString().toLatin1()); }

private slots:
    void init()
    {
        m_secrets = MemorySecrets();
        m_clouds.emplace(m_secrets);
    }

    void renderListsServicesAndBehindThemGroups()
    {
        if (!Simulator::isPossible(u"render"_s))
            QSKIP("what the simulated Render needs is not installed");
        const auto cloud = start(u"render"_s);
        VERIFY_OK(cloud);
        say(**cloud, u"key"_s);
        const Place service{(*cloud)->greeting()[u"service"_s][u"id"_s].toString(), u"academy-app"_s, u"web service"_s};
        const Place group{(*cloud)->greeting()[u"group"_s][u"id"_s].toString(), u"academy-shared"_s, u"environment group"_s};
        QVERIFY(service.id.startsWith(u"srv-"_s) && group.id.startsWith(u"evg-"_s));
        const auto services = m_clouds->places(PlaceKind::RenderServices, doorOf(**cloud, u"/v1"_s), m_secrets, testJob());
        VERIFY_OK(services);
        QCOMPARE(*services, QList<Place>{service});
        const auto holders = m_clouds->places(PlaceKind::RenderHolders, doorOf(**cloud, u"/v1"_s), m_secrets, testJob());
        VERIFY_OK(holders);
        QCOMPARE(*holders, (QList<Place>{service, group}));
        m_secrets.with(u"key"_s, "rnd_wrong");
        VERIFY_FAULT(m_clouds->places(PlaceKind::RenderServices, doorOf(**cloud, u"/v1"_s), m_secrets, testJob()), Fault::Refused);
    }

    void railwayListsWhatEachKindOfTokenReaches()
    {
        if (!Simulator::isPossible(u"railway"_s))
            QSKIP("what the simulated Railway needs is not installed");
        const auto cloud = start(u"railway"_s);
        VERIFY_OK(cloud);
        QMap<QString, QString> door = doorOf(**cloud, u"/graphql/v2"_s);
        const QString project = (*cloud)->greeting()[u"project"_s][u"id"_s].toString();
        const QString environment = (*cloud)->greeting()[u"environment"_s][u"id"_s].toString();
        for (const auto &[token, kind] : {std::pair(u"token"_s, u"account"_s), std::pair(u"workspaceToken"_s, u"account"_s),
                                          std::pair(u"projectToken"_s, u"project"_s)}) {
            say(**cloud, token);
            door.insert(u"token"_s, kind);
            const auto reached = m_clouds->places(PlaceKind::RailwayEnvironments, door, m_secrets, testJob());
            VERIFY_OK(reached);
            QCOMPARE(*reached, (QList<Place>{{project + u'/' + environment, u"academy, production"_s, {}}}));
        }
        door.insert(u"project"_s, project);
        door.insert(u"environment"_s, environment);
        const auto services = m_clouds->places(PlaceKind::RailwayServices, door, m_secrets, testJob());
        VERIFY_OK(services);
        const QString database = (*cloud)->sourceNamed().value(u"name"_s).toString();
        QCOMPARE(services->last(), (Place{database, database, u"with a volume"_s})); // What can be deployed anew comes first.
        QVERIFY(std::any_of(services->cbegin(), services->cend(), [](const Place &place) { return place.what.isEmpty(); }));
        QCOMPARE(complaints(**cloud), QStringList()); // Railway's schema knows all that was asked.
    }

    void theProfilesOfThisComputerSayHowTheySignIn()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkdir(u".aws"_s));
        qputenv("HOME", home.path().toUtf8());
        VERIFY_OK(writeFileAtomically(home.filePath(u".aws/credentials"_s),
                                      "[default]\naws_access_key_id = A\naws_secret_access_key = s\n[ops]\n"));
        VERIFY_OK(
            writeFileAtomically(home.filePath(u".aws/config"_s),
                                "[default]\nregion = x\n[profile school]\nsso_start_url = https://school.test/start\n"
                                "[profile  restores ]\nrole_arn = arn:aws:iam::123456789012:role/r\n[sso-session s]\n[services x]\n"));
        const auto profiles = m_clouds->places(PlaceKind::AwsProfiles, {}, m_secrets, testJob());
        VERIFY_OK(profiles);
        QCOMPARE(*profiles, (QList<Place>{{u"default"_s, u"default"_s, {}},
                                          {u"restores"_s, u"restores"_s, u"takes on r"_s},
                                          {u"school"_s, u"school"_s, u"single sign-on"_s}}));
        qputenv("HOME", "/nowhere");
        const auto none = m_clouds->places(PlaceKind::AwsProfiles, {}, m_secrets, testJob());
        VERIFY_OK(none);
        QVERIFY(none->isEmpty());
    }

    void theCodeOfADeviceOpensWhatIsTriedAndAddedAfterwards()
    {
        if (!Simulator::isPossible(u"rds"_s))
            QSKIP("python3-botocore or pgBackRest is not installed");
        const auto cloud = start(u"rds"_s);
        VERIFY_OK(cloud);
        const QJsonObject keys = (*cloud)->credentials();
        const QJsonObject role = (*cloud)->greeting().value(u"role"_s).toObject();
        Environment environment;
        environment.provider = u"aws-rds"_s;
        environment.providerSettings = doorOf(**cloud, {});
        environment.providerSettings.insert({{u"region"_s, keys.value(u"region"_s).toString()},
                                             {u"role"_s, role.value(u"arn"_s).toString()},
                                             {u"mfa"_s, role.value(u"device"_s).toString()}});
        // As the window does it: tried with what was typed, then tried again and kept.
        const auto typed = [&] {
            auto pending = std::make_unique<PendingSecrets>(m_secrets);
            const QByteArray key = (keys.value(u"accessKey"_s).toString() + u':' + keys.value(u"secretKey"_s).toString()).toLatin1();
            for (const auto &[name, text] :
                 {std::pair(u"key"_s, key), std::pair(u"key/mfa-code"_s, role.value(u"code"_s).toString().toLatin1())})
                if (Outcome written = pending->write(name, Secret(QByteArray(text.constData(), text.size())), testJob()); !written)
                    pending.reset();
            return pending;
        };
        const auto list = [&](SecretStore &secrets) -> Result<QList<Instance>> {
            RestoreWorld world;
            world.environment = environment;
            if (Outcome furnished = m_clouds->furnish(world, secrets); !furnished)
                return std::move(furnished).error();
            return world.provider->instances(testJob());
        };
        const auto tried = typed();
        VERIFY_OK(list(*tried));
        VERIFY_FAULT(tried->read(u"key/mfa-code"_s, testJob()), Fault::NotFound); // Used up.
        const auto added = typed();
        added->takeOver(*tried);
        VERIFY_OK(list(*added));
        VERIFY_OK(added->forget(u"key/mfa-code"_s, testJob()));
        VERIFY_OK(added->keep(testJob()));
        QVERIFY(m_secrets.plain(u"key/mfa-code"_s).isEmpty());
        VERIFY_OK(list(m_secrets)); // And whoever comes next need not ask for another code.
    }
};

SHUTTLER_TEST(tst_Places)
#include "tst_Places.moc"
