// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/settings/EnvironmentStore.h"
#include "tests/support/Test.h"
#include "ui/environments/EnvironmentDraft.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

/// What is entered becomes an environment, and its file says the same.
class tst_EnvironmentDraft : public QObject {
    Q_OBJECT

    static EnvironmentDraft draftAt(const QString &provider)
    {
        EnvironmentDraft draft;
        draft.provider = provider;
        draft.general = {
            {u"name"_s, u"production"_s}, {u"title"_s, u"The academy"_s}, {u"kind"_s, u"staging"_s}, {u"database"_s, u"academy"_s}};
        draft.instance = u"shuttler-db"_s;
        draft.app = {{u"file"_s, u"/srv/academy/.env"_s}, {u"variable"_s, u"DATABASE_URL"_s}};
        draft.cutover = {{u"command"_s, u"/usr/bin/systemctl restart \"my academy\""_s},
                         {u"health-url"_s, u"https://academy.example/health"_s}};
        draft.promise = {{u"grade"_s, u"backup-only"_s}, {u"days"_s, u"7"_s}};
        return draft;
    }
    static EnvironmentDraft rds()
    {
        EnvironmentDraft draft = draftAt(u"aws-rds"_s);
        draft.place = {{u"region"_s, u"eu-central-1"_s}};
        draft.keys = {{u"access-key"_s, u"AKIAEXAMPLE"_s}, {u"user"_s, u"console"_s}, {u"database-ca"_s, u"/etc/ssl/rds.pem"_s}};
        draft.typed = {u"secret-key"_s, u"password"_s};
        return draft;
    }
    static Environment throughItsFile(const Environment &environment)
    {
        QTemporaryDir folder;
        EnvironmentStore store(folder.path());
        if (!store.save(environment))
            return {};
        const Result<Environment> read = store.find(environment.name);
        return read ? *read : Environment();
    }

private slots:
    void anRdsEnvironmentIsWrittenAsItIsRead()
    {
        const Environment made = environmentFrom(rds(), {});
        QCOMPARE(made.providerSettings, (QMap<QString, QString>{{u"region"_s, u"eu-central-1"_s},
                                                                {u"credential"_s, u"production/aws-keys"_s},
                                                                {u"user"_s, u"console"_s},
                                                                {u"password"_s, u"production/database-password"_s},
                                                                {u"database-ca"_s, u"/etc/ssl/rds.pem"_s}}));
        QCOMPARE(made.cutover.command, (QStringList{u"/usr/bin/systemctl"_s, u"restart"_s, u"my academy"_s}));
        QCOMPARE(made.promise, Grade::BackupOnly);
        QCOMPARE(made.promiseDays, 7);
        QVERIFY(throughItsFile(made) == made);
    }

    void renderAndRailwayToo_data()
    {
        QTest::addColumn<QString>("cloud");
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("cutover");
        QTest::newRow("render") << u"render"_s << u"render-variable"_s << u"render-deploy"_s;
        QTest::newRow("railway") << u"railway"_s << u"railway-variable"_s << u"railway-redeploy"_s;
    }
    void renderAndRailwayToo()
    {
        QFETCH(QString, cloud);
        QFETCH(QString, app);
        QFETCH(QString, cutover);
        EnvironmentDraft draft = draftAt(cloud);
        draft.place = {{u"endpoint"_s, u"https://localhost:1/"_s}, {u"ca"_s, u"/etc/ca.pem"_s}};
        if (cloud == "railway"_L1)
            draft.keys = {{u"where"_s, u"p1/e1"_s}};
        draft.typed = keyPartsOf(cloud);
        draft.appKind = app;
        draft.app = {{u"service"_s, u"srv-1"_s}, {u"variable"_s, u"DATABASE_URL"_s}};
        draft.cutoverKind = cutover;
        draft.cutover = {{u"service"_s, u"srv-1, srv-2"_s}};
        const Environment made = environmentFrom(draft, {});

        // What reaches the database reaches the app as well.
        for (const QMap<QString, QString> *settings : {&made.app.settings, &made.cutover.settings})
            for (const QString &key : {u"endpoint"_s, u"credential"_s, u"project"_s, u"environment"_s})
                QCOMPARE(settings->value(key), made.providerSettings.value(key));
        QCOMPARE(made.app.ca, u"/etc/ca.pem"_s);
        QCOMPARE(made.cutover.settings.value(u"ca"_s), u"/etc/ca.pem"_s);
        QCOMPARE(made.app.settings.value(u"service"_s), u"srv-1"_s);
        QCOMPARE(made.cutover.settings.value(u"service"_s), u"srv-1, srv-2"_s);
        QVERIFY(throughItsFile(made) == made);
    }

