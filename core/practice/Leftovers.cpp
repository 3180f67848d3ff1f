// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/Leftovers.h"

#include "core/base/Files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/shm.h>
#include <unistd.h>

extern "C" { // glibc 2.36 leaves it to us.
#include <sys/pidfd.h>
}

namespace shuttler {

using namespace Qt::StringLiterals;

static QString programOf(pid_t pid)
{
    QString target = QFile::symLinkTarget(u"/proc/%1/exe"_s.arg(pid));
    if (target.endsWith(u" (deleted)"_s))
        target.chop(10);
    return target.section(u'/', -1);
}

static bool belongsTo(const QString &folder, pid_t pid)
{
    const QString inside = folder + u'/';
    const QString real = QFileInfo(folder).canonicalFilePath() + u'/'; // The kernel knows no symbolic links.
    if (const QString works = QFile::symLinkTarget(u"/proc/%1/cwd"_s.arg(pid)) + u'/';
        works.startsWith(inside) || (real.size() > 1 && works.startsWith(real)))
        return true;
    QFile line(u"/proc/%1/cmdline"_s.arg(pid));
    if (!line.open(QIODevice::ReadOnly))
        return false;
    for (const QByteArray &word : line.readAll().split('\0')) {
        const QString text = QFile::decodeName(word);
        if (text.startsWith(inside) || text.contains(u'=' + inside))
            return true;
    }
    return false;
}

QList<LivingProcess> processesOf(const QString &folder)
{
    static const QStringList ours{u"postgres"_s, u"pgbackrest"_s, u"initdb"_s, u"pg_ctl"_s, u"shuttler-practice-app"_s};
    QList<LivingProcess> found;
    for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
        const pid_t pid = entry.toInt();
        if (pid <= 0 || pid == ::getpid())
            continue;
        const QString program = programOf(pid);
        if (ours.contains(program) && belongsTo(folder, pid))
            found.append({pid, program});
    }
    return found;
}

bool isAppOf(const QString &folder, pid_t pid)
{
    return pid > 0 && programOf(pid) == u"shuttler-practice-app"_s && belongsTo(folder, pid);
}

pid_t appOf(const QString &folder)
{
    for (const LivingProcess &process : processesOf(folder))
        if (isAppOf(folder, process.pid))
            return process.pid;
    return 0;
}

Outcome endProcess(pid_t pid, int signal, Micros patience)
{
    const int handle = ::pidfd_open(pid, 0);
    if (handle < 0)
        return Done{}; // Gone already.
    const auto send = [handle](int which) { return ::pidfd_send_signal(handle, which, nullptr, 0); };
    const auto waitFor = [handle](Micros span) {
        pollfd watched{handle, POLLIN, 0};
        return ::poll(&watched, 1, int(std::chrono::duration_cast<std::chrono::milliseconds>(span).count())) > 0;
    };
    int error = 0;
    bool gone = false;
    for (const auto &[which, span] : {std::pair(signal, patience), std::pair(SIGKILL, Micros(Seconds(30)))}) {
        error = send(which) == 0 || errno == ESRCH ? ETIMEDOUT : errno;
        gone = waitFor(error == ETIMEDOUT ? span : Micros(0));
        if (gone || error != ETIMEDOUT)
            break;
    }
    ::close(handle);
    if (gone)
        return Done{};
    return Error(Fault::Refused,
                 u"Process %1 could not be ended: %2."_s.arg(pid).arg(QString::fromLocal8Bit(std::strerror(error))))
        .means(u"It belongs to this Practice and still runs."_s)
        .todo(u"Run this as the user who made the Practice."_s);
}

Outcome endProcessesOf(const QString &folder)
{
    // A server may start another process while we look: it is over when nobody is left.
    for (QList<LivingProcess> living = processesOf(folder); !living.isEmpty(); living = processesOf(folder)) {
        for (const LivingProcess &one : living) {
            // PostgreSQL takes SIGQUIT for "now": it takes its children and its shared memory with it.
            const int signal = one.program == u"postgres"_s ? SIGQUIT : SIGTERM;
            if (Outcome ended = endProcess(one.pid, signal, Seconds(10)); !ended)
                return ended;
        }
    }
    return Done{};
}

Outcome endOrphansIn(const QString &dataFolder)
{
    for (const LivingProcess &process : processesOf(dataFolder)) {
        // A server's children name themselves "postgres: writer"; what is just starting is no child.
        if (!readWholeFile(u"/proc/%1/cmdline"_s.arg(process.pid)).value_or(QByteArray()).startsWith("postgres: "))
            continue;
        if (Outcome ended = endProcess(process.pid, SIGQUIT, Seconds(10)); !ended)
            return ended;
    }
    return Done{};
}

void releaseSharedMemoryOf(const QString &folder)
{
    for (QDirIterator files(folder, {u"postmaster.pid"_s}, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();) {
        QFile file(files.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        // The seventh line names the segment: its key and its number.
        const QList<QByteArray> words = file.readAll().split('\n').value(6).simplified().split(' ');
        if (words.size() != 2)
            continue;
        const int number = words[1].toInt();
        shmid_ds segment{};
        if (::shmctl(number, IPC_STAT, &segment) == 0 && segment.shm_nattch == 0
            && segment.shm_perm.__key == key_t(words[0].toULong()))
            ::shmctl(number, IPC_RMID, nullptr);
    }
}

} // namespace shuttler
