// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

static QString reasonOf(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

static Error couldNotWrite(const QString &path, int error)
{
    return Error(Fault::Refused, u"%1 could not be written: %2."_s.arg(path, reasonOf(error)))
        .means(u"The file is as it was."_s)
        .todo(error == ENOSPC ? u"Free some disk space, then try again."_s
                              : u"Check that the folder exists and that you may write there, then try again."_s);
}

static int syncDirectoryOf(const QByteArray &path)
{
    const int directory = ::open(QByteArray(path).left(path.lastIndexOf('/') + 1).constData(), O_RDONLY | O_DIRECTORY);
    if (directory < 0)
        return errno;
    const int error = ::fsync(directory) == 0 ? 0 : errno;
    ::close(directory);
    return error;
}

QString nameWhileWritten(const QString &name)
{
    return u'.' + name + u".shuttler-new"_s;
}

Outcome writeFileAtomically(const QString &path, const QByteArray &content, QFileDevice::Permissions mode)
{
    // A link keeps its place: what it points at is replaced.
    const QFileInfo info(path);
    const QString target = info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
    const QByteArray native = QFile::encodeName(target);
    // One fixed name: what a crash left behind, perhaps with a password in it, goes with the next write.
    const qsizetype slash = native.lastIndexOf('/');
    const QByteArray temporary =
        native.left(slash + 1) + QFile::encodeName(nameWhileWritten(QFile::decodeName(native.mid(slash + 1))));
    ::unlink(temporary.constData());
    const int file = ::open(temporary.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return couldNotWrite(path, errno);

    struct stat old = {};
    const bool replaces = ::stat(native.constData(), &old) == 0;
    mode_t bits = 0;
    bits |= mode & QFileDevice::ReadOwner ? 0400 : 0;
    bits |= mode & QFileDevice::WriteOwner ? 0200 : 0;
    bits |= mode & QFileDevice::ExeOwner ? 0100 : 0;
    bits |= mode & QFileDevice::ReadGroup ? 0040 : 0;
    bits |= mode & QFileDevice::ReadOther ? 0004 : 0;

    int error = 0;
    const auto attempt = [&error](bool good) {
        if (!good && error == 0)
            error = errno;
    };
    attempt(::fchmod(file, replaces ? (old.st_mode & 07777) : bits) == 0);
    if (replaces && (old.st_uid != ::geteuid() || old.st_gid != ::getegid()))
        attempt(::fchown(file, old.st_uid, old.st_gid) == 0);
    for (qsizetype done = 0; done < content.size() && error == 0;) {
        const ssize_t written = ::write(file, content.constData() + done, size_t(content.size() - done));
        if (written > 0)
            done += written;
        else if (errno != EINTR)
            attempt(false);
    }
    if (error == 0)
        attempt(::fsync(file) == 0);
    ::close(file);
    if (error == 0)
        attempt(::rename(temporary.constData(), native.constData()) == 0);
    if (error != 0) {
        ::unlink(temporary.constData());
        return couldNotWrite(path, error);
    }
    if (const int syncError = syncDirectoryOf(native); syncError != 0)
        return couldNotWrite(path, syncError);
    return Done{};
}

Result<QByteArray> readWholeFile(const QString &path)
{
    // Opened first, asked afterwards: while somebody replaces the file, Qt calls it missing, because its links count 0.
    QFile file(path);
    const bool opened = file.open(QIODevice::ReadOnly);
    if (!opened && !file.exists())
        return Error(Fault::NotFound, u"%1 does not exist."_s.arg(path)).todo(u"Check the path."_s);
    if (!opened)
        return Error(Fault::Refused, u"%1 could not be read: %2."_s.arg(path, file.errorString()))
            .todo(u"Check that you may read it."_s);
    return file.readAll();
}

} // namespace shuttler
