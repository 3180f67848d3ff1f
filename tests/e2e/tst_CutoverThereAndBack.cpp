// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/CloudWalk.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/NameServer.h"
#include "tests/support/Test.h"

#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Whole restores at RDS whose app has its DATABASE_URL from AWS, and knows its database by a name in DNS. The app of this computer
/// looks both up each time it starts: the value at AWS, and where its name leads at the name server that answers for it.
class tst_CutoverThereAndBack : public QObject {
    Q_OBJECT

    std::unique_ptr<StagedCloud> m_cloud;
    std::unique_ptr<NameServer> m_bind;

    /// An app whose value is among AWS's `things` ("secrets") under `name`.
    Outcome stage(const QStringList &arguments, const QByteArray &things, const QByteArray &name)
    {
        m_cloud = std::make_unique<StagedCloud>();
        if (Outcome opened = m_cloud->open(u"rds"_s, arguments, &Simulator::awsKeys); !opened)
            return opened;
        Simulator &aws = m_cloud->simulator();
        if (Outcome kept = m_cloud->keep(u"password"_s, aws.sourceNamed()[u"password"_s].toString().toUtf8()); !kept)
            return kept;
        const int nameServer = m_bind ? m_bind->port() : aws.greeting()[u"nameServer"_s].toInt();
        return m_cloud->layOutApp(
            "umask 077\n"
            "/usr/bin/python3 -c \"import json, ssl, sys, urllib.request as web\n"
            "state = web.urlopen(sys.argv[1], context=ssl.create_default_context(cafile=sys.argv[2]))\n"
            "print('DATABASE_URL=' + json.load(state)[sys.argv[3]][sys.argv[4]])\" '" + aws.endpoint().toUtf8() + "/_control/state' '"
            + aws.caFile().toUtf8() + "' " + things + ' ' + name + " >.env\n"
            "host=$(sed 's/.*@//; s/:.*//' .env)\n"
            "address=$(/usr/bin/dig -r +short +norecurse @127.0.0.1 -p " + QByteArray::number(nameServer)
            + " $host A | grep '^127')\n"
            "sed -i \"s/@$host:/@${address:-$host}:/\" .env\n");
    }

    /// Tables with `app` as [app] and `cutover` as [cutover], each with the access to AWS where it is at AWS.
    QByteArray tables(const QByteArray &app, const QByteArray &cutover, bool cutoverAtAws = false)
    {
        const QByteArray ca = m_cloud->simulator().caFile().toUtf8();
        const QByteArray access = "region = \"eu-central-1\"\ncredential = \"cloud-key\"\nendpoint = \""
                                + m_cloud->simulator().endpoint().toUtf8() + "\"\nca = \"" + ca + "\"\n";
        return "[provider]\nkind = \"aws-rds\"\nuser = \"academy_owner\"\npassword = \"password\"\ndatabase-ca = \"" + ca + "\"\n" + access
             + "[app]\n" + app + access + "[cutover]\n" + cutover + (cutoverAtAws ? access : QByteArray()) + m_cloud->restart();
    }

    QStringList plan()
    {
        const CtlAnswer planned = m_cloud->restore({u"--latest"_s, u"--plan"_s, u"--json"_s});
        QStringList sentences;
        const QJsonArray steps = planned.json[u"plan"_s].toArray();
        for (const QJsonValue &step : steps)
            sentences.append(step[u"sentence"_s].toString(step.toString()));
        return planned.exit == 0 ? sentences : QStringList{QString::fromUtf8(planned.describe())};
    }

    QString addressOf(const QString &instance) { return m_cloud->find(u"instances"_s, instance)[u"host"_s].toString(); }
    QString placeOf(const QString &instance)
    {
        return addressOf(instance) + u':' + QString::number(m_cloud->find(u"instances"_s, instance)[u"port"_s].toInt());
    }
    static QString placeIn(const Result<DatabaseUrl> &url) { return url ? url->host() + u':' + QString::number(url->port()) : QString(); }
    /// Where the app went when it was started the last time.
    QString appIsOn() { return placeIn(m_cloud->databaseUrl()); }
    QString valueAtAws(const QString &things, const QString &name) { return m_cloud->state()[things][name].toString(); }

    int asked(const QString &action)
    {
        int times = 0;
        const Result<QJsonObject> log = m_cloud->simulator().get(u"requests"_s);
        const QJsonArray requests = log ? log->value(u"requests"_s).toArray() : QJsonArray();
        for (const QJsonValue &one : requests)
            times += one[u"action"_s].toString() == action;
        return times;
    }

    enum class Written { GoesLiveInStep7, IsLiveWithTheNextStart };

