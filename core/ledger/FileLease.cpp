// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/FileLease.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

static struct flock wholeFile()
{
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

static QString writtenIn(int descriptor)
{
    char text[1024];
    const ssize_t size = ::pread(descriptor, text, sizeof text, 0);
    return size > 0 ? QString::fromUtf8(text, size).trimmed() : u"a program that has just begun"_s;
}

static Error leaseUnavailable(const QString &file, int error)
{
    return Error(Fault::Refused,
                 u"The lock %1 could not be taken: %2."_s.arg(file, QString::fromLocal8Bit(std::strerror(error))))
        .means(u"Nothing was started, because nothing would keep a second restore away."_s)
        .todo(u"Check that you may write to its folder, then try again."_s);
}

Result<std::unique_ptr<Lease>> FileLease::take(const QString &file, const QString &holder)
{
    QDir().mkpath(QFileInfo(file).absolutePath());
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return leaseUnavailable(file, errno);
    struct flock lock = wholeFile();
    if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
        const int error = errno;
        const QString present = writtenIn(descriptor);
        ::close(descriptor);
        if (error != EAGAIN && error != EACCES)
            return leaseUnavailable(file, error);
        return Error(Fault::Refused, u"Somebody else is at work here: %1."_s.arg(present))
            .means(u"Nothing was started. One restore at a time runs in an environment."_s)
            .todo(u"Wait until it has ended, or go on in the window where it runs."_s);
    }
    std::unique_ptr<FileLease> lease(new FileLease(descriptor)); // From here on it is ours, and given back with it.
    const QByteArray text = holder.toUtf8() + '\n';
    if (::ftruncate(descriptor, 0) != 0
        || ::pwrite(descriptor, text.constData(), size_t(text.size()), 0) != text.size())
        return leaseUnavailable(file, errno);
    return std::unique_ptr<Lease>(std::move(lease));
}

std::optional<QString> FileLease::holderOf(const QString &file)
{
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return std::nullopt;
    struct flock lock = wholeFile();
    std::optional<QString> holder;
    if (::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
        holder = writtenIn(descriptor);
    ::close(descriptor);
    return holder;
}

FileLease::~FileLease()
{
    // So that nobody reads our name in it while the next holder has yet to write its own.
    [[maybe_unused]] const int emptied = ::ftruncate(m_descriptor, 0);
    ::close(m_descriptor);
}

} // namespace shuttler
