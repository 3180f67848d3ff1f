// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Room.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_Room : public QObject {
    Q_OBJECT

private:
    static constexpr qint64 MiB = 1024 * 1024;
    static constexpr qint64 GiB = 1024 * MiB;

private slots:
    void bothNumbersAreNamedWhenTheDiskIsTooSmall()
    {
        const SpaceNeed need{.database = 10 * GiB, .changes = 1 * GiB, .there = 0};
        const Outcome refused = checkSpace(need, 2 * GiB, u"/srv/i"_s);
        VERIFY_FAULT(refused, Fault::Refused);
        QVERIFY2(refused.error().what().contains(u"2.0 GiB are free"_s), qPrintable(refused.error().what()));
        QVERIFY(refused.error().what().contains(u"12.6 GiB are needed"_s));
        QVERIFY(refused.error().todo().contains(u"/srv/i"_s));
        VERIFY_OK(checkSpace(need, need.total(), u"/srv/i"_s));
        VERIFY_FAULT(checkSpace(need, need.total() - 1, u"/srv/i"_s), Fault::Refused);
    }

    /// What an attempt that was cut off has written is not needed a second time.
    void whatIsThereCounts()
    {
        const SpaceNeed fresh{.database = 10 * GiB, .changes = 0, .there = 0};
        const SpaceNeed again{.database = 10 * GiB, .changes = 0, .there = 9 * GiB};
        QCOMPARE(fresh.total() - again.total(), 9 * GiB);
        QCOMPARE((SpaceNeed{.database = MiB, .changes = 0, .there = 9 * GiB}).total(), 0);
    }

    void bytesInAFolderAreThoseOfItsFiles()
    {
        QTemporaryDir folder;
        QDir(folder.path()).mkpath(u"a/b"_s);
        for (const QString &name : {u"one"_s, u"a/b/.two"_s}) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(1000, 'x')) == 1000);
        }
        QCOMPARE(bytesIn(folder.path()), 2000);
        QCOMPARE(bytesIn(u"/nonexistent"_s), 0);
        QVERIFY(freeBytesOnDisk(folder.path()) > 0);
        QCOMPARE(freeBytesOnDisk(u"/nonexistent"_s), 0);
    }

    void nothingIsSmallerThanOnTheSource()
    {
        const QStringList options =
            recoveryOptions({{u"max_connections setting"_s, u"100"_s}, {u"max_prepared_xacts setting"_s, u"0"_s}},
                            {{u"max_connections setting"_s, u"400"_s}}, 15, GiB, 16 * GiB, 128 * MiB, 100 * GiB);
        QVERIFY(options.contains(u"max_connections=400"_s));
        QVERIFY(options.filter(u"max_prepared"_s).isEmpty());  // 0 is what it is anyway.
        QVERIFY(options.contains(u"shared_buffers=1024MB"_s)); // No more than there is to work on.
        QVERIFY(options.contains(u"max_wal_size=8192MB"_s));
        QVERIFY(options.contains(u"recovery_init_sync_method=syncfs"_s));
        QVERIFY(options.filter(u"fsync=off"_s).isEmpty());
    }

    void memoryAndDiskLimitTheHurry()
    {
        const QStringList options = recoveryOptions({}, {}, 13, 100 * GiB, 2 * GiB, 128 * MiB, 3 * GiB);
        QVERIFY(options.contains(u"shared_buffers=512MB"_s));
        QVERIFY(options.contains(u"max_wal_size=1024MB"_s));
        QVERIFY(options.filter(u"recovery_init_sync_method"_s).isEmpty()); // Since 14.
        QVERIFY(recoveryOptions({}, {}, 15, 100 * GiB, 2 * GiB, 4 * GiB, GiB).filter(u"shared_buffers"_s).isEmpty());
        QVERIFY(freeMemory() > 0);
    }
};

SHUTTLER_TEST(tst_Room)
#include "tst_Room.moc"
