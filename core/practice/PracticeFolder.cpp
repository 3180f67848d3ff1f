// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/PracticeFolder.h"

#include "core/base/Files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

static QString homeOf(const QString &state, const EnvironmentName &name)
{
    return QDir::cleanPath(state) + u"/practice/"_s + name.toString();
}

/// For root with a closed state folder. The hash keeps several owners' Practices of one name apart.
static QString commonRootOf(const QString &state, const EnvironmentName &name)
{
    const QByteArray hash =
        QCryptographicHash::hash(QDir::cleanPath(state).toUtf8(), QCryptographicHash::Sha256).toHex().first(8);
    return u"/var/lib/shuttler-ops/practice/"_s + QString::fromLatin1(hash) + u'/' + name.toString();
}

bool canReach(const RunAs &as, const QString &path)
{
    for (QString part = path; !part.isEmpty(); part = part.left(part.lastIndexOf(u'/'))) {
        struct stat info = {};
        if (::stat(QFile::encodeName(part).constData(), &info) != 0)
            continue;
        const mode_t needed = info.st_uid == as.uid ? S_IXUSR : info.st_gid == as.gid ? S_IXGRP : S_IXOTH;
        if ((info.st_mode & needed) == 0)
            return false;
    }
    return true;
}

bool isFitForSockets(const QString &folder)
{
    static const QRegularExpression plain(u"^[A-Za-z0-9/._+-]+$"_s);
    return plain.match(folder).hasMatch() && folder.size() + qsizetype(strlen("/.s.PGSQL.65535.lock")) <= 107;
}

PracticeFolder PracticeFolder::plan(const QString &state, const EnvironmentName &name, const std::optional<RunAs> &as)
{
    PracticeFolder folder;
    folder.home = homeOf(state, name);
    folder.root = as && !canReach(*as, folder.home) ? commonRootOf(state, name) : folder.home;
    folder.sockets = folder.root + u"/s"_s;
    if (!isFitForSockets(folder.sockets)) {
        const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
        const QString unique =
            u"/shuttler-practice-%1"_s.arg(QRandomGenerator::system()->generate64(), 16, 16, QChar(u'0'));
        const bool usable =
            !as && runtime.startsWith(u'/') && isFitForSockets(runtime + unique) && QDir(runtime).exists();
        folder.sockets = (usable ? runtime : u"/tmp"_s) + unique;
    }
    return folder;
}

QStringList PracticeFolder::possibleRoots(const QString &state, const EnvironmentName &name)
{
    QStringList roots{homeOf(state, name)};
    if (::geteuid() == 0)
        roots.append(commonRootOf(state, name));
    return roots;
}

Outcome makeFolderFor(const std::optional<RunAs> &as, const QString &path)
{
    const QByteArray native = QFile::encodeName(path);
    if (::mkdir(native.constData(), 0700) == 0 && (!as || ::chown(native.constData(), as->uid, as->gid) == 0))
        return Done{};
    return Error(Fault::Refused,
                 u"The folder %1 could not be made: %2."_s.arg(path, QString::fromLocal8Bit(std::strerror(errno))))
        .means(u"The Practice was not made."_s)
        .todo(u"Check that the place is writable and has room, then try again."_s);
}

Outcome writeFileFor(const std::optional<RunAs> &as, const QString &path, const QByteArray &content)
{
    if (Outcome written = writeFileAtomically(path, content); !written)
        return written;
    if (as && ::chown(QFile::encodeName(path).constData(), as->uid, as->gid) != 0)
        return Error(Fault::Refused, u"%1 could not be handed to the user %2: %3."_s.arg(
                                         path, as->name, QString::fromLocal8Bit(std::strerror(errno))))
            .means(u"The servers cannot read it."_s)
            .todo(u"Start Shuttler Ops as an ordinary user, or as root on a local disk."_s);
    return Done{};
}

} // namespace shuttler
