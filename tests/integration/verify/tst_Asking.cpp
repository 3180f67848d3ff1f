// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Inspection.h"
#include "tests/integration/verify/OldServers.h"
#include "tests/support/Ctl.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;
using postgres::Connection;

/// How the questions are put: with which rights, to whom, and what happens when they are interrupted.
class tst_Asking : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

    VerifyRequest as(const QString &role, const QString &database = u"shop"_s)
    {
        VerifyRequest request;
        request.copy = m_databases->at(database, role);
        if (const auto baseline = baselineOf(m_databases->at(database)))
            request.baseline = *baseline;
        return request;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->makeShopWithRoles(u"shop"_s));
        VERIFY_OK(m_databases->run(u"shop"_s, "CREATE ROLE reader LOGIN; " + readingOfAll("reader", m_databases->major())));
    }

    void aReaderIsEnough()
    {
        const auto baseline = baselineOf(m_databases->at(u"shop"_s, u"reader"_s));
        VERIFY_OK(baseline);
        VerifyRequest request = as(u"reader"_s);
        request.exact = true;
        request.moment = request.baseline->takenAt;
        const auto report = SqlVerifier().verify(request, testJob());
        VERIFY_OK(report);
        QVERIFY2(summaryOf(withoutHabits(report->findings, m_databases->major())).verdict() == Verdict::Passed,
                 complaints(report->findings).constData());
    }

    void whatMayNotBeReadIsSaidAndNothingIsPassed()
    {
        const auto report = SqlVerifier().verify(as(u"half"_s), testJob());

        VERIFY_OK(report);
        const QStringList open = named(report->findings, Verdict::NotChecked);
        for (const QString &expected :
             {u"readable: sales"_s, u"readable: diary"_s, u"rows: sales"_s, u"foreign-key: sales.good → goods.id"_s})
            QVERIFY2(open.contains(expected), complaints(report->findings).constData());
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());
        QCOMPARE(wordFor(summaryOf(withoutHabits(report->findings, m_databases->major())).verdict()), wordFor(Verdict::NotChecked));
        QCOMPARE(report->tables.size(), 1);
    }

    void whatIsNotCheckedIsNoGoodEndWhateverElseIsWarnedAbout()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"odd"_s));
        VERIFY_OK(m_databases->run(u"odd"_s, "CREATE UNLOGGED TABLE scratch (id int); GRANT SELECT ON scratch TO half"));
        const ConnectionInfo info = m_databases->at(u"odd"_s);

        const CtlAnswer answer = Ctl().run({u"verify"_s, u"host=%1 port=%2 user=half dbname=odd"_s.arg(info.host).arg(info.port)});

        QVERIFY2(answer.output.contains("\"warned\"") && answer.output.contains("\"not-checked\"") && !answer.output.contains("\"failed\""),
                 answer.describe().constData());
        QCOMPARE(answer.exit, 1);
    }

    void oneReadableColumnIsNotATable()
    {
        const auto report = SqlVerifier().contentsGate(as(u"one_column"_s), testJob());
        VERIFY_OK(report);
        QVERIFY(named(report->findings, Verdict::NotChecked).contains(u"rows: sales"_s));
        QVERIFY2(!named(report->findings, Verdict::NotChecked).contains(u"rows: diary"_s), complaints(report->findings).constData());
    }

    void nothingReadableIsAFailure()
    {
        const auto report = SqlVerifier().contentsGate(as(u"nobody"_s), testJob());
        VERIFY_OK(report);
        QVERIFY(named(report->findings, Verdict::Failed).contains(u"readable: tables"_s));
    }

    void rowsHiddenByAPolicyAreNotCountedAsGone()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"guarded"_s));
        VERIFY_OK(m_databases->run(u"guarded"_s, "ALTER TABLE diary ENABLE ROW LEVEL SECURITY; "
                                                 "CREATE POLICY own ON diary USING (of_whom = current_user)"));

        const auto report = SqlVerifier().contentsGate(as(u"ann"_s, u"guarded"_s), testJob());
        VERIFY_OK(report);
        const Finding *rows = find(report->findings, u"rows"_s, u"diary"_s);
        QVERIFY(rows);
        QCOMPARE(wordFor(rows->verdict), wordFor(Verdict::NotChecked));
        QVERIFY2(named(report->findings, Verdict::Failed).isEmpty(), complaints(report->findings).constData());

        VERIFY_FAULT(baselineOf(m_databases->at(u"guarded"_s, u"ann"_s)), Fault::Refused);
    }

    void aBaselineLeavesNothingOut()
    {
        const auto refused = baselineOf(m_databases->at(u"shop"_s, u"half"_s));
        VERIFY_FAULT(refused, Fault::Refused);
        QCOMPARE(refused.error().what(), u"The role may not read diary, sales."_s);

        VERIFY_OK(m_databases->make(u"void"_s, ""));
        VERIFY_FAULT(baselineOf(m_databases->at(u"void"_s)), Fault::Refused);
    }

    void changesNothing()
    {
        const ConnectionInfo shop = m_databases->at(u"shop"_s);
        const auto trace = [&]() -> QString {
            auto connection = Connection::open(shop, {}, testJob());
            auto rows = connection->query(u"SELECT txid_current_if_assigned() IS NULL, sum(n_tup_ins + n_tup_upd + n_tup_del), "
                                          "(SELECT last_value FROM sales_id_seq) FROM pg_stat_user_tables"_s, testJob());
            return rows->text(0, 0) + rows->text(0, 1) + u' ' + rows->text(0, 2);
        };
        const QString before = trace();
        VERIFY_OK(SqlVerifier().verify(as(u"postgres"_s), testJob()));
        QCOMPARE(trace(), before);
    }

    /// A file with this query, and another one after it.
    static QString sanityFile(const QTemporaryDir &folder, const QByteArray &sql, const QByteArray &more = {})
    {
        QFile file(folder.filePath(u"sanity.toml"_s));
        if (file.open(QIODevice::WriteOnly)) {
            const QByteArray rest = "title = \"T\"\nmeans = \"M\"\ntodo = \"D\"\nexpect = { kind = \"no-rows\" }\n";
            file.write("[[query]]\nid = \"Q\"\nsql = '''" + sql + "'''\n" + more + rest
                       + "[[query]]\nid = \"Q2\"\nsql = \"select 1 as x where false\"\n" + rest);
        }
        return file.fileName();
    }

    void aSanityQueryCanOnlyAsk_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<QString>("role");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("found");
        QTest::addColumn<QString>("todo");
        const auto row = [](const char *name, const QByteArray &sql, Verdict verdict, const QString &found, const QString &todo,
                            const QByteArray &more = {}, const QString &role = u"postgres"_s) {
            QTest::newRow(name) << sql << more << role << verdict << found << todo;
        };
        row("a question", "select id from goods where name = 'none' -- none", Verdict::Passed, u"none"_s, {});
        row("with a with", "with g as (select * from goods) select id from g where id > 9", Verdict::Passed, u"none"_s, {});
        row("a change by function", "select nextval('sales_id_seq') as id", Verdict::NotChecked, u"would have changed"_s,
            u"sanity.toml, line 3"_s);
        row("a lock", "select id from goods for update", Verdict::NotChecked, u"would have changed"_s, u"sanity.toml, line 3"_s);
        row("nonsense", "select idd from goods", Verdict::NotChecked, u"does not exist"_s, u"Correct the query: sanity.toml, line 3."_s);
        row("an error of its own", "select 1 / (id - id) as x from goods", Verdict::NotChecked, u"division by zero"_s,
            u"Correct the query"_s);
        row("of a table that is not there", "select id from nowhere", Verdict::NotChecked, u"\"nowhere\" does not exist"_s,
            u"restore another moment"_s);
        row("of another schema", "select id from nowhere.goods", Verdict::NotChecked, u"does not exist"_s, u"restore another moment"_s);
        row("that takes too long", "select pg_sleep(30)", Verdict::NotChecked, u"no answer within 1 second"_s, u"\"timeout\""_s,
            "timeout = 1\n");
        row("of a table that may not be read", "select id from sales", Verdict::NotChecked, u"permission denied for table sales"_s,
            u"Grant"_s, {}, u"half"_s);
        row("of the moment", "select 1 where :moment <> timestamptz '2026-11-24 10:00:00.000001+00'", Verdict::Passed, u"none"_s, {});
        row("of the baseline", "select 1 where :baseline_taken_at > :moment or :baseline_taken_at is null", Verdict::Passed, u"none"_s, {});
        row("of what nobody knows", "select 1 where now() < :recovered_to", Verdict::NotChecked, u"nobody knows :recovered_to here"_s,
            u"restore"_s);
    }
    void aSanityQueryCanOnlyAsk()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, more);
        QFETCH(QString, role);
        QFETCH(Verdict, verdict);
        QFETCH(QString, found);
        QFETCH(QString, todo);
        QTemporaryDir folder;
        VerifyRequest request = as(role);
        request.sanityFile = sanityFile(folder, sql, more);
        request.moment = *Instant::parse(u"2026-11-24T10:00:00.000001Z"_s);
        request.baseline->takenAt = *request.moment - std::chrono::hours(1);

        const auto report = SqlVerifier().verify(request, testJob());

        VERIFY_OK(report);
        const Finding *finding = find(report->findings, u"sanity:Q"_s, u"T"_s);
        QVERIFY(finding);
        QVERIFY2(finding->found.contains(found), qPrintable(finding->found));
        QCOMPARE(wordFor(finding->verdict), wordFor(verdict));
        QVERIFY2(finding->todo.contains(todo), qPrintable(finding->todo));
        QCOMPARE(finding->means.isEmpty(), verdict == Verdict::Passed);
        // Whatever the first one did, the second is asked in the same snapshot.
        QCOMPARE(wordFor(find(report->findings, u"sanity:Q2"_s, u"T"_s)->verdict), wordFor(Verdict::Passed));
        auto goods = baselineOf(m_databases->at(u"shop"_s));
        VERIFY_OK(goods);
        QCOMPARE(goods->find(u"public"_s, u"goods"_s)->rows, 2);
    }

    void aSanityFileThatIsNoQuestionIsRefusedBeforeAnybodyIsAsked()
    {
        QTemporaryDir folder;
        VerifyRequest request;
        request.copy = m_databases->at(u"shop"_s);
        request.copy.port = 1; // Where nobody is.
        request.sanityFile = sanityFile(folder, "\nselect 1\n; drop table goods");

        const auto refused = SqlVerifier().verify(request, testJob());

        VERIFY_FAULT(refused, Fault::BadInput);
        QCOMPARE(refused.error().what(),
                 u"sanity.toml, line 5: there is a second statement after the semicolon; a query is one question."_s);
    }

    void aBaselineAnswersForItsOwnMoment()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(u"sanity.toml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "[[query]]\nid = \"Q\"\ntitle = \"T\"\nmeans = \"M\"\ntodo = \"D\"\nsql = \"select 1 as one, :moment = :baseline_taken_at "
            "as same, "
            "(extract(epoch from :moment) * 1000000)::text as at\"\nexpect = { kind = \"not-worse-than-baseline\", key = \"one\" }\n");
        file.close();
        BaselineOptions options;
        options.sanityFile = file.fileName();
        const auto baseline = baselineOf(m_databases->at(u"shop"_s), options);
        VERIFY_OK(baseline);
        const QJsonObject answer = baseline->sanity[u"Q"_s].toArray().first().toObject();
        QCOMPARE(answer[u"same"_s], QJsonValue(true));
        QCOMPARE(qint64(answer[u"at"_s].toString().toDouble()), baseline->takenAt.unixMicros());
    }

    void hostileNamesAreOnlyNames()
    {
        const QString database = u"a b?pool=5'\"%\n%1"_s;
        const QByteArray longName(63, 'w');
        VERIFY_OK(m_databases->make(
            database,
            "CREATE SCHEMA \"t.t\"; CREATE TABLE \"t.t\".\"t\"\"; DROP TABLE x; --\n\" (t int PRIMARY KEY, \"a\"\"b'%1\n\" text, "
            "\"count(*)\" serial, created_at timestamptz DEFAULT now()); "
            "INSERT INTO \"t.t\".\"t\"\"; DROP TABLE x; --\n\" (t) VALUES (1), (2); "
            "CREATE TABLE "
                + longName + " (" + longName
                + " int REFERENCES \"t.t\".\"t\"\"; DROP TABLE x; --\n\" (t), t text, x int, max int); "
                  "INSERT INTO "
                + longName
                + " VALUES (1, 't', 2, 3); "
                  "CREATE TABLE \"FROM\" (\"SELECT\" int, \"\u00e4\u00f6\u05d0\" int); INSERT INTO \"FROM\" VALUES (1, 2); CREATE "
                  "EXTENSION amcheck"));

        const auto baseline = baselineOf(m_databases->at(database));
        VERIFY_OK(baseline);
        QCOMPARE(baseline->database, database);
        QCOMPARE(baseline->tables.size(), 3);
        QCOMPARE(baseline->totalRows(), 4);
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = *baseline;
        request.exact = true;
        request.moment = baseline->takenAt;
        const auto report = SqlVerifier().verify(request, testJob());
        VERIFY_OK(report);
        QVERIFY2(summaryOf(withoutHabits(report->findings, m_databases->major())).verdict() == Verdict::Passed,
                 complaints(report->findings).constData());
        for (const Finding &finding : report->findings)
            QVERIFY(!finding.subject.contains(u'\n'));
    }

    void functionsOfTheDatabaseAreNotAsked()
    {
        VERIFY_OK(m_databases->make(u"trap"_s, R"sql(
            CREATE TABLE goods (id int PRIMARY KEY, name varchar); INSERT INTO goods VALUES (1, 'a'), (2, 'b');
            CREATE FUNCTION public.hashtextextended(text, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
            CREATE FUNCTION public.hashint4extended(int, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
            ALTER DATABASE trap SET search_path = public, pg_catalog)sql"));
        VERIFY_OK(m_databases->make(u"no_trap"_s,
                                    "CREATE TABLE goods (id int PRIMARY KEY, name varchar); INSERT INTO goods VALUES (1, 'a'), (2, 'b')"));
        const auto trapped = baselineOf(m_databases->at(u"trap"_s));
        const auto clean = baselineOf(m_databases->at(u"no_trap"_s));
        VERIFY_OK(trapped);
        VERIFY_OK(clean);
        QCOMPARE(trapped->tables, clean->tables);
    }

    void aTableEmptiedMeanwhileIsNotTakenForEmpty()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"busy"_s));
        auto subject = verify::Subject::open(m_databases->at(u"busy"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        VERIFY_OK(m_databases->run(u"busy"_s, "TRUNCATE diary"));
        const verify::Table *diary = subject->schema.find(u"public"_s, u"diary"_s);
        QVERIFY(diary);
        VERIFY_FAULT(verify::scanTable(subject->snapshot, *diary, {}, testJob()), Fault::Unreachable);
    }

    void rowsWrittenMeanwhileAreNotSeen()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"open"_s));
        auto subject = verify::Subject::open(m_databases->at(u"open"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        VERIFY_OK(m_databases->run(u"open"_s, "INSERT INTO diary VALUES (3, 'eve'); DELETE FROM goods WHERE id = 9"));
        const auto facts = verify::scanTable(subject->snapshot, *subject->schema.find(u"public"_s, u"diary"_s), {}, testJob());
        VERIFY_OK(facts);
        QCOMPARE(facts->rows, 2);
    }

    void aBaselineHoldsExactlyWhatWasCommittedByItsMoment()
    {
        // Commits that take 40 ms to reach the disk: so long they have a time, but are not to be seen.
        TempCluster::Options options;
        options.settings = {u"fsync = on"_s, u"synchronous_commit = on"_s, u"commit_delay = 40000"_s, u"commit_siblings = 0"_s};
        auto own = Databases::start(options);
        VERIFY_OK(own);
        VERIFY_OK((*own)->make(u"busy"_s, "CREATE TABLE bookings (id serial)"));
        std::jthread writer([&](const std::stop_token &stop) {
            auto session = (*own)->cluster().session(u"busy"_s);
            while (session && !stop.stop_requested()) {
                [[maybe_unused]] const auto written = session->script("INSERT INTO bookings DEFAULT VALUES", testJob());
                std::this_thread::sleep_for(std::chrono::milliseconds(25));
            }
        });
        QList<Baseline> baselines;
        for (int round = 0; round < 8; ++round) {
            const auto baseline = baselineOf((*own)->at(u"busy"_s));
            VERIFY_OK(baseline);
            baselines.append(*baseline);
        }
        writer.request_stop();
        writer.join();

        auto session = (*own)->cluster().session(u"busy"_s);
        VERIFY_OK(session);
        for (const Baseline &baseline : baselines) {
            const auto committed =
                session->query(u"SELECT count(*) FROM bookings WHERE pg_xact_commit_timestamp(xmin) <= $1::timestamptz"_s,
                               {baseline.takenAt.toString().toUtf8()}, testJob());
            VERIFY_OK(committed);
            QCOMPARE(baseline.totalRows(), committed->integer(0, 0));
        }
    }

    void aTransactionThatStaysOpenDoesNotHoldABaselineUp()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"held"_s));
        auto session = m_databases->cluster().session(u"held"_s);
        VERIFY_OK(session);
        VERIFY_OK(session->script("BEGIN; INSERT INTO diary VALUES (3, 'eve')", testJob()));

        const auto baseline = baselineOf(m_databases->at(u"held"_s));

        VERIFY_OK(baseline);
        QCOMPARE(baseline->find(u"public"_s, u"diary"_s)->rows, 2);
    }

    void stopsWithinASecond()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"slow"_s));
        VERIFY_OK(m_databases->run(u"slow"_s, "CREATE FUNCTION wait(int) RETURNS int LANGUAGE sql AS 'SELECT 1 FROM pg_sleep(60)'"));
        QTemporaryDir folder;
        QFile file(folder.filePath(u"sanity.toml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "[[query]]\nid = \"Q\"\ntitle = \"T\"\nmeans = \"M\"\ntodo = \"D\"\nsql = \"select wait(id) as id from goods\"\nexpect = { "
            "kind = \"not-worse-than-baseline\", key = \"id\" }\n");
        file.close();
        BaselineOptions options;
        options.sanityFile = file.fileName();
        std::stop_source source;
        /// Stops as soon as the slow question is about to be asked.
        class Stopper final : public Progress {
        public:
            Stopper(std::stop_source &stop, Databases &databases) : m_stop(stop), m_databases(databases) {}
            Instant asked() { m_thread.join(); return m_asked; }
            void stage(const QString &name) override
            {
                if (name.contains(u"sanity"_s))
                    m_thread = std::jthread([this] {
                        m_databases.waitForASleeper(u"slow"_s);
                        m_asked = SystemClock().now();
                        m_stop.request_stop();
                    });
            }
            void counted(qint64, qint64, const QString &) override {}
            void line(const QString &) override {}

        private:
            std::stop_source &m_stop;
            Databases &m_databases;
            Instant m_asked;
            std::jthread m_thread;
        } progress(source, *m_databases);
        SystemClock clock;
        Job job{source.get_token(), progress, clock};

        const auto baseline = SqlVerifier().takeBaseline(m_databases->at(u"slow"_s), options, job);

        const Instant ended = clock.now();
        VERIFY_FAULT(baseline, Fault::Cancelled);
        QVERIFY(ended - progress.asked() < std::chrono::milliseconds(1000));
    }

    void tellsHowFarItIs()
    {
        VERIFY_OK(m_databases->make(
            u"large"_s,
            "CREATE TABLE big AS SELECT n, repeat('x', 500) FROM generate_series(1, 4000) n; CREATE TABLE tiny AS SELECT 1 AS n"));
        struct Counter final : Progress {
            void stage(const QString &name) override { stages.append(name); }
            void counted(qint64 done, qint64 total, const QString &unit) override
            {
                pages.append({done, total});
                units.append(unit);
            }
            void line(const QString &) override {}
            QStringList stages, units;
            QList<std::pair<qint64, qint64>> pages;
        } progress;
        SystemClock clock;
        Job job{{}, progress, clock};

        VERIFY_OK(SqlVerifier().takeBaseline(m_databases->at(u"large"_s), {}, job));

        QCOMPARE(progress.pages.size(), 2);
        QVERIFY(progress.pages[0].second > 200);
        QVERIFY(progress.pages[0].first <= progress.pages[1].first);
        QCOMPARE(progress.pages[1].first, progress.pages[1].second);
        QCOMPARE(progress.units[0], u"pages"_s);
    }

    /// Somebody ends one of the two sessions: the other one does its share as well.
    void goesOnWithOneConnectionWhenTheOtherBreaks()
    {
        VERIFY_OK(m_databases->make(
            u"half"_s,
            "CREATE TABLE a AS SELECT n FROM generate_series(1, 1000) n; CREATE TABLE b AS SELECT n FROM generate_series(1, 500) n"));
        auto subject = verify::Subject::open(m_databases->at(u"half"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        QCOMPARE(subject->crew.size(), 2);
        const auto own = subject->snapshot.ask(u"SELECT pg_backend_pid()"_s, testJob());
        VERIFY_OK(own);
        VERIFY_OK(m_databases->run(
            u"postgres"_s, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'half' AND pid <> " + own->bytes(0, 0)));
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) { return verify::ScanWishes{}; };
        const auto facts = verify::readRows(*subject, wishes, testJob());
        VERIFY_OK(facts);
        QCOMPARE(facts->tables.size(), 2);
        QCOMPARE(facts->tables.value(subject->schema.find(u"public"_s, u"a"_s)->oid).rows, 1000);
    }

    /// The session whose snapshot the others share: without it nobody sees that moment any more.
    void saysSoWhenTheFirstConnectionBreaks()
    {
        VERIFY_OK(m_databases->make(u"lost"_s, "CREATE TABLE a AS SELECT n FROM generate_series(1, 1000) n"));
        auto subject = verify::Subject::open(m_databases->at(u"lost"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        const auto own = subject->snapshot.ask(u"SELECT pg_backend_pid()"_s, testJob());
        VERIFY_OK(own);
        VERIFY_OK(m_databases->run(u"postgres"_s, "SELECT pg_terminate_backend(" + own->bytes(0, 0) + ")"));
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) { return verify::ScanWishes{}; };
        VERIFY_FAULT(verify::readRows(*subject, wishes, testJob()), Fault::Unreachable);
    }

    void doesNotReachAServerThatIsGone()
    {
        ConnectionInfo nowhere = m_databases->at(u"shop"_s);
        nowhere.port = 1;
        VerifyRequest request;
        request.copy = nowhere;
        VERIFY_FAULT(SqlVerifier().contentsGate(request, testJob()), Fault::Unreachable);
        VERIFY_FAULT(SqlVerifier().takeBaseline(nowhere, {}, testJob()), Fault::Unreachable);
        VERIFY_FAULT(SqlVerifier().appSessions(nowhere, testJob()), Fault::Unreachable);
    }

    void aServerThatDiesIsNoVerdict()
    {
        auto own = Databases::start();
        VERIFY_OK(own);
        VERIFY_OK((*own)->make(u"shop"_s, "CREATE TABLE goods AS SELECT 1 AS id"));
        struct Killer final : Progress {
            explicit Killer(TempCluster &server) : cluster(server) {}
            void stage(const QString &name) override
            {
                if (name.contains(u"Following"_s))
                    [[maybe_unused]] const Outcome stopped = cluster.stop();
            }
            void counted(qint64, qint64, const QString &) override {}
            void line(const QString &) override {}
            TempCluster &cluster;
        } progress((*own)->cluster());
        SystemClock clock;
        Job job{{}, progress, clock};
        VerifyRequest request;
        request.copy = (*own)->at(u"shop"_s);

        VERIFY_FAULT(SqlVerifier().verify(request, job), Fault::Unreachable);
    }
};

SHUTTLER_TEST(tst_Asking)
#include "tst_Asking.moc"
