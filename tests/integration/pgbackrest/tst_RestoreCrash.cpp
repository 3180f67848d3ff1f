// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/postgres/Connection.h"
#include "tests/integration/pgbackrest/RestoredStanza.h"
#include "tests/support/Child.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>

#include <csignal>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Killed at any time, the same order again finishes what was begun, once.
class tst_RestoreCrash : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        Result<std::unique_ptr<RestoredStanza>> world = RestoredStanza::start();
        VERIFY_OK(world);
        m_world = *std::move(world);
        m_world->addNote(u"one"_s);
        m_moment = m_world->addNote(u"two"_s);
        m_world->addNote(u"three"_s);
        VERIFY_OK(m_world->provider().catchUp(m_world->serving(), testJob()));
    }

    void aRestoreKilledWhileItCopiesIsTakenUpAndEveryFileIsChecked()
    {
        const QString data = m_world->stanza().instances() + u"/copy/data"_s;
        Child child([&](const Child::Say &) {
            return m_world->anotherProvider()->startRestore(m_world->request(u"copy"_s, AtMoment{m_moment}), testJob())
                     ? 0
                     : 1;
        });
        VERIFY_OK(until([&] { return TempStanza::filesBelow(data + u"/base"_s, u"*"_s).size() > 60; }));
        QCOMPARE(child.kill(), 128 + SIGKILL);
        VERIFY_OK(until([&] { return programsIn(data) == 0; })); // It hears of our death by itself.

        QVERIFY(!m_world->provider().findRestore(u"r-copy"_s, testJob())->has_value());
        const Result<InstanceState> state = m_world->provider().state(InstanceId(u"copy"_s), testJob());
        VERIFY_OK(state);
        QVERIFY(state->phase == InstancePhase::Failed);
        QVERIFY(state->detail.contains(u"cut off"_s));

        // A claim of the first attempt that the disk did not keep: same name, same size, other content.
        QString victim;
        for (const QString &file : TempStanza::filesBelow(data + u"/base"_s, u"*"_s))
            if (QFileInfo(file).size() >= 8192 && !QFileInfo(file).fileName().contains(u"pgbackrest"_s))
                victim = file;
        QVERIFY(TempStanza::damage(victim));

        VERIFY_OK(m_world->restore(u"copy"_s, AtMoment{m_moment}));
        QCOMPARE(m_world->ask(u"copy"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,two"_s);
        VERIFY_OK(m_world->provider().hold(InstanceId(u"copy"_s), testJob().clock.now(), testJob()));
        VERIFY_OK(m_world->stanza().cluster().program(u"pg_checksums"_s, {u"--check"_s, u"-D"_s, data}));
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"copy"_s), {.finalBackup = false, .keepBackups = true}, testJob()));
    }

    void aRestoreKilledAtAnyTimeEndsInOneServer_data()
    {
        QTest::addColumn<int>("afterMillis");
        for (const int millis : {40, 120, 500, 1500, 2200})
            QTest::addRow("after %d ms", millis) << millis;
    }
    void aRestoreKilledAtAnyTimeEndsInOneServer()
    {
        QFETCH(int, afterMillis);
        Child child([&](const Child::Say &) {
            return m_world->anotherProvider()->startRestore(m_world->request(u"any"_s, AtMoment{m_moment}), testJob())
                     ? 0
                     : 1;
        });
        VERIFY_OK(testJob().sleepFor(std::chrono::milliseconds(afterMillis)));
        child.kill();
        const QString data = m_world->stanza().instances() + u"/any/data"_s;
        VERIFY_OK(until([&] { return programsIn(u"--pg1-path="_s + data) == 0; }));

        VERIFY_OK(m_world->restore(u"any"_s, AtMoment{m_moment}));
        QCOMPARE(m_world->ask(u"any"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,two"_s);
        QCOMPARE(programsIn(u"data_directory="_s + data), 1);
        const Result<QList<Instance>> instances = m_world->provider().instances(testJob());
        VERIFY_OK(instances);
        QCOMPARE(instances->size(), 2);
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"any"_s), {.finalBackup = false, .keepBackups = true}, testJob()));
        QVERIFY(!QFile::exists(m_world->stanza().instances() + u"/any"_s));
    }

    /// Killed so early that there is a folder and a record that was never finished being written.
    void aRestoreKilledWhileItWroteItsFirstWordGoesOn()
    {
        const QString folder = m_world->stanza().instances() + u"/early"_s;
        QVERIFY(QDir().mkpath(folder));
        QFile unfinished(folder + u'/' + nameWhileWritten(u"instance.json"_s));
        QVERIFY(unfinished.open(QIODevice::WriteOnly) && unfinished.write("{") == 1);
        unfinished.close();
        giveToServers(folder);
        VERIFY_OK(m_world->restore(u"early"_s, AtMoment{m_moment}));
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"early"_s), {.finalBackup = false, .keepBackups = true}, testJob()));
        QVERIFY(!QFile::exists(folder));
    }

    /// The computer went down while the new server replayed changes: it is not there yet, and goes on where it was.
    void aServerKilledInItsReplayGoesOn()
    {
        VERIFY_OK(m_world->provider().startRestore(m_world->request(u"replay"_s, AtMoment{m_moment}), testJob()));
        QFile pid(m_world->stanza().instances() + u"/replay/data/postmaster.pid"_s);
        QVERIFY(pid.open(QIODevice::ReadOnly));
        const pid_t server = pid.readLine().trimmed().toInt();
        QCOMPARE(::kill(server, SIGKILL), 0);
        VERIFY_OK(until([&] { return nobodyWorksIn(m_world->stanza().instances() + u"/replay/data"_s); }));

        VERIFY_OK(m_world->restore(u"replay"_s, AtMoment{m_moment}));
        QCOMPARE(m_world->ask(u"replay"_s, u"SELECT string_agg(words, ',' ORDER BY id) FROM note"_s), u"one,two"_s);
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"replay"_s), {.finalBackup = false, .keepBackups = true},
                                              testJob()));
    }

    void twoConsolesDoNotMakeOneServerTogether()
    {
        const QString data = m_world->stanza().instances() + u"/both/data"_s;
        Child child([&](const Child::Say &) {
            return m_world->anotherProvider()->startRestore(m_world->request(u"both"_s, AtLatest{}), testJob()) ? 0 : 1;
        });
        VERIFY_OK(until([&] { return QFile::exists(data + u"/base"_s); }));
        const Outcome second = m_world->provider().startRestore(m_world->request(u"both"_s, AtLatest{}), testJob());
        VERIFY_FAULT(second, Fault::Refused);
        const Result<InstanceState> state = m_world->provider().state(InstanceId(u"both"_s), testJob());
        VERIFY_OK(state);
        QVERIFY(state->phase == InstancePhase::Creating);
        QCOMPARE(child.wait(), 0);
        VERIFY_OK(m_world->waitUntil(u"both"_s, InstancePhase::Available));
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(u"both"_s), {.finalBackup = false, .keepBackups = true}, testJob()));
    }

    void aProtectionKilledAtAnyTimeIsFinished_data()
    {
        QTest::addColumn<int>("afterMillis");
        for (const int millis : {30, 500, 900})
            QTest::addRow("after %d ms", millis) << millis;
    }
    void aProtectionKilledAtAnyTimeIsFinished()
    {
        QFETCH(int, afterMillis);
        const QString name = u"guarded-%1"_s.arg(afterMillis);
        VERIFY_OK(m_world->restore(name, AtLatest{}));
        Child child([&](const Child::Say &) {
            return m_world->anotherProvider()->protect(InstanceId(name), testJob()) ? 0 : 1;
        });
        VERIFY_OK(testJob().sleepFor(std::chrono::milliseconds(afterMillis)));
        child.kill();
        VERIFY_OK(until([&] { return programsIn(u"--stanza="_s + name) == 0; }));
        VERIFY_OK(m_world->provider().protect(InstanceId(name), testJob()));
        QCOMPARE(m_world->ask(name, u"SHOW archive_mode"_s), u"on"_s);
        QVERIFY(m_world->ask(name, u"SHOW archive_command"_s).contains(u"--stanza="_s + name));
        VERIFY_OK(
            m_world->provider().destroy(InstanceId(name), {.finalBackup = false, .keepBackups = false}, testJob()));
        QFile config(m_world->stanza().configFile());
        QVERIFY(config.open(QIODevice::ReadOnly) && !config.readAll().contains(name.toUtf8()));
    }

    /// It died, too, and has a while of its own log to go through before anybody may come in.
    void aProtectionWaitsForAServerThatIsComingUp()
    {
        VERIFY_OK(m_world->restore(u"waking"_s, AtLatest{}));
        {
            ConnectionInfo there = m_world->stanza().cluster().socket(m_world->stanza().database());
            there.port = m_world->portOf(u"waking"_s);
            postgres::SessionOptions options;
            options.access = postgres::Access::ReadWrite;
            Result<postgres::Connection> session = postgres::Connection::open(there, options, testJob());
            VERIFY_OK(session);
            VERIFY_OK(session->script("CREATE TABLE ballast AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)", testJob()));
        }
        const QString data = m_world->stanza().instances() + u"/waking/data"_s;
        QFile pid(data + u"/postmaster.pid"_s);
        QVERIFY(pid.open(QIODevice::ReadOnly));
        QCOMPARE(::kill(pid.readLine().trimmed().toInt(), SIGKILL), 0);
        VERIFY_OK(until([&] { return nobodyWorksIn(data); }));

        VERIFY_OK(m_world->provider().protect(InstanceId(u"waking"_s), testJob()));

        QCOMPARE(m_world->ask(u"waking"_s, u"SHOW archive_mode"_s), u"on"_s);
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"waking"_s), {.finalBackup = false, .keepBackups = false}, testJob()));
    }

    /// Killed between the two lists that a stanza begins with. Where anything was kept a missing list is damage: said, and left alone.
    void aStanzaHalfMadeIsMadeAnewUnlessItKeepsSomething()
    {
        VERIFY_OK(m_world->restore(u"half"_s, AtLatest{}));
        plantStanza(u"half"_s);
        const QString archive = m_world->stanza().repository() + u"/archive/half"_s;
        const QString kept = archive + u"/15-1/0000000100000000"_s;
        QVERIFY(QDir(m_world->stanza().repository() + u"/backup/half"_s).removeRecursively());
        QVERIFY(QDir().mkpath(kept));
        giveToServers(archive + u"/15-1"_s);
        giveToServers(kept);

        QVERIFY(!m_world->provider().protect(InstanceId(u"half"_s), testJob()));
        QVERIFY(QFile::exists(kept) && QFile::exists(archive + u"/archive.info"_s));

        QVERIFY(QDir(archive + u"/15-1"_s).removeRecursively());
        VERIFY_OK(m_world->provider().protect(InstanceId(u"half"_s), testJob()));
        QCOMPARE(m_world->ask(u"half"_s, u"SHOW archive_mode"_s), u"on"_s);
        VERIFY_OK(m_world->stanza().backrest({u"check"_s}, u"half"_s));
        VERIFY_OK(m_world->provider().destroy(InstanceId(u"half"_s), {.finalBackup = false, .keepBackups = false}, testJob()));
    }

