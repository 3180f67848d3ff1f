// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "core/base/Files.h"
#include "core/domain/DatabaseUrl.h"
#include "core/postgres/Connection.h"
#include "core/practice/Leftovers.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "tests/support/Jobs.h"

#include <QJsonObject>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// What a Practice is for, in one go: break it, get it back, move the app over, and throw it all away.
class tst_PracticeRestore : public QObject {
    Q_OBJECT
    PracticeFixture m_fixture;
    const EnvironmentName m_name{u"practice"_s};

    static qint64 ask(const ConnectionInfo &info, const QString &sql)
    {
        Result<postgres::Connection> connection = postgres::Connection::open(info, {}, test::testJob());
        const Result<postgres::Rows> rows =
            connection ? connection->query(sql, test::testJob()) : Error(connection.error());
        return rows ? rows->integer(0, 0) : -1;
    }

private slots:
    void theLastGoodSecondBringsEverythingBackAndTheAppFollows()
    {
        const Result<PracticeStatus> made = m_fixture.world().create(m_name, PracticeSize::Small, test::testJob());
        VERIFY_OK(made);
        const Result<Environment> environment = m_fixture.environments().find(m_name);
        VERIFY_OK(environment);
        const Result<PgBackRestSettings> settings = PgBackRestSettings::from(environment->providerSettings);
        VERIFY_OK(settings);
        PgBackRestProvider provider(*settings);
        const Result<ConnectionInfo> source = provider.connection(environment->instance, test::testJob());
        VERIFY_OK(source);
        const qint64 atFirst = ask(*source, u"SELECT count(*) FROM fee_payments"_s);
        QTRY_VERIFY(ask(*source, u"SELECT count(*) FROM fee_payments"_s) >= atFirst + 5);
        const qint64 before =
            ask(*source, u"SELECT count(*) FROM fee_payments WHERE created_at < date_trunc('second', now())"_s);

        const Result<Incident> incident = m_fixture.world().breakIt(m_name, IncidentKind::Truncate, test::testJob());
        VERIFY_OK(incident);
        VERIFY_OK(provider.catchUp(environment->instance, test::testJob()));
        const InstanceId copy(u"practice-r1"_s);
        VERIFY_OK(provider.startRestore({environment->instance, copy, u"r1"_s, AtMoment{incident->lastGood}},
                                        test::testJob()));
        QTRY_VERIFY_WITH_TIMEOUT(provider.state(copy, test::testJob())->phase == InstancePhase::Available, 60'000);

        const Result<ConnectionInfo> restored = provider.connection(copy, test::testJob());
        VERIFY_OK(restored);
        QVERIFY(ask(*restored, u"SELECT count(*) FROM fee_payments"_s) >= before);
        QCOMPARE(
            ask(*restored, u"SELECT count(*) FROM fee_payments WHERE created_at > '%1'"_s.arg(incident->at.toString())),
            0);
        QVERIFY(ask(*restored, u"SELECT count(*) FROM fees"_s) > 0);

        const Result<QByteArray> env = readWholeFile(made->envFile);
        VERIFY_OK(env);
        const qsizetype from = env->indexOf("DATABASE_URL=") + 13;
        const QByteArray text = env->mid(from, env->indexOf('\n', from) - from);
        const Result<DatabaseUrl> url = DatabaseUrl::parse(text);
        VERIFY_OK(url);
        const QByteArray moved =
            url->movedTo(restored->host, restored->port).expose([](const char *plain) { return QByteArray(plain); });
        VERIFY_OK(writeFileAtomically(made->envFile, QByteArray(*env).replace(text, moved)));
        VERIFY_OK(m_fixture.world().restartApp(m_name, test::testJob()));
        QTRY_VERIFY(askApp(*made, "/bookings").value(u"count"_s).toInt() >= 3);
        QVERIFY(ask(*restored, u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s) >= 1);
        QTRY_COMPARE(ask(*source, u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'academy-app'"_s),
                     0);
    }

    void destroyTakesTheRestoredInstanceWithIt()
    {
        QVERIFY(processesOf(m_fixture.world().status(m_name, test::testJob())->directory + u"/instances"_s).size() > 0);
        VERIFY_OK(m_fixture.world().destroy(m_name, test::testJob()));
        QCOMPARE(m_fixture.traces(), QStringList());
    }
};

SHUTTLER_TEST(tst_PracticeRestore)
#include "tst_PracticeRestore.moc"
