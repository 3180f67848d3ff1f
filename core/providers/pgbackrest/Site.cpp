// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Site.h"

#include "core/providers/pgbackrest/PgBackRestConfig.h"

#include <QFile>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

Result<Site> Site::open(const PgBackRestSettings &settings)
{
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    return Site(settings, *std::move(as));
}

Site::Site(PgBackRestSettings settings, std::optional<RunAs> as)
    : m_settings(std::move(settings))
    , m_as(std::move(as))
    , m_tool(m_settings.program, m_settings.config, m_as)
    , m_book(m_settings.instances, InstanceId(m_settings.stanza), m_as)
{}

QString Site::dataFolderOf(const InstanceId &id) const
{
    return isFirst(id) ? m_settings.data : m_book.folderOf(id) + u"/data"_s;
}

QString Site::logFileOf(const InstanceId &id) const
{
    return (isFirst(id) ? m_book.notesFolderOf(id) : m_book.folderOf(id)) + u"/server.log"_s;
}

LocalCluster Site::clusterOf(const InstanceId &id) const
{
    return LocalCluster(dataFolderOf(id), m_as).withPrograms(m_settings.bin);
}

int Site::portOf(const InstanceId &id) const
{
    if (isFirst(id))
        return m_settings.port;
    const Result<std::optional<InstanceRecord>> record = m_book.find(id);
    return record && *record ? (*record)->port : 0;
}

bool Site::knowsStanza(const QString &stanza) const
{
    if (stanza == m_settings.stanza)
        return true;
    const Result<PgBackRestConfig> config = readConfig(m_settings.config);
    return config && InstanceBook::isName(stanza) && config->hasSection(stanza);
}

Outcome Site::mustExist(const InstanceId &id) const
{
    const auto notThere = [&id] {
        return Error(Fault::NotFound, u"There is no server %1."_s.arg(id.toString()))
            .means(u"Nothing was done."_s)
            .todo(u"Ask for the list of servers again: it may have been destroyed, or never have been made."_s);
    };
    if (!InstanceBook::isName(id.toString()))
        return notThere();
    if (!isFirst(id)) {
        const Result<std::optional<InstanceRecord>> record = m_book.find(id);
        if (!record)
            return record.error();
        if (!*record)
            return notThere();
    }
    if (!clusterOf(id).exists())
        return notThere();
    return Done{};
}

Result<FolderLock> Site::lock(const InstanceId &id) const
{
    return FolderLock::take(lockFolderOf(id), u"Another Shuttler Ops is working on %1."_s.arg(id.toString()));
}

bool Site::isBusy(const InstanceId &id) const
{
    return FolderLock::isHeld(lockFolderOf(id));
}

ConnectionInfo Site::readerOf(const InstanceId &id) const
{
    ConnectionInfo info;
    info.host = m_settings.socket;
    info.port = portOf(id);
    info.database = m_settings.database;
    info.user = m_settings.readerRole;
    return info;
}

Result<postgres::Connection> Site::session(const InstanceId &id, postgres::Access access, Job &job) const
{
    ConnectionInfo info = readerOf(id);
    info.user = m_settings.ownerRole;
    info.database = u"postgres"_s;
    postgres::SessionOptions options;
    options.access = access;
    options.statementTimeout = std::chrono::seconds(60);
    return postgres::Connection::open(info, options, job);
}

QStringList Site::serverArguments(const InstanceId &id, const QStringList &more) const
{
    const QString data = dataFolderOf(id);
    const QStringList settings{// A configuration that came with the backup may point at its source's own files.
                               u"data_directory="_s + data, u"hba_file="_s + data + u"/pg_hba.conf"_s,
                               u"ident_file="_s + data + u"/pg_ident.conf"_s,
                               u"external_pid_file="_s + m_book.folderOf(id) + u"/server.pid"_s,
                               // What happened in recovery is read from the log.
                               u"logging_collector=off"_s, u"log_destination=stderr"_s, u"log_line_prefix=%m [%p] "_s,
                               u"log_min_messages=warning"_s, u"lc_messages=C"_s};
    QStringList arguments{u"-D"_s, data};
    for (const QString &setting : settings + more)
        arguments += {u"-c"_s, setting};
    return arguments;
}

Outcome Site::startServer(const InstanceId &id, const QStringList &more, Job &job) const
{
    const LocalCluster cluster = clusterOf(id);
    // The first server is not ours: it is started again with the words it was started with by whoever did.
    QStringList arguments = isFirst(id) ? cluster.lastArguments() : serverArguments(id, more);
    if (arguments.isEmpty())
        arguments = {u"-D"_s, cluster.dataFolder()};
    return cluster.start(arguments, logFileOf(id), job);
}

} // namespace shuttler::pgbackrest
