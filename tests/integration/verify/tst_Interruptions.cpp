// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RowPass.h"
#include "tests/integration/verify/Databases.h"
#include "tests/integration/verify/Gate.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What happens in the middle of it: whatever it was at work on, it stops when asked, and what broke is never called sound.
class tst_Interruptions : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    std::optional<Baseline> m_baseline;
    QTemporaryDir m_folder;

    QString file(const QString &name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return file.fileName();
    }

    VerifyRequest request(const QString &database) const
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = m_baseline;
        request.moment = m_baseline->takenAt;
        request.exact = true;
        request.referencesFile = m_folder.filePath(u"references.toml"_s);
        request.sanityFile = m_folder.filePath(u"sanity.toml"_s);
        return request;
    }

    void addPhases() const
    {
        // From 17 on "is not null" is no condition on a column that never is, and the gate stands where conditions are planned.
        const bool planEveryCondition = m_databases->major() < 17;
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("database");
        QTest::addColumn<QString>("question");
        QTest::addColumn<QStringList>("open"); ///< What is not known when just this question has no answer.
        const auto row = [](const char *name, const char *how, const char *database, const QString &question, const QStringList &open) {
            QTest::newRow(name) << QString::fromLatin1(how) << QString::fromLatin1(database) << question << open;
        };
        const QString spans = u"SELECT 0, min(%"_s;
        const QString rows = u"%FROM ONLY \"public\".\"goods\" AS t%"_s;
        const QString gaps = u"%lag(%\"public\".\"goods\"%"_s;
        const QString ring = u"SELECT count(*) FROM ONLY \"public\".\"goods\" AS t WHERE%"_s;
        const QString words = u"SELECT count(*)%\"public\".\"goods\" AS c%\"word\"%"_s;
        row("verify: every row", "verify", "shop", rows,
            {u"rows: goods"_s, u"foreign-key: goods.parent → goods.id"_s, u"foreign-key: goods.word → words.id"_s,
             u"foreign-key: sales.good → goods.id"_s, u"reference: goods.tag → words.id"_s, u"contents: every row"_s,
             u"sequence-behind: counters"_s});
        if (planEveryCondition)
            row("verify: the gaps of a key", "verify", "shop", gaps, {});
        row("verify: links in a ring", "verify", "shop", ring, {});
        row("verify: links by words", "verify", "shop", words, {u"foreign-key: goods.word → words.id"_s});
        row("verify: a rule's links", "verify", "shop", u"SELECT count(*)%\"public\".\"goods\" AS c%tag%"_s,
            {u"reference: goods.tag → words.id"_s});
        if (planEveryCondition)
            row("verify: counters", "verify", "shop", u"%(SELECT max(%"_s, {u"sequence-behind: counters"_s});
        row("verify: amcheck", "verify", "shop", u"%bt_index_check%"_s, {});
        if (planEveryCondition)
            row("verify: doubles without amcheck", "verify", "plain", u"WITH doubles%\"public\".\"goods\"%"_s,
                {u"duplicate-keys: goods_pkey"_s});
        row("verify: sanity queries", "verify", "shop", u"%test.gate%"_s, {u"sanity:Q: T"_s});
        if (planEveryCondition)
            row("baseline: how far the keys reach", "baseline", "shop", spans, {});
        row("baseline: every row", "baseline", "shop", rows, {u"refused"_s});
        if (planEveryCondition)
            row("baseline: the gaps of a key", "baseline", "shop", gaps, {});
        row("baseline: links in a ring", "baseline", "shop", ring, {});
        row("baseline: a rule's links", "baseline", "shop", u"SELECT count(*)%\"public\".\"goods\" AS c%tag%"_s, {u"refused"_s});
        row("baseline: sanity queries", "baseline", "shop", u"%test.gate%"_s, {});
        row("compare: every row", "compare", "shop", rows, {u"goods"_s});
        row("compare: rows of some ranges", "compare", "shop", u"SELECT %\"public\".\"goods\" AS t WHERE%"_s, {u"goods"_s});
        row("compare: parts of a table without a key", "compare", "shop", u"SELECT (%& %\"public\".\"heap\"%GROUP BY 1"_s, {u"heap"_s});
        row("compare: rows without a key", "compare", "shop", u"%\"public\".\"heap\"%= ANY (%"_s, {u"heap"_s});
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        const QByteArray tables = R"sql(
            CREATE TABLE words (id text PRIMARY KEY); INSERT INTO words SELECT 'w' || n FROM generate_series(1, 5) n;
            CREATE TABLE goods (id serial PRIMARY KEY, what test.gated, word text REFERENCES words, tag text, parent int REFERENCES goods,
                                CHECK (id > test.gate(0)));
            INSERT INTO goods (what, word, tag, parent) SELECT ROW(n)::test.gated, 'w1', 'w2', n FROM generate_series(1, 9) n;
            DELETE FROM goods WHERE id = 7;
            CREATE TABLE sales (id serial PRIMARY KEY, good int REFERENCES goods); INSERT INTO sales (good) VALUES (1), (2), (2);
            CREATE TABLE heap (what test.gated, CHECK ((what).number > test.gate(0))); INSERT INTO heap VALUES (ROW(1)), (ROW(1)), (ROW(2));
        )sql";
        VERIFY_OK(m_databases->make(u"shop"_s, Gate::gateSql(u"shop"_s) + tables
                                                   + "CREATE EXTENSION amcheck; CREATE UNIQUE INDEX goods_gate ON goods (test.gate(id))"));
        VERIFY_OK(m_databases->copy(u"shop"_s, u"other"_s));
        VERIFY_OK(m_databases->make(u"plain"_s, Gate::gateSql(u"plain"_s) + tables));
        file(u"references.toml"_s, "[[reference]]\nfrom = \"goods.tag\"\nto = \"words.id\"\n");
        file(u"sanity.toml"_s,
             "[[query]]\nid = \"Q\"\ntitle = \"T\"\nmeans = \"M\"\ntodo = \"D\"\nsql = \"select id from goods where test.gate(id) < 0\"\n"
             "expect = { kind = \"not-worse-than-baseline\", key = \"id\" }\n");
        BaselineOptions options;
        options.referencesFile = m_folder.filePath(u"references.toml"_s);
        options.sanityFile = m_folder.filePath(u"sanity.toml"_s);
        const auto baseline = baselineOf(m_databases->at(u"shop"_s), options);
        VERIFY_OK(baseline);
        m_baseline = *baseline;
        // Rows that differ, so that a comparison has something to look at.
        VERIFY_OK(m_databases->run(u"other"_s, "UPDATE goods SET tag = 'w3' WHERE id = 5; INSERT INTO heap VALUES (ROW(9))"));
    }

    void stopWithinASecond_data() { addPhases(); }
    void stopWithinASecond()
    {
        QFETCH(QString, how);
        QFETCH(QString, database);
        QFETCH(QString, question);
        auto gate = Gate::shut(*m_databases, database, question);
        VERIFY_OK(gate);
        std::stop_source stop;
        const SystemClock clock;
        SilentProgress silent;
        Job job{stop.get_token(), silent, clock};
        Instant asked;
        (*gate)->whenReached([&](Gate &, qint64) {
            asked = clock.now();
            stop.request_stop();
        });

        const Look found = look(how, request(database), m_databases->at(u"other"_s), job);
        const Instant ended = clock.now();

        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        VERIFY_FAULT(found.outcome, Fault::Cancelled);
        QVERIFY2(ended - asked < std::chrono::milliseconds(1000), qPrintable(QString::number((ended - asked).count())));
    }

    void aConnectionThatBreaksIsNoVerdict_data() { addPhases(); }
    void aConnectionThatBreaksIsNoVerdict()
    {
        QFETCH(QString, how);
        QFETCH(QString, database);
        QFETCH(QString, question);
        auto gate = Gate::shut(*m_databases, database, question);
        VERIFY_OK(gate);
        (*gate)->whenReached([](Gate &shut, qint64) { shut.breakConnections(u"true"_s); });

        const Look found = look(how, request(database), m_databases->at(u"other"_s), testJob());

        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        if (how == u"live"_s) { // It only widens what is allowed; without it the stricter word stands.
            VERIFY_OK(found.outcome);
            return;
        }
        VERIFY_FAULT(found.outcome, Fault::Unreachable);
        QVERIFY2(!found.outcome.error().means().isEmpty() && !found.outcome.error().todo().isEmpty(),
                 describe(found.outcome.error()).constData());
        QVERIFY(found.findings.isEmpty() && !found.isClean);
    }

    /// Of two connections one is ended in the middle of the rows: the other one does its share; but not without the first, whose moment
    /// they both see.
    void oneConnectionThatBreaksIsDoneWithoutUnlessItIsTheFirst_data()
    {
        QTest::addColumn<bool>("first");
        QTest::newRow("the second") << false;
        QTest::newRow("the first") << true;
    }
    void oneConnectionThatBreaksIsDoneWithoutUnlessItIsTheFirst()
    {
        QFETCH(bool, first);
        auto gate = Gate::shut(*m_databases, u"shop"_s, u"%FROM ONLY%"_s);
        VERIFY_OK(gate);
        auto subject = verify::Subject::open(m_databases->at(u"shop"_s), std::chrono::minutes(1), 2, testJob());
        VERIFY_OK(subject);
        const auto leader = subject->snapshot.ask(u"SELECT pg_backend_pid()"_s, testJob());
        VERIFY_OK(leader);
        (*gate)->whenReached([&](Gate &shut, qint64) {
            shut.breakConnections(
                u"application_name = 'shuttler-ops' AND pid %1 %2"_s.arg(first ? u"="_s : u"<>"_s).arg(leader->integer(0, 0)));
            shut.open();
        });
        verify::PassWishes wishes;
        wishes.ofTable = [](const verify::Table &) {
            verify::ScanWishes wish;
            wish.checksum = true;
            return wish;
        };

        const auto facts = verify::readRows(*subject, wishes, testJob());

        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        if (first) {
            VERIFY_FAULT(facts, Fault::Unreachable);
            return;
        }
        VERIFY_OK(facts);
        QCOMPARE(facts->tables.size(), 4);
        QVERIFY(facts->unread.isEmpty());
        for (const verify::Table &table : std::as_const(subject->schema.tables))
            QCOMPARE(facts->tables.value(table.oid).checksum, m_baseline->find(table.schema, table.name)->checksum);
    }

    void aServerThatIsRestartedIsNoVerdict_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("question");
        QTest::newRow("verify") << u"verify"_s << u"%FROM ONLY \"public\".\"goods\" AS t%"_s;
        QTest::newRow("verify: amcheck") << u"verify"_s << u"%bt_index_check%"_s;
        QTest::newRow("baseline") << u"baseline"_s << u"%FROM ONLY \"public\".\"goods\" AS t%"_s;
        QTest::newRow("compare") << u"compare"_s << u"SELECT %\"public\".\"goods\" AS t WHERE%"_s;
    }
    void aServerThatIsRestartedIsNoVerdict()
    {
        QFETCH(QString, how);
        QFETCH(QString, question);
        auto gate = Gate::shut(*m_databases, u"shop"_s, question);
        VERIFY_OK(gate);
        VERIFY_OK(m_databases->run(u"shop"_s, "CHECKPOINT"));
        (*gate)->whenReached([](Gate &shut, qint64) {
            [[maybe_unused]] const Outcome stopped = shut.databases().cluster().stop(u"immediate"_s);
            [[maybe_unused]] const Outcome started = shut.databases().cluster().startAgain();
        });

        const Look found = look(how, request(u"shop"_s), m_databases->at(u"other"_s), testJob());

        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        VERIFY_FAULT(found.outcome, Fault::Unreachable);
        QVERIFY(found.findings.isEmpty() && !found.isClean);
        VERIFY_OK(look(how, request(u"shop"_s), m_databases->at(u"other"_s), testJob())
                      .outcome); // As the error says: try again once the server runs.
    }

    /// As by statement_timeout, or by an administrator who ends what takes too long.
    void aQuestionThatIsGivenUpIsNamed_data() { addPhases(); }
    void aQuestionThatIsGivenUpIsNamed()
    {
        QFETCH(QString, how);
        QFETCH(QString, database);
        QFETCH(QString, question);
        QFETCH(QStringList, open);
        auto gate = Gate::shut(*m_databases, database, question);
        VERIFY_OK(gate);
        (*gate)->whenReached([](Gate &shut, qint64 pid) { shut.cancelWhoWaits(pid); });

        const Look found = look(how, request(database), m_databases->at(u"other"_s), testJob());

        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        if (open == QStringList{u"refused"_s}) {
            VERIFY_FAULT(found.outcome, Fault::Unreachable);
            return;
        }
        VERIFY_OK(found.outcome);
        for (const QString &part : std::as_const(open))
            QVERIFY2(found.notCompared.contains(part),
                     (part.toUtf8() + "\n" + found.notCompared.join(u"; "_s).toUtf8() + complaints(found.findings)).constData());
        QVERIFY2(open.isEmpty() || !found.isClean, "called sound");
    }
};

SHUTTLER_TEST(tst_Interruptions)
#include "tst_Interruptions.moc"
