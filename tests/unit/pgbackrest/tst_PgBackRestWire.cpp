// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestWire.h"
#include "tests/support/Test.h"
#include "tests/unit/pgbackrest/Recordings.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_PgBackRestWire : public QObject {
    Q_OBJECT

private slots:
    void readsBackupsOldestFirst()
    {
        const Result<StanzaInfo> info = readInfo(recording(u"info.json"_s), u"main"_s);
        VERIFY_OK(info);
        QVERIFY(info->exists());
        QCOMPARE(info->code, 0);
        QVERIFY(!info->backupRuns);
        QCOMPARE(info->repositories, QList<int>{1});
        QCOMPARE(info->databases, (QList<RepoDatabase>{{u"15-1"_s, u"15"_s, u"7711620736466325345"_s}}));
        QCOMPARE(info->backups.size(), 2);

        const RepoBackup &full = info->backups.first();
        QCOMPARE(full.label, u"20261124-062716F"_s);
        QVERIFY(full.kind == BackupKind::Full);
        QCOMPARE(full.archiveId, u"15-1"_s);
        QCOMPARE(full.startedAt, Instant::fromUnixSeconds(1795501636));
        QCOMPARE(full.stoppedAt, Instant::fromUnixSeconds(1795501638));
        QCOMPARE(full.firstSegment.name(), u"000000010000000000000003"_s);
        QCOMPARE(full.stop, *Lsn::parse(u"0/3000100"_s));
        QCOMPARE(full.sizeBytes, 30775098);
        QCOMPARE(full.storedBytes, 6908709);
        QCOMPARE(full.annotations.value(u"name"_s), u"first"_s);
        QVERIFY(full.builtOn.isEmpty());

        const RepoBackup &incremental = info->backups.last();
        QVERIFY(incremental.kind == BackupKind::Incremental);
        QCOMPARE(incremental.builtOn, QStringList{u"20261124-062716F"_s});
    }

    /// pgBackRest keeps whole seconds; the backup may have ended up to a second after the one it names.
    void aBackupIsUsableFromTheSecondAfterItsEnd()
    {
        const Result<StanzaInfo> info = readInfo(recording(u"info.json"_s), u"main"_s);
        VERIFY_OK(info);
        QCOMPARE(info->backups.first().usableFrom(), Instant::fromUnixSeconds(1795501639));
    }

    void aMissingStanzaIsNoError()
    {
        const Result<StanzaInfo> info = readInfo(recording(u"info-no-stanza.json"_s), u"nope"_s);
        VERIFY_OK(info);
        QVERIFY(!info->exists());
        const Result<StanzaInfo> other = readInfo(recording(u"info.json"_s), u"other"_s);
        VERIFY_OK(other);
        QVERIFY(!other->exists());
    }

    /// It exits with 0 even when it could read nothing: only the status in the answer tells.
    void anUnreadableRepositoryIsInTheStatus()
    {
        const Result<StanzaInfo> info = readInfo(recording(u"info-permission-denied.json"_s), u"main"_s);
        VERIFY_OK(info);
        QVERIFY(info->code > StanzaInfo::NoBackup);
        QVERIFY(info->message.contains(u"Permission denied"_s));
    }

    void aRunningBackupIsSeen()
    {
        QByteArray json = recording(u"info.json"_s);
        json.replace("\"held\":false", "\"held\":true");
        const Result<StanzaInfo> info = readInfo(json, u"main"_s);
        VERIFY_OK(info);
        QVERIFY(info->backupRuns);
    }

    void pageErrorsAreSeen()
    {
        QByteArray json = recording(u"info.json"_s);
        json.replace("\"error\":false", "\"error\":true");
        const Result<StanzaInfo> info = readInfo(json, u"main"_s);
        VERIFY_OK(info);
        QVERIFY(info->backups.first().hasPageErrors);
    }

    void whatIsNotAnAnswerIsCorrupt_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QByteArray whole = recording(u"info.json"_s);
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("cut off") << whole.left(whole.size() / 2);
        QTest::newRow("an object") << QByteArray("{}");
        QTest::newRow("no status") << QByteArray(R"([{"name":"main"}])");
        QTest::newRow("a backup without label") << QByteArray(whole).replace("\"label\"", "\"l\"");
        QTest::newRow("a backup of an unknown kind")
            << QByteArray(whole).replace("\"type\":\"incr\"", "\"type\":\"new\"");
        QTest::newRow("a backup without its place")
            << QByteArray(whole).replace("\"stop\":\"0/3000100\"", "\"stop\":\"\"");
        QTest::newRow("a backup of an unknown database")
            << QByteArray(whole).replace("\"database\":{\"id\":1", "\"database\":{\"id\":7");
    }
    void whatIsNotAnAnswerIsCorrupt()
    {
        QFETCH(QByteArray, json);
        VERIFY_FAULT(readInfo(json, u"main"_s), Fault::Corrupt);
    }

    void readsTheArchive()
    {
        const auto entries = readRepoList(recording(u"repo-ls-archive.json"_s));
        VERIFY_OK(entries);
        QVERIFY(entries->value(u"0000000100000000"_s).isFolder);
        QVERIFY(!entries->contains(u"."_s));
        const QString file =
            u"0000000100000000/000000010000000000000001-95c681d2da04c3ca244ad380346612acf90de3ce.lz4"_s;
        QCOMPARE(entries->value(file), (RepoEntry{false, 2284411, Instant::fromUnixSeconds(1795501636)}));
        VERIFY_FAULT(readRepoList("[]"), Fault::Corrupt);
    }

    void soundBackupsAreVerified()
    {
        const VerifyAnswer answer = readVerify(recording(u"verify-sound.txt"_s));
        QVERIFY(answer.backups.size() >= 2);
        for (const VerifiedBackup &backup : answer.backups)
            QVERIFY(backup.isSound);
        QVERIFY(answer.damagedSegments.isEmpty());
    }

    void damagedBackupsAndSegmentsAreNamed()
    {
        const VerifyAnswer answer = readVerify(recording(u"verify-damaged.txt"_s));
        QCOMPARE(answer.backups.value(u"20261124-062716F"_s),
                 (VerifiedBackup{false, u"2 of its 970 files are missing or damaged."_s}));
        QVERIFY(!answer.backups.value(u"20261124-062716F_20261124-062719I"_s).isSound);
        QCOMPARE(answer.damagedSegments, QStringList{u"000000010000000000000004"_s});
    }

    /// Nothing checked is not soundness.
    void aBackupWithoutItsListOfFilesIsNotSound()
    {
        const VerifyAnswer answer = readVerify(recording(u"verify-no-manifest.txt"_s));
        QCOMPARE(answer.backups.value(u"20261124-062716F"_s),
                 (VerifiedBackup{false, u"pgBackRest says of it: manifest missing."_s}));
        QVERIFY(!readVerify("  backup: b, status: valid, total files checked: 0, total valid files: 0\n")
                     .backups.value(u"b"_s)
                     .isSound);
        QVERIFY(readVerify("").backups.isEmpty());
    }

    void readsEndsOfTransactions()
    {
        QList<TransactionEnd> ends;
        for (const QByteArray &line : recording(u"waldump.txt"_s).split('\n'))
            if (const std::optional<TransactionEnd> end = readTransactionEnd(line))
                ends.append(*end);
        QCOMPARE(ends.size(), 7);
        QCOMPARE(ends.last(),
                 (TransactionEnd{*Lsn::parse(u"0/6587D38"_s), 743, *Instant::parse(u"2026-11-24T06:33:46.082555Z"_s)}));
        QCOMPARE(ends[5].xid, 742u); // With dropped files behind its time.
    }

    /// The end of a prepared transaction is written by another one; recovery wants its own number. PREPARE is no end.
    void aPreparedTransactionEndsUnderItsOwnNumber()
    {
        QList<quint32> xids;
        for (const QByteArray &line : recording(u"waldump-prepared.txt"_s).split('\n'))
            if (const std::optional<TransactionEnd> end = readTransactionEnd(line))
                xids.append(end->xid);
        QCOMPARE(xids, (QList<quint32>{747, 749}));
    }

    void countsTheCopying()
    {
        QList<double> percents;
        QStringList shown;
        for (const QByteArray &line : recording(u"restore.txt"_s).split('\n')) {
            if (const std::optional<CopyProgress> progress = readCopyProgress(line))
                percents.append(progress->percent);
            if (const std::optional<QString> readable = readableLogLine(line))
                shown.append(*readable);
        }
        QCOMPARE(percents, (QList<double>{7.35, 9.90, 12.46, 89.59}));
        QCOMPARE(shown.first(), u"restore command begin 2.45"_s); // Without the options: they may hold a passphrase.
        QVERIFY(shown.contains(
            u"restore global/pg_control (performed last to ensure aborted restores cannot be started)"_s));
        QVERIFY(shown.filter(u"sync path"_s).isEmpty());
    }

    void findsTheNewLabel()
    {
        QString label;
        for (const QByteArray &line : recording(u"backup.txt"_s).split('\n'))
            label = readNewLabel(line).value_or(label);
        QCOMPARE(label, u"20261124-062716F_20261124-062719I"_s);
    }

    void warningsAndHintsAreShown()
    {
        QCOMPARE(readableLogLine("2026-11-24 06:27:00.140 P00   WARN: unable to check pg1"),
                 u"WARN: unable to check pg1"_s);
        QCOMPARE(readableLogLine("ERROR: [056]: unable to find primary cluster"),
                 u"ERROR: [056]: unable to find primary cluster"_s);
        QCOMPARE(readableLogLine("       HINT: are all available clusters in recovery?"),
                 u"HINT: are all available clusters in recovery?"_s);
        QVERIFY(!readableLogLine("2026-11-24 06:27:00.140 P00 DETAIL: sync path"));
    }
};

SHUTTLER_TEST(tst_PgBackRestWire)
#include "tst_PgBackRestWire.moc"
