// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QProcess>

#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What becomes of the server an environment begins with: held, destroyed, lost.
class tst_FirstServer : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        if (m_world && m_world->provider().state(m_world->serving(), testJob())->phase == InstancePhase::Available)
            return; // The test before left it in good order.
        m_world.reset();
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start();
        VERIFY_OK(world);
        m_world = *std::move(world);
        m_world->addNote(u"one"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
    }

    void itsSettingsAreItsSourcesOnceItIsProtected()
    {
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
        QCOMPARE(settingsThatDiffer(SettingComparison::State::Differs), QStringList());
        QVERIFY(settingsThatDiffer(SettingComparison::State::WhenReady).contains(u"backups of its own"_s));
        VERIFY_OK(m_world->provider().protect(InstanceId(u"copy"_s), testJob()));
        QCOMPARE(settingsThatDiffer(SettingComparison::State::Differs)
                     + settingsThatDiffer(SettingComparison::State::WhenReady),
                 QStringList());
        // A source that does not answer any more is read from its files.
        VERIFY_OK(m_world->provider().hold(m_world->serving(), testJob().clock.now(), testJob()));
        QCOMPARE(settingsThatDiffer(SettingComparison::State::Differs), QStringList());
        VERIFY_OK(m_world->provider().wake(m_world->serving(), testJob()));
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = false, .keepBackups = false},
                                              testJob()));
    }

    void missingPartsAreNamedAtSignIn()
    {
        QMap<QString, QString> table = m_world->stanza().table();
        table.insert(u"program"_s, u"/nonexistent/pgbackrest"_s);
        table.insert(u"instances"_s, m_world->stanza().folder() + u"/nowhere"_s);
        table.insert(u"reader-role"_s, u"nobody"_s);
        const Result<Account> account =
            PgBackRestProvider(*PgBackRestSettings::from(table)).signIn(m_world->serving(), testJob());
        VERIFY_OK(account);
        QStringList missing;
        for (const Account::Permission &permission : account->permissions)
            if (!permission.granted)
                missing.append(permission.right);
        QCOMPARE(missing, (QStringList{u"Run pgBackRest"_s, u"Read the backup repository"_s, u"Make new servers"_s,
                                       u"Look at the database"_s}));
        const Result<Account> whole = m_world->provider().signIn(m_world->serving(), testJob());
        VERIFY_OK(whole);
        QVERIFY(std::all_of(whole->permissions.begin(), whole->permissions.end(),
                            [](const Account::Permission &each) { return each.granted; }));
    }

    /// "data" points somewhere else: a folder that PostgreSQL did not make is never removed.
    void onlyAPostgresDirectoryIsEverRemoved()
    {
        const QString precious = m_world->stanza().folder() + u"/precious"_s;
        QVERIFY(QDir().mkpath(precious + u"/more"_s));
        QMap<QString, QString> table = m_world->stanza().table();
        table.insert(u"data"_s, precious);
        PgBackRestProvider mistaken(*PgBackRestSettings::from(table));
        VERIFY_FAULT(mistaken.destroy(m_world->serving(), {.finalBackup = false, .keepBackups = true}, testJob()),
                     Fault::Refused);
        QVERIFY(QFile::exists(precious + u"/more"_s));

        QVERIFY(QDir().mkpath(m_world->stanza().instances() + u"/somebodys/things"_s));
        VERIFY_FAULT(m_world->provider().destroy(InstanceId(u"somebodys"_s),
                                                 {.finalBackup = false, .keepBackups = true}, testJob()),
                     Fault::Refused);
        VERIFY_FAULT(m_world->provider().startRestore(m_world->request(u"somebodys"_s), testJob()), Fault::Refused);
        QVERIFY(QFile::exists(m_world->stanza().instances() + u"/somebodys/things"_s));
    }

    void aFailedFinalBackupDestroysNothing()
    {
        QVERIFY(QFile::rename(m_world->stanza().repository(), m_world->stanza().folder() + u"/elsewhere"_s));
        const Outcome destroyed =
            m_world->provider().destroy(m_world->serving(), {.finalBackup = true, .keepBackups = true}, testJob());
        QVERIFY(QFile::rename(m_world->stanza().folder() + u"/elsewhere"_s, m_world->stanza().repository()));
        QVERIFY(!destroyed);
        QCOMPARE(m_world->stanza().ask(u"SELECT count(*) FROM note"_s), u"1"_s);
    }

    /// What was about to be committed when we asked for the moment lies in the file that is closed, not in the next one.
    void whoIsCommittingIsWaitedForBeforeTheFileIsClosed()
    {
        // Commits while somebody sleeps, and looks in which file of changes the server is then.
        class CommittingClock final : public Clock {
        public:
            explicit CommittingClock(postgres::Connection &writer) : m_writer(writer) {}
            Instant now() const override { return m_system.now(); }
            Outcome sleepFor(Micros span, const std::stop_token &stop) const override
            {
                if (++m_sleeps == 3) {
                    fileAtCommit = fileOf(m_writer);
                    if (Result<postgres::Rows> done = m_writer.script("COMMIT", testJob()); !done)
                        return std::move(done).error();
                }
                return m_system.sleepFor(span, stop);
            }
            static qint64 fileOf(postgres::Connection &session)
            {
                const auto place = session.query(u"SELECT div(pg_current_wal_insert_lsn() - '0/0', 16777216)::bigint"_s, testJob());
                return place ? place->integer(0, 0) : -1;
            }
            mutable qint64 fileAtCommit = -1;

        private:
            postgres::Connection &m_writer;
            SystemClock m_system;
            mutable int m_sleeps = 0;
        };
        Result<postgres::Connection> writer = writerOfANote();
        VERIFY_OK(writer);
        const qint64 fileBefore = CommittingClock::fileOf(*writer);
        const CommittingClock clock(*writer);
        SilentProgress silent;
        Job job{{}, silent, clock};
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), job));
        QCOMPARE(clock.fileAtCommit, fileBefore);
    }

    /// Who writes without committing is not about to commit: nobody waits for him.
    void aTransactionThatStaysOpenDoesNotHoldUpCatchingUp()
    {
        Result<postgres::Connection> writer = writerOfANote();
        VERIFY_OK(writer);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        VERIFY_OK(writer->script("ROLLBACK", testJob()));
    }

    void anArchiveThatTakesNothingIsSaidWithItsFile()
    {
        VERIFY_OK(m_world->stanza().cluster().run("ALTER SYSTEM SET archive_command = 'false'"));
        VERIFY_OK(m_world->stanza().cluster().run("SELECT pg_reload_conf()"));
        m_world->addNote(u"stuck"_s);
        const Result<Instant> caughtUp = m_world->provider().catchUp(m_world->serving(), testJob());
        VERIFY_FAULT(caughtUp, Fault::Refused);
        QVERIFY2(caughtUp.error().what().contains(u"00000001"_s), qPrintable(caughtUp.error().what()));
        m_world.reset(); // Nothing can be made of it any more.
    }

    void theFirstServerIsHeldWokenAndDestroyedWithItsRepositoryKept()
    {
        const InstanceId main = m_world->serving();
        const Instant until = Instant::fromUnixSeconds(1'900'000'000);
        VERIFY_OK(m_world->provider().hold(main, until, testJob()));
        QVERIFY(m_world->provider().state(main, testJob())->phase == InstancePhase::Held);
        QCOMPARE(m_world->provider().instances(testJob())->first().heldUntil, std::optional(until));
        VERIFY_OK(m_world->provider().wake(main, testJob()));
        QVERIFY(m_world->provider().state(main, testJob())->phase == InstancePhase::Available);
        VERIFY_OK(m_world->provider().hold(main, until, testJob()));

        const qsizetype before = m_world->listing()->backups.size();
        VERIFY_OK(
            m_world->provider().destroy(main, {.finalBackup = true, .keepBackups = true}, testJob())); // Woken for it.
        QVERIFY(!QFile::exists(m_world->stanza().cluster().dataFolder()));
        QVERIFY(m_world->provider().state(main, testJob())->phase == InstancePhase::Gone);
        QCOMPARE(m_world->listing()->backups.size(), before + 1);
        VERIFY_OK(m_world->provider().destroy(main, {.finalBackup = true, .keepBackups = true}, testJob()));
        VERIFY_OK(m_world->provider().destroy(main, {.finalBackup = false, .keepBackups = false}, testJob()));
        QVERIFY(m_world->listing()->backups.isEmpty());
        QVERIFY(!QFile::exists(m_world->stanza().repository() + u"/backup/main"_s));
    }

    /// Somebody restored the server over itself with pgBackRest alone: from there on its changes lie on another timeline, and what
    /// was left behind on the first one must not come back.
    void aRestoreInPlaceIsFollowedToItsNewTimeline()
    {
        const Instant keep = m_world->addNote(u"keep"_s);
        m_world->addNote(u"left behind"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        VERIFY_OK(m_world->stanza().cluster().stop(u"fast"_s));
        const QString target = u"--target="_s + keep.toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s)
                             + u".%1+00"_s.arg(keep.unixMicros() % 1'000'000, 6, 10, QChar(u'0'));
        VERIFY_OK(m_world->stanza().backrest(
            {u"restore"_s, u"--delta"_s, u"--type=time"_s, target, u"--target-action=promote"_s}));
        VERIFY_OK(m_world->stanza().cluster().startAgain());
        QTRY_COMPARE_WITH_TIMEOUT(m_world->stanza().ask(u"SELECT pg_is_in_recovery()"_s), u"f"_s, 30'000);
        const Instant fresh = m_world->addNote(u"new"_s);
        const Instant newest = m_world->addNote(u"newest"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));

        const Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        QVERIFY(listing->windowAt(fresh) && listing->windowAt(newest));
        QVERIFY(listing->windows.first().window.gaps().isEmpty());
        VERIFY_OK(m_world->restore(u"followed"_s, AtMoment{fresh}));
        QVERIFY(m_world->ask(u"followed"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s)
                    .endsWith(u"one,keep,new"_s));
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"followed"_s), {.finalBackup = false, .keepBackups = true},
                                              testJob()));
        m_world.reset();
    }

    /// The worst day: the first server's directory is lost. Nothing of what was archived depends on it.
    void theFirstServerCanBeLostAndRestored()
    {
        const Instant last = m_world->addNote(u"two"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
        VERIFY_OK(m_world->stanza().cluster().stop());
        QVERIFY(QDir(m_world->stanza().cluster().dataFolder()).removeRecursively());

        const Result<InstanceState> state = m_world->provider().state(m_world->serving(), testJob());
        VERIFY_OK(state);
        QVERIFY(state->phase == InstancePhase::Gone);
        const Result<BackupListing> listing = m_world->listing();
        VERIFY_OK(listing);
        QVERIFY(listing->windowAt(last));
        VERIFY_OK(m_world->restore(u"copy"_s, AtMoment{last}));
        QCOMPARE(m_world->ask(u"copy"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,two"_s);
        // Even on a console that never saw the server.
        QVERIFY(QDir(m_world->stanza().instances() + u"/.shuttler"_s).removeRecursively());
        const Result<BackupListing> strange = m_world->listing();
        VERIFY_OK(strange);
        QCOMPARE(strange->remarks.size(), 1);
        VERIFY_OK(m_world->restore(u"stranger"_s, AtLatest{}));
        QCOMPARE(m_world->ask(u"stranger"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,two"_s);
    }

private:
    QStringList settingsThatDiffer(SettingComparison::State state)
    {
        const Result<QList<SettingComparison>> settings =
            m_world->provider().compareSettings(m_world->serving(), InstanceId(u"copy"_s), testJob());
        if (!settings)
            return {settings.error().forLog()};
        QStringList names;
        for (const SettingComparison &each : *settings)
            if (each.state == state)
                names.append(each.name);
        return names;
    }

    std::unique_ptr<RestoredStanza> m_world;

private:
    /// A session in the middle of a transaction that has written something.
    Result<postgres::Connection> writerOfANote()
    {
        Result<postgres::Connection> session = m_world->stanza().cluster().session(m_world->stanza().database());
        if (session)
            if (Result<postgres::Rows> written = session->script("BEGIN; INSERT INTO note (words) VALUES ('being written')", testJob());
                !written)
                return std::move(written).error();
        return session;
    }
};

SHUTTLER_TEST(tst_FirstServer)
#include "tst_FirstServer.moc"
