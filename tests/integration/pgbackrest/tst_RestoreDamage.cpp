// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>

#include <sys/mount.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a damaged repository, a missing file and a full disk do: an error that says so, and nothing half-made that looks whole.
class tst_RestoreDamage : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        if (m_world)
            return; // The test before left it whole.
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start();
        VERIFY_OK(world);
        m_world = *std::move(world);
        m_world->addNote(u"one"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
    }
    void cleanup()
    {
        if (m_world && !QTest::currentTestFailed() && m_isWhole)
            return;
        m_world.reset();
        m_isWhole = true;
    }

    void aFlippedByteInABackupIsCorruptUntilItIsPutRight()
    {
        const QString victim = largestFileOfTheBackup();
        QVERIFY(TempStanza::damage(victim));

        const Outcome started = m_world->provider().startRestore(m_world->request(u"copy"_s), testJob());
        VERIFY_FAULT(started, Fault::Corrupt);
        QVERIFY(started.error().means().contains(m_world->stanza().instances()));
        const Result<InstanceState> state = m_world->provider().state(InstanceId(u"copy"_s), testJob());
        VERIFY_OK(state);
        QVERIFY(state->phase == InstancePhase::Failed);
        QVERIFY(!m_world->provider().findRestore(u"r-copy"_s, testJob())->has_value());
        QCOMPARE(m_world->stanza().ask(u"SELECT count(*) FROM note"_s), u"1"_s); // The source does not notice.

        QVERIFY(TempStanza::damage(victim)); // The same bit again: as it was.
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
        QCOMPARE(m_world->ask(u"copy"_s, u"SELECT count(*) FROM note"_s), u"1"_s);
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = false, .keepBackups = true}, testJob()));
    }

    void aVerificationFindsTheFlippedByteAndTheListingKeepsIt()
    {
        m_isWhole = false;
        QVERIFY(TempStanza::damage(largestFileOfTheBackup()));
        const BackupId id = m_world->listing()->backups.first().id;
        const Result<BackupHealth> health = m_world->provider().verifyBackup(m_world->serving(), id, testJob());
        VERIFY_OK(health);
        QVERIFY(*health == BackupHealth::Failed);

        const Result<BackupListing> listing = m_world->anotherProvider()->backups(m_world->serving(), {}, testJob());
        VERIFY_OK(listing);
        QVERIFY(listing->find(id)->health == BackupHealth::Failed);
        QVERIFY(listing->windows.isEmpty()); // Nothing sound to begin with.
        VERIFY_FAULT(m_world->provider().startRestore(m_world->request(u"copy"_s, AtBackup{id}), testJob()),
                     Fault::Corrupt);
        QVERIFY(!QFile::exists(m_world->stanza().instances() + u"/copy"_s));

        // A new backup is not built on it.
        const Result<Backup> next = m_world->provider().takeBackup(m_world->serving(), u"sound"_s, testJob());
        VERIFY_OK(next);
        QVERIFY(next->kind == BackupKind::Full && next->isUsable());
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
    }

    /// A backup that somebody's script removed from the repository is listed by pgBackRest, but not offered by us.
    void aBackupWithoutItsFilesIsNotOffered()
    {
        m_isWhole = false;
        VERIFY_OK(m_world->takeBackup());
        const Result<BackupListing> before = m_world->listing();
        VERIFY_OK(before);
        const BackupId gone = before->backups.last().id;
        QVERIFY(QDir(m_world->stanza().repository() + u"/backup/main/"_s + gone.toString()).removeRecursively());
        const Result<BackupListing> after = m_world->listing();
        VERIFY_OK(after);
        QVERIFY(after->find(gone)->health == BackupHealth::Failed);
        QCOMPARE(after->newestUsable()->id, before->backups.first().id);
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{})); // From the older one.
        QCOMPARE(m_world->ask(u"copy"_s, u"SELECT count(*) FROM note"_s), u"1"_s);
    }

    void aMissingFileOfTheArchiveIsDrawnAndNotPromised()
    {
        m_isWhole = false;
        const Instant before = m_world->addNote(u"before"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        const QStringList files = archived();
        const Instant lost = m_world->addNote(u"lost"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        QStringList fresh = archived();
        fresh.removeIf([&](const QString &file) { return files.contains(file); });
        QCOMPARE(fresh.size(), 1);
        VERIFY_OK(m_world->takeBackup());
        const Instant after = m_world->addNote(u"after"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        QVERIFY(QFile::remove(fresh.first()));

        const Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        QCOMPARE(listing->windows.size(), 1);
        const RecoveryWindow &window = listing->windows.first().window;
        QCOMPARE(window.gaps().size(), 1);
        QCOMPARE(window.gaps().first().from, before);
        QVERIFY(window.gaps().first().cause.contains(QFileInfo(fresh.first()).fileName().left(24)));
        QVERIFY(window.gapAt(lost) && window.contains(before) && window.contains(after));

        const Outcome refused =
            m_world->provider().startRestore(m_world->request(u"copy"_s, AtMoment{lost}), testJob());
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(!QFile::exists(m_world->stanza().instances() + u"/copy"_s));
        VERIFY_OK(m_world->restore(u"brim"_s, AtMoment{before}));
        QCOMPARE(m_world->ask(u"brim"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,before"_s);
        VERIFY_OK(m_world->restore(u"behind"_s, AtMoment{after}));
        QCOMPARE(m_world->ask(u"behind"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s),
                 u"one,before,lost,after"_s);
    }

    /// PostgreSQL would end its recovery at a damaged file and come up without a word, older than asked for.
    void aDamagedFileOfTheArchiveIsAReasonAndNotAnEnd()
    {
        m_isWhole = false;
        const QStringList files = archived();
        m_world->addNote(u"damaged"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        QStringList fresh = archived();
        fresh.removeIf([&](const QString &file) { return files.contains(file); });
        m_world->addNote(u"last"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        QVERIFY(TempStanza::damage(fresh.first()));

        VERIFY_OK(m_world->provider().startRestore(m_world->request(u"copy"_s), testJob()));
        VERIFY_OK(m_world->waitUntil(u"copy"_s, InstancePhase::Failed));
        const Result<InstanceState> state = m_world->provider().state(InstanceId(u"copy"_s), testJob());
        VERIFY_OK(state);
        QVERIFY2(state->detail.contains(QFileInfo(fresh.first()).fileName().left(24)), qPrintable(state->detail));
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = true, .keepBackups = true}, testJob()));

        // Once a verification has found it, it is a hole like any other.
        const BackupId id = m_world->listing()->backups.first().id;
        VERIFY_OK(m_world->provider().verifyBackup(m_world->serving(), id, testJob()));
        const Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        QCOMPARE(listing->remarks.size(), 1);
        QVERIFY(listing->remarks.first().contains(QFileInfo(fresh.first()).fileName().left(24)));
    }

    void tooSmallADiskIsRefusedBeforeAnythingIsMade()
    {
        const auto provider = m_world->anotherProvider([](const QString &) { return qint64(1'000'000); });
        const Outcome refused = provider->startRestore(m_world->request(u"copy"_s), testJob());
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY(refused.error().what().contains(u"needed"_s) && refused.error().what().contains(u"free"_s));
        QVERIFY(!QFile::exists(m_world->stanza().instances() + u"/copy"_s));
    }

    /// Somebody else fills the disk while we copy. (Only root can make a disk that small.)
    void aDiskThatFillsUpLeavesSomethingThatCanBeFinished()
    {
        if (::geteuid() != 0)
            return tooSmallADiskIsRefusedBeforeAnythingIsMade();
        const QByteArray place = m_world->stanza().instances().toLocal8Bit();
        QCOMPARE(::mount("tmpfs", place.constData(), "tmpfs", 0, "size=12m"), 0);
        giveToServers(m_world->stanza().instances());
        const auto provider = m_world->anotherProvider([looks = 0](const QString &folder) mutable {
            return looks++ == 0 ? qint64(1) << 40
                                : pgbackrest::freeBytesOnDisk(folder); // Free when we looked, full when we copied.
        });
        const Outcome full = provider->startRestore(m_world->request(u"copy"_s), testJob());
        const QString what = full ? QString() : full.error().what();
        const bool larger = ::mount("tmpfs", place.constData(), "tmpfs", MS_REMOUNT, "size=400m") == 0;
        const Outcome finished = m_world->restore(u"copy"_s, AtLatest{});
        const QString count = m_world->ask(u"copy"_s, u"SELECT count(*) FROM note"_s);
        const Outcome destroyed =
            provider->destroy(InstanceId(u"copy"_s), {.finalBackup = false, .keepBackups = true}, testJob());
        QCOMPARE(::umount(place.constData()), 0);

        VERIFY_FAULT(full, Fault::Refused);
        QVERIFY2(what.startsWith(u"The disk is full"_s), qPrintable(what));
        QVERIFY(larger);
        VERIFY_OK(finished);
        QCOMPARE(count, u"1"_s);
        VERIFY_OK(destroyed);
    }

private:
    QStringList archived()
    {
        return TempStanza::filesBelow(m_world->stanza().repository() + u"/archive/main/15-1"_s, u"*-*"_s);
    }
    QString largestFileOfTheBackup()
    {
        QString largest;
        for (const QString &file :
             TempStanza::filesBelow(m_world->stanza().repository() + u"/backup/main"_s, u"*.lz4"_s))
            if (file.contains(u"/pg_data/base/"_s)
                && (largest.isEmpty() || QFileInfo(file).size() > QFileInfo(largest).size()))
                largest = file;
        return largest;
    }

    std::unique_ptr<RestoredStanza> m_world;
    bool m_isWhole = true; ///< The test that runs leaves the repository as it found it.
};

SHUTTLER_TEST(tst_RestoreDamage)
#include "tst_RestoreDamage.moc"