    /// From a backup to the new database, with a stop before step 7; then all the way back. The plan says it in the words `announced`;
    /// `changed` tells what the restore changes to lead the app elsewhere, and `wanted` what that is where it leads to an instance.
    void walkThereAndBack(const QString &announced, const std::function<QString()> &changed,
                          const std::function<QString(const QString &instance)> &wanted, Written written = Written::GoesLiveInStep7)
    {
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s, u"--json"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        VERIFY_OK(m_cloud->startApp());
        const QString old = m_cloud->instance();
        const QString before = changed();
        QCOMPARE(before, wanted(old));
        QCOMPARE(appIsOn(), placeOf(old));
        const QString planned = plan().join(u'\n');
        QVERIFY2(planned.contains(announced), qPrintable(planned));

        const CtlAnswer checked = m_cloud->restore({u"--latest"_s, u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0, checked.describe().constData());
        QCOMPARE(changed() == before, written == Written::GoesLiveInStep7);
        QCOMPARE(appIsOn(), placeOf(old));
        const CtlAnswer restored = m_cloud->resume(checked);
        QVERIFY2(restored.exit == 0, restored.describe().constData());
        const QString copy = restored.json[u"instance"_s].toString();
        QCOMPARE(m_cloud->instance(), copy);
        QVERIFY(placeOf(copy) != placeOf(old));
        QCOMPARE(changed(), wanted(copy));
        QCOMPARE(appIsOn(), placeOf(copy));

        const CtlAnswer undone = m_cloud->undo(restored);
        QVERIFY2(undone.exit == 0, undone.describe().constData());
        QCOMPARE(changed(), before);
        QCOMPARE(appIsOn(), placeOf(old));
        QCOMPARE(m_cloud->instance(), old);
        QCOMPARE(m_cloud->state()[u"complaints"_s].toArray(), QJsonArray());
    }

private slots:
    void initTestCase()
    {
        if (!Simulator::isPossible(u"rds"_s) || !NameServer::isPossible())
            QSKIP("This needs python3-botocore, pgbackrest, bind9 and bind9-dnsutils: packaging/install-deps --test");
        if (const QString missing = TestKeyring::missing(); !missing.isEmpty())
            QSKIP(qPrintable(u"%1 is not installed (packaging/install-deps --test)"_s.arg(missing)));
    }
    void cleanup()
    {
        m_cloud.reset();
        m_bind.reset();
    }

    void aRecordAtRoute53IsChangedWaitedForAndPutBack()
    {
        VERIFY_OK(stage({u"--app-host"_s, u"db.shuttler.example"_s}, "secrets", "prod/shuttler/DATABASE_URL"));
        VERIFY_OK(m_cloud->writeDown(tables("kind = \"aws-secret\"\nsecret = \"prod/shuttler/DATABASE_URL\"\n",
                                            "kind = \"route53\"\nzone = \"Z0SIMULATOR\"\nrecord = \"db.shuttler.example\"\n", true)));
        const QString announced = u"Let db.shuttler.example in Route 53's zone Z0SIMULATOR lead to the new server, and wait until nobody "
                                  "remembers the old one; then: Run /bin/sh"_s;
        const QString value = valueAtAws(u"secrets"_s, u"prod/shuttler/DATABASE_URL"_s);
        // Three seconds in which its name server leads to the old one still: longer than the record may be remembered.
        VERIFY_OK(m_cloud->simulator().post(u"options"_s, {{u"changeLasts"_s, 180}}));

        walkThereAndBack(announced, [this] { return m_cloud->state()[u"records"_s][u"db.shuttler.example. A"_s][0].toString(); },
                         [this](const QString &instance) { return addressOf(instance); });

        QVERIFY(asked(u"GetChange"_s) > 2 * asked(u"ChangeResourceRecordSets"_s));
        QCOMPARE(valueAtAws(u"secrets"_s, u"prod/shuttler/DATABASE_URL"_s), value);
    }

    void aRecordAtANameServerIsChangedWaitedForAndPutBack()
    {
        m_bind = std::make_unique<NameServer>();
        QVERIFY2(m_bind->isRunning(), m_bind->log().constData());
        VERIFY_OK(stage({u"--app-host"_s, u"db.academy.example"_s}, "parameters", "/prod/shuttler/DATABASE_URL"));
        VERIFY_OK(m_cloud->keep(u"dns-key"_s, NameServer::key()));
        const QString old = m_cloud->simulator().sourceNamed()[u"host"_s].toString();
        QCOMPARE(m_bind->update("zone academy.example\nupdate delete db.academy.example CNAME\nupdate add db.academy.example 1 A "
                                + old.toLatin1() + "\nsend\n"), QString());
        VERIFY_OK(m_cloud->writeDown(tables(
            "kind = \"aws-parameter\"\nparameter = \"/prod/shuttler/DATABASE_URL\"\n",
            "kind = \"rfc2136\"\nserver = \"127.0.0.1\"\nport = \"" + QByteArray::number(m_bind->port())
                + "\"\nzone = \"academy.example\"\nrecord = \"db.academy.example\"\n"
                  "key-name = \"console\"\nkey = \"dns-key\"\n")));

        walkThereAndBack(u"Let db.academy.example at the name server 127.0.0.1 lead to the new server, and wait"_s,
                         [this] { return m_bind->says(u"db.academy.example"_s); },
                         [this](const QString &instance) { return u"A "_s + addressOf(instance); });
    }

    void aSecretThatHoldsTheUrlIsStagedMadeCurrentAndPutBack()
    {
        const QString name = u"prod/shuttler/DATABASE_URL"_s;
        VERIFY_OK(stage({}, "secrets", name.toLatin1()));
        VERIFY_OK(m_cloud->writeDown(
            tables("kind = \"aws-secret\"\nsecret = \"" + name.toLatin1() + "\"\n", "kind = \"command\"\n")));
        const QString value = valueAtAws(u"secrets"_s, name);

        walkThereAndBack(u"Make the staged value of the AWS secret prod/shuttler/DATABASE_URL the current one; then: Run /bin/sh"_s,
                         [&] { return placeIn(DatabaseUrl::parse(valueAtAws(u"secrets"_s, name).toUtf8())); },
                         [this](const QString &instance) { return placeOf(instance); });

        QCOMPARE(valueAtAws(u"secrets"_s, name), value);
        const QStringList labels = m_cloud->state()[u"labels"_s][name].toObject().keys();
        QCOMPARE(labels, QStringList({u"AWSCURRENT"_s, u"AWSPREVIOUS"_s}));
    }

    void aParameterThatHoldsTheUrlIsWrittenAndPutBack()
    {
        const QString name = u"/prod/shuttler/DATABASE_URL"_s;
        VERIFY_OK(stage({}, "parameters", name.toLatin1()));
        VERIFY_OK(m_cloud->writeDown(
            tables("kind = \"aws-parameter\"\nparameter = \"" + name.toLatin1() + "\"\n", "kind = \"command\"\n")));
        const QString value = valueAtAws(u"parameters"_s, name);

        walkThereAndBack(u"DATABASE_URL in the AWS parameter /prod/shuttler/DATABASE_URL"_s,
                         [&] { return placeIn(DatabaseUrl::parse(valueAtAws(u"parameters"_s, name).toUtf8())); },
                         [this](const QString &instance) { return placeOf(instance); }, Written::IsLiveWithTheNextStart);

        QCOMPARE(valueAtAws(u"parameters"_s, name), value);
        QCOMPARE(m_cloud->state()[u"keys"_s][name].toString(), u"alias/shuttler"_s);
    }

    void twoInstancesSwapTheirNamesAndSwapThemBack()
    {
        VERIFY_OK(stage({}, "parameters", "/prod/shuttler/DATABASE_URL"));
        VERIFY_OK(m_cloud->writeDown(
            tables("kind = \"aws-parameter\"\nparameter = \"/prod/shuttler/DATABASE_URL\"\n", "kind = \"rds-rename\"\n"), u"id"_s));
        const QString name = m_cloud->simulator().sourceNamed()[u"name"_s].toString();
        const QString old = m_cloud->instance();
        const auto bearerOf = [this](const QString &wanted) { return m_cloud->find(u"instances"_s, wanted)[u"id"_s].toString(); };
        QCOMPARE(bearerOf(name), old);
        const CtlAnswer backup = m_cloud->ctl().run({u"backup"_s, u"production"_s, u"--name"_s, u"nightly"_s, u"--json"_s});
        QVERIFY2(backup.exit == 0, backup.describe().constData());
        VERIFY_OK(m_cloud->startApp());
        const QString place = appIsOn();

        const CtlAnswer checked = m_cloud->restore({u"--latest"_s, u"--old"_s, u"hold"_s, u"--until"_s, u"6"_s, u"--json"_s});
        QVERIFY2(checked.exit == 0, checked.describe().constData());
        QCOMPARE(bearerOf(name), old); // Written is not live.
        const CtlAnswer restored = m_cloud->resume(checked);
        QVERIFY2(restored.exit == 0, restored.describe().constData());
        QCOMPARE(bearerOf(name + u"-old"_s), old);
        QVERIFY(bearerOf(name).startsWith(u"db-"_s));
        QCOMPARE(appIsOn(), place); // Its DATABASE_URL says what it always said.

        const CtlAnswer undone = m_cloud->undo(restored);
        QVERIFY2(undone.exit == 0, undone.describe().constData());
        QCOMPARE(bearerOf(name), old);
        QVERIFY(bearerOf(name + u"-old"_s).isEmpty());
        QCOMPARE(m_cloud->instance(), old);
        QCOMPARE(m_cloud->state()[u"complaints"_s].toArray(), QJsonArray());
    }
};

SHUTTLER_TEST(tst_CutoverThereAndBack)
#include "tst_CutoverThereAndBack.moc"
