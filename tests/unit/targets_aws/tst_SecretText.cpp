// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/SecretText.h"
#include "tests/support/Test.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace shuttler;
using namespace shuttler::aws;
using namespace Qt::StringLiterals;

class tst_SecretText : public QObject {
    Q_OBJECT

private:
    /// With single quotes for double ones.
    static QByteArray json(const QByteArray &text) { return QByteArray(text).replace('\'', '"'); }
    static QString plain(const DatabaseUrl &url)
    {
        return url.expose([](const char *text) { return QString::fromUtf8(text); });
    }

private slots:
    void readsEveryShape_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("url");
        QTest::newRow("a URL") << QByteArray("postgres://app:x@db:5432/academy?sslmode=require\n")
                               << u"postgres://app:x@db:5432/academy?sslmode=require"_s;
        QTest::newRow("a member") << json("{'DATABASE_URL':'postgres://app:x@db/academy','host':'other'}")
                                  << u"postgres://app:x@db/academy"_s;
        QTest::newRow("RDS's") << json(
            "{'engine':'postgres','username':'app','password':'p/@:x','host':'db','port':5433,'dbname':'academy'}")
                               << u"postgresql://app:p%2F%40%3Ax@db:5433/academy"_s;
        QTest::newRow("RDS's, a port in words") << json("{'username':'app','password':'x','host':'db','port':'5433','dbname':'a'}")
                                                << u"postgresql://app:x@db:5433/a"_s;
        QTest::newRow("RDS's, no port") << json("{'username':'app','password':'x','host':'fd00::1','dbname':'a'}")
                                        << u"postgresql://app:x@[fd00::1]:5432/a"_s;
    }
    void readsEveryShape()
    {
        QFETCH(QByteArray, text);
        const auto known = SecretText::parse(text, u"DATABASE_URL"_s);
        VERIFY_OK(known);
        QTEST(plain(known->url()), "url");
    }
    void refusesWhatItCannotMean_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("managed by RDS") << json("{'username':'app','password':'geheim'}");
        QTest::newRow("another engine") << json("{'engine':'mysql','username':'app','password':'geheim','host':'db','dbname':'a'}");
        QTest::newRow("half a JSON") << json("{'password':'geheim");
        QTest::newRow("something else") << QByteArray("geheim");
    }
    void refusesWhatItCannotMean()
    {
        QFETCH(QByteArray, text);
        const auto known = SecretText::parse(text, u"DATABASE_URL"_s);
        VERIFY_FAULT(known, Fault::BadInput);
        QVERIFY(!test::describe(known.error()).contains("geheim"));
    }
    void whatMovesIsReadBackAsItWasWritten()
    {
        const QByteArray text = json("{'engine':'postgres','username':'app','password':'p/@:x','host':'shuttler-db.abc.rds.amazonaws.com',"
                                     "'port':'5432','dbname':'academy','dbInstanceIdentifier':'shuttler-db','note':'ours'}");
        const auto known = SecretText::parse(text, u"DATABASE_URL"_s);
        VERIFY_OK(known);
        const DatabaseUrl wanted = known->url().movedTo(u"shuttler-r1.abc.rds.amazonaws.com"_s, 6000);
        const QByteArray written = known->with(wanted);
        QCOMPARE(SecretText::parse(written, u"DATABASE_URL"_s)->url().fingerprint(), wanted.fingerprint());
        QJsonObject expected = QJsonDocument::fromJson(text).object();
        expected[u"host"_s] = u"shuttler-r1.abc.rds.amazonaws.com"_s;
        expected[u"port"_s] = u"6000"_s;
        expected[u"dbInstanceIdentifier"_s] = u"shuttler-r1"_s;
        QCOMPARE(QJsonDocument::fromJson(written).object(), expected);
    }
    void onlyTheMemberOfTheVariableChanges()
    {
        const auto known =
            SecretText::parse(json("{'DATABASE_URL':'postgres://app:x@db/academy','host':'other','n':[1,null]}"), u"DATABASE_URL"_s);
        VERIFY_OK(known);
        const QJsonObject written = QJsonDocument::fromJson(known->with(known->url().movedTo(u"new"_s, 5432))).object();
        QCOMPARE(written[u"host"_s].toString(), u"other"_s);
        QCOMPARE(written[u"DATABASE_URL"_s].toString(), plain(known->url().movedTo(u"new"_s, 5432)));
        QCOMPARE(written[u"n"_s].toArray().size(), 2);
    }
};

SHUTTLER_TEST(tst_SecretText)
#include "tst_SecretText.moc"
