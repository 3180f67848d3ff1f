// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/Ledger.h"
#include "tests/integration/ledger/RawSql.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// What somebody, or a failing disk, does to the file is noticed; what a database tool tries without effort is refused.
class tst_LedgerDamage : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

private slots:
    void init()
    {
        static int count = 0;
        m_file = m_folder.filePath(u"%1.sqlite"_s.arg(++count));
        Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_file);
        VERIFY_OK(ledger);
        for (int i = 1; i <= 5; ++i)
            VERIFY_OK((*ledger)->append(RunId(u"r1"_s), u"step-%1"_s.arg(i), u"finished"_s, {{u"i"_s, i}},
                                        Instant::fromUnixSeconds(i)));
    }

    void isInsertOnlyForWhoeverOpensIt_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("change an entry") << u"UPDATE entry SET text = '{}' WHERE number = 3"_s;
        QTest::newRow("remove an entry") << u"DELETE FROM entry WHERE number = 5"_s;
        QTest::newRow("replace an entry")
            << u"INSERT OR REPLACE INTO entry (number, text, digest) VALUES (5, '{}', zeroblob(32))"_s;
        QTest::newRow("leave a gap") << u"INSERT INTO entry (number, text, digest) VALUES (7, '{}', zeroblob(32))"_s;
        QTest::newRow("move the head back")
            << u"UPDATE head SET number = 4, digest = (SELECT digest FROM entry WHERE number = 4)"_s;
        QTest::newRow("forge the head") << u"UPDATE head SET digest = zeroblob(32)"_s;
        QTest::newRow("remove the head") << u"DELETE FROM head"_s;
        QTest::newRow("replace the head") << u"INSERT OR REPLACE INTO head VALUES (1, 0, zeroblob(32))"_s;
    }
    void isInsertOnlyForWhoeverOpensIt()
    {
        QFETCH(const QString, sql);
        {
            test::RawSql raw(m_file);
            QVERIFY(!raw.run(sql).isEmpty());
        }
        VERIFY_OK((*Ledger::open(m_file))->verifyChain());
    }

    void namesTheEntryThatWasChanged_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("change");
        for (int number = 1; number <= 5; ++number) {
            QTest::addRow("text of %d", number) << number << u"text = replace(text, 'finished', 'failed')"_s;
            QTest::addRow("digest of %d", number) << number << u"digest = zeroblob(32)"_s;
        }
    }
    void namesTheEntryThatWasChanged()
    {
        QFETCH(const int, number);
        QFETCH(const QString, change);
        const std::unique_ptr<Ledger> ledger = *Ledger::open(m_file);
        tamper(u"UPDATE entry SET %1 WHERE number = %2"_s.arg(change).arg(number));

        const auto report = ledger->verifyChain();

        VERIFY_FAULT(report, Fault::Corrupt);
        QVERIFY2(report.error().what().contains(u"Entry %1 "_s.arg(number))
                     || (number == 5 && report.error().what().contains(u"disagrees"_s)),
                 qPrintable(report.error().what()));
        VERIFY_FAULT(ledger->entriesOf(RunId(u"r1"_s)), Fault::Corrupt);
    }

    void noticesAMissingEntryInTheMiddle()
    {
        tamper(u"DELETE FROM entry WHERE number = 3"_s);
        const auto report = (*Ledger::open(m_file))->verifyChain();
        VERIFY_FAULT(report, Fault::Corrupt);
        QVERIFY(report.error().what().contains(u"Entry 3 "_s));
    }

    void noticesACutOffEndWhenOpened()
    {
        tamper(u"DELETE FROM entry WHERE number = 5"_s);
        VERIFY_FAULT(Ledger::open(m_file), Fault::Corrupt);
    }

    void noticesThatEverythingWasRemoved()
    {
        tamper(u"DELETE FROM entry"_s);
        VERIFY_FAULT(Ledger::open(m_file), Fault::Corrupt);
    }

    // pg_hardstorage's story: a stale head overwrote a committed event, and verification stayed green.
    void noticesAStaleHeadWhenOpenedAndBeforeEachEntry()
    {
        const std::unique_ptr<Ledger> ledger = *Ledger::open(m_file);
        tamper(u"UPDATE head SET number = 4, digest = (SELECT digest FROM entry WHERE number = 4)"_s);

        VERIFY_FAULT(Ledger::open(m_file), Fault::Corrupt);
        VERIFY_FAULT(ledger->verifyChain(), Fault::Corrupt);
        VERIFY_FAULT(ledger->append(RunId(u"r1"_s), u"more"_s, u"begun"_s, {}, Instant()), Fault::Corrupt);
    }

    void noticesAnEntryThatWasInsertedBehindTheHead()
    {
        tamper(u"INSERT INTO entry (number, text, digest) VALUES (6, '{}', zeroblob(32))"_s);
        VERIFY_FAULT(Ledger::open(m_file), Fault::Corrupt);
    }

private:
    void tamper(const QString &sql)
    {
        test::RawSql raw(m_file);
        raw.dropTriggers();
        QCOMPARE(raw.run(sql), QString());
    }
};

SHUTTLER_TEST(tst_LedgerDamage)
#include "tst_LedgerDamage.moc"
