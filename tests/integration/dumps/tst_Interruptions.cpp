// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/dumps/Doom.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// Whatever dies while a dump is made, and whenever: there is no dump that only looks good, nothing is left behind, and the next run
/// succeeds.
class tst_Interruptions : public QObject {
    Q_OBJECT

    enum class Blow { KillPgDump, CutConnections, StoreFails, Stop };

    std::unique_ptr<DumpedDatabase> m_databases;
    MemoryStore m_store;
    int m_whole = 0;

    ConnectionInfo source() const { return m_databases->at(u"source"_s); }
    /// Calls to the store that one whole run takes.
    int callsOfOneRun()
    {
        std::atomic<int> calls = 0;
        m_store.onCall = [&](const QString &) { ++calls; return Outcome(Done{}); };
        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(source()), testJob());
        m_store.onCall = nullptr;
        m_whole += manifest.has_value();
        return manifest ? int(calls) : 0;
    }
    void cutConnections()
    {
        [[maybe_unused]] const Outcome cut = m_databases->run(
            u"postgres"_s, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'source' AND pid <> pg_backend_pid()");
    }

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeLarge(u"source"_s, 12));
        m_store.mostAtOnce = 1024 * 1024;
    }
    void cleanup()
    {
        m_store.clear();
        m_whole = 0;
    }

    void theNextRunSucceedsWheneverItDies_data()
    {
        QTest::addColumn<int>("blow");
        QTest::newRow("pg_dump is killed") << int(Blow::KillPgDump);
        QTest::newRow("the connections are cut") << int(Blow::CutConnections);
        QTest::newRow("the store fails") << int(Blow::StoreFails);
        QTest::newRow("the person stops it") << int(Blow::Stop);
    }

    void theNextRunSucceedsWheneverItDies()
    {
        QFETCH(int, blow);
        const int all = callsOfOneRun();
        QVERIFY2(all > 40, qPrintable(QString::number(all)));
        QRandomGenerator chance(quint32(20'261'201 + blow));
        const int moments = 13;
        int failed = 0;
        for (int attempt = 0; attempt < moments; ++attempt) {
            // One of each part of the way.
            const int strikeAt = 1 + attempt * all / moments + chance.bounded(std::max(1, all / moments));
            WatchedJob watched;
            std::atomic<int> calls = 0;
            m_store.onCall = [&](const QString &call) -> Outcome {
                if (++calls != strikeAt)
                    return Done{};
                switch (Blow(blow)) {
                case Blow::KillPgDump:
                    killOwn("pg_dump");
                    break;
                case Blow::CutConnections:
                    cutConnections();
                    break;
                case Blow::StoreFails:
                    return Error(Fault::Unreachable, u"the store is gone at "_s + call);
                case Blow::Stop:
                    watched.stop.request_stop();
                    break;
                }
                return Done{};
            };

            const Result<DumpManifest> manifest = takeDump(m_store, wishFor(source()), watched.job);

            m_store.onCall = nullptr;
            m_whole += manifest.has_value();
            failed += !manifest;
            if (!manifest) {
                const Fault expected = Blow(blow) == Blow::Stop ? Fault::Cancelled : Fault::Unreachable;
                QVERIFY2(manifest.error().fault() == expected, describe(manifest.error()).constData());
                QVERIFY(Blow(blow) == Blow::Stop || !manifest.error().what().isEmpty());
            }
            QCOMPARE(m_store.uploads(), 0);
            QVERIFY(!killOwn("pg_dump"));
            QVERIFY(!killOwn("pg_restore"));
            QCOMPARE(m_store.keys().filter(u"manifests/"_s).size(), m_whole);
            if (attempt % 5 == 4) {
                VERIFY_OK(takeDump(m_store, wishFor(source()), testJob()));
                ++m_whole;
            }
        }
        const Result<int> whole = wholeDumps(m_store, Look::Read, testJob());
        VERIFY_OK(whole);
        QCOMPARE(*whole, m_whole);
        QVERIFY2(failed >= (Blow(blow) == Blow::StoreFails ? moments - 1 : 4), qPrintable(QString::number(failed)));
    }

    void aPgDumpThatIsKilledLeavesNoObject()
    {
        const QStringList before = m_store.keys();
        bool wasThere = false;
        m_store.onCall = [&](const QString &call) -> Outcome {
            if (call.startsWith(u"gulp dumps/"_s) && call.endsWith(u" 3"_s))
                wasThere = killOwn("pg_dump");
            return Done{};
        };

        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(source()), testJob());

        QVERIFY(wasThere);
        VERIFY_FAULT(manifest, Fault::Unreachable);
        QVERIFY(manifest.error().what().contains(u"killed"_s));
        QCOMPARE(m_store.keys(), before);
    }

    void aTableThatIsEmptiedAfterTheMomentIsNoticed()
    {
        // Between the fixing of the moment and pg_dump's lock on the table, where no snapshot helps: TRUNCATE takes the rows away for
        // everybody.
        VERIFY_OK(m_databases->makeSmall(u"emptied"_s));
        const QStringList before = m_store.keys();
        QTemporaryDir folder;
        QVERIFY(folder.isValid());
        const QString real = m_databases->cluster().tools().folder();
        for (const QString &program : {u"postgres"_s, u"pg_restore"_s, u"psql"_s})
            QVERIFY(QFile::link(real + u'/' + program, folder.path() + u'/' + program));
        QFile script(folder.path() + u"/pg_dump"_s);
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write(
            u"#!/bin/sh\ncase \"$1\" in --version) ;; *) %1/psql -q -h %2 -p %3 -U postgres -d emptied -c 'TRUNCATE sales' >&2;; esac\n"
            "exec %1/pg_dump \"$@\"\n"_s.arg(real, m_databases->cluster().socketFolder())
                .arg(m_databases->cluster().port())
                .toUtf8());
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        DumpWish wish = wishFor(m_databases->at(u"emptied"_s));
        wish.reader.programs = folder.path();

        const Result<DumpManifest> manifest = takeDump(m_store, wish, testJob());

        VERIFY_FAULT(manifest, Fault::Unreachable);
        QVERIFY2(manifest.error().what().contains(u"emptied"_s), qPrintable(manifest.error().what()));
        QCOMPARE(m_store.keys(), before);
    }

    void whatAnEarlierRunLeftUnfinishedIsGivenUp()
    {
        const QString name = DumpName::at(SystemClock().now()).toString();
        m_store.beginUpload(u"dumps/production/%1.dump.zst"_s.arg(name));
        m_store.beginUpload(u"dumps/staging/%1.dump.zst"_s.arg(name));
        m_store.beginUpload(u"dumps/production/holiday.mp4"_s);
        WatchedJob watched;

        VERIFY_OK(takeDump(m_store, wishFor(source()), watched.job));

        QCOMPARE(m_store.uploads(), 2); // Another environment's, and somebody's.
        QCOMPARE(watched.progress.lines().filter(name).size(), 1);
    }

    void aRoleThatMayNotReadEverythingGetsNoDump()
    {
        VERIFY_OK(m_databases->run(u"source"_s, "CREATE ROLE half LOGIN; CREATE TABLE closed (id int)"));
        const QStringList before = m_store.keys();
        VERIFY_FAULT(takeDump(m_store, wishFor(m_databases->at(u"source"_s, u"half"_s)), testJob()), Fault::Refused);
        QCOMPARE(m_store.keys(), before);
        VERIFY_OK(m_databases->run(u"source"_s, "DROP TABLE closed"));
    }

    void programsOlderThanTheServerAreRefused()
    {
        QTemporaryDir folder;
        QFile old(folder.path() + u"/postgres"_s);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("#!/bin/sh\necho 'postgres (PostgreSQL) 12.22'\n");
        old.close();
        QVERIFY(old.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        DumpReader reader;
        reader.programs = folder.path();
        DumpManifest manifest;
        manifest.pgDumpVersion = u"99.1"_s;
        const Result<qint64> read = verifyDump(m_store, manifest, reader, testJob());
        VERIFY_FAULT(read, Fault::Refused);
        QVERIFY2(read.error().what().contains(u"12"_s) && read.error().what().contains(u"99"_s), qPrintable(read.error().what()));
    }

    void whereNoMomentCanBeSharedThereIsNoDump()
    {
        VERIFY_OK(m_databases->run(u"source"_s, "REVOKE EXECUTE ON FUNCTION pg_export_snapshot() FROM PUBLIC; CREATE ROLE reader LOGIN; "
                                                "GRANT pg_read_all_data TO reader"));
        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(m_databases->at(u"source"_s, u"reader"_s)), testJob());
        VERIFY_FAULT(manifest, Fault::Refused);
        QVERIFY2(manifest.error().todo().contains(u"pg_export_snapshot"_s), describe(manifest.error()).constData());
        VERIFY_OK(m_databases->run(u"source"_s, "GRANT EXECUTE ON FUNCTION pg_export_snapshot() TO PUBLIC"));
        VERIFY_OK(takeDump(m_store, wishFor(m_databases->at(u"source"_s, u"reader"_s)), testJob()));
    }
};

SHUTTLER_TEST(tst_Interruptions)
#include "tst_Interruptions.moc"
