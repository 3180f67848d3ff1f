// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Comparison.h"
#include "core/verify/RowPass.h"
#include "tests/integration/verify/Databases.h"
#include "tests/integration/verify/Gate.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A table that somebody has to himself: a migration, VACUUM FULL.
class tst_HeldTables : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    std::optional<Baseline> m_baseline;

    VerifyRequest request(const QString &database) const
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = m_baseline;
        request.moment = m_baseline->takenAt;
        request.exact = true;
        return request;
    }

    /// How often the server gave up waiting for a table, as its log has it.
    qsizetype waits() const
    {
        QFile log(m_databases->cluster().folder() + u"/log"_s);
        return log.open(QIODevice::ReadOnly) ? log.readAll().count("due to lock timeout") : -1;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"shop"_s, R"sql(
            CREATE EXTENSION amcheck;
            CREATE TABLE goods (id serial PRIMARY KEY, name text, at timestamptz DEFAULT now());
            INSERT INTO goods (name) SELECT 'good ' || n FROM generate_series(1, 2000) n;
            CREATE TABLE sales (id serial PRIMARY KEY, good int REFERENCES goods, at timestamptz DEFAULT now());
            INSERT INTO sales (good) VALUES (1), (2), (2);
            CREATE TABLE notes (id int PRIMARY KEY, sale int REFERENCES sales); INSERT INTO notes VALUES (1, 1), (2, 3);
        )sql"));
        VERIFY_OK(m_databases->copy(u"shop"_s, u"same"_s));
        const auto baseline = baselineOf(m_databases->at(u"shop"_s));
        VERIFY_OK(baseline);
        m_baseline = *baseline;
    }

    void areNamedAndTheRestIsChecked()
    {
        auto held = Gate::hold(*m_databases, u"shop"_s, u"goods"_s);
        VERIFY_OK(held);
        QTemporaryDir folder;
        VerifyRequest asked = request(u"shop"_s);
        asked.sanityFile = folder.filePath(u"sanity.toml"_s);
        QFile sanity(asked.sanityFile);
        QVERIFY(sanity.open(QIODevice::WriteOnly));
        sanity.write(
            "[[query]]\nid = \"Q\"\ntitle = \"T\"\nmeans = \"M\"\ntodo = \"D\"\nsql = \"select id from goods where id < 0\"\nexpect = { "
            "kind = \"no-rows\" }\n");
        sanity.close();
        const qsizetype waitsBefore = waits();

        const auto report = SqlVerifier().verify(asked, testJob());

        VERIFY_OK(report);
        QCOMPARE(named(report->findings, Verdict::Failed), QStringList());
        QCOMPARE(named(report->findings, Verdict::NotChecked),
                 QStringList({u"rows: goods"_s, u"contents: every row"_s, u"foreign-key: sales.good → goods.id"_s,
                              u"sequence-behind: counters"_s, u"index-sound: tables that somebody held"_s, u"sanity:Q: T"_s}));
        QCOMPARE(waits() - waitsBefore, 2); // For its rows, and for the question that only its author understands.
        QVERIFY(find(report->findings, u"sanity:Q"_s, u"T"_s)->todo.startsWith(u"Try again in a minute"_s));
        QCOMPARE(find(report->findings, u"rows"_s, u"goods"_s)->found,
                 u"Somebody else holds what the question needs, and did not let go in time."_s);
        QCOMPARE(find(report->findings, u"index-sound"_s, u"tables that somebody held"_s)->found,
                 u"index of the overflow of goods, goods_pkey, goods, overflow of goods"_s);
        for (const Finding &finding : report->findings)
            if (finding.verdict == Verdict::NotChecked)
                QVERIFY2(!finding.means.isEmpty() && !finding.todo.isEmpty(), qPrintable(finding.check));
        for (const QString &whole : {u"rows: sales"_s, u"foreign-key: notes.sale → sales.id"_s, u"index-sound: indexes"_s})
            QVERIFY2(named(report->findings, Verdict::Passed).contains(whole), qPrintable(whole));
    }

    void areReadWhenTheOthersAre_data()
    {
        QTest::addColumn<bool>("before");
        QTest::newRow("held from the beginning") << true;
        QTest::newRow("taken meanwhile") << false;
    }
    void areReadWhenTheOthersAre()
    {
        QFETCH(bool, before);
        std::unique_ptr<Gate> holder;
        const auto hold = [&] {
            auto held = Gate::hold(*m_databases, u"shop"_s, u"goods"_s);
            VERIFY_OK(held);
            holder = *std::move(held);
        };
        if (before)
            hold();
        auto subject = verify::Subject::open(m_databases->at(u"shop"_s), std::chrono::minutes(1), 1, testJob());
        VERIFY_OK(subject);
        if (!before)
            hold();
        struct LetGo final : Progress {
            explicit LetGo(Gate &gate) : held(gate) {}
            void stage(const QString &) override {}
            void counted(qint64, qint64, const QString &) override
            {
                if (++read == 2)
                    held.open();
            }
            void line(const QString &) override {}
            Gate &held;
            int read = 0;
        } progress(*holder);
        const SystemClock clock;
        Job job{{}, progress, clock};
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) { return verify::ScanWishes{}; };
        wishes.links = verify::integerLinks(subject->schema, {});
        QStringList told;
        wishes.whenRead = [&](const verify::Table &table, const Result<verify::TableFacts> &read, const auto &) {
            told.append(table.name + (read ? u": read"_s : u": given up"_s));
        };

        const auto facts = verify::readRows(*subject, wishes, job);

        VERIFY_OK(facts);
        QVERIFY2(facts->unread.isEmpty(), facts->unread.isEmpty() ? "" : describe(*facts->unread.begin()).constData());
        QCOMPARE(facts->tables.size(), 3);
        QCOMPARE(facts->proofs.keys(), QStringList({u"notes.sale → sales.id"_s, u"sales.good → goods.id"_s}));
        QCOMPARE(progress.read, 3);
        QCOMPARE(told, QStringList({u"sales: read"_s, u"notes: read"_s, u"goods: read"_s}));
    }

    void giveNoBaseline()
    {
        auto held = Gate::hold(*m_databases, u"shop"_s, u"goods"_s);
        VERIFY_OK(held);
        const auto refused = baselineOf(m_databases->at(u"shop"_s));
        VERIFY_FAULT(refused, Fault::Unreachable);
        QCOMPARE(refused.error().what(),
                 u"The table goods could not be read. Somebody else holds what the question needs, and did not let go in time."_s);
    }

    void areNotCompared()
    {
        auto held = Gate::hold(*m_databases, u"shop"_s, u"goods"_s);
        VERIFY_OK(held);
        const auto comparison = compareDatabases(m_databases->at(u"same"_s), m_databases->at(u"shop"_s), testJob());
        VERIFY_OK(comparison);
        QVERIFY(!comparison->isEqual());
        QCOMPARE(comparison->tables.size(), 3);
        for (const TableDifference &table : comparison->tables)
            QCOMPARE(!table.notCompared.isEmpty(), table.name == u"goods"_s);
    }

    /// Whatever is waited for.
    void areNotWaitedForWhenStopped_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("how");
        QTest::newRow("what the database is made of") << u"pg_catalog.pg_constraint"_s << u"verify"_s;
        QTest::newRow("the rows") << u"goods"_s << u"verify"_s;
        QTest::newRow("the rows of the old database") << u"goods"_s << u"live"_s;
        QTest::newRow("the rows for a baseline") << u"goods"_s << u"baseline"_s;
        QTest::newRow("the rows of one of two") << u"goods"_s << u"compare"_s;
        QTest::newRow("counters") << u"pg_catalog.pg_sequence"_s << u"baseline"_s;
    }
    void areNotWaitedForWhenStopped()
    {
        QFETCH(QString, table);
        QFETCH(QString, how);
        auto held = Gate::hold(*m_databases, u"shop"_s, table);
        VERIFY_OK(held);
        std::stop_source stop;
        const SystemClock clock;
        SilentProgress silent;
        Job job{stop.get_token(), silent, clock};
        Instant asked;
        (*held)->whenReached([&](Gate &, qint64) {
            asked = clock.now();
            stop.request_stop();
        });

        const Outcome outcome = look(how, request(u"shop"_s), m_databases->at(u"same"_s), job).outcome;
        const Instant ended = clock.now();

        QVERIFY2((*held)->wasReached(), "nobody waited");
        VERIFY_FAULT(outcome, Fault::Cancelled);
        QVERIFY2(ended - asked < std::chrono::milliseconds(1000), qPrintable(QString::number((ended - asked).count())));
    }

    /// What the server itself gives up on because it takes longer than it may.
    void areGivenUpWhenTimeIsOver()
    {
        auto held = Gate::hold(*m_databases, u"shop"_s, u"goods"_s);
        VERIFY_OK(held);
        auto subject = verify::Subject::open(m_databases->at(u"shop"_s), std::chrono::milliseconds(400), 2, testJob());
        VERIFY_OK(subject);
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) { return verify::ScanWishes{}; };
        const auto facts = verify::readRows(*subject, wishes, testJob());
        VERIFY_OK(facts);
        QCOMPARE(facts->tables.size(), 2);
        QCOMPARE(facts->unread.size(), 1);
        QVERIFY(facts->unread.begin()->what().startsWith(u"The database gave up on a question that took too long"_s));
    }
};

SHUTTLER_TEST(tst_HeldTables)
#include "tst_HeldTables.moc"