private:
    /// The section and the stanza that protecting a server begins with.
    void plantStanza(const QString &name)
    {
        QFile config(m_world->stanza().configFile());
        QVERIFY(config.open(QIODevice::Append));
        config.write(u"\n[%1]\npg1-path=%2/%1/data\npg1-port=%3\npg1-socket-path=%4\npg1-user=postgres\n"_s
                         .arg(name, m_world->stanza().instances()).arg(m_world->portOf(name)).arg(m_world->stanza().folder()).toUtf8());
        config.close();
        VERIFY_OK(m_world->stanza().backrest({u"stanza-create"_s}, name));
    }

    /// A minute at most.
    static Outcome until(const std::function<bool()> &came)
    {
        for (int looks = 0; looks < 6000; ++looks) {
            if (came())
                return Done{};
            if (Outcome slept = testJob().sleepFor(std::chrono::milliseconds(10)); !slept)
                return slept;
        }
        return Error(Fault::Defect, u"It did not happen within a minute."_s);
    }
    /// How many processes have this among their words.
    static int programsIn(const QString &words)
    {
        int count = 0;
        for (const QString &pid : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
            QFile file(u"/proc/"_s + pid + u"/cmdline"_s);
            if (pid.toInt() > 0 && file.open(QIODevice::ReadOnly) && file.readAll().contains(words.toUtf8()))
                ++count;
        }
        return count;
    }

    static bool nobodyWorksIn(const QString &folder)
    {
        const QStringList pids = QDir(u"/proc"_s).entryList(QDir::Dirs);
        return std::none_of(pids.begin(), pids.end(), [&](const QString &pid) {
            return pid.toInt() > 0 && QFileInfo(u"/proc/"_s + pid + u"/cwd"_s).symLinkTarget() == folder;
        });
    }

    std::unique_ptr<RestoredStanza> m_world;
    Instant m_moment;
};

SHUTTLER_TEST(tst_RestoreCrash)
#include "tst_RestoreCrash.moc"
