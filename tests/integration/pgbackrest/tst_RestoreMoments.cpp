// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Which state a restored server has, for each kind of target.
class tst_RestoreMoments : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start();
        VERIFY_OK(world);
        m_world = *std::move(world);
        Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        m_firstBackup = listing->backups.first();
        m_one = m_world->addNote(u"one"_s);
        m_two = m_world->addNote(u"two"_s);
        m_three = m_world->addNote(u"three"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
    }

    /// What is committed in the very microsecond of the target is there; one microsecond earlier it is not.
    void aMomentIncludesItsOwnMicrosecond()
    {
        VERIFY_OK(m_world->restore(u"at-two"_s, AtMoment{m_two}));
        QCOMPARE(words(u"at-two"_s), u"one,two"_s);
        QCOMPARE(recoveredTo(u"at-two"_s), m_two);
        destroy(u"at-two"_s);

        VERIFY_OK(m_world->restore(u"before-two"_s, AtMoment{m_two - Micros(1)}));
        QCOMPARE(words(u"before-two"_s), u"one"_s);
        QCOMPARE(recoveredTo(u"before-two"_s), m_one);
        destroy(u"before-two"_s);
    }

    /// PostgreSQL never ends a recovery whose target time no later transaction reaches; the idle tail must not hang or fail.
    void aMomentAfterTheLastChangeEndsWithIt()
    {
        Result<Instant> caughtUp = m_world->provider().catchUp(m_world->serving(), testJob());
        VERIFY_OK(caughtUp);
        QVERIFY(*caughtUp > m_three);
        VERIFY_OK(m_world->restore(u"idle"_s, AtMoment{*caughtUp}));
        QCOMPARE(words(u"idle"_s), u"one,two,three"_s);
        QCOMPARE(recoveredTo(u"idle"_s), m_three);
        destroy(u"idle"_s);
    }

    void theLastCommitItselfIsAMoment()
    {
        VERIFY_OK(m_world->restore(u"last"_s, AtMoment{m_three}));
        QCOMPARE(words(u"last"_s), u"one,two,three"_s);
        destroy(u"last"_s);
    }

    void latestTakesEverythingInTheArchive()
    {
        VERIFY_OK(m_world->restore(u"latest"_s, AtLatest{}));
        QCOMPARE(words(u"latest"_s), u"one,two,three"_s);
        destroy(u"latest"_s);
    }

    void aBackupIsTheStateAtItsEnd()
    {
        VERIFY_OK(m_world->restore(u"backup"_s, AtBackup{m_firstBackup.id}));
        QCOMPARE(m_world->ask(u"backup"_s, u"SELECT to_regclass('note') IS NULL"_s), u"t"_s);
        destroy(u"backup"_s);
    }

    /// A rolled back transaction at the end is an end as good as a commit, and brings nothing with it.
    void anAbortAtTheEndIsNoChange()
    {
        VERIFY_OK(m_world->stanza().run("BEGIN; INSERT INTO note(words) VALUES ('never'); ROLLBACK"));
        Result<Instant> caughtUp = m_world->provider().catchUp(m_world->serving(), testJob());
        VERIFY_OK(caughtUp);
        VERIFY_OK(m_world->restore(u"abort"_s, AtMoment{*caughtUp}));
        QCOMPARE(words(u"abort"_s), u"one,two,three"_s);
        destroy(u"abort"_s);
    }

    /// One second around a backup's end: before it the older backup is begun with, from it on the newer one.
    void aMomentInsideABackupBeginsWithTheOneBefore()
    {
        VERIFY_OK(m_world->takeBackup());
        m_world->addNote(u"four"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        const Backup second = listing->backups.last();
        QVERIFY(second.kind == BackupKind::Incremental);
        const InstanceWindow *window = listing->windowAt(second.takenAt);
        QVERIFY(window && window->window.gaps().isEmpty());

        VERIFY_OK(m_world->restore(u"within"_s, AtMoment{second.takenAt - Seconds(1) - Micros(1)}));
        QCOMPARE(words(u"within"_s), u"one,two,three"_s);
        QCOMPARE(backupUsedBy(u"within"_s), m_firstBackup.id.toString());
        destroy(u"within"_s);

        VERIFY_OK(m_world->restore(u"end"_s, AtMoment{second.takenAt}));
        QVERIFY(words(u"end"_s).startsWith(u"one,two,three"_s));
        QCOMPARE(backupUsedBy(u"end"_s), second.id.toString());
        destroy(u"end"_s);
    }

    void momentsOutsideTheWindowAreRefusedWithTheNearestOne()
    {
        Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        const Instant earliest = *listing->earliest();
        QCOMPARE(earliest, m_firstBackup.takenAt);
        const auto refused = [&](Instant moment, const QString &advice) {
            Outcome started =
                m_world->provider().startRestore(m_world->request(u"outside"_s, AtMoment{moment}), testJob());
            return !started && started.error().fault() == Fault::Refused && started.error().todo().contains(advice)
                && !QFile::exists(m_world->stanza().instances() + u"/outside"_s);
        };
        QVERIFY(refused(earliest - Micros(1), earliest.toString()));
        QVERIFY(refused(testJob().clock.now() + std::chrono::hours(1), listing->latest()->toString()));
    }

    /// Somebody raised max_connections after the backup: a server with the backup's smaller value would stop and wait for ever.
    void aSettingRaisedSinceTheBackupDoesNotStopTheReplay()
    {
        VERIFY_OK(m_world->stanza().cluster().run("ALTER SYSTEM SET max_connections = 77"));
        VERIFY_OK(m_world->stanza().cluster().stop(u"fast"_s));
        VERIFY_OK(m_world->stanza().cluster().startAgain());
        m_world->addNote(u"five"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        VERIFY_OK(m_world->restore(u"raised"_s, AtLatest{}));
        QVERIFY(words(u"raised"_s).endsWith(u"five"_s));
        destroy(u"raised"_s);
    }

private:
    QString words(const QString &name)
    {
        return m_world->ask(name, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s);
    }
    std::optional<Instant> recoveredTo(const QString &name)
    {
        const Result<InstanceState> state = m_world->provider().state(InstanceId(name), testJob());
        return state ? state->recoveredTo : std::nullopt;
    }
    QString backupUsedBy(const QString &name)
    {
        QFile record(m_world->stanza().instances() + u'/' + name + u"/instance.json"_s);
        return record.open(QIODevice::ReadOnly)
                 ? QString::fromUtf8(record.readAll()).section(u"\"label\": \""_s, 1).section(u'"', 0, 0)
                 : QString();
    }
    void destroy(const QString &name)
    {
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(name), {.finalBackup = false, .keepBackups = true}, testJob()));
    }

    std::unique_ptr<RestoredStanza> m_world;
    Backup m_firstBackup;
    Instant m_one;
    Instant m_two;
    Instant m_three;
};

SHUTTLER_TEST(tst_RestoreMoments)
#include "tst_RestoreMoments.moc"
