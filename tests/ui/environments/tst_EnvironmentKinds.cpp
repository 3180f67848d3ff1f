// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Test.h"
#include "ui/environments/EnvironmentDraft.h"

#include <QRegularExpression>
#include <QTemporaryDir>

#include <algorithm>

using namespace shuttler;
using namespace shuttler::test;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

/// Whatever may be chosen on the three pages is an environment that the adapters understand: none of its keys is unknown to them.
class tst_EnvironmentKinds : public QObject {
    Q_OBJECT

    /// Every field that is asked for, with what stands in it as an example or preset. `chosen` says what is chosen.
    static FieldValues filled(const QList<FieldSpec> &fields, QStringList &typed, const FieldValues &chosen = {})
    {
        static const FieldValues good{{u"where"_s, u"p/e"_s},
                                      {u"lag"_s, u"60"_s},
                                      {u"region"_s, u"eu-central-1"_s},
                                      {u"endpoint"_s, u"https://localhost:1/"_s},
                                      {u"service"_s, u"srv-1"_s},
                                      {u"port"_s, u"5432"_s},
                                      {u"command"_s, u"/usr/bin/true"_s},
                                      {u"user"_s, u"console"_s},
                                      {u"health-url"_s, u"https://academy.example/health"_s},
                                      {u"record"_s, u"db.example.org"_s},
                                      {u"zone"_s, u"example.org"_s},
                                      {u"access-key"_s, u"AKIAEXAMPLE"_s}};
        FieldValues values;
        for (const FieldSpec &field : fields)
            if (field.shape == FieldSpec::Shape::Choice)
                values.insert(field.key, chosen.value(field.key, field.choices.first().first));
        for (const FieldSpec &field : fields) {
            const bool isAsked = field.onlyWith.isEmpty()
                              || std::any_of(field.onlyWith.cbegin(), field.onlyWith.cend(),
                                             [&](const auto &condition) { return values.value(condition.first) == condition.second; });
            if (field.shape == FieldSpec::Shape::Choice || !isAsked)
                continue;
            if (field.shape == FieldSpec::Shape::Secret)
                typed.append(field.key);
            else
                values.insert(field.key, good.value(field.key, field.example.startsWith(u'/') ? u"/srv/"_s + field.key : u"x"_s));
        }
        return values;
    }

    static EnvironmentDraft draftOf(const QString &provider, const QString &app, const QString &cutover, const FieldValues &chosen = {})
    {
        EnvironmentDraft draft;
        draft.provider = provider;
        draft.general = {{u"name"_s, u"production"_s}, {u"kind"_s, u"production"_s}, {u"database"_s, u"academy"_s}};
        draft.place = filled(placeFields(provider), draft.typed);
        draft.keys = filled(keyFields(provider), draft.typed, chosen);
        draft.instance = u"shuttler-db"_s;
        draft.appKind = app;
        draft.app = filled(appFields(app, provider), draft.appTyped, chosen);
        draft.cutoverKind = cutover;
        draft.cutover = filled(cutoverFields(cutover, provider, app), draft.cutoverTyped, chosen);
        return draft;
    }
    Result<RestoreWorld> opened(const Environment &environment) { return m_services->open(environment, m_secrets); }

    /// What is asked under other names than the file's.
    static QSet<QString> inTheFile(const QList<FieldSpec> &fields, const QMap<QString, QString> &made)
    {
        QSet<QString> keys(made.keyBegin(), made.keyEnd());
        for (const FieldSpec &field : fields)
            keys.insert(field.key);
        if (keys.contains(u"where"_s))
            keys += {u"project"_s, u"environment"_s};
        return keys;
    }
    /// The keys that an adapter names when it meets one that it does not know.
    static QStringList knownIn(const Result<RestoreWorld> &world)
    {
        static const QRegularExpression list(u"known are (.*?)\\.(?= |$)"_s);
        QString known = world ? QString() : list.match(world.error().todo()).captured(1);
        return known.replace(u" and "_s, u", "_s).split(u", "_s, Qt::SkipEmptyParts);
    }

private slots:
    void init()
    {
        const Result<app::Paths> paths = app::Paths::from(m_folder.filePath(u"config"_s), m_folder.filePath(u"state"_s));
        VERIFY_OK(paths);
        m_services = std::make_unique<app::Services>(*paths);
    }

