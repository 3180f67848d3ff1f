// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "tests/support/Ctl.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QJsonArray>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// shuttlerctl credential where there is no keychain; where there is one: tst_KeychainStore.
class tst_CredentialCommand : public QObject {
    Q_OBJECT

    static CtlAnswer askWith(Ctl &ctl, const char *variable, const QByteArray &value, const QStringList &arguments)
    {
        const QByteArray before = qgetenv(variable);
        const bool wasSet = qEnvironmentVariableIsSet(variable);
        qputenv(variable, value);
        const CtlAnswer answer = ctl.run(arguments);
        wasSet ? qputenv(variable, before) : qunsetenv(variable);
        return answer;
    }

private slots:
    void withoutAKeychainItSaysWhatToDo()
    {
        Ctl ctl;
        const CtlAnswer answer =
            askWith(ctl, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus", {u"credential"_s, u"test"_s, u"render-api-key"_s});
        QVERIFY2(answer.exit == 3, answer.describe().constData());
        QVERIFY2(answer.error()[u"todo"_s].toString().contains(u"gnome-keyring"_s), answer.describe().constData());
    }

    void listTellsWhichNamesOfTheEnvironmentsAreThere()
    {
        Ctl ctl;
        const QString folder = ctl.folder() + u"/credentials"_s;
        QVERIFY(QDir().mkpath(folder) && QDir().mkpath(ctl.config() + u"/environments"_s));
        VERIFY_OK(writeFileAtomically(folder + u"/render-api-key"_s, "rnd_hush"));
        VERIFY_OK(writeFileAtomically(ctl.config() + u"/environments/prod.toml"_s,
                                      "kind = \"production\"\ntitle = \"Production\"\ninstance = \"dpg-1\"\ndatabase = \"academy\"\n"
                                      "[provider]\nkind = \"render\"\ncredential = \"render-api-key\"\npassword = \"prod-password\"\n"
                                      "[app]\nkind = \"render-variable\"\nservice = \"srv-1\"\ncredential = \"render-api-key\"\n"));
        const CtlAnswer answer = askWith(ctl, "CREDENTIALS_DIRECTORY", folder.toUtf8(), {u"credential"_s, u"list"_s});
        QVERIFY2(answer.exit == 1, answer.describe().constData());
        QCOMPARE(answer.json[u"credentials"_s].toArray(),
                 (QJsonArray{QJsonObject{{u"name"_s, u"prod-password"_s}, {u"state"_s, u"missing"_s}},
                             QJsonObject{{u"name"_s, u"render-api-key"_s}, {u"state"_s, u"present"_s}}}));
        QVERIFY2(!answer.describe().contains("hush"), answer.describe().constData());
    }

    void aCommandThatIsNoneIsBadInput()
    {
        Ctl ctl;
        QCOMPARE(ctl.run({u"credential"_s, u"show"_s, u"render-api-key"_s}).exit, 2);
        QCOMPARE(ctl.run({u"credential"_s, u"set"_s}).exit, 2);
    }
};

SHUTTLER_TEST(tst_CredentialCommand)
#include "tst_CredentialCommand.moc"
