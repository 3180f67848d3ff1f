// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpRestore.h"
#include "core/verify/SqlVerifier.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A dump of which one bit, or the end, is not as it was, brings nothing back.
class tst_DamagedDumps : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;

    /// Everything that somebody did to a database since its server was started: none of ours may be among it.
    qint64 changesIn(const QString &database)
    {
        return m_databases->ask(database,
                                u"SELECT count(*) FROM pg_class WHERE oid >= 16384 AND relnamespace <> 'pg_toast'::regnamespace"_s);
    }

private slots:
    void initTestCase()
    {
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeSmall(u"source"_s));
        VERIFY_OK(m_databases->makeEmpty(u"target"_s));
    }

    void everyDamageIsRefusedBeforeAnythingIsRestored_data()
    {
        QTest::addColumn<bool>("isPlain");
        QTest::addColumn<bool>("isEncrypted");
        QTest::newRow("custom") << false << false;
        QTest::newRow("custom, encrypted") << false << true;
        QTest::newRow("plain") << true << false;
    }

    void everyDamageIsRefusedBeforeAnythingIsRestored()
    {
        QFETCH(bool, isPlain);
        QFETCH(bool, isEncrypted);
        MemoryStore store;
        store.mostAtOnce = 1000;
        DumpWish wish = wishFor(m_databases->at(u"source"_s));
        wish.format = isPlain ? DumpFormat::Plain : DumpFormat::Custom;
        if (isEncrypted)
            wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());
        const Result<DumpManifest> manifest = takeDump(store, wish, testJob());
        VERIFY_OK(manifest);
        const QByteArray whole = store.at(manifest->key);
        QTemporaryDir scratch;
        RestoreWish restore;
        restore.target = m_databases->at(u"target"_s);
        restore.scratch = scratch.path();
        restore.reader = wish.reader;
        SqlVerifier verifier;
        QRandomGenerator chance(20'261'201);

        const int flips = 200;
        const int cuts = 60;
        for (int attempt = 0; attempt < flips + cuts; ++attempt) {
            QByteArray &stored = store.at(manifest->key);
            stored = whole;
            const int place = chance.bounded(int(whole.size()));
            if (attempt < flips)
                stored[place] = char(stored[place] ^ (1 << chance.bounded(8)));
            else
                stored.truncate(place);
            const Result<RestoredDump> restored = restoreDump(store, *manifest, restore, verifier, testJob());
            QVERIFY2(!restored, qPrintable(u"%1 at %2"_s.arg(attempt).arg(place)));
            // Of the very first piece one cannot tell a changed byte from another key.
            QVERIFY2(restored.error().fault() == Fault::Corrupt || (isEncrypted && restored.error().fault() == Fault::Refused),
                     describe(restored.error()).constData());
            if (attempt % 10 == 0) {
                QVERIFY(!verifyDump(store, *manifest, wish.reader, testJob()));
                QCOMPARE(changesIn(u"target"_s), 0);
            }
        }
        QCOMPARE(changesIn(u"target"_s), 0);
        store.at(manifest->key) = whole + 'x';
        VERIFY_FAULT(restoreDump(store, *manifest, restore, verifier, testJob()), Fault::Corrupt);
        store.at(manifest->key) = whole; // And it is the damage that is refused.
        VERIFY_OK(verifyDump(store, *manifest, wish.reader, testJob()));
        QCOMPARE(changesIn(u"target"_s), 0);
    }

    void aDumpWithoutItsKeyIsRefused()
    {
        MemoryStore store;
        DumpWish wish = wishFor(m_databases->at(u"source"_s));
        wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());
        const Result<DumpManifest> manifest = takeDump(store, wish, testJob());
        VERIFY_OK(manifest);
        const Result<qint64> none = verifyDump(store, *manifest, {}, testJob());
        VERIFY_FAULT(none, Fault::Refused);
        QVERIFY(none.error().what().contains(wish.reader.key->id()));
        DumpReader other{std::make_shared<const DumpKey>(*DumpKey::generate()), {}};
        VERIFY_FAULT(verifyDump(store, *manifest, other, testJob()), Fault::Refused);
    }

    void aWholeDumpOfAnotherMomentIsRefused()
    {
        MemoryStore store;
        const Result<DumpManifest> first = takeDump(store, wishFor(m_databases->at(u"source"_s)), testJob());
        VERIFY_OK(first);
        VERIFY_OK(m_databases->run(u"source"_s, "INSERT INTO sales (thing) VALUES (3)"));
        const Result<DumpManifest> second = takeDump(store, wishFor(m_databases->at(u"source"_s)), testJob());
        VERIFY_OK(second);
        store.at(first->key) = store.at(second->key);
        VERIFY_FAULT(verifyDump(store, *first, {}, testJob()), Fault::Corrupt);
    }

    void aDumpThatLacksRowsIsRefusedThoughEveryDigestIsRight()
    {
        MemoryStore store;
        for (const DumpFormat format : {DumpFormat::Custom, DumpFormat::Plain}) {
            DumpWish wish = wishFor(m_databases->at(u"source"_s));
            wish.format = format;
            const Result<DumpManifest> manifest = takeDump(store, wish, testJob());
            VERIFY_OK(manifest);
            DumpManifest more = *manifest;
            ++more.baseline.tables.last().rows;
            const Result<qint64> fewer = verifyDump(store, more, {}, testJob());
            VERIFY_FAULT(fewer, Fault::Corrupt);
            QVERIFY2(fewer.error().what().contains(u"rows in it and had"_s), qPrintable(fewer.error().what()));
            more = *manifest;
            more.baseline.tables.append({u"public"_s, u"vanished"_s, 0, {}, {}, {}});
            VERIFY_FAULT(verifyDump(store, more, {}, testJob()), Fault::Corrupt);
            more.ofExtensions.append(u"public.vanished"_s);
            VERIFY_OK(verifyDump(store, more, {}, testJob()));
        }
    }
};

SHUTTLER_TEST(tst_DamagedDumps)
#include "tst_DamagedDumps.moc"
