// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Room.h"

#include "core/base/Files.h"

#include <QDirIterator>
#include <QLocale>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MiB = 1024 * 1024;
constexpr qint64 GiB = 1024 * MiB;
constexpr qint64 FetchedAhead = 512 * MiB; // What archive-get keeps ready.

QString inWords(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeIecFormat);
}

bool somebodyListensOn(int port)
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return false;
    const int reuse = 1; // A connection that lingers is no listener.
    ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_ANY);
    address.sin_port = htons(quint16(port));
    const bool taken = ::bind(probe, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0;
    ::close(probe);
    return taken;
}

} // namespace

qint64 freeBytesOnDisk(const QString &folder)
{
    struct statvfs facts = {};
    if (::statvfs(QFile::encodeName(folder).constData(), &facts) != 0)
        return 0;
    return qint64(facts.f_bavail) * qint64(facts.f_frsize);
}

qint64 SpaceNeed::total() const
{
    // The server recycles replayed files long before all of them lie there; a tenth more for what it writes itself.
    const qint64 files =
        database + database / 10 + std::min(changes, 8 * GiB) + std::min(changes, FetchedAhead) + 64 * MiB;
    return std::max<qint64>(0, files - there);
}

Outcome checkSpace(const SpaceNeed &need, qint64 available, const QString &folder)
{
    if (need.total() <= available)
        return Done{};
    return Error(Fault::Refused,
                 u"There is not enough disk space for the new server: %1 are needed, %2 are free."_s.arg(
                     inWords(need.total()), inWords(available)))
        .means(u"Nothing was restored; the app and its database are as they were."_s)
        .todo(u"Free %1 in %2, or destroy a restored server that nobody needs, then try again."_s.arg(
            inWords(need.total() - available), folder))
        .details(u"database %1, changes to replay %2, already there %3 (bytes)"_s.arg(
            QString::number(need.database), QString::number(need.changes), QString::number(need.there)));
}

qint64 bytesIn(const QString &folder)
{
    qint64 bytes = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

Result<int> chooseFreePort(const Site &site)
{
    QList<int> written;
    for (const InstanceRecord &record : site.book().all())
        written.append(record.port);
    for (int port = site.settings().port + 1; port <= 65535; ++port) {
        const QString socket = u"%1/.s.PGSQL.%2"_s.arg(site.settings().socket, QString::number(port));
        if (!written.contains(port) && !QFile::exists(socket) && !QFile::exists(socket + u".lock"_s)
            && !somebodyListensOn(port))
            return port;
    }
    return Error(Fault::Refused, u"No port above %1 is free on this computer."_s.arg(site.settings().port))
        .means(u"Nothing was restored."_s)
        .todo(u"Stop servers that nobody needs, then try again."_s);
}

QStringList recoveryOptions(const QMap<QString, QString> &copyControl, const QMap<QString, QString> &sourceControl,
                            int major, qint64 workingSet, qint64 memory, qint64 configuredBuffers, qint64 freeDisk)
{
    QStringList options;
    const QList<std::pair<QString, QString>> sizes{{u"max_connections setting"_s, u"max_connections"_s},
                                                   {u"max_worker_processes setting"_s, u"max_worker_processes"_s},
                                                   {u"max_wal_senders setting"_s, u"max_wal_senders"_s},
                                                   {u"max_prepared_xacts setting"_s, u"max_prepared_transactions"_s},
                                                   {u"max_locks_per_xact setting"_s, u"max_locks_per_transaction"_s}};
    for (const auto &[line, setting] : sizes)
        if (const int size = std::max(copyControl.value(line).toInt(), sourceControl.value(line).toInt()); size > 0)
            options.append(u"%1=%2"_s.arg(setting, QString::number(size)));

    const qint64 buffers = std::min({memory / 4, 4 * GiB, workingSet});
    if (buffers > configuredBuffers)
        options.append(u"shared_buffers=%1MB"_s.arg(buffers / MiB));
    options.append(u"max_wal_size=%1MB"_s.arg(std::clamp(freeDisk / 4, 1 * GiB, 8 * GiB) / MiB));
    options.append(u"checkpoint_timeout=3600"_s);
    if (major >= 14)
        options.append(u"recovery_init_sync_method=syncfs"_s); // pgBackRest has synced each file already.
    return options;
}

qint64 freeMemory()
{
    const QByteArray facts = readWholeFile(u"/proc/meminfo"_s).value_or(QByteArray());
    for (const QByteArray &line : facts.split('\n'))
        if (line.startsWith("MemAvailable:"))
            return line.mid(13).simplified().split(' ').value(0).toLongLong() * 1024;
    return 0;
}

} // namespace shuttler::pgbackrest
