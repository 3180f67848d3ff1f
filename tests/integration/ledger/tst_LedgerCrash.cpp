// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/Ledger.h"
#include "tests/integration/ledger/RawSql.h"
#include "tests/support/Child.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Appends "1", "2", … and says each number once the ledger has returned it.
static int appendForEver(const QString &file, const QString &run, int most, const test::Child::Say &say)
{
    const Result<std::unique_ptr<Ledger>> ledger = Ledger::open(file);
    for (int i = 1; ledger && i <= most; ++i) {
        if (!(*ledger)->append(RunId(run), QString::number(i), u"finished"_s, {}, Instant::fromUnixSeconds(i)))
            return 1;
        say(QByteArray::number(i));
    }
    return ledger ? 0 : 1;
}

class tst_LedgerCrash : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

private slots:
    void init()
    {
        static int count = 0;
        m_file = m_folder.filePath(u"%1.sqlite"_s.arg(++count));
    }

    void everyAcknowledgedEntrySurvivesBeingKilled()
    {
        int acknowledged = 0;
        for (int round = 0; round < 20; ++round) {
            const QString run = QString::number(round);
            test::Child child([this, run](const auto &say) { return appendForEver(m_file, run, 1'000'000, say); });
            for (int i = 0; i < round; ++i) // Killed at another place of its work each time.
                acknowledged = child.hear().toInt();
            QCOMPARE(acknowledged, round);
            QCOMPARE(child.kill(), 128 + SIGKILL);
            for (QByteArray line = child.hear(); !line.isEmpty(); line = child.hear())
                acknowledged = line.toInt();

            const Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_file);
            VERIFY_OK(ledger);
            VERIFY_OK((*ledger)->verifyChain());
            const qsizetype kept = (*ledger)->entriesOf(RunId(run))->size();
            QVERIFY2(kept == acknowledged || kept == acknowledged + 1,
                     qPrintable(u"%1 of %2"_s.arg(kept).arg(acknowledged)));
        }
    }

    // Lesson 28: killed between the entry, its head and the commit, with every page already in the file.
    void anEntryThatWasNotCommittedIsGoneTogetherWithItsHead_data()
    {
        QTest::addColumn<QStringList>("statements");
        const QString entry = u"INSERT INTO entry VALUES (2, '{\"kind\":\"journal\"}', zeroblob(32))"_s;
        QTest::newRow("after BEGIN") << QStringList{};
        QTest::newRow("after the entry and the head") << QStringList{entry};
        QTest::newRow("with everything flushed") << QStringList{
            entry, u"PRAGMA cache_size = 1"_s, u"PRAGMA cache_spill = 1"_s,
            u"CREATE TABLE big AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
            "SELECT i, zeroblob(500) FROM n"_s};
    }
    void anEntryThatWasNotCommittedIsGoneTogetherWithItsHead()
    {
        QFETCH(const QStringList, statements);
        VERIFY_OK((*Ledger::open(m_file))->append(RunId(u"r1"_s), u"run"_s, u"begun"_s, {}, Instant()));
        test::Child child([&](const auto &say) {
            test::RawSql raw(m_file);
            QString error = raw.run(u"BEGIN IMMEDIATE"_s);
            for (const QString &statement : statements)
                error += raw.run(statement);
            say(error.isEmpty() ? "ready" : error.toUtf8());
            ::pause();
            return 0;
        });
        QCOMPARE(child.hear(), QByteArray("ready"));
        QCOMPARE(QFile::exists(m_file + u"-journal"_s), !statements.isEmpty());
        child.kill();

        const Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_file);

        VERIFY_OK(ledger);
        QCOMPARE((*ledger)->verifyChain()->entries, 1);
        VERIFY_OK((*ledger)->append(RunId(u"r1"_s), u"run"_s, u"finished"_s, {}, Instant()));
    }

    void twoProcessesAppendWithoutLosingOrMixingAnything()
    {
        test::Child one([this](const auto &say) { return appendForEver(m_file, u"one"_s, 500, say); });
        test::Child two([this](const auto &say) { return appendForEver(m_file, u"two"_s, 500, say); });
        while (!one.hear().isEmpty()) {}
        while (!two.hear().isEmpty()) {}
        QCOMPARE(one.wait(), 0);
        QCOMPARE(two.wait(), 0);

        const std::unique_ptr<Ledger> ledger = *Ledger::open(m_file);
        QCOMPARE(ledger->verifyChain()->entries, 1000);
        for (const QString &run : {u"one"_s, u"two"_s}) {
            const auto entries = ledger->entriesOf(RunId(run));
            QCOMPARE(entries->size(), 500);
            for (int i = 0; i < 500; ++i)
                QCOMPARE(entries->at(i).step, QString::number(i + 1));
        }
    }

    void aFullDiskLosesNothingThatWasAcknowledged()
    {
        test::Child child([this](const auto &say) {
            const std::unique_ptr<Ledger> ledger = *Ledger::open(m_file);
            const rlimit limit{200'000, 200'000};
            ::signal(SIGXFSZ, SIG_IGN);
            ::setrlimit(RLIMIT_FSIZE, &limit);
            for (int i = 1; i < 1000; ++i) {
                const auto entry = ledger->append(RunId(u"r1"_s), QString::number(i), u"note"_s,
                                                  {{u"x"_s, QString(5000, u'x')}}, Instant());
                if (!entry) {
                    say(entry.error().todo().isEmpty() ? "no advice" : "failed with advice");
                    const auto again = ledger->append(RunId(u"r1"_s), u"again"_s, u"note"_s, {}, Instant());
                    say(again ? "went on" : wordFor(again.error().fault()).toUtf8());
                    return 0;
                }
                say(QByteArray::number(i));
            }
            return 1;
        });
        int acknowledged = 0;
        QByteArray line = child.hear();
        for (; line.toInt() > 0; line = child.hear())
            acknowledged = line.toInt();
        QCOMPARE(line, QByteArray("failed with advice"));
        QCOMPARE(child.hear(), QByteArray("outcome-unknown")); // Until it is opened anew, nobody knows.
        QCOMPARE(child.wait(), 0);

        const Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_file);
        VERIFY_OK(ledger);
        QVERIFY(acknowledged > 10);
        QCOMPARE((*ledger)->verifyChain()->entries, acknowledged);
        VERIFY_OK((*ledger)->append(RunId(u"r1"_s), u"more"_s, u"note"_s, {}, Instant()));
    }
};

SHUTTLER_TEST(tst_LedgerCrash)
#include "tst_LedgerCrash.moc"
