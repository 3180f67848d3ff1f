// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"
#include "core/postgres/Handshake.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

class tst_Names : public QObject {
    Q_OBJECT
private slots:
    void identifiersAreAlwaysQuoted()
    {
        QCOMPARE(Connection::quoted(u"fees"_s), u"\"fees\""_s);
        QCOMPARE(Connection::quoted(u"a b?pool=5'\"%"_s), u"\"a b?pool=5'\"\"%\""_s);
    }

    void literalsCannotEndEarly()
    {
        QCOMPARE(Connection::literal(u"it's"_s), u"'it''s'"_s);
        QCOMPARE(Connection::literal(u"a\\'b"_s), u" E'a\\\\''b'"_s);
    }

    void networksAreAlwaysProtected_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("authority");
        QTest::addColumn<int>("protection");
        const QString ca = u"/etc/ca.pem"_s;
        QTest::newRow("socket") << u"/run/postgresql"_s << QString() << int(Protection::LocalSocket);
        QTest::newRow("localhost") << u"localhost"_s << QString() << int(Protection::Loopback);
        QTest::newRow("127.0.0.1") << u"127.0.0.1"_s << QString() << int(Protection::Loopback);
        QTest::newRow("127.9.9.9") << u"127.9.9.9"_s << QString() << int(Protection::Loopback);
        QTest::newRow("::1") << u"::1"_s << QString() << int(Protection::Loopback);
        QTest::newRow("localhost with an authority") << u"localhost"_s << ca << int(Protection::VerifiedServer);
        QTest::newRow("name that only begins like it")
            << u"127.0.0.1.example.com"_s << QString() << int(Protection::VerifiedServer);
        QTest::newRow("private network") << u"10.0.0.1"_s << QString() << int(Protection::VerifiedServer);
        QTest::newRow("provider") << u"db.example.com"_s << ca << int(Protection::VerifiedServer);
    }
    void networksAreAlwaysProtected()
    {
        QFETCH(QString, host);
        QFETCH(QString, authority);
        QFETCH(int, protection);
        ConnectionInfo info;
        info.host = host;
        info.sslRootCert = authority;
        QCOMPARE(int(protectionFor(info)), protection);
    }

    void aNetworkServerWithoutAnAuthorityIsNotEvenTried()
    {
        ConnectionInfo info{u"db.invalid"_s, 5432, u"academy"_s, u"kim"_s, nullptr, {}};
        VERIFY_FAULT(Connection::open(info, {}, test::testJob()), Fault::Refused);
    }

    void settingsThatCannotBeMeantAreRefused_data()
    {
        QTest::addColumn<ConnectionInfo>("info");
        QTest::newRow("port 0") << ConnectionInfo{u"/run"_s, 0, u"a"_s, u"b"_s, nullptr, {}};
        QTest::newRow("port 65536") << ConnectionInfo{u"/run"_s, 65536, u"a"_s, u"b"_s, nullptr, {}};
        QTest::newRow("no database") << ConnectionInfo{u"/run"_s, 5432, {}, u"b"_s, nullptr, {}};
        QTest::newRow("no user") << ConnectionInfo{u"/run"_s, 5432, u"a"_s, {}, nullptr, {}};
        QTest::newRow("two hosts") << ConnectionInfo{u"one,two"_s, 5432, u"a"_s, u"b"_s, nullptr, u"/ca"_s};
        QTest::newRow("zero byte") << ConnectionInfo{u"/run"_s, 5432, u"a\0b"_s, u"b"_s, nullptr, {}};
    }
    void settingsThatCannotBeMeantAreRefused()
    {
        QFETCH(ConnectionInfo, info);
        VERIFY_FAULT(Connection::open(info, {}, test::testJob()), Fault::BadInput);
    }
};

SHUTTLER_TEST(tst_Names)
#include "tst_Names.moc"
