// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/ServerFault.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::postgres;
using namespace Qt::StringLiterals;

class tst_ServerFault : public QObject {
    Q_OBJECT
private slots:
    void aStatementsComplaintSaysWhatCanBeDone_data()
    {
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<Fault>("fault");
        QTest::newRow("read-only session") << QByteArray("25006") << Fault::Refused;
        QTest::newRow("missing right") << QByteArray("42501") << Fault::Refused;
        QTest::newRow("took too long") << QByteArray("57014") << Fault::Unreachable;
        QTest::newRow("locked out") << QByteArray("55P03") << Fault::Unreachable;
        QTest::newRow("serialization") << QByteArray("40001") << Fault::Unreachable;
        QTest::newRow("deadlock") << QByteArray("40P01") << Fault::Unreachable;
        QTest::newRow("no slot left") << QByteArray("53300") << Fault::Unreachable;
        QTest::newRow("disk full") << QByteArray("53100") << Fault::Refused;
        QTest::newRow("damaged page") << QByteArray("XX001") << Fault::Corrupt;
        QTest::newRow("missing file") << QByteArray("58P01") << Fault::Corrupt;
        QTest::newRow("no such table") << QByteArray("42P01") << Fault::NotFound;
        QTest::newRow("no such column") << QByteArray("42703") << Fault::NotFound;
        QTest::newRow("syntax") << QByteArray("42601") << Fault::BadInput;
        QTest::newRow("duplicate key") << QByteArray("23505") << Fault::Refused;
        QTest::newRow("division by zero") << QByteArray("22012") << Fault::Refused;
    }
    void aStatementsComplaintSaysWhatCanBeDone()
    {
        QFETCH(QByteArray, state);
        QFETCH(Fault, fault);

        const Error error = statementError({state, u"the server's words"_s, u"more of them"_s});

        QCOMPARE(wordFor(error.fault()), wordFor(fault));
        QVERIFY(!error.means().isEmpty() && !error.todo().isEmpty());
        QVERIFY(error.details().contains(u"the server's words"_s) && error.details().contains(u"more of them"_s));
    }

    void aRefusedConnectionNamesTheReason_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QByteArray>("state");
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("what");
        const QByteArray none;
        QTest::newRow("password") << u"FATAL:  password authentication failed for user \"kim\""_s << none
                                  << Fault::Refused << u"did not accept the password of \"kim\""_s;
        QTest::newRow("no password") << u"fe_sendauth: no password supplied"_s << none << Fault::Refused
                                     << u"did not accept the password of \"kim\""_s;
        QTest::newRow("database") << u"FATAL:  database \"academy\" does not exist"_s << none << Fault::Refused
                                  << u"has no database \"academy\""_s;
        QTest::newRow("role") << u"FATAL:  role \"kim\" does not exist"_s << none << Fault::Refused
                              << u"has no role \"kim\""_s;
        QTest::newRow("address") << u"FATAL:  no pg_hba.conf entry for host \"10.0.0.9\""_s << none << Fault::Refused
                                 << u"does not let \"kim\" into"_s;
        QTest::newRow("no TLS") << u"server does not support SSL, but SSL was required"_s << none << Fault::Refused
                                << u"offers no encrypted connection"_s;
        QTest::newRow("wrong CA") << u"SSL error: certificate verify failed"_s << none << Fault::Refused
                                  << u"could not prove that it is the right server"_s;
        QTest::newRow("wrong name") << u"server certificate for \"db\" does not match host name \"10.1.1.1\""_s << none
                                    << Fault::Refused << u"could not prove that it is the right server"_s;
        QTest::newRow("full") << u"FATAL:  sorry, too many clients already"_s << none << Fault::Unreachable
                              << u"no free connection"_s;
        QTest::newRow("starting") << u"FATAL:  the database system is starting up"_s << none << Fault::Unreachable
                                  << u"starting or stopping"_s;
        QTest::newRow("a server that speaks another language")
            << u"FATAL:  Passwort-Authentifizierung für Benutzer »kim« fehlgeschlagen"_s << QByteArray("28P01")
            << Fault::Refused << u"did not let \"kim\" into"_s;
        QTest::newRow("nobody there") << u"connection to server at \"10.0.0.1\" failed: Connection refused"_s << none
                                      << Fault::Unreachable << u"cannot be reached"_s;
    }
    void aRefusedConnectionNamesTheReason()
    {
        QFETCH(QString, words);
        QFETCH(QByteArray, state);
        QFETCH(Fault, fault);
        QFETCH(QString, what);

        const Error error = connectError({state, words, {}}, u"academy"_s, u"kim"_s, u"The server"_s);

        QCOMPARE(wordFor(error.fault()), wordFor(fault));
        QVERIFY2(error.what().contains(what), qPrintable(error.what()));
        QVERIFY(!error.means().isEmpty() && !error.todo().isEmpty());
    }
};

SHUTTLER_TEST(tst_ServerFault)
#include "tst_ServerFault.moc"
