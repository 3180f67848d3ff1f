// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QTemporaryDir>
#include <QProcess>

#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What becomes of a restored server. The app's database has a name that broke others.
class tst_CopyLife : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        TempStanza::Options options;
        options.database = u"a b?pool=5'\"%"_s;
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start(options);
        VERIFY_OK(world);
        m_world = *std::move(world);
        m_world->addNote(u"one"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
    }
    /// Every test leaves as it came.
    void cleanup()
    {
        const Result<QList<Instance>> instances = m_world->provider().instances(testJob());
        VERIFY_OK(instances);
        for (const Instance &instance : *instances)
            if (instance.id != m_world->serving())
                VERIFY_OK(
                    m_world->provider().destroy(instance.id, {.finalBackup = false, .keepBackups = false}, testJob()));
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = false, .keepBackups = false},
                                              testJob()));
    }

    /// A copy whose changes went into its source's archive would make both unrestorable.
    void aCopyNeverArchivesIntoItsSourcesArchive()
    {
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
        QCOMPARE(m_world->ask(u"copy"_s, u"SHOW archive_mode"_s), u"off"_s);
        QCOMPARE(m_world->ask(u"copy"_s, u"SHOW archive_command"_s), u"(disabled)"_s);
        QFile settings(m_world->stanza().instances() + u"/copy/data/postgresql.auto.conf"_s);
        QVERIFY(settings.open(QIODevice::ReadOnly) && settings.readAll().contains("archive_command = '/bin/false'"));

        const QStringList before = archiveOf(u"main"_s);
        VERIFY_OK(m_world->provider().protect(InstanceId(u"copy"_s), testJob()));
        QVERIFY(m_world->ask(u"copy"_s, u"SHOW archive_command"_s).contains(u"--stanza=copy"_s));
        VERIFY_OK(writeOn(u"copy"_s, "INSERT INTO note(words) VALUES ('copy only')"));
        VERIFY_OK(m_world->provider().catchUp(InstanceId(u"copy"_s), testJob()));
        QCOMPARE(archiveOf(u"main"_s), before);
        QVERIFY(!archiveOf(u"copy"_s).isEmpty());
    }

    /// What the owner set by hand in the copy's way stays; a wrong value is seen.
    void aSettingThatDiffersIsSeen()
    {
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
        VERIFY_OK(writeOn(u"copy"_s, "ALTER SYSTEM SET work_mem = '7MB'"));
        VERIFY_OK(writeOn(u"copy"_s, "SELECT pg_reload_conf()"));
        QTRY_COMPARE(settingsThatDiffer(SettingComparison::State::Differs), QStringList{u"work_mem"_s});
    }

    void aTakenPortIsLeftAlone()
    {
        VERIFY_OK(m_world->restore(u"one"_s, AtLatest{}));
        const int first = m_world->portOf(u"one"_s);
        QFile stranger(m_world->stanza().folder() + u"/.s.PGSQL.%1"_s.arg(first + 1));
        QVERIFY(stranger.open(QIODevice::WriteOnly));
        VERIFY_OK(m_world->restore(u"two"_s, AtLatest{}));
        QCOMPARE(m_world->portOf(u"two"_s), first + 2);
    }

    void aCopyOfACopyComesFromItsOwnBackups()
    {
        VERIFY_OK(m_world->restore(u"copy"_s, AtLatest{}));
        VERIFY_FAULT(m_world->provider().takeBackup(InstanceId(u"copy"_s), u"early"_s, testJob()), Fault::Refused);
        VERIFY_OK(m_world->provider().protect(InstanceId(u"copy"_s), testJob()));
        VERIFY_OK(m_world->provider().takeBackup(InstanceId(u"copy"_s), u"its \"own\" 100% = first"_s, testJob()));
        VERIFY_OK(writeOn(u"copy"_s, "INSERT INTO note(words) VALUES ('after')"));
        VERIFY_OK(m_world->provider().catchUp(InstanceId(u"copy"_s), testJob()));

        RestoreRequest request = m_world->request(u"grandchild"_s);
        request.source = InstanceId(u"copy"_s);
        VERIFY_OK(m_world->provider().startRestore(request, testJob()));
        VERIFY_OK(m_world->waitUntil(u"grandchild"_s, InstancePhase::Available));
        QCOMPARE(m_world->ask(u"grandchild"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s),
                 u"one,after"_s);

        // Destroyed, its backups stay in the lineage, and one can still be restored from them.
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = true, .keepBackups = true}, testJob()));
        const Result<BackupListing> listing =
            m_world->provider().backups(m_world->serving(), {InstanceId(u"copy"_s)}, testJob());
        VERIFY_OK(listing);
        QCOMPARE(listing->windows.size(), 2);
        QCOMPARE(listing->backups.size(), 3);
        QVERIFY(listing->remarks.isEmpty());
        request.newInstance = InstanceId(u"late"_s);
        request.tag = u"r-late"_s;
        VERIFY_OK(m_world->provider().startRestore(request, testJob()));
        VERIFY_OK(m_world->waitUntil(u"late"_s, InstancePhase::Available));
        QCOMPARE(m_world->ask(u"late"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,after"_s);
    }

    /// As root our servers run as somebody else; the same has to work for an ordinary user who is everybody at once.
    void theSameWorksAsAnOrdinaryUser()
    {
        const Result<std::optional<RunAs>> as = RunAs::forServers();
        VERIFY_OK(as);
        if (!*as)
            return; // That is who we are, and all the other tests have just run.
        // This program may lie where only root gets to.
        QTemporaryDir folder;
        giveToServers(folder.path());
        Command command;
        command.program = folder.filePath(u"same"_s);
        QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), command.program));
        command.arguments = {u"tst_CopyLife"_s, u"aCopyOfACopyComesFromItsOwnBackups"_s};
        command.as = *as;
        command.ceiling = std::chrono::minutes(2);
        const Result<CommandResult> result = runCommand(command, testJob());
        VERIFY_OK(result);
        QVERIFY2(result->exitCode == 0, result->output.constData());
    }

private:
    QStringList archiveOf(const QString &stanza)
    {
        return TempStanza::filesBelow(m_world->stanza().repository() + u"/archive/"_s + stanza, u"*-*"_s);
    }
    Outcome writeOn(const QString &name, const QByteArray &sql)
    {
        ConnectionInfo info = m_world->stanza().cluster().socket(m_world->stanza().database());
        info.port = m_world->portOf(name);
        postgres::SessionOptions options;
        options.access = postgres::Access::ReadWrite;
        Result<postgres::Connection> session = postgres::Connection::open(info, options, testJob());
        if (!session)
            return std::move(session).error();
        if (Result<postgres::Rows> rows = session->script(sql, testJob()); !rows)
            return std::move(rows).error();
        return Done{};
    }
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
};

SHUTTLER_TEST(tst_CopyLife)
#include "tst_CopyLife.moc"
