// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/providers/pgbackrest/LocalCluster.h"
#include "core/providers/pgbackrest/PostmasterFile.h"
#include "tests/support/Child.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What a killed server leaves behind, and whom its number may mean by now.
class tst_PostmasterFile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    QString data() const { return m_folder->filePath(u"data"_s); }
    QString note() const { return data() + u"/postmaster.pid"_s; }
    QString lock() const { return m_folder->filePath(u".s.PGSQL.5433.lock"_s); }
    void leave(pid_t pid) const
    {
        const QByteArray number = QByteArray::number(pid);
        const QByteArray place = QFile::encodeName(data());
        const QByteArray sockets = QFile::encodeName(m_folder->path());
        VERIFY_OK(writeFileAtomically(note(), number + '\n' + place + "\n1795517237\n5433\n" + sockets
                                                  + "\n\n  1769518  14680074\nready   \n"));
        VERIFY_OK(writeFileAtomically(lock(), number + '\n' + place + "\n1795517237\n5433\n" + sockets + '\n'));
    }
    /// A process that works in `folder` until it is killed.
    static std::unique_ptr<Child> worksIn(const QString &folder)
    {
        auto child = std::make_unique<Child>([&folder](const Child::Say &say) {
            if (::chdir(QFile::encodeName(folder).constData()) == 0)
                say("there");
            ::pause();
            return 0;
        });
        child->hear();
        return child;
    }

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(data()));
    }

    void itIsReadAsPostgresWritesIt()
    {
        QVERIFY(!PostmasterFile::read(data()));
        leave(4711);
        const std::optional<PostmasterFile> file = PostmasterFile::read(data());
        QVERIFY(file);
        QCOMPARE(file->pid, 4711);
        QCOMPARE(file->port, 5433);
        QCOMPARE(file->socketFolder, m_folder->path());
        QCOMPARE(file->status, u"ready"_s);
    }

    void whoWorksThereIsTheServer()
    {
        const std::unique_ptr<Child> server = worksIn(data());
        leave(server->pid());
        QVERIFY(isServerOf(data(), server->pid()));
        QVERIFY(LocalCluster(data(), std::nullopt).running());
        removeStaleNotes(data());
        QVERIFY(QFile::exists(note()) && QFile::exists(lock()));
    }

    void whoWorksElsewhereIsNot()
    {
        const std::unique_ptr<Child> stranger = worksIn(m_folder->path());
        leave(stranger->pid());
        QVERIFY(isAlive(stranger->pid()) && !isServerOf(data(), stranger->pid()));
        QVERIFY(!LocalCluster(data(), std::nullopt).running());
        removeStaleNotes(data());
        QVERIFY(!QFile::exists(note()) && !QFile::exists(lock()));
    }

    /// To an ordinary user such a process does not show where it works.
    void anotherUsersProcessIsNot()
    {
        leave(1);
        QVERIFY(isAlive(1) && !isServerOf(data(), 1));
        QVERIFY(!LocalCluster(data(), std::nullopt).running());
    }

    void whoIsDeadIsNobodyAndPostgresSeesToIt()
    {
        const std::unique_ptr<Child> gone = worksIn(data());
        leave(gone->pid());
        gone->kill();
        QVERIFY(!isAlive(gone->pid()) && !isServerOf(data(), gone->pid()));
        removeStaleNotes(data());
        QVERIFY(QFile::exists(note()) && QFile::exists(lock()));
    }

    /// What was killed takes a while to give its memory back. It answers nobody meanwhile, though it has a number still.
    void whoIsBeingClearedAwayIsDead()
    {
        const auto dies = [](pid_t pid, int looks) { // Before it is a zombie.
            for (; looks > 0; --looks) {
                const bool alive = isAlive(pid);
                const bool isZombie = readWholeFile(u"/proc/%1/stat"_s.arg(pid)).value_or(QByteArray()).contains(") Z ");
                if (!alive || isZombie)
                    return !alive && !isZombie;
            }
            return false;
        };
        bool seen = false;
        for (int deaths = 0; deaths < 20 && !seen; ++deaths) {
            int pipe[2] = {};
            QCOMPARE(::pipe(pipe), 0);
            const pid_t big = ::fork();
            if (big == 0) {
                const std::size_t size = 256u << 20;
                void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
                [[maybe_unused]] const ssize_t said = ::write(pipe[1], memory == MAP_FAILED ? "-" : "+", 1);
                for (;;)
                    ::pause();
            }
            char ready = 0;
            QCOMPARE(::read(pipe[0], &ready, 1), 1);
            QCOMPARE(ready, '+');
            QVERIFY(isAlive(big));
            ::kill(big, SIGKILL);
            seen = dies(big, 1'000'000);
            ::waitpid(big, nullptr, 0);
            ::close(pipe[0]);
            ::close(pipe[1]);
        }
        QVERIFY(seen);
    }

    /// Dead, but its parent has not asked yet how it ended.
    void aZombieIsDead()
    {
        const pid_t zombie = ::fork();
        if (zombie == 0)
            ::_exit(0);
        QTRY_VERIFY(!isAlive(zombie));
        QCOMPARE(::kill(zombie, 0), 0);
        ::waitpid(zombie, nullptr, 0);
    }

    /// By now the number may even be that of another server at the same port, whose lock is right.
    void anotherServersLockStays()
    {
        const std::unique_ptr<Child> other = worksIn(m_folder->path());
        leave(other->pid());
        VERIFY_OK(writeFileAtomically(lock(), QByteArray::number(other->pid()) + '\n'
                                                  + QFile::encodeName(m_folder->path()) + "\n1795517237\n5433\n"));
        removeStaleNotes(data());
        QVERIFY(!QFile::exists(note()) && QFile::exists(lock()));
    }
};

SHUTTLER_TEST(tst_PostmasterFile)
#include "tst_PostmasterFile.moc"
