// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/Ledger.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <thread>

using namespace shuttler;
using namespace Qt::StringLiterals;

static const Instant Noon = Instant::fromUnixMicros(1'795'000'000'250'000);

class tst_Ledger : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;
    std::unique_ptr<Ledger> m_ledger;

private slots:
    void init()
    {
        static int count = 0;
        m_file = m_folder.filePath(u"%1/ledger.sqlite"_s.arg(++count));
        Result<std::unique_ptr<Ledger>> opened = Ledger::open(m_file);
        VERIFY_OK(opened);
        m_ledger = *std::move(opened);
    }

    void cleanup() { m_ledger.reset(); }

    void entriesComeBackNumberedSealedAndAsWritten()
    {
        const QJsonObject data{{u"name"_s, u"it's \"quoted\" \u2192 \U0001F3F8 \x01 end"_s},
                               {u"big"_s, qint64(9'007'199'254'740'993)},
                               {u"list"_s, QJsonArray{1, 2.5, QJsonValue()}}};
        const auto first = m_ledger->append(RunId(u"r1"_s), u"run"_s, u"begun"_s, data, Noon);
        VERIFY_OK(first);
        VERIFY_OK(m_ledger->append(RunId(u"r2"_s), u"run"_s, u"begun"_s, {}, Noon));
        VERIFY_OK(m_ledger->append(RunId(u"r1"_s), u"restore-instance"_s, u"begun"_s, {}, Noon));

        m_ledger.reset();
        m_ledger = *Ledger::open(m_file);
        const auto entries = m_ledger->entriesOf(RunId(u"r1"_s));

        VERIFY_OK(entries);
        QCOMPARE(entries->size(), 2);
        const JournalEntry &entry = entries->first();
        QCOMPARE(entry.number, 1);
        QCOMPARE(entry.run, RunId(u"r1"_s));
        QCOMPARE(entry.at, Noon);
        QCOMPARE(entry.step, u"run"_s);
        QCOMPARE(entry.phase, u"begun"_s);
        QCOMPARE(entry.data, data);
        QCOMPARE(entry.data.value(u"big"_s).toInteger(), 9'007'199'254'740'993);
        QCOMPARE(entry.digest, first->digest);
        QCOMPARE(entry.digest.size(), 32);
        QCOMPARE(entries->last().number, 3);
    }

    void runsAreListedNewestFirstWithTheirFirstEntry()
    {
        for (const QString &run : {u"old"_s, u"new"_s, u"old"_s})
            VERIFY_OK(m_ledger->append(RunId(run), u"run"_s, u"note"_s, {}, Noon));

        const auto runs = m_ledger->runs();

        VERIFY_OK(runs);
        QCOMPARE(runs->size(), 2);
        QCOMPARE(runs->at(0).run, RunId(u"new"_s));
        QCOMPARE(runs->at(1).run, RunId(u"old"_s));
        QCOMPARE(runs->at(1).number, 1);
    }

    void activityIsInTheSameChainAndOutsideTheJournals()
    {
        VERIFY_OK(m_ledger->append(RunId(u"r1"_s), u"run"_s, u"begun"_s, {}, Noon));
        VERIFY_OK(m_ledger->record({Noon, u"shop"_s, u"Backup made"_s, u"owner"_s, u"OK"_s, {{u"bytes"_s, 7}}, {}}));
        VERIFY_OK(
            m_ledger->record({Noon, u"other"_s, u"Restore begun"_s, u"owner"_s, u"Recorded"_s, {}, RunId(u"r1"_s)}));
        VERIFY_OK(m_ledger->record({Noon, u"shop"_s, u"Backup missing"_s, u"owner"_s, u"Failed"_s, {}, {}}));

        const auto shop = m_ledger->activity(u"shop"_s, 10);
        VERIFY_OK(shop);
        QCOMPARE(shop->size(), 2);
        QCOMPARE(shop->first().what, u"Backup missing"_s);
        QCOMPARE(shop->last().detail, (QJsonObject{{u"bytes"_s, 7}}));
        const auto newest = m_ledger->activity({}, 2);
        VERIFY_OK(newest);
        QCOMPARE(newest->size(), 2);
        QCOMPARE(newest->last().run, RunId(u"r1"_s));
        QCOMPARE(m_ledger->entriesOf(RunId(u"r1"_s))->size(), 1);
        QCOMPARE(m_ledger->verifyChain()->entries, 4);
    }

    void theSealOfARunIsTheHeadOfTheChain()
    {
        const auto entry = m_ledger->append(RunId(u"r1"_s), u"run"_s, u"finished"_s, {}, Noon);
        VERIFY_OK(entry);

        const auto report = m_ledger->verifyChain();

        VERIFY_OK(report);
        QCOMPARE(report->entries, 1);
        QCOMPARE(report->head, entry->digest);
    }

    void anEmptyChainIsSound()
    {
        const auto report = m_ledger->verifyChain();
        VERIFY_OK(report);
        QCOMPARE(report->entries, 0);
    }

    void remembersTheLastListingOfEachEnvironment()
    {
        const EnvironmentName shop(u"shop"_s);
        VERIFY_OK(m_ledger->lastListing(shop));
        QVERIFY(!m_ledger->lastListing(shop)->has_value());
        BackupListing listing;
        listing.askedAt = Noon;
        listing.remarks = {u"Repository 2 did not answer."_s};
        listing.windows = {
            {InstanceId(u"old"_s), *RecoveryWindow::between(Noon - Seconds(900), Noon - Seconds(600),
                                                            {{Noon - Seconds(800), Noon - Seconds(700), u"lost"_s}})}};
        listing.backups = {{BackupId(u"a"_s), BackupKind::Full, InstanceId(u"old"_s), Noon - Seconds(901),
                            Noon - Seconds(900), 5, 3, BackupHealth::Failed, u"a byte is wrong"_s, Noon,
                            u"until noon"_s, u"repository 1"_s, u"15.8"_s},
                           {BackupId(u"b"_s),
                            BackupKind::Incremental,
                            InstanceId(u"old"_s),
                            Noon - Seconds(700),
                            Noon - Seconds(690),
                            1,
                            1,
                            BackupHealth::Healthy,
                            {},
                            {},
                            {},
                            {},
                            {}}};

        VERIFY_OK(m_ledger->rememberListing(shop, listing));
        VERIFY_OK(m_ledger->rememberListing(EnvironmentName(u"other"_s), BackupListing{}));
        const auto recalled = m_ledger->lastListing(shop);
        VERIFY_OK(recalled);
        QCOMPARE(**recalled, listing);

        listing.backups.removeFirst();
        listing.backups.first().health = BackupHealth::Verified;
        listing.askedAt = Noon + Seconds(60);
        VERIFY_OK(m_ledger->rememberListing(shop, listing));
        QCOMPARE(**m_ledger->lastListing(shop), listing);
    }

    void threadsWithLedgersOfTheirOwnDoNotDisturbEachOther()
    {
        const auto work = [this](const QString &run) {
            Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_file);
            for (int i = 0; ledger && i < 20; ++i)
                if (!(*ledger)->append(RunId(run), u"step"_s, u"note"_s, {}, Noon))
                    return;
        };
        std::thread one(work, u"one"_s);
        std::thread two(work, u"two"_s);
        one.join();
        two.join();

        QCOMPARE(m_ledger->entriesOf(RunId(u"one"_s))->size(), 20);
        QCOMPARE(m_ledger->entriesOf(RunId(u"two"_s))->size(), 20);
        VERIFY_OK(m_ledger->verifyChain());
    }

    void theFileIsForItsOwnerOnlyAndAloneBetweenEntries()
    {
        VERIFY_OK(m_ledger->append(RunId(u"r1"_s), u"run"_s, u"begun"_s, {}, Noon));

        const QFile::Permissions others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFile::permissions(m_file) & others, QFile::Permissions());
        QCOMPARE(QFileInfo(m_file).dir().entryList(QDir::Files), QStringList(u"ledger.sqlite"_s));
    }
};

SHUTTLER_TEST(tst_Ledger)
#include "tst_Ledger.moc"
