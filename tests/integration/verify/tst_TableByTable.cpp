// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/verify/Databases.h"
#include "tests/integration/verify/Gate.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonDocument>
#include <QSemaphore>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Who listens hears of a table when it was read, not when all are.
class tst_TableByTable : public QObject {
    Q_OBJECT

    std::unique_ptr<Databases> m_databases;
    Baseline m_baseline;
    QTemporaryDir m_folder;

    VerifyRequest request(const QString &database) const
    {
        VerifyRequest request;
        request.copy = m_databases->at(database);
        request.baseline = m_baseline;
        request.moment = m_baseline.takenAt;
        request.referencesFile = m_folder.filePath(u"references.toml"_s);
        return request;
    }
    static QString name(const Finding &finding) { return finding.check + u": "_s + finding.subject; }
    /// Everything in them, in no order.
    static QList<QByteArray> contents(const QList<Finding> &findings)
    {
        QList<QByteArray> all;
        for (const Finding &finding : findings)
            all.append(QJsonDocument(toJson(finding)).toJson(QJsonDocument::Compact));
        std::sort(all.begin(), all.end());
        return all;
    }

private slots:
    void initTestCase()
    {
        auto started = Databases::start();
        VERIFY_OK(started);
        m_databases = *std::move(started);
        VERIFY_OK(m_databases->make(u"shop"_s, Gate::gateSql(u"shop"_s) + R"sql(
            CREATE TABLE words (id int PRIMARY KEY); INSERT INTO words SELECT generate_series(1, 5);
            CREATE TABLE notes (id int PRIMARY KEY, word int REFERENCES words REFERENCES words, tag int, next int REFERENCES notes,
            created_at timestamptz DEFAULT now());
            INSERT INTO notes SELECT n, 1, 2, n FROM generate_series(1, 9) n;
            CREATE TABLE goods (id serial PRIMARY KEY, what test.gated, word int REFERENCES words);
            INSERT INTO goods (what, word) SELECT ROW(n)::test.gated, 2 FROM generate_series(1, 20) n;
            CREATE TABLE sales (good int REFERENCES goods, tag int); INSERT INTO sales VALUES (1, 99);
            CREATE UNLOGGED TABLE scratch (id int);
        )sql"));
        QFile rules(m_folder.filePath(u"references.toml"_s));
        QVERIFY(rules.open(QIODevice::WriteOnly));
        rules.write("[[reference]]\nfrom = \"notes.tag\"\nto = \"words.id\"\n[[reference]]\nfrom = \"sales.tag\"\nto = \"words.id\"\n");
        rules.close();
        const auto baseline = baselineOf(m_databases->at(u"shop"_s));
        VERIFY_OK(baseline);
        m_baseline = *baseline;
        VERIFY_OK(m_databases->copy(u"shop"_s, u"changed"_s));
        VERIFY_OK(m_databases->run(
            u"changed"_s,
            "DELETE FROM notes WHERE id = 9; UPDATE words SET id = 6 WHERE id = 5; CREATE TABLE fresh (id int); DROP TABLE sales"));
    }

    void aTableIsHeardOfWhileAnotherIsStillRead_data()
    {
        QTest::addColumn<bool>("live");
        QTest::newRow("beside a baseline") << false;
        QTest::newRow("with an old database that may widen what is allowed") << true;
    }
    void aTableIsHeardOfWhileAnotherIsStillRead()
    {
        QFETCH(bool, live);
        VerifyRequest asked = request(u"shop"_s);
        asked.moment = m_baseline.takenAt + std::chrono::hours(1);
        if (live)
            asked.live = m_databases->at(u"changed"_s);
        auto gate = Gate::shut(*m_databases, u"shop"_s, u"%FROM ONLY \"public\".\"goods\" AS t%"_s);
        VERIFY_OK(gate);
        const QStringList expected{u"rows: words"_s, u"rows: notes"_s, u"foreign-key: notes.word → words.id"_s,
                                   u"reference: notes.tag → words.id"_s};
        QSemaphore heard;
        bool areHeard = false;
        (*gate)->whenReached([&](Gate &shut, qint64) {
            areHeard = heard.tryAcquire(int(expected.size()) + 1, 10'000); // That link is declared twice.
            shut.open();
        });

        const auto report = SqlVerifier().verify(asked, testJob(), [&](const Finding &finding) {
            if (expected.contains(name(finding)))
                heard.release();
        });

        VERIFY_OK(report);
        QVERIFY2((*gate)->wasReached(), "nobody asked that");
        QVERIFY(areHeard);
        QCOMPARE(find(report->findings, u"rows"_s, u"goods"_s)->found,
                 u"20, contents unchanged"_s); // Else it was given up before the others were heard of.
    }

    /// And the report has them in their places, whatever was read first.
    void eachFindingIsHeardOnceAsItIsReported_data()
    {
        QTest::addColumn<QString>("database");
        QTest::addColumn<bool>("baseline");
        QTest::addColumn<bool>("exact");
        QTest::addColumn<QString>("live");
        QTest::newRow("the same") << u"shop"_s << true << true << QString();
        QTest::newRow("changed") << u"changed"_s << true << true << QString();
        QTest::newRow("later") << u"changed"_s << true << false << QString();
        QTest::newRow("beside the old database") << u"changed"_s << true << false << u"shop"_s;
        QTest::newRow("beside nothing else") << u"changed"_s << false << false << u"shop"_s;
        QTest::newRow("by itself") << u"changed"_s << false << false << QString();
    }
    void eachFindingIsHeardOnceAsItIsReported()
    {
        QFETCH(QString, database);
        QFETCH(bool, baseline);
        QFETCH(bool, exact);
        QFETCH(QString, live);
        VerifyRequest asked = request(database);
        asked.exact = exact;
        if (!exact)
            asked.moment = m_baseline.takenAt + std::chrono::hours(1);
        if (!baseline)
            asked.baseline.reset();
        if (!live.isEmpty())
            asked.live = m_databases->at(live);
        QList<Finding> heard;

        const auto report = SqlVerifier().verify(asked, testJob(), [&](const Finding &finding) { heard.append(finding); });

        VERIFY_OK(report);
        QCOMPARE(contents(heard), contents(report->findings));
        QStringList tables;
        QStringList checks;
        for (const Finding &finding : report->findings) {
            if (checks.isEmpty() || checks.last() != finding.check)
                checks.append(finding.check);
            if (finding.check == u"rows"_s && finding.subject != u"all tables"_s)
                tables.append(finding.subject);
        }
        QVERIFY2(std::is_sorted(tables.begin(), tables.end()), qPrintable(tables.join(u' ')));
        QCOMPARE(checks.count(u"rows"_s), 1);
        QCOMPARE(checks.count(u"foreign-key"_s), 1);
        QVERIFY(checks.indexOf(u"rows"_s) < checks.indexOf(u"freshness"_s)
                && checks.indexOf(u"freshness"_s) < checks.indexOf(u"foreign-key"_s));
    }

    /// Who holds it lets go when the others are read: what was not known at first is not said.
    void aTableThatSomebodyHoldsIsHeardOfOnceItWasRead()
    {
        auto held = Gate::hold(*m_databases, u"shop"_s, u"words"_s);
        VERIFY_OK(held);
        (*held)->whenReached([](Gate &gate, qint64) { gate.open(); });
        QStringList heard;

        const auto report = SqlVerifier().verify(request(u"shop"_s), testJob(), [&](const Finding &finding) {
            if (finding.check == u"rows"_s && finding.subject != u"scratch"_s)
                heard.append(finding.subject + u": "_s + wordFor(finding.verdict));
        });

        VERIFY_OK(report);
        QVERIFY2((*held)->wasReached(), "nobody waited");
        QCOMPARE(heard.last(), u"words: passed"_s);
        QCOMPARE(heard.size(), 4);
    }
};

SHUTTLER_TEST(tst_TableByTable)
#include "tst_TableByTable.moc"