    void aDatabaseAtAwsAndAnAppAtRenderHaveAKeyEach()
    {
        EnvironmentDraft draft = rds();
        draft.appKind = u"render-variable"_s;
        draft.app = {{u"service"_s, u"evg-1"_s}, {u"variable"_s, u"DATABASE_URL"_s}};
        draft.cutoverKind = u"render-deploy"_s;
        draft.cutover = {{u"service"_s, u"srv-1"_s}};
        draft.appTyped.append(u"api-key"_s);
        const Environment made = environmentFrom(draft, {});
        QCOMPARE(made.app.settings, (QMap<QString, QString>{{u"credential"_s, u"production/app-key"_s}, {u"group"_s, u"evg-1"_s}}));
        QCOMPARE(made.cutover.settings.value(u"credential"_s), u"production/app-key"_s);
        QCOMPARE(secretsOf(draft, {}).keys(),
                 (QStringList{u"production/app-key"_s, u"production/aws-keys"_s, u"production/database-password"_s}));
    }

    void whatThePagesDoNotAskForStays()
    {
        Environment written = environmentFrom(rds(), {});
        written.lineage = {InstanceId(u"shuttler-old"_s)};
        written.providerSettings.insert(u"subnet-group"_s, u"inner"_s);
        written.app.ca = u"/etc/app-ca.pem"_s;
        written.referencesFile = u"/etc/references.toml"_s;
        QVERIFY(environmentFrom(draftOf(written), written) == written);
        EnvironmentDraft changed = draftOf(written);
        changed.place.insert(u"region"_s, u"eu-west-1"_s);
        const Environment after = environmentFrom(changed, written);
        QCOMPARE(after.providerSettings.value(u"region"_s), u"eu-west-1"_s);
        QCOMPARE(after.providerSettings.value(u"subnet-group"_s), u"inner"_s);
        QCOMPARE(after.lineage, written.lineage);
    }

    void whatWasWrittenByHandStaysAsItIs()
    {
        Environment written = environmentFrom(rds(), {});
        written.app = {u"of-a-later-version"_s, {}, u"DATABASE_URL"_s, {}, {{u"secret"_s, u"prod/url"_s}}};
        written.cutover.kind = u"of-a-later-version"_s;
        written.cutover.command.clear();
        written.cutover.settings = {{u"cluster"_s, u"academy"_s}};
        QVERIFY(environmentFrom(draftOf(written), written) == written);
    }

    void awsIsAskedForTheAppAsForTheDatabaseUnlessItsFileSaysOtherwise()
    {
        EnvironmentDraft draft = rds();
        draft.appKind = u"aws-secret"_s;
        draft.app = {{u"secret"_s, u"production/academy"_s}, {u"variable"_s, u"DATABASE_URL"_s}};
        draft.cutoverKind = u"ecs"_s;
        draft.cutover = {{u"cluster"_s, u"academy"_s}, {u"service"_s, u"web"_s}};
        Environment made = environmentFrom(draft, {});
        QCOMPARE(made.app.settings, (QMap<QString, QString>{{u"region"_s, u"eu-central-1"_s},
                                                            {u"credential"_s, u"production/aws-keys"_s},
                                                            {u"secret"_s, u"production/academy"_s}}));
        QCOMPARE(made.cutover.settings, (QMap<QString, QString>{{u"region"_s, u"eu-central-1"_s},
                                                                {u"credential"_s, u"production/aws-keys"_s},
                                                                {u"cluster"_s, u"academy"_s},
                                                                {u"service"_s, u"web"_s}}));
        QVERIFY(throughItsFile(made) == made);
        made.app.settings.insert(u"region"_s, u"us-east-1"_s);
        QVERIFY(environmentFrom(draftOf(made), made) == made);
    }

