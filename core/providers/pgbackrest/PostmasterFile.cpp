// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PostmasterFile.h"

#include "core/base/Files.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <csignal>

#include <sys/stat.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

static QString noteIn(const QString &dataFolder)
{
    return dataFolder + u"/postmaster.pid"_s;
}

static QList<QByteArray> linesOf(const QString &file)
{
    return readWholeFile(file).value_or(QByteArray()).split('\n');
}

std::optional<PostmasterFile> PostmasterFile::read(const QString &dataFolder)
{
    if (!QFile::exists(noteIn(dataFolder)))
        return std::nullopt;
    const QList<QByteArray> lines = linesOf(noteIn(dataFolder));
    PostmasterFile file;
    file.pid = lines.value(0).trimmed().toInt();
    file.port = lines.value(3).trimmed().toInt();
    file.socketFolder = QFile::decodeName(lines.value(4));
    file.status = QString::fromLatin1(lines.value(7).trimmed());
    return file;
}

bool isAlive(pid_t pid)
{
    if (pid <= 0 || (::kill(pid, 0) != 0 && errno != EPERM))
        return false;
    const QByteArray facts = readWholeFile(u"/proc/%1/stat"_s.arg(pid)).value_or(QByteArray());
    // "1234 (postgres) S …", the name may hold anything: proc(5). The flags tell of one whose end has begun.
    const QList<QByteArray> fields = facts.mid(facts.lastIndexOf(')') + 2).split(' ');
    constexpr uint Exiting = 0x4; // PF_EXITING of the kernel's sched.h
    return fields[0] != "Z" && fields[0] != "X" && (fields.value(6).toUInt() & Exiting) == 0;
}

bool isServerOf(const QString &dataFolder, pid_t pid)
{
    if (!isAlive(pid))
        return false;
    const QString works = QFileInfo(u"/proc/%1/cwd"_s.arg(pid)).symLinkTarget();
    if (!works.isEmpty())
        return works == QFileInfo(dataFolder).canonicalFilePath();
    struct stat process = {};
    return ::stat(QFile::encodeName(u"/proc/%1"_s.arg(pid)).constData(), &process) == 0
        && process.st_uid == QFileInfo(dataFolder).ownerId()
        && linesOf(u"/proc/%1/comm"_s.arg(pid)).first() == "postgres";
}

void removeStaleNotes(const QString &dataFolder)
{
    const std::optional<PostmasterFile> left = PostmasterFile::read(dataFolder);
    if (!left || !isAlive(left->pid) || isServerOf(dataFolder, left->pid))
        return;
    // What cannot be removed PostgreSQL complains of itself. Its own note goes last: it leads to the socket's.
    const QString socket = u"%1/.s.PGSQL.%2.lock"_s.arg(left->socketFolder).arg(left->port);
    const QList<QByteArray> owner = linesOf(socket);
    const QString whose = QFileInfo(QFile::decodeName(owner.value(1))).canonicalFilePath();
    if (owner.value(0).trimmed().toInt() == left->pid && whose == QFileInfo(dataFolder).canonicalFilePath())
        QFile::remove(socket);
    QFile::remove(noteIn(dataFolder));
}

} // namespace shuttler::pgbackrest
