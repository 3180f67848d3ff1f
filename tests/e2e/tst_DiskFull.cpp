// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedPractice.h"
#include "tests/e2e/Untouched.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// A restore that runs out of disk says so, leaves what it says it left, and can be finished or taken back.
class tst_DiskFull : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();
    void refusesBeforehandWhenItWouldNotFit();
    void stopsInTheMiddleAndIsTakenBack();
    void stopsInTheMiddleAndGoesOnOnceThereIsRoom();

private:
    bool mountSmallDisk(const QByteArray &options);
    /// A run that fails in the middle of copying for want of room for bytes, or for files.
    enum class Lacking { Bytes, Files };
    CtlAnswer failInTheMiddle(Lacking lacking);
    /// A pgBackRest before whose restore somebody else fills the disk up.
    bool letSomebodyFillTheDisk();
    QString complaintAboutStopping(const CtlAnswer &failed);
    QStringList restoredServers() const;

    StagedPractice m_practice;
    QByteArray m_disk;
    QByteArray m_environment;
};

void tst_DiskFull::initTestCase()
{
    // What is mounted below is seen by this program and its children only, and is gone with them.
    if (::geteuid() == 0 && (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0))
        QSKIP("Root without the right to mount cannot make a small disk.");
    const CtlAnswer created = m_practice.create();
    QVERIFY2(created.exit == 0, created.describe().constData());
    m_environment = contentOf(m_practice.environmentFile());
}

void tst_DiskFull::cleanup()
{
    m_practice.ctl().beforeEach({});
    if (!m_environment.isEmpty())
        QVERIFY(writeTo(m_practice.environmentFile(), m_environment));
    if (!m_disk.isEmpty())
        ::umount2(m_disk.constData(), MNT_DETACH);
    m_disk.clear();
}

bool tst_DiskFull::mountSmallDisk(const QByteArray &options)
{
    m_disk = QFile::encodeName(m_practice.instances());
    if (::mount("tmpfs", m_disk.constData(), "tmpfs", 0, options.constData()) != 0)
        return false;
    giveToServers(m_practice.instances());
    return true;
}

QStringList tst_DiskFull::restoredServers() const
{
    return QDir(m_practice.instances()).entryList(QDir::Dirs | QDir::NoDotAndDotDot); // Without ".shuttler".
}

bool tst_DiskFull::letSomebodyFillTheDisk()
{
    const QString program = m_practice.ctl().folder() + u"/pgbackrest"_s;
    const QString script = u"#!/bin/bash\nfor word; do [ \"$word\" = restore ] && head -c 480M /dev/zero > '%1/.somebody-else'; done\n"
                           "exec /usr/bin/pgbackrest \"$@\"\n"_s.arg(m_practice.instances());
    QByteArray environment = m_environment;
    return writeTo(program, script.toUtf8())
        && QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther)
        && writeTo(m_practice.environmentFile(), environment.replace("\"/usr/bin/pgbackrest\"", '"' + program.toUtf8() + '"'));
}

CtlAnswer tst_DiskFull::failInTheMiddle(Lacking lacking)
{
    if (::geteuid() != 0)
        m_practice.ctl().beforeEach([] {
            const rlimit small{500'000, 500'000}; // Less than PostgreSQL's own largest catalogue, which every copy holds.
            ::setrlimit(RLIMIT_FSIZE, &small);
            ::signal(SIGXFSZ, SIG_IGN); // Told by an error, as on a full disk, instead of being killed.
        });
    else if (lacking == Lacking::Files ? !mountSmallDisk("size=500m,nr_inodes=400,mode=0700") // Bytes enough, as a look beforehand finds.
                                       : !mountSmallDisk("size=500m,mode=0700") || !letSomebodyFillTheDisk())
        return {};
    const CtlAnswer failed = m_practice.restore({u"--latest"_s});
    m_practice.ctl().beforeEach({});
    return failed;
}

QString tst_DiskFull::complaintAboutStopping(const CtlAnswer &failed)
{
    const QString whole = u"\n"_s + QString::fromUtf8(failed.describe());
    const QJsonObject error = failed.error();
    const QString said = error[u"what"_s].toString() + error[u"means"_s].toString() + error[u"details"_s].toString();
    if (failed.exit != 3 || error[u"means"_s].toString().isEmpty() || error[u"todo"_s].toString().isEmpty())
        return u"not refused in three parts"_s + whole;
    // At a limit pgBackRest writes half a block and knows no more than that.
    if (!said.contains(::geteuid() == 0 ? u"The disk is full"_s : u"unable to write '%1"_s.arg(m_practice.instances())))
        return u"the reason is not named"_s + whole;
    const QStringList left = restoredServers();
    if (left.size() != 1 || left.first() != failed.json.value(u"instance"_s).toString())
        return u"left are "_s + left.join(u", "_s) + whole;
    if (!said.contains(m_practice.instances() + u'/' + left.first()))
        return u"what is left is not named"_s + whole;
    if (failed.json.value(u"state"_s) != u"failed"_s)
        return u"the run is not failed"_s + whole;
    return leakOf(m_practice.appPassword(), failed, m_practice.ctl());
}

void tst_DiskFull::refusesBeforehandWhenItWouldNotFit()
{
    if (::geteuid() != 0)
        QSKIP("Only root can mount a small disk.");
    QVERIFY(mountSmallDisk("size=30m,mode=0700"));
    const Untouched before = Untouched::look(m_practice);
    const CtlAnswer refused = m_practice.restore({u"--latest"_s});
    QCOMPARE(refused.error().value(u"what"_s).toString().contains(u"not enough disk space"_s), true);
    QVERIFY2(refused.exit == 3, refused.describe().constData());
    QCOMPARE(restoredServers(), QStringList());
    const CtlAnswer undone = m_practice.undo(refused);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(Untouched::look(m_practice).differenceFrom(before), QString());
}

void tst_DiskFull::stopsInTheMiddleAndIsTakenBack()
{
    const QByteArray env = contentOf(m_practice.envFile());
    const CtlAnswer failed = failInTheMiddle(Lacking::Bytes);
    QCOMPARE(complaintAboutStopping(failed), QString());
    QCOMPARE(contentOf(m_practice.envFile()), env);
    QVERIFY(m_practice.waitForBookings(1));

    const CtlAnswer undone = m_practice.undo(failed);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(restoredServers(), QStringList());
    QCOMPARE(contentOf(m_practice.envFile()), env);
}

void tst_DiskFull::stopsInTheMiddleAndGoesOnOnceThereIsRoom()
{
    const CtlAnswer failed = failInTheMiddle(Lacking::Files);
    QCOMPARE(complaintAboutStopping(failed), QString());
    if (!m_disk.isEmpty())
        QVERIFY(::mount("tmpfs", m_disk.constData(), "tmpfs", MS_REMOUNT, "size=500m,nr_inodes=100000") == 0);
    const CtlAnswer resumed = m_practice.resume(failed, {u"--until"_s, u"4"_s});
    QVERIFY2(resumed.exit == 0, resumed.describe().constData());
    QCOMPARE(restoredServers(), QStringList{resumed.json.value(u"instance"_s).toString()});
    const CtlAnswer undone = m_practice.undo(resumed);
    QVERIFY2(undone.exit == 0, undone.describe().constData());
    QCOMPARE(restoredServers(), QStringList());
}

SHUTTLER_TEST(tst_DiskFull)
#include "tst_DiskFull.moc"