    void aRoleIsTakenOnForAllOfAwsAndLeftEverywhereWhenItIsNotWanted()
    {
        EnvironmentDraft draft = rds();
        draft.keys = {{u"sign-in"_s, u"profile"_s},
                      {u"profile"_s, u"school"_s},
                      {u"as"_s, u"role"_s},
                      {u"role"_s, u"arn:aws:iam::123456789012:role/r"_s},
                      {u"mfa"_s, u"arn:aws:iam::123456789012:mfa/o"_s},
                      {u"external-id"_s, u"x1"_s}};
        draft.typed = {u"mfa-code"_s};
        draft.appKind = u"aws-secret"_s;
        draft.app = {{u"secret"_s, u"production/academy"_s}};
        draft.cutoverKind = u"route53"_s;
        draft.cutover = {{u"zone"_s, u"Z1"_s}, {u"record"_s, u"db.example.org"_s}};
        const Environment made = environmentFrom(draft, {});
        for (const QMap<QString, QString> *settings : {&made.providerSettings, &made.app.settings, &made.cutover.settings}) {
            for (const QString &key : {u"profile"_s, u"role"_s, u"mfa"_s, u"external-id"_s})
                QCOMPARE(settings->value(key), draft.keys.value(key));
            QVERIFY(!settings->contains(u"credential"_s) && !settings->contains(u"sign-in"_s) && !settings->contains(u"as"_s));
        }
        QVERIFY(throughItsFile(made) == made);
        QVERIFY(environmentFrom(draftOf(made), made) == made);

        EnvironmentDraft plain = draftOf(made);
        plain.keys = {{u"sign-in"_s, u"keys"_s}, {u"access-key"_s, u"AKIAEXAMPLE"_s}};
        plain.typed = {u"secret-key"_s};
        const Environment after = environmentFrom(plain, made);
        for (const QMap<QString, QString> *settings : {&after.providerSettings, &after.app.settings, &after.cutover.settings}) {
            QCOMPARE(settings->value(u"credential"_s), u"production/aws-keys"_s);
            for (const QString &key : {u"profile"_s, u"role"_s, u"mfa"_s, u"external-id"_s})
                QVERIFY2(!settings->contains(key), qPrintable(key));
        }
    }

    void theCodeOfADeviceIsForOneSignIn()
    {
        EnvironmentDraft draft = rds();
        draft.keys.insert(u"role"_s, u"arn:aws:iam::123456789012:role/r"_s);
        draft.typed.append(u"mfa-code"_s);
        QCOMPARE(secretsOf(draft, {}).value(u"production/aws-keys/mfa-code"_s), (SecretParts{FormOf::Keys, {u"mfa-code"_s}, true}));
        draft.keys = {{u"profile"_s, u"school"_s}};
        draft.typed = {u"mfa-code"_s};
        QCOMPARE(secretsOf(draft, {}).keys(), QStringList{u"school/mfa-code"_s});
    }

    void anAppAtAnotherCloudIsReachedWithAKeyOfItsOwn()
    {
        EnvironmentDraft draft = draftAt(u"render"_s);
        draft.place = {{u"environment"_s, u"evm-1"_s}}; // Of Render: no environment of Railway.
        draft.typed = {u"api-key"_s};
        draft.appKind = u"railway-variable"_s;
        draft.app = {{u"token"_s, u"project"_s}, {u"where"_s, u"p1/e1"_s}, {u"service"_s, u"web"_s}, {u"variable"_s, u"DATABASE_URL"_s}};
        draft.appTyped = {u"api-token"_s};
        draft.cutoverKind = u"route53"_s;
        draft.cutover = {{u"region"_s, u"eu-central-1"_s},
                         {u"access-key"_s, u"AKIAEXAMPLE"_s},
                         {u"zone"_s, u"Z1"_s},
                         {u"record"_s, u"db.example.org"_s}};
        draft.cutoverTyped = {u"secret-key"_s};
        const Environment made = environmentFrom(draft, {});
        QCOMPARE(made.app.settings, (QMap<QString, QString>{{u"credential"_s, u"production/app-key"_s},
                                                            {u"token"_s, u"project"_s},
                                                            {u"project"_s, u"p1"_s},
                                                            {u"environment"_s, u"e1"_s},
                                                            {u"service"_s, u"web"_s}}));
        QCOMPARE(made.cutover.settings, (QMap<QString, QString>{{u"credential"_s, u"production/cutover-key"_s},
                                                                {u"region"_s, u"eu-central-1"_s},
                                                                {u"zone"_s, u"Z1"_s},
                                                                {u"record"_s, u"db.example.org"_s}}));
        const QMap<QString, SecretParts> secrets = secretsOf(draft, {});
        QCOMPARE(secrets.value(u"production/app-key"_s), (SecretParts{FormOf::App, {u"api-token"_s}}));
        QCOMPARE(secrets.value(u"production/cutover-key"_s).form, FormOf::Cutover);
        QVERIFY(environmentFrom(draftOf(made), made) == made);

        draft.appKind = u"render-variable"_s;
        draft.app = {{u"service"_s, u"srv-1"_s}};
        QVERIFY(!environmentFrom(draft, {}).app.settings.contains(u"environment"_s));
    }

