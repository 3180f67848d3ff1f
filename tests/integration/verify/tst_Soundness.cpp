// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/OldServers.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QtEndian>

#include <thread>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Damage done to the files of a server that stands still, as a failing disk or a torn copy does it.
class tst_Soundness : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;

    /// What amcheck can be asked about. Before 14 it looks into no table, and says so.
    QStringList soundnessChecks() const
    {
        return m_databases->major() >= 14 ? QStringList{u"index-sound"_s, u"table-sound"_s} : QStringList{u"index-sound"_s};
    }
    static QString wholeOf(const QString &check) { return check == u"index-sound"_s ? u"indexes"_s : u"tables"_s; }

    static constexpr int PageSize = 8192;
    static constexpr int FirstItem = 24; ///< Line pointers begin after the page's header.

    QString fileOf(const QString &database, const QByteArray &relation)
    {
        auto session = m_databases->cluster().session(database);
        const auto path = session->query(u"SELECT pg_relation_filepath('%1')"_s.arg(QString::fromUtf8(relation)), testJob());
        return m_databases->cluster().dataFolder() + u'/' + path->text(0, 0);
    }

    /// Changes a file while the server stands still.
    Outcome damage(const QString &database, const QByteArray &relation, const std::function<void(QByteArray &)> &change)
    {
        QFile file(fileOf(database, relation));
        if (Outcome stopped = m_databases->cluster().stop(u"fast"_s); !stopped)
            return stopped;
        if (!file.open(QIODevice::ReadWrite))
            return Error(Fault::NotFound, file.errorString());
        QByteArray bytes = file.readAll();
        change(bytes);
        file.seek(0);
        file.write(bytes);
        file.resize(bytes.size());
        file.close();
        return m_databases->cluster().startAgain();
    }

    /// The index goes on as it was before `sql`, the table does not.
    Outcome loseEntriesOf(const QByteArray &sql, const QString &database, const QByteArray &index)
    {
        QByteArray before;
        if (Outcome kept = damage(database, index, [&before](QByteArray &bytes) { before = bytes; }); !kept)
            return kept;
        if (Outcome done = m_databases->run(database, sql); !done)
            return done;
        return damage(database, index, [&before](QByteArray &bytes) { bytes = before; });
    }

    QList<Finding> findingsOf(const QString &database, const QString &user = u"postgres"_s, bool everyIndexEntry = false)
    {
        VerifyRequest request;
        request.copy = m_databases->at(database, user);
        request.everyIndexEntry = everyIndexEntry;
        const auto report = SqlVerifier().verify(request, testJob());
        return report ? report->findings : QList<Finding>();
    }

