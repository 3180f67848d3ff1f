// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "Databases.h"

#include "core/verify/RowPass.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A look at a database that others work with: it keeps nobody from a migration, notices what they did meanwhile, and can take its time.
class tst_OnProduction : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

    /// As a migration would, which does not wait for long.
    Outcome meanwhile(const QByteArray &sql) { return m_databases->run(u"shop"_s, "SET lock_timeout = '5s'; " + sql); }

    static QList<const verify::Table *> tablesOf(const verify::Schema &schema)
    {
        QList<const verify::Table *> tables;
        for (const verify::Table &table : schema.tables)
            tables.append(&table);
        return tables;
    }

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<Databases>> started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
    }
    void init()
    {
        VERIFY_OK(m_databases->make(u"shop"_s,
                                    "CREATE TABLE sold AS SELECT n FROM generate_series(1, 1000) n; CREATE TABLE kept AS SELECT 1 AS n"));
    }
    void cleanup() { VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE shop WITH (FORCE)")); }

    void aTableIsLockedNoLongerThanItIsRead()
    {
        Result<verify::Subject> subject = verify::Subject::open(m_databases->at(u"shop"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) { return verify::ScanWishes{}; };
        VERIFY_OK(verify::readRows(*subject, wishes, testJob()));

        VERIFY_OK(meanwhile("ALTER TABLE sold ADD COLUMN price int"));

        // It sees its own moment still, and the settings of the session are what they were.
        const auto rows = subject->snapshot.ask(u"SELECT count(*), current_setting('search_path') FROM public.sold"_s, testJob());
        VERIFY_OK(rows);
        QCOMPARE(rows->integer(0, 0), 1000);
        QCOMPARE(rows->text(0, 1), u"pg_catalog"_s);
        VERIFY_OK(verify::mustBeUntouched(subject->snapshot, tablesOf(subject->schema), testJob()));
    }

    void aSettingOutlivesTheQuestionsThatFollow()
    {
        Result<verify::Snapshot> snapshot = verify::Snapshot::open(m_databases->at(u"shop"_s), std::chrono::minutes(1), testJob());
        VERIFY_OK(snapshot);
        VERIFY_OK(snapshot->plan(verify::Plan::HeapOnly, testJob()));
        VERIFY_FAULT(snapshot->ask(u"SELECT nowhere FROM public.sold"_s, testJob()), Fault::NotFound);
        for (int question = 0; question < 2; ++question) {
            const auto rows = snapshot->ask(u"SELECT current_setting('enable_indexscan')"_s, testJob());
            VERIFY_OK(rows);
            QCOMPARE(rows->text(0, 0), u"off"_s);
        }
    }

    void whatWasDoneToATableMeanwhileIsSaid_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("emptied") << QByteArray("TRUNCATE sold");
        QTest::newRow("rewritten") << QByteArray("ALTER TABLE sold ALTER COLUMN n TYPE bigint");
        QTest::newRow("dropped") << QByteArray("DROP TABLE sold");
    }
    void whatWasDoneToATableMeanwhileIsSaid()
    {
        QFETCH(QByteArray, sql);
        Result<verify::Subject> subject = verify::Subject::open(m_databases->at(u"shop"_s), std::chrono::minutes(1), 1, testJob());
        VERIFY_OK(subject);
        VERIFY_OK(verify::mustBeUntouched(subject->snapshot, tablesOf(subject->schema), testJob()));

        VERIFY_OK(meanwhile(sql));

        const Outcome touched = verify::mustBeUntouched(subject->snapshot, tablesOf(subject->schema), testJob());
        VERIFY_FAULT(touched, Fault::Unreachable);
        QVERIFY2(touched.error().what().contains(u"sold"_s), qPrintable(touched.error().what()));
    }

    /// A copy of the server that follows it. Asked there, production is spared; but a standby lets nobody hold its recovery up for long.
    void aStandbyIsAskedAsWellAndSaysWhenItsRecoveryMustGoOn()
    {
        TempCluster::Options options;
        options.settings = {u"max_standby_streaming_delay = 0"_s};
        options.hbaFirst = "local replication all trust\n";
        const auto primary = Databases::start(options);
        VERIFY_OK(primary);
        VERIFY_OK((*primary)->make(
            u"shop"_s,
            "CREATE TABLE sold (id int PRIMARY KEY, word text); INSERT INTO sold SELECT n, 'w' || n FROM generate_series(1, 5000) n"));
        const TempCluster &cluster = (*primary)->cluster();
        const QString folder = cluster.folder() + u"/standby"_s;
        const ConnectionInfo there = cluster.socket(u"shop"_s);
        VERIFY_OK(cluster.program(u"pg_basebackup"_s, {u"-h"_s, there.host, u"-p"_s, QString::number(there.port), u"-U"_s, u"postgres"_s,
                                                       u"-D"_s, folder, u"-R"_s, u"-c"_s, u"fast"_s}));
        const auto control = [&](const QString &verb, const QStringList &more) {
            return cluster.program(u"pg_ctl"_s, QStringList{verb, u"-w"_s, u"-s"_s, u"-D"_s, folder} + more);
        };
        VERIFY_OK(control(u"start"_s, {u"-l"_s, folder + u".log"_s, u"-o"_s, u"-p %1"_s.arg(there.port + 1)}));
        const auto ended = qScopeGuard([&] { [[maybe_unused]] const auto stopped = control(u"stop"_s, {u"-m"_s, u"immediate"_s}); });
        ConnectionInfo standby = there;
        standby.port = there.port + 1;

        const Result<Baseline> ofPrimary = baselineOf(there);
        const Result<Baseline> ofStandby = baselineOf(standby);
        VERIFY_OK(ofPrimary);
        VERIFY_OK(ofStandby);
        QCOMPARE(ofStandby->tables, ofPrimary->tables);

        Result<verify::Snapshot> snapshot = verify::Snapshot::open(standby, std::chrono::minutes(1), testJob());
        VERIFY_OK(snapshot);
        VERIFY_OK(snapshot->ask(u"SELECT count(*) FROM public.sold"_s, testJob()));
        VERIFY_OK((*primary)->run(u"shop"_s, "DELETE FROM sold"));
        std::optional<Error> said;
        const QDeadlineTimer patience(20'000);
        while (!said && !patience.hasExpired()) {
            // Again: a session of the baseline that is still ending would keep the rows.
            VERIFY_OK((*primary)->run(u"shop"_s, "VACUUM sold"));
            if (const auto rows = snapshot->ask(u"SELECT count(*) FROM public.sold"_s, testJob()); !rows)
                said = rows.error();
        }
        QVERIFY(said);
        QCOMPARE(said->fault(), Fault::Unreachable);
        QVERIFY2(said->what().contains(u"standby"_s) && said->todo().contains(u"max_standby_streaming_delay"_s),
                 describe(*said).constData());
    }

    void aGentleLookSeesTheSameAndRests()
    {
        VERIFY_OK(m_databases->run(
            u"shop"_s,
            "CREATE TABLE large (id int PRIMARY KEY, parent int REFERENCES large, at timestamptz, word text);"
            "INSERT INTO large SELECT n, n - 1 + (n = 1)::int, timestamptz '2026-01-01 UTC' + n * interval '1 s', repeat('x', 1000) "
            "FROM generate_series(1, 40000) n"));
        struct CountingClock final : Clock {
            Instant now() const override { return real.now(); }
            Outcome sleepFor(Micros span, const std::stop_token &) const override
            {
                rests.append(span);
                return Done{};
            }
            SystemClock real;
            mutable QList<Micros> rests;
        };
        const auto baselineBy = [&](const Clock &clock, bool gently) {
            SilentProgress silent;
            Job job{{}, silent, clock};
            BaselineOptions options;
            options.gently = gently;
            return SqlVerifier().takeBaseline(m_databases->at(u"shop"_s), options, job);
        };
        const CountingClock hasty;
        const CountingClock gentle;

        const Result<Baseline> quickly = baselineBy(hasty, false);
        const Result<Baseline> gently = baselineBy(gentle, true);

        VERIFY_OK(quickly);
        VERIFY_OK(gently);
        QVERIFY(hasty.rests.isEmpty());
        QCOMPARE(gentle.rests.size(), m_databases->cluster().tools().major() >= 14 ? 4 : 3); // "large" is of two pieces.
        QVERIFY(std::all_of(gentle.rests.begin(), gentle.rests.end(), [](Micros span) { return span.count() > 0; }));
        QCOMPARE(gently->tables.size(), 3);
        for (qsizetype table = 0; table < 3; ++table) {
            const TableBaseline &one = quickly->tables[table];
            const TableBaseline &other = gently->tables[table];
            QCOMPARE(other.name, one.name);
            QCOMPARE(other.rows, one.rows);
            QCOMPARE(other.checksum, one.checksum);
            QVERIFY(other.ranges == one.ranges && other.newest == one.newest);
        }
        QVERIFY(gently->tables[1].name == u"large"_s && gently->tables[1].ranges.size() > 10);
    }

    /// The table is emptied while the owner's query, the last thing that is asked, is at work.
    void aLookThatWasOvertakenIsNeverPassed()
    {
        QTemporaryDir folder;
        QFile rules(folder.filePath(u"sanity.toml"_s));
        QVERIFY(rules.open(QIODevice::WriteOnly));
        rules.write(
            "[[query]]\nid = \"slow\"\ntitle = \"A slow one\"\nsql = \"SELECT pg_sleep(1.5)\"\nexpect = { kind = \"information\" }\n"
            "means = \"It is asked last.\"\ntodo = \"Nothing.\"\n");
        rules.close();
        VerifyRequest request;
        request.copy = m_databases->at(u"shop"_s);
        request.sanityFile = rules.fileName();
        Result<VerifyReport> report = Error(Fault::Defect, u"not asked yet"_s);
        {
            const std::jthread look([&] { report = SqlVerifier().verify(request, testJob()); });
            m_databases->waitForASleeper(u"shop"_s);
            VERIFY_OK(meanwhile("TRUNCATE sold"));
        }
        VERIFY_FAULT(report, Fault::Unreachable);
        QVERIFY2(report.error().what().contains(u"sold"_s), qPrintable(report.error().what()));
    }
};

SHUTTLER_TEST(tst_OnProduction)
#include "tst_OnProduction.moc"
