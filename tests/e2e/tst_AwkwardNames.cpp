// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/Test.h"

#include <QUrl>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Passwords and names are free to hold whatever PostgreSQL lets them: a restore takes the app to the new instance all the same.
class tst_AwkwardNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void switchesAnAppWithAnAwkwardPassword_data();
    void switchesAnAppWithAnAwkwardPassword();
    void restoresADatabaseWithAnAwkwardName();

private:
    /// Restores to the newest change through all seven steps, and looks whether the app works on the copy.
    QString complaintAboutRestoring(const QByteArray &password);
    static QByteArray withUrl(QByteArray env, const QByteArray &spelling);
    static QByteArray urlOf(const QByteArray &env);

    StagedPractice m_practice;
    QByteArray m_password; ///< As the .env file has it now,
    QByteArray m_quote;    ///< and what stands around its URL.
};

void tst_AwkwardNames::initTestCase()
{
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    m_password = m_practice.appPassword();
}

QByteArray tst_AwkwardNames::urlOf(const QByteArray &env)
{
    const qsizetype at = env.indexOf("DATABASE_URL=") + 13;
    return env.mid(at, env.indexOf('\n', at) - at);
}

QByteArray tst_AwkwardNames::withUrl(QByteArray env, const QByteArray &spelling)
{
    return env.replace(urlOf(env), spelling);
}

QString tst_AwkwardNames::complaintAboutRestoring(const QByteArray &password)
{
    if (m_practice.ctl().run({u"practice"_s, u"restart-app"_s}).exit != 0 || !m_practice.waitForBookings(2))
        return u"the app does not work before the restore"_s;
    const QByteArray before = contentOf(m_practice.envFile());
    const int oldPort = m_practice.serving().port;
    const CtlAnswer done = m_practice.restore({u"--latest"_s, u"--accept-warnings"_s});
    if (done.exit != 0 || done.json.value(u"state"_s) != u"done"_s)
        return QString::fromUtf8(done.describe());
    if (!m_practice.waitForBookings(2))
        return u"the app does not work after the restore"_s;
    const QString sessions = StagedPractice::ask(m_practice.serving(), u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s);
    if (sessions.toInt() < 1)
        return u"%1 sessions of the app are on the new instance"_s.arg(sessions);
    // Nothing of the file has changed but the port.
    const QByteArray after = contentOf(m_practice.envFile());
    QByteArray wanted = before;
    wanted.replace("port=" + QByteArray::number(oldPort), "port=" + QByteArray::number(m_practice.serving().port));
    if (after == before || after != wanted)
        return u"the .env file was\n%1\nand is\n%2"_s.arg(QString::fromUtf8(before), QString::fromUtf8(after));
    return leakOf(password, done, m_practice.ctl());
}

void tst_AwkwardNames::switchesAnAppWithAnAwkwardPassword_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("written"); // Of the password alone, inside the URL.
    QTest::addColumn<QByteArray>("quote");
    const QByteArray all = "p ?%#'\"@:&=$!/\\ü x";
    QTest::newRow("everything, percent-encoded") << all << QUrl::toPercentEncoding(QString::fromUtf8(all)) << QByteArray();
    QTest::newRow("as it is between double quotes") << QByteArray("a ?b% c#'d@e:f&g=h") << QByteArray("a ?b% c#'d@e:f&g=h") << QByteArray("\"");
    QTest::newRow("as it is between single quotes") << QByteArray("a\"b ?c% d#e@f") << QByteArray("a\"b ?c% d#e@f") << QByteArray("'");
}

void tst_AwkwardNames::switchesAnAppWithAnAwkwardPassword()
{
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, quote);
    VERIFY_OK(StagedPractice::run(m_practice.serving(), "ALTER ROLE shuttler_app PASSWORD "
                                                          + postgres::Connection::literal(QString::fromUtf8(password)).toUtf8()));
    const QByteArray env = contentOf(m_practice.envFile());
    QByteArray url = urlOf(env);
    url = url.mid(m_quote.size(), url.size() - 2 * m_quote.size()).replace(m_password, written);
    m_password = written;
    m_quote = quote;
    QVERIFY(writeTo(m_practice.envFile(), withUrl(env, quote + url + quote)));
    QCOMPARE(complaintAboutRestoring(password), QString());
}

void tst_AwkwardNames::restoresADatabaseWithAnAwkwardName()
{
    const QString name = u"a b?pool=5'\"%"_s;
    ConnectionInfo beside = m_practice.serving();
    beside.database = u"postgres"_s;
    const QByteArray quoted = postgres::Connection::quoted(name).toUtf8();
    VERIFY_OK(StagedPractice::run(beside, "ALTER DATABASE shuttler ALLOW_CONNECTIONS false"));
    VERIFY_OK(StagedPractice::run(beside, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'shuttler'"));
    QTRY_COMPARE(StagedPractice::ask(beside, u"SELECT count(*) FROM pg_stat_activity WHERE datname = 'shuttler'"_s), u"0"_s);
    VERIFY_OK(StagedPractice::run(beside, "ALTER DATABASE shuttler RENAME TO " + quoted));
    VERIFY_OK(StagedPractice::run(beside, "ALTER DATABASE " + quoted + " ALLOW_CONNECTIONS true"));

    QByteArray env = contentOf(m_practice.envFile());
    QVERIFY(writeTo(m_practice.envFile(), env.replace("@/shuttler?", "@/" + QUrl::toPercentEncoding(name) + '?')));
    QByteArray environment = contentOf(m_practice.environmentFile());
    QVERIFY(writeTo(m_practice.environmentFile(), environment.replace("database = \"shuttler\"", "database = \"a b?pool=5'\\\"%\"")));
    QCOMPARE(complaintAboutRestoring(m_password), QString());
    const CtlAnswer verified = m_practice.ctl().run({u"verify"_s, m_practice.name()});
    QVERIFY2(verified.exit == 0 || verified.exit == 1, verified.describe().constData());
    QCOMPARE(StagedPractice::ask(m_practice.serving(), u"SELECT current_database()"_s), name);
}

SHUTTLER_TEST(tst_AwkwardNames)
#include "tst_AwkwardNames.moc"
