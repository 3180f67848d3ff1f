// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/DatabaseUrl.h"
#include "tests/support/Test.h"

#include <QUrl>

#include <cstring>

using namespace shuttler;
using namespace Qt::StringLiterals;

static QByteArray textOf(const DatabaseUrl &url)
{
    return url.expose([](const char *text) { return QByteArray(text); });
}

static QByteArray passwordOf(const DatabaseUrl &url)
{
    const auto secret = url.connection().password;
    return secret ? secret->expose([](const char *text) { return QByteArray(text); }) : QByteArray();
}

class tst_DatabaseUrl : public QObject {
    Q_OBJECT

private slots:
    void readsEveryPart_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("user");
        QTest::addColumn<QByteArray>("password");
        const auto row = [](const char *name, const char *url, const QString &host, int port, const QString &database,
                            const QString &user, const char *password) {
            QTest::newRow(name) << QByteArray(url) << host << port << database << user << QByteArray(password);
        };
        row("all there", "postgresql://app:secret@db.example:6543/academy", u"db.example"_s, 6543, u"academy"_s,
            u"app"_s, "secret");
        row("the short scheme", "postgres://app:secret@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s, "secret");
        row("SQLAlchemy's driver", "postgresql+asyncpg://app:secret@db:5432/academy?ssl=require", u"db"_s, 5432,
            u"academy"_s, u"app"_s, "secret");
        row("no password", "postgresql://app@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s, "");
        row("no user", "postgresql://db/academy", u"db"_s, 5432, u"academy"_s, u""_s, "");
        row("no database: named like the user", "postgresql://app@db", u"db"_s, 5432, u"app"_s, u"app"_s, "");
        row("nothing at all", "postgresql://", u""_s, 5432, u""_s, u""_s, "");
        row("IPv6", "postgresql://app:secret@[2001:db8::1]:5433/academy", u"2001:db8::1"_s, 5433, u"academy"_s,
            u"app"_s, "secret");
        row("IPv6 without a port", "postgresql://app:secret@[::1]/academy", u"::1"_s, 5432, u"academy"_s, u"app"_s,
            "secret");
        row("socket folder", "postgresql://app@/academy?host=/run/x&port=5433", u"/run/x"_s, 5433, u"academy"_s,
            u"app"_s, "");
        row("socket folder, encoded", "postgresql://app@/academy?host=%2Frun%2Fa%20b", u"/run/a b"_s, 5432,
            u"academy"_s, u"app"_s, "");
        row("socket folder as the host", "postgresql://app@%2Frun%2Fx:5433/academy", u"/run/x"_s, 5433, u"academy"_s,
            u"app"_s, "");
        row("parameters outrank", "postgresql://a:b@c:1/d?user=u&password=p&dbname=n&host=h&port=2", u"h"_s, 2, u"n"_s,
            u"u"_s, "p");
        row("parameters without a path", "postgresql://db?user=app", u"db"_s, 5432, u"app"_s, u"app"_s, "");
        row("encoded password", "postgresql://app:p%40s%2Fs%3A%3F%25%23@db/academy", u"db"_s, 5432, u"academy"_s,
            u"app"_s, "p@s/s:?%#");
        row("raw @ in the password", "postgresql://app:p@ss@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s, "p@ss");
        row("raw ? in the password", "postgresql://app:p?host=x@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s,
            "p?host=x");
        row("raw : in the password", "postgresql://app:a:b@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s, "a:b");
        row("quotes, space, # in the password", "postgresql://app:it's \"#1\"@db/academy", u"db"_s, 5432, u"academy"_s,
            u"app"_s, "it's \"#1\"");
        row("a % that begins no code", "postgresql://app:100%@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s,
            "100%");
        row("an empty password", "postgresql://app:@db/academy", u"db"_s, 5432, u"academy"_s, u"app"_s, "");
        row("UTF-8", "postgresql://\xc3\xa4pp:p%C3%A4ss@db/\xd7\x90", u"db"_s, 5432, u"\u05d0"_s, u"\u00e4pp"_s,
            "p\xc3\xa4ss");
        row("a hostile database", "postgresql://app@db/a%20b%3Fpool%3D5%27%22%25?pool=5", u"db"_s, 5432,
            u"a b?pool=5'\"%"_s, u"app"_s, "");
        row("a slash in the database", "postgresql://app@db/a/b", u"db"_s, 5432, u"a/b"_s, u"app"_s, "");
        row("an @ in a parameter", "postgresql://app@db/academy?options=a@b", u"db"_s, 5432, u"academy"_s, u"app"_s,
            "");
        row("parameters without values", "postgresql://app@db/academy?&keepalives&=x&&", u"db"_s, 5432, u"academy"_s,
            u"app"_s, "");
    }
    void readsEveryPart()
    {
        QFETCH(const QByteArray, url);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        QFETCH(const QString, database);
        QFETCH(const QString, user);
        QFETCH(const QByteArray, password);
        const Result<DatabaseUrl> parsed = DatabaseUrl::parse(url);
        VERIFY_OK(parsed);
        QCOMPARE(parsed->host(), host);
        QCOMPARE(parsed->port(), port);
        QCOMPARE(parsed->database(), database);
        QCOMPARE(parsed->user(), user);
        QCOMPARE(passwordOf(*parsed), password);
        QCOMPARE(textOf(*parsed), url);
        // Leading to where it leads anyway changes not one letter.
        QCOMPARE(textOf(parsed->movedTo(parsed->host(), parsed->port())), url);
    }

    void refusesOthersWithoutRepeatingThem_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("another database") << QByteArray("mysql://app:hunter2@db/academy");
        QTest::newRow("no scheme") << QByteArray("app:hunter2@db/academy");
        QTest::newRow("key and value") << QByteArray("host=db password=hunter2");
        QTest::newRow("a line break") << QByteArray("postgresql://app:hunter2@db/academy\nX=1");
        QTest::newRow("a NUL") << QByteArray("postgresql://app:hunter2@db/acad\0emy", 36);
        QTest::newRow("several servers") << QByteArray("postgresql://app:hunter2@db1:5432,db2:5432/academy");
        QTest::newRow("several hosts") << QByteArray("postgresql://app:hunter2@/academy?host=a&host=b");
        QTest::newRow("a port in words") << QByteArray("postgresql://app:hunter2@db:postgres/academy");
        QTest::newRow("a port too high") << QByteArray("postgresql://app:hunter2@db:65536/academy");
        QTest::newRow("port zero") << QByteArray("postgresql://app:hunter2@db:0/academy");
        QTest::newRow("a slash in the password") << QByteArray("postgresql://app:hunter2/x@db/academy");
        QTest::newRow("a number and a slash in the password") << QByteArray("postgresql://app:1234/hunter2@db/academy");
    }
    void refusesOthersWithoutRepeatingThem()
    {
        QFETCH(const QByteArray, url);
        const Result<DatabaseUrl> parsed = DatabaseUrl::parse(url);
        VERIFY_FAULT(parsed, Fault::BadInput);
        QVERIFY(!parsed.error().means().isEmpty() && !parsed.error().todo().isEmpty());
        QVERIFY(!test::describe(parsed.error()).contains("hunter2"));
    }

    void leadsToAnotherServerAndKeepsTheRest_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char *name, const char *before, const QString &host, int port, const char *after) {
            QTest::newRow(name) << QByteArray(before) << host << port << QByteArray(after);
        };
        row("host and port", "postgresql+asyncpg://app:p%40ss@old:5432/a%20b?ssl=require", u"new"_s, 6000,
            "postgresql+asyncpg://app:p%40ss@new:6000/a%20b?ssl=require");
        row("a usual port stays unwritten", "postgres://app@old/academy", u"new"_s, 5432, "postgres://app@new/academy");
        row("an unusual port is added", "postgres://app@old/academy", u"new"_s, 5433,
            "postgres://app@new:5433/academy");
        row("to IPv6", "postgres://app@old:5432/academy", u"2001:db8::1"_s, 5433,
            "postgres://app@[2001:db8::1]:5433/academy");
        row("from IPv6", "postgres://app@[::1]:5432/academy", u"db"_s, 5432, "postgres://app@db:5432/academy");
        row("socket to socket", "postgresql://app:s@/academy?host=/run/old&port=5433&x=%20", u"/run/new"_s, 5434,
            "postgresql://app:s@/academy?host=/run/new&port=5434&x=%20");
        row("socket to socket, port as an address", "postgresql://app@:5433/academy?host=/run/old", u"/run/new"_s, 5434,
            "postgresql://app@:5434/academy?host=/run/new");
        row("socket folder as the host", "postgresql://app@%2Frun%2Fold:5433/academy", u"/run/new"_s, 5434,
            "postgresql://app@/academy?host=/run/new&port=5434");
        row("server to socket", "postgresql://app:s@old:5432/academy", u"/run/new"_s, 5433,
            "postgresql://app:s@/academy?host=/run/new&port=5433");
        row("server to socket with parameters", "postgresql://app:s@old/academy?x=1", u"/run/a b"_s, 5433,
            "postgresql://app:s@/academy?x=1&host=/run/a%20b&port=5433");
        row("server to socket, empty parameters", "postgresql://app:s@old/academy?", u"/run/x"_s, 5432,
            "postgresql://app:s@/academy?host=/run/x");
        row("socket to server", "postgresql://app:s@/academy?host=/run/old&port=5433", u"new"_s, 5432,
            "postgresql://app:s@/academy?host=new&port=5432");
        row("both named", "postgresql://app:s@old:1/academy?host=other&port=2", u"new"_s, 3,
            "postgresql://app:s@new:1/academy?host=new&port=3");
        row("only the port", "postgresql://app:s@/academy?host=/run/x", u"/run/x"_s, 5444,
            "postgresql://app:s@/academy?host=/run/x&port=5444");
        row("a hostile database", "postgresql://app:it's \"#%1\"@old/a%20b%3Fpool%3D5%27%22%25", u"new"_s, 5432,
            "postgresql://app:it's \"#%1\"@new/a%20b%3Fpool%3D5%27%22%25");
        row("a path under the database", "postgresql://old", u"new"_s, 5433, "postgresql://new:5433");
    }
    void leadsToAnotherServerAndKeepsTheRest()
    {
        QFETCH(const QByteArray, before);
        QFETCH(const QString, host);
        QFETCH(const int, port);
        QFETCH(const QByteArray, after);
        const Result<DatabaseUrl> url = DatabaseUrl::parse(before);
        VERIFY_OK(url);

        const DatabaseUrl moved = url->movedTo(host, port);

        QCOMPARE(textOf(moved), after);
        QCOMPARE(moved.host(), host);
        QCOMPARE(moved.port(), port);
        QCOMPARE(moved.database(), url->database());
        QCOMPARE(moved.user(), url->user());
        QCOMPARE(passwordOf(moved), passwordOf(*url));
    }

