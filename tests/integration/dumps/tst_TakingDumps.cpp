// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A dump of a real server, in a store, read back and counted.
class tst_TakingDumps : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeSmall(u"small"_s));
        VERIFY_OK(m_databases->makeAcademy(u"academy"_s));
    }

    void aDumpSaysWhatItIs_data()
    {
        QTest::addColumn<bool>("isPlain");
        QTest::addColumn<bool>("isEncrypted");
        QTest::addColumn<QString>("ending");
        QTest::newRow("custom") << false << false << u".dump.zst"_s;
        QTest::newRow("custom, encrypted") << false << true << u".dump.zst.enc"_s;
        QTest::newRow("plain") << true << false << u".sql.zst"_s;
        QTest::newRow("plain, encrypted") << true << true << u".sql.zst.enc"_s;
    }

    void aDumpSaysWhatItIs()
    {
        QFETCH(bool, isPlain);
        QFETCH(bool, isEncrypted);
        QFETCH(QString, ending);
        MemoryStore store;
        WatchedJob watched;
        DumpWish wish = wishFor(m_databases->at(u"small"_s));
        wish.format = isPlain ? DumpFormat::Plain : DumpFormat::Custom;
        if (isEncrypted)
            wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());
        const Instant before = watched.clock.now();

        const Result<DumpManifest> manifest = takeDump(store, wish, watched.job);

        VERIFY_OK(manifest);
        QCOMPARE(store.keys(), (QStringList{u"dumps/production/"_s + manifest->name.toString() + ending,
                                            u"manifests/production/%1.json"_s.arg(manifest->name.toString())}));
        QCOMPARE(manifest->key, store.keys().first());
        QVERIFY(manifest->takenAt >= before && manifest->takenAt <= manifest->readBackAt);
        QCOMPARE(manifest->baseline.takenAt, manifest->takenAt);
        QCOMPARE(manifest->baseline.totalRows(), 7);
        QVERIFY(manifest->serverVersion.startsWith(QString::number(m_databases->cluster().tools().major())));
        QCOMPARE(manifest->pgDumpMajor(), m_databases->cluster().tools().major());
        QCOMPARE(manifest->stored.bytes, store.at(manifest->key).size());
        QCOMPARE(manifest->stored == manifest->compressed, !isEncrypted);
        QVERIFY(manifest->plain.bytes > 2000);
        QCOMPARE(manifest->entries > 10, !isPlain);
        QCOMPARE(store.at(manifest->key).contains("Odd"), false);
        QVERIFY(watched.progress.stages().size() >= 3);
        VERIFY_OK(verifyDump(store, *manifest, wish.reader, watched.job));
    }

    void theDatabaseIsLeftAloneWhileTheDumpIsReadBack()
    {
        MemoryStore store;
        qint64 sessions = -1;
        store.onCall = [&](const QString &call) -> Outcome {
            if (call.startsWith(u"read dumps/"_s))
                sessions = m_databases->ask(u"postgres"_s, u"SELECT count(*) FROM pg_stat_activity WHERE datname = 'small' AND "
                                                           "backend_xmin IS NOT NULL"_s);
            return Done{};
        };
        VERIFY_OK(takeDump(store, wishFor(m_databases->at(u"small"_s)), testJob()));
        QCOMPARE(sessions, 0);
    }

    void theAcademyIsDumpedWhole()
    {
        MemoryStore store;

        const Result<DumpManifest> manifest = takeDump(store, wishFor(m_databases->at(u"academy"_s)), testJob());

        VERIFY_OK(manifest);
        QVERIFY(manifest->baseline.tables.size() >= 38);
        QVERIFY(manifest->baseline.totalRows() > 1000);
    }
};

SHUTTLER_TEST(tst_TakingDumps)
#include "tst_TakingDumps.moc"
