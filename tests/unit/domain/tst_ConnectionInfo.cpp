// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/ConnectionInfo.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_ConnectionInfo : public QObject {
    Q_OBJECT

private slots:
    void isWrittenByLibpqsRulesAndWithoutThePassword_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("text");
        QTest::newRow("socket") << u"/run/x"_s << u"academy"_s
                                << u"host='/run/x' port='5433' dbname='academy' user='owner'"_s;
        QTest::newRow("hostile database") << u"db"_s << u"a b?pool=5'\"%\\"_s
                                          << u"host='db' port='5433' dbname='a b?pool=5\\'\"%\\\\' user='owner'"_s;
        QTest::newRow("host= inside a name")
            << u"db"_s << u"x host=evil"_s << u"host='db' port='5433' dbname='x host=evil' user='owner'"_s;
        QTest::newRow("defaults") << u""_s << u""_s << u"port='5433' user='owner'"_s;
    }
    void isWrittenByLibpqsRulesAndWithoutThePassword()
    {
        QFETCH(const QString, host);
        QFETCH(const QString, database);
        QFETCH(const QString, text);
        const ConnectionInfo info{
            host, 5433, database, u"owner"_s, std::make_shared<const Secret>(Secret(QByteArray("hunter2"))), {}};
        QCOMPARE(info.withoutPassword(), text);
    }

    void aCertificateMeansThatItIsChecked()
    {
        const ConnectionInfo info{u"db"_s, 5432, u"a"_s, u"o"_s, {}, u"/etc/ca.pem"_s};
        QVERIFY(info.withoutPassword().endsWith(u"sslmode='verify-full' sslrootcert='/etc/ca.pem'"_s));
    }
};

SHUTTLER_TEST(tst_ConnectionInfo)
#include "tst_ConnectionInfo.moc"