    void masksThePasswordWhereverItStands_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QString>("masked");
        const QString dots = u"\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022"_s;
        QTest::newRow("plain") << QByteArray("postgresql://app:hunter2@db/academy")
                               << u"postgresql://app:%1@db/academy"_s.arg(dots);
        QTest::newRow("with an @") << QByteArray("postgresql://app:hun@ter2@db/academy")
                                   << u"postgresql://app:%1@db/academy"_s.arg(dots);
        QTest::newRow("as a parameter") << QByteArray("postgresql://db/academy?user=a&password=hunter2&x=1")
                                        << u"postgresql://db/academy?user=a&password=%1&x=1"_s.arg(dots);
        QTest::newRow("of a key, its name encoded") << QByteArray("postgresql://db/academy?sslp%61ssword=hunter2")
                                                    << u"postgresql://db/academy?sslp%61ssword="_s + dots;
        QTest::newRow("twice") << QByteArray("postgresql://app:hunter2@db/academy?password=hunter2")
                               << u"postgresql://app:%1@db/academy?password=%1"_s.arg(dots);
        QTest::newRow("none") << QByteArray("postgresql://app@db/academy") << u"postgresql://app@db/academy"_s;
    }
    void masksThePasswordWhereverItStands()
    {
        QFETCH(const QByteArray, url);
        QFETCH(const QString, masked);
        const Result<DatabaseUrl> parsed = DatabaseUrl::parse(url);
        VERIFY_OK(parsed);
        QCOMPARE(parsed->masked(), masked);
        QVERIFY(!parsed->masked().contains(u"hunter2"));
        QVERIFY(!parsed->connection().withoutPassword().contains(u"hunter2"));
    }

    void noPasswordOfAnyLettersIsEverShown()
    {
        const QByteArray hostile = "'\"?%&=#:@ \\$;<>|`~^[]{}+,!*()";
        for (const char letter : hostile) {
            const QByteArray password = QByteArray("hun") + letter + "ter2";
            const Result<DatabaseUrl> url = DatabaseUrl::parse("postgresql://app:" + password + "@db:5432/academy");
            VERIFY_OK(url);
            QCOMPARE(url->masked(),
                     u"postgresql://app:\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022@db:5432/academy"_s);
            QCOMPARE(passwordOf(*url), password);
        }
    }

    void twoValuesAreToldApartByFingerprint()
    {
        const DatabaseUrl a = *DatabaseUrl::parse("postgresql://app:one@db/academy");
        const DatabaseUrl b = *DatabaseUrl::parse("postgresql://app:two@db/academy");
        QCOMPARE(a.fingerprint().size(), 64);
        QVERIFY(a.fingerprint() != b.fingerprint());
        QCOMPARE(a.fingerprint(), a.movedTo(u"db"_s, 5432).fingerprint());
    }
};

SHUTTLER_TEST(tst_DatabaseUrl)
#include "tst_DatabaseUrl.moc"