    void eachIsUnderstood_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("app");
        QTest::addColumn<QString>("cutover");
        for (const QString &provider : {u"aws-rds"_s, u"render"_s, u"railway"_s, u"pgbackrest"_s})
            for (const auto &[app, appWords] : appKinds(provider))
                for (const auto &[cutover, cutoverWords] : cutoverKinds(provider, app))
                    QTest::newRow(qPrintable(provider + u", "_s + app + u", "_s + cutover)) << provider << app << cutover;
    }
    void eachIsUnderstood()
    {
        QFETCH(QString, provider);
        QFETCH(QString, app);
        QFETCH(QString, cutover);
        const EnvironmentDraft draft = draftOf(provider, app, cutover);
        for (const auto &wrong : {wrongTogether(draft, {}), wrongInApp(draft, {}), wrongInCutover(draft, {})})
            QVERIFY2(!wrong, qPrintable(wrong ? wrong->first + u": "_s + wrong->second : QString()));
        for (const auto &cost : {appCosts().value(app), cutoverCosts().value(cutover)})
            QVERIFY2(cost.endsWith(u'.'), "what it costs is not said");
        const Environment made = environmentFrom(draft, {});

        VERIFY_OK(m_services->environments().save(made));
        const Result<Environment> read = m_services->environments().find(made.name);
        VERIFY_OK(read);
        QVERIFY(*read == made);
        const Result<RestoreWorld> world = opened(*read);
        VERIFY_OK(world);
        QVERIFY(world->provider);
        QCOMPARE(bool(world->target), app != u"no-app"_s);
        QCOMPARE(bool(world->cutover), cutover != u"none"_s);
    }

    void aRoleWithADeviceIsUnderstoodWhereverAwsIsAsked_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("signIn");
        for (const char *provider : {"aws-rds", "render", "pgbackrest"})
            for (const char *signIn : {"keys", "profile"})
                QTest::addRow("%s, %s", provider, signIn) << QString::fromLatin1(provider) << QString::fromLatin1(signIn);
    }
    void aRoleWithADeviceIsUnderstoodWhereverAwsIsAsked()
    {
        QFETCH(QString, provider);
        QFETCH(QString, signIn);
        const FieldValues chosen{{u"sign-in"_s, signIn}, {u"as"_s, u"role"_s}};
        for (const auto &[app, cutover] : {std::pair(u"aws-parameter"_s, u"ecs"_s), std::pair(u"env-file"_s, u"route53"_s)}) {
            const Environment made = environmentFrom(draftOf(provider, app, cutover, chosen), {});
            for (const QString &key : {u"role"_s, u"mfa"_s, u"external-id"_s, signIn == "keys"_L1 ? u"credential"_s : u"profile"_s})
                QVERIFY2(!made.cutover.settings.value(key).isEmpty(), qPrintable(key));
            VERIFY_OK(opened(made));
        }
    }

    void nothingThatAFileMaySayIsLeftOutOfThePages_data() { eachIsUnderstood_data(); }
    void nothingThatAFileMaySayIsLeftOutOfThePages()
    {
        QFETCH(QString, provider);
        QFETCH(QString, app);
        QFETCH(QString, cutover);
        const Environment made = environmentFrom(draftOf(provider, app, cutover), {});
        const auto leftOut = [this](const Environment &odd, const QSet<QString> &asked) {
            const QStringList known = knownIn(opened(odd));
            return known.isEmpty() ? QSet<QString>{u"nothing was named"_s} : QSet<QString>(known.cbegin(), known.cend()) - asked;
        };
        // Where its cloud is the provider's, or the app's, its keys are theirs.
        const auto ofProvider = [&](const QString &kind) {
            return cloudOf(kind) == cloudOf(provider) ? inTheFile(placeFields(provider) + keyFields(provider), {}) : QSet<QString>();
        };
        Environment odd = made;
        odd.providerSettings.insert(u"no-such-key"_s, u"x"_s);
        QCOMPARE(leftOut(odd, inTheFile(placeFields(provider) + keyFields(provider) + generalFields(), made.providerSettings)),
                 QSet<QString>());
        if (!made.app.settings.isEmpty()) {
            odd = made;
            odd.app.settings.insert(u"no-such-key"_s, u"x"_s);
            const QSet<QString> others{u"group"_s, u"ca"_s}; // Under "service", and on the same page for all that [app] asks.
            QCOMPARE(leftOut(odd, inTheFile(appFields(app, provider), made.app.settings) + others + ofProvider(app)), QSet<QString>());
        }
        if (!made.cutover.settings.isEmpty()) {
            odd = made;
            odd.cutover.settings.insert(u"no-such-key"_s, u"x"_s);
            const QSet<QString> others = cloudOf(app) == cloudOf(cutover)
                                           ? inTheFile(appFields(app, provider), {}) + ofProvider(app) + QSet<QString>{u"ca"_s}
                                           : ofProvider(cutover);
            QCOMPARE(leftOut(odd, inTheFile(cutoverFields(cutover, provider, app), made.cutover.settings) + others), QSet<QString>());
        }
    }

private:
    QTemporaryDir m_folder;
    MemorySecrets m_secrets;
    std::unique_ptr<app::Services> m_services;
};

SHUTTLER_TEST(tst_EnvironmentKinds)
#include "tst_EnvironmentKinds.moc"