private slots:
    void initTestCase()
    {
        TempCluster::Options options;
        options.checksums = false; // They would notice first.
        auto started = Databases::start(options);
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"shop"_s, R"sql(
            CREATE TABLE goods (id int PRIMARY KEY, name text, shelf int);
            CREATE INDEX goods_shelf ON goods (shelf);
            CREATE UNIQUE INDEX goods_name ON goods (lower(name));
            INSERT INTO goods SELECT n, 'good ' || n, n % 7 FROM generate_series(1, 300) n;
            CREATE TABLE sales (id uuid PRIMARY KEY, good int REFERENCES goods);
            INSERT INTO sales SELECT gen_random_uuid(), n FROM generate_series(1, 50) n;
            CREATE ROLE stranger LOGIN)sql"));
        VERIFY_OK(m_databases->run(u"shop"_s, "CREATE ROLE reader LOGIN; " + readingOfAll("reader", m_databases->major())));
        VERIFY_OK(m_databases->copy(u"shop"_s, u"checked"_s));
        VERIFY_OK(m_databases->run(u"checked"_s, "CREATE SCHEMA tools; CREATE EXTENSION amcheck SCHEMA tools"));
    }

    void passesWhatIsSound()
    {
        const QList<Finding> findings = findingsOf(u"checked"_s);
        for (const QString &check : soundnessChecks()) {
            const Finding *finding = find(findings, check, wholeOf(check));
            QVERIFY2(finding, complaints(findings).constData());
            QCOMPARE(wordFor(finding->verdict), u"passed"_s);
            QVERIFY2(!finding->found.startsWith(u"0 "_s), qPrintable(finding->found));
        }
        QVERIFY(find(findings, u"index-sound"_s, u"indexes"_s)->found.contains(u"3 of them with an entry for every row"_s));
    }

    void namesAnIndexThatLacksAnEntry()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"lost"_s));
        VERIFY_OK(loseEntriesOf("INSERT INTO goods VALUES (301, 'good 301', 0)", u"lost"_s, "goods_pkey"));

        const QList<Finding> findings = findingsOf(u"lost"_s);

        QCOMPARE(named(findings, Verdict::Failed), QStringList{u"index-sound: goods_pkey"_s});
        const Finding *finding = find(findings, u"index-sound"_s, u"goods_pkey"_s);
        QVERIFY2(finding->found.contains(u"lacks matching index tuple"_s), qPrintable(finding->found));
        QVERIFY(finding->means.contains(u"goods"_s) && finding->todo.contains(u"REINDEX INDEX \"public\".\"goods_pkey\""_s));
        QCOMPARE(finding->sql, u"SELECT tools.bt_index_check('\"public\".\"goods_pkey\"', true%1)"_s.arg(
                                   m_databases->major() >= 17 ? u", true"_s : QString()));
    }

    void holdsOtherIndexesAgainstTheirRowsOnRequest()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"shelf"_s));
        VERIFY_OK(loseEntriesOf("INSERT INTO goods VALUES (301, 'good 301', 99)", u"shelf"_s, "goods_shelf"));

        QCOMPARE(named(findingsOf(u"shelf"_s), Verdict::Failed), QStringList());
        QCOMPARE(named(findingsOf(u"shelf"_s, u"postgres"_s, true), Verdict::Failed), QStringList{u"index-sound: goods_shelf"_s});
    }

    void namesAnIndexOutOfOrder()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"order"_s));
        VERIFY_OK(damage(u"order"_s, "goods_shelf", [](QByteArray &bytes) {
            char *leaf = bytes.data() + PageSize;
            std::swap_ranges(leaf + FirstItem + 4, leaf + FirstItem + 8, leaf + FirstItem + 16);
        }));
        const QList<Finding> findings = findingsOf(u"order"_s);
        QCOMPARE(named(findings, Verdict::Failed), QStringList{u"index-sound: goods_shelf"_s});
        QVERIFY(find(findings, u"index-sound"_s, u"goods_shelf"_s)->found.contains(u"order invariant"_s));
    }

    void namesDoublesThatHaveTheirEntriesFrom17On()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"twice"_s));
        const QByteArray mark = "UPDATE pg_index SET indisunique = %1 WHERE indexrelid = 'goods_name'::regclass";
        VERIFY_OK(m_databases->run(u"twice"_s, QByteArray(mark).replace("%1", "false")));
        VERIFY_OK(m_databases->run(u"twice"_s, "INSERT INTO goods VALUES (301, 'good 7', 0)"));
        VERIFY_OK(m_databases->run(u"twice"_s, QByteArray(mark).replace("%1", "true")));

        const QList<Finding> findings = findingsOf(u"twice"_s);

        QCOMPARE(named(findings, Verdict::Failed), m_databases->major() >= 17 ? QStringList{u"index-sound: goods_name"_s} : QStringList());
        if (m_databases->major() >= 17)
            QCOMPARE(find(findings, u"index-sound"_s, u"goods_name"_s)->sql,
                     u"SELECT tools.bt_index_check('\"public\".\"goods_name\"', true, true)"_s);
    }

    void namesATableWithARowThatPostgresNeverWrote()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"torn"_s));
        VERIFY_OK(damage(u"torn"_s, "sales", [](QByteArray &bytes) {
            const int tuple = int(qFromLittleEndian<quint32>(bytes.constData() + FirstItem) & 0x7fff);
            bytes[tuple + 18] = char(bytes[tuple + 18] + 5); // More columns than the table has: no reader looks there.
        }));

        const QList<Finding> findings = findingsOf(u"torn"_s);

        if (m_databases->major() < 14) {
            QCOMPARE(wordFor(find(findings, u"table-sound"_s, u"tables"_s)->verdict), u"warned"_s);
            return;
        }
        QCOMPARE(named(findings, Verdict::Failed), QStringList{u"table-sound: sales"_s});
        const Finding *finding = find(findings, u"table-sound"_s, u"sales"_s);
        QVERIFY2(finding->found.startsWith(u"page 0, row 1: number of attributes 7 exceeds"_s), qPrintable(finding->found));
        QVERIFY(!finding->todo.isEmpty());
    }

    void saysHowToGetAmcheckAndInstallsNothing()
    {
        const QList<Finding> findings = findingsOf(u"shop"_s);

        for (const QString &check : soundnessChecks()) {
            const Finding *finding = find(findings, check, wholeOf(check));
            QVERIFY(finding);
            QCOMPARE(wordFor(finding->verdict), u"not-checked"_s);
            QCOMPARE(finding->found, u"amcheck is not installed"_s);
            QVERIFY2(finding->todo.startsWith(u"Run CREATE EXTENSION amcheck"_s), qPrintable(finding->todo));
        }
        auto session = m_databases->cluster().session(u"shop"_s);
        QCOMPARE(session->query(u"SELECT count(*) FROM pg_extension WHERE extname = 'amcheck'"_s, testJob())->integer(0, 0), 0);
    }

    void saysWhichRightIsMissing()
    {
        VERIFY_OK(m_databases->copy(u"checked"_s, u"closed"_s));
        const QString remedy = find(findingsOf(u"closed"_s, u"stranger"_s), u"index-sound"_s, u"indexes"_s)->todo;
        QCOMPARE(remedy, u"Run as the extension's owner: GRANT USAGE ON SCHEMA tools TO stranger; "
                         "GRANT EXECUTE ON FUNCTION tools.bt_index_check(regclass, boolean) TO stranger"_s
                             + (m_databases->major() >= 14 ? u"; GRANT EXECUTE ON FUNCTION tools.verify_heapam TO stranger."_s : u"."_s));
        VERIFY_OK(m_databases->run(u"closed"_s, remedy.section(u": "_s, 1).chopped(1).toUtf8()));

        const QList<Finding> findings = findingsOf(u"closed"_s, u"stranger"_s);

        for (const QString &check : soundnessChecks())
            QCOMPARE(wordFor(find(findings, check, wholeOf(check))->verdict), u"passed"_s);
    }

    void findsLostEntriesAndDoublesWithoutAmcheck()
    {
        VERIFY_OK(m_databases->copy(u"shop"_s, u"plain"_s));
        VERIFY_OK(loseEntriesOf("INSERT INTO goods VALUES (301, 'good 301', 0), (302, 'good 302', 0)", u"plain"_s, "goods_pkey"));

        QList<Finding> findings = findingsOf(u"plain"_s, u"reader"_s);
        QCOMPARE(named(findings, Verdict::Failed), QStringList{u"index-complete: goods_pkey"_s});
        const Finding *lost = find(findings, u"index-complete"_s, u"goods_pkey"_s);
        QCOMPARE(lost->expected, u"302 entries"_s);
        QCOMPARE(lost->found, u"300 entries"_s);

        // Nothing keeps the number from being given once more.
        VERIFY_OK(m_databases->run(u"plain"_s, "INSERT INTO goods VALUES (302, 'another', 0)"));
        findings = findingsOf(u"plain"_s, u"reader"_s);
        const Finding *twice = find(findings, u"duplicate-keys"_s, u"goods_pkey"_s);
        QVERIFY2(twice, complaints(findings).constData());
        QCOMPARE(wordFor(twice->verdict), u"failed"_s);
        QCOMPARE(twice->found, u"1 key is there more than once: 302"_s);
        QVERIFY2(!find(findings, u"index-complete"_s, u"sales_pkey"_s), complaints(findings).constData());
    }

    void namesUniqueIndexesThatOnlyAmcheckCouldLookInto()
    {
        const QList<Finding> findings = findingsOf(u"shop"_s, u"reader"_s);
        const Finding *finding = find(findings, u"duplicate-keys"_s, u"unique keys"_s);
        QVERIFY2(finding, complaints(findings).constData());
        QCOMPARE(wordFor(finding->verdict), u"not-checked"_s);
        QCOMPARE(finding->found, u"2 unique keys, each value once; not goods_name"_s);
    }

    void stopsWithinASecondWhileAmcheckIsAtWork()
    {
        VERIFY_OK(m_databases->make(u"slow"_s,
                                    "CREATE EXTENSION amcheck; CREATE TABLE goods AS SELECT n AS id FROM generate_series(1, 100) n; "
                                    "CREATE FUNCTION same(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1; END'; "
                                    "CREATE UNIQUE INDEX ON goods (same(id)); CREATE OR REPLACE FUNCTION same(int) RETURNS int "
                                    "LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_sleep(60); RETURN $1; END'"));
        std::stop_source source;
        struct Stopper final : Progress {
            Stopper(std::stop_source &stopSource, Databases &all) : stop(stopSource), databases(all) {}
            void stage(const QString &name) override
            {
                if (!name.contains(u"every index"_s))
                    return;
                thread = std::jthread([this] {
                    databases.waitForASleeper(u"slow"_s);
                    asked = SystemClock().now();
                    stop.request_stop();
                });
            }
            void counted(qint64, qint64, const QString &) override {}
            void line(const QString &) override {}
            std::stop_source &stop;
            Databases &databases;
            std::optional<Instant> asked;
            std::jthread thread;
        } progress(source, *m_databases);
        const SystemClock clock;
        Job job{source.get_token(), progress, clock};
        VerifyRequest request;
        request.copy = m_databases->at(u"slow"_s);

        VERIFY_FAULT(SqlVerifier().verify(request, job), Fault::Cancelled);

        const Instant ended = clock.now();
        QVERIFY(progress.thread.joinable());
        progress.thread.join();
        QVERIFY(progress.asked);
        QVERIFY(ended - *progress.asked < std::chrono::milliseconds(1000));
    }

    void doesNotPrintKeysThatAreText()
    {
        VERIFY_OK(
            m_databases->make(u"mail"_s, "CREATE TABLE people (mail text PRIMARY KEY); INSERT INTO people VALUES ('ann@example.org')"));
        VERIFY_OK(loseEntriesOf("INSERT INTO people VALUES ('bob@example.org')", u"mail"_s, "people_pkey"));
        VERIFY_OK(m_databases->run(u"mail"_s, "SET enable_seqscan = off; INSERT INTO people VALUES ('bob@example.org')"));
        const QList<Finding> findings = findingsOf(u"mail"_s);
        const Finding *twice = find(findings, u"duplicate-keys"_s, u"people_pkey"_s);
        QVERIFY2(twice, complaints(findings).constData());
        QCOMPARE(twice->found, u"1 key is there more than once"_s);
    }
};

SHUTTLER_TEST(tst_Soundness)
#include "tst_Soundness.moc"
