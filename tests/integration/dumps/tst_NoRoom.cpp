// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpRestore.h"
#include "core/verify/SqlVerifier.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/Test.h"

#include <QFile>
#include <QTemporaryDir>

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A disk that is too small, or filled by somebody else meanwhile.
class tst_NoRoom : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_databases;
    MemoryStore m_store;
    std::optional<DumpManifest> m_manifest;
    QTemporaryDir m_disk;

    qint64 tables() const
    {
        return m_databases->ask(u"target"_s, u"SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s);
    }
    Result<RestoredDump> restore()
    {
        RestoreWish wish;
        wish.target = m_databases->at(u"target"_s);
        wish.scratch = m_disk.path();
        SqlVerifier verifier;
        return restoreDump(m_store, *m_manifest, wish, verifier, testJob());
    }

private slots:
    void initTestCase()
    {
        // What is mounted is seen by this program alone, and is gone with it.
        if (::geteuid() != 0 || ::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("Without the right to mount nobody can make a small disk.");
        auto databases = DumpedDatabase::start();
        VERIFY_OK(databases);
        m_databases = *std::move(databases);
        VERIFY_OK(m_databases->makeLarge(u"source"_s, 4));
        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(m_databases->at(u"source"_s)), testJob());
        VERIFY_OK(manifest);
        m_manifest = *manifest;
        QVERIFY(m_manifest->plain.bytes > 8'000'000);
    }
    void init() { VERIFY_OK(m_databases->makeEmpty(u"target"_s)); }
    void cleanup()
    {
        m_store.onCall = nullptr;
        ::umount2(QFile::encodeName(m_disk.path()).constData(), MNT_DETACH);
        if (m_databases)
            VERIFY_OK(m_databases->run(u"postgres"_s, "DROP DATABASE IF EXISTS target"));
    }

    void whatWouldNotFitIsNotBegun()
    {
        QCOMPARE(::mount("tmpfs", QFile::encodeName(m_disk.path()).constData(), "tmpfs", 0, "size=8000000"), 0);
        bool wasRead = false;
        m_store.onCall = [&](const QString &) { wasRead = true; return Outcome(Done{}); };
        const Result<RestoredDump> restored = restore();
        VERIFY_FAULT(restored, Fault::Refused);
        QVERIFY(restored.error().what().contains(m_disk.path()));
        QVERIFY(!wasRead);
        QCOMPARE(tables(), 0);
    }

    void whatNoLongerFitsIsNotRestored()
    {
        for (const int piece : {1, 3, 20, 40}) {
            QCOMPARE(::mount("tmpfs", QFile::encodeName(m_disk.path()).constData(), "tmpfs", 0, "size=20000000"), 0);
            m_store.onCall = [&](const QString &call) -> Outcome {
                if (call.startsWith(u"piece "_s) && call.endsWith(u" %1"_s.arg(piece))) {
                    QFile other(m_disk.path() + u"/somebody-elses"_s);
                    if (other.open(QIODevice::WriteOnly))
                        other.write(QByteArray(20'000'000, 'x')); // As much as there is room for.
                }
                return Done{};
            };
            const Result<RestoredDump> restored = restore();
            m_store.onCall = nullptr;
            VERIFY_FAULT(restored, Fault::Refused);
            QVERIFY2(restored.error().details().contains(u"No space left"_s), describe(restored.error()).constData());
            QCOMPARE(tables(), 0);
            QCOMPARE(::umount2(QFile::encodeName(m_disk.path()).constData(), MNT_DETACH), 0);
        }
        VERIFY_OK(restore()); // On the disk below, where there is room.
    }

    void aServerWithoutRoomIsAFailure()
    {
        // Its own disk cannot be made small; what it says when it is full can.
        VERIFY_OK(m_databases->run(
            u"postgres"_s, "ALTER DATABASE target SET temp_file_limit = 0; ALTER DATABASE target SET maintenance_work_mem = '1MB'"));
        DumpedDatabase &databases = *m_databases;
        VERIFY_OK(databases.makeEmpty(u"many"_s));
        VERIFY_OK(databases.run(u"many"_s,
                                "CREATE TABLE many (id text); INSERT INTO many SELECT md5(n::text) FROM generate_series(1, 200000) n; "
                                "CREATE INDEX ON many (id)"));
        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(databases.at(u"many"_s)), testJob());
        VERIFY_OK(manifest);
        RestoreWish wish;
        wish.target = databases.at(u"target"_s);
        wish.scratch = m_disk.path();
        SqlVerifier verifier;
        const Result<RestoredDump> restored = restoreDump(m_store, *manifest, wish, verifier, testJob());
        VERIFY_FAULT(restored, Fault::Refused);
        QVERIFY2(restored.error().details().contains(u"temporary file size exceeds"_s), describe(restored.error()).constData());
        QVERIFY(restored.error().means().contains(u"must not be used"_s));
    }
};

SHUTTLER_TEST(tst_NoRoom)
#include "tst_NoRoom.moc"
