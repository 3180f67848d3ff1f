// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Test.h"
#include "ui/environments/EnvironmentDraft.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::test;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

/// Whatever may be chosen on the three pages is an environment that the adapters understand: none of its keys is unknown to them.
class tst_EnvironmentKinds : public QObject {
    Q_OBJECT

    /// Every field that is asked for, with what stands in it as an example or preset.
    static FieldValues filled(const QList<FieldSpec> &fields, QStringList &typed)
    {
        static const FieldValues good{{u"region"_s, u"eu-central-1"_s}, {u"endpoint"_s, u"https://localhost:1/"_s}, {u"service"_s, u"srv-1"_s},
                                      {u"port"_s, u"5432"_s}, {u"command"_s, u"/usr/bin/true"_s}, {u"user"_s, u"console"_s},
                                      {u"health-url"_s, u"https://academy.example/health"_s}, {u"record"_s, u"db.example.org"_s},
                                      {u"zone"_s, u"example.org"_s}, {u"access-key"_s, u"AKIAEXAMPLE"_s}};
        FieldValues values;
        for (const FieldSpec &field : fields) {
            if (field.shape == FieldSpec::Shape::Secret)
                typed.append(field.key);
            else if (field.shape == FieldSpec::Shape::Choice)
                values.insert(field.key, field.choices.first().first);
            else if (field.key != u"profile"_s)
                values.insert(field.key, good.value(field.key, field.example.startsWith(u'/') ? u"/srv/"_s + field.key : u"x"_s));
        }
        return values;
    }

private slots:
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
        EnvironmentDraft draft;
        draft.provider = provider;
        draft.general = {{u"name"_s, u"production"_s}, {u"kind"_s, u"production"_s}, {u"database"_s, u"academy"_s}};
        draft.place = filled(placeFields(provider), draft.typed);
        draft.keys = filled(keyFields(provider), draft.typed);
        draft.instance = u"shuttler-db"_s;
        draft.appKind = app;
        draft.app = filled(appFields(app, provider), draft.typed);
        draft.cutoverKind = cutover;
        draft.cutover = filled(cutoverFields(cutover), draft.typed);
        QVERIFY(!wrongTogether(draft, {}));
        const Environment made = environmentFrom(draft, {});

        QTemporaryDir folder;
        const Result<app::Paths> paths = app::Paths::from(folder.filePath(u"config"_s), folder.filePath(u"state"_s));
        VERIFY_OK(paths);
        app::Services services(*paths);
        VERIFY_OK(services.environments().save(made));
        const Result<Environment> read = services.environments().find(made.name);
        VERIFY_OK(read);
        QVERIFY(*read == made);
        MemorySecrets secrets;
        const Result<RestoreWorld> world = services.open(*read, secrets);
        VERIFY_OK(world);
        QVERIFY(world->provider);
        QCOMPARE(bool(world->target), app != u"no-app"_s);
        QCOMPARE(bool(world->cutover), cutover != u"none"_s);
    }
};

SHUTTLER_TEST(tst_EnvironmentKinds)
#include "tst_EnvironmentKinds.moc"
