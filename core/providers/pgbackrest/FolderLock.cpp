// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/FolderLock.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

int openFolder(const QString &folder)
{
    return ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

Error couldNotLock(const QString &folder)
{
    return Error(errno == ENOENT ? Fault::NotFound : Fault::Refused,
                 u"The folder %1 could not be opened: %2."_s.arg(folder, QString::fromLocal8Bit(std::strerror(errno))))
        .means(u"The step was not done."_s)
        .todo(u"Check that it exists and that you may use it, then try again."_s);
}

int lockPatiently(int folder)
{
    int result = 0;
    while ((result = ::flock(folder, LOCK_EX)) != 0 && errno == EINTR) {}
    return result;
}

} // namespace

Result<FolderLock> FolderLock::take(const QString &folder, const QString &busy)
{
    const int opened = openFolder(folder);
    if (opened < 0)
        return couldNotLock(folder);
    FolderLock lock(opened);
    if (::flock(opened, LOCK_EX | LOCK_NB) == 0)
        return lock;
    return Error(Fault::Refused, busy)
        .means(u"This call did nothing, so that the two do not get in each other's way."_s)
        .todo(u"Wait for the other one to end, then try again."_s);
}

Result<FolderLock> FolderLock::waitFor(const QString &folder)
{
    const int opened = openFolder(folder);
    if (opened < 0)
        return couldNotLock(folder);
    FolderLock lock(opened);
    if (lockPatiently(opened) != 0)
        return couldNotLock(folder);
    return lock;
}

bool FolderLock::isHeld(const QString &folder)
{
    // Asked of the kernel's list: trying the lock would get in the way of somebody who wants it in that very moment.
    struct stat facts = {};
    QFile locks(u"/proc/locks"_s);
    if (::stat(QFile::encodeName(folder).constData(), &facts) != 0 || !locks.open(QIODevice::ReadOnly))
        return false;
    const QByteArray place = ':' + QByteArray::number(quint64(facts.st_ino)) + ' ';
    for (const QByteArray &line : locks.readAll().split('\n'))
        if (line.contains(" FLOCK ") && line.contains(" WRITE ") && !line.contains(" -> ") && line.contains(place))
            return true;
    return false;
}

FolderLock &FolderLock::operator=(FolderLock &&other) noexcept
{
    std::swap(m_folder, other.m_folder);
    return *this;
}

FolderLock::~FolderLock()
{
    if (m_folder >= 0)
        ::close(m_folder);
}

} // namespace shuttler::pgbackrest