    void whatTheAppsFieldsLackTogetherIsSaidBesideOne_data()
    {
        QTest::addColumn<QString>("cutover");
        QTest::addColumn<FieldValues>("entered");
        QTest::addColumn<QString>("field");
        const FieldValues zone{{u"zone"_s, u"example.org"_s}, {u"record"_s, u"db.example.org"_s}};
        QTest::newRow("in its zone") << u"rfc2136"_s << zone << QString();
        QTest::newRow("its zone itself") << u"rfc2136"_s << FieldValues{{u"zone"_s, u"Example.org."_s}, {u"record"_s, u"example.org"_s}}
                                         << QString();
        QTest::newRow("in another zone") << u"rfc2136"_s << FieldValues{{u"zone"_s, u"example.com"_s}, {u"record"_s, u"db.example.org"_s}}
                                         << u"record"_s;
        QTest::newRow("a zone that only ends alike")
            << u"rfc2136"_s << FieldValues{{u"zone"_s, u"example.org"_s}, {u"record"_s, u"anexample.org"_s}} << u"record"_s;
        QTest::newRow("no key for Route 53") << u"route53"_s << zone << u"access-key"_s;
    }
    void whatTheAppsFieldsLackTogetherIsSaidBesideOne()
    {
        QFETCH(QString, cutover);
        QFETCH(FieldValues, entered);
        QFETCH(QString, field);
        EnvironmentDraft draft = draftAt(u"render"_s);
        draft.cutoverKind = cutover;
        draft.cutover = entered;
        const auto wrong = wrongInCutover(draft, {});
        QCOMPARE(wrong ? wrong->first : QString(), field);
        draft.appKind = u"railway-variable"_s;
        draft.app.clear();
        const auto app = wrongInApp(draft, {});
        QCOMPARE(app ? app->first : QString(), u"where"_s);
    }

    void aNameServersKeyIsASecretOfItsOwn()
    {
        EnvironmentDraft draft = rds();
        draft.cutoverKind = u"rfc2136"_s;
        draft.cutover = {
            {u"server"_s, u"ns1"_s}, {u"zone"_s, u"example.org"_s}, {u"record"_s, u"db.example.org"_s}, {u"key-name"_s, u"console"_s}};
        draft.cutoverTyped.append(u"dns-key"_s);
        const Environment made = environmentFrom(draft, {});
        QCOMPARE(made.cutover.settings.value(u"key"_s), u"production/dns-key"_s);
        QCOMPARE(secretsOf(draft, {}).value(u"production/dns-key"_s), (SecretParts{FormOf::Cutover, {u"dns-key"_s}}));
        QVERIFY(throughItsFile(made) == made);
    }

    void aNameInTheKeychainThatIsThereStays()
    {
        Environment written = environmentFrom(rds(), {});
        written.providerSettings.insert(u"credential"_s, u"aws-keys"_s);
        EnvironmentDraft draft = draftOf(written);
        draft.keys.insert(u"access-key"_s, u"AKIAOTHERKEY"_s);
        draft.typed = {u"secret-key"_s};
        QCOMPARE(secretsOf(draft, written),
                 (QMap<QString, SecretParts>{{u"aws-keys"_s, {FormOf::Keys, {u"access-key"_s, u"secret-key"_s, u"session-token"_s}}}}));
    }

    void whatDoesNotGoTogetherIsSaidBesideItsField_data()
    {
        QTest::addColumn<FieldValues>("keys");
        QTest::addColumn<QStringList>("typed");
        QTest::addColumn<QString>("field");
        QTest::newRow("nothing") << FieldValues() << QStringList() << u"access-key"_s;
        QTest::newRow("half a key") << FieldValues{{u"access-key"_s, u"AKIA"_s}} << QStringList() << u"secret-key"_s;
        QTest::newRow("the other half") << FieldValues() << QStringList{u"secret-key"_s} << u"access-key"_s;
        QTest::newRow("a device without its code")
            << FieldValues{{u"profile"_s, u"p"_s}, {u"role"_s, u"r"_s}, {u"mfa"_s, u"d"_s}} << QStringList() << u"mfa-code"_s;
        QTest::newRow("a device and its code") << FieldValues{{u"profile"_s, u"p"_s}, {u"role"_s, u"r"_s}, {u"mfa"_s, u"d"_s}}
                                               << QStringList{u"mfa-code"_s} << QString();
        QTest::newRow("a role without a password")
            << FieldValues{{u"profile"_s, u"p"_s}, {u"user"_s, u"u"_s}} << QStringList() << u"password"_s;
        QTest::newRow("good") << FieldValues{{u"access-key"_s, u"AKIA"_s}} << QStringList{u"secret-key"_s} << QString();
        QTest::newRow("a profile") << FieldValues{{u"profile"_s, u"p"_s}} << QStringList() << QString();
    }
    void whatDoesNotGoTogetherIsSaidBesideItsField()
    {
        QFETCH(FieldValues, keys);
        QFETCH(QStringList, typed);
        QFETCH(QString, field);
        EnvironmentDraft draft = draftAt(u"aws-rds"_s);
        draft.keys = keys;
        draft.typed = typed;
        const auto wrong = wrongTogether(draft, {});
        QCOMPARE(wrong ? wrong->first : QString(), field);
    }
};

SHUTTLER_TEST(tst_EnvironmentDraft)
#include "tst_EnvironmentDraft.moc"
