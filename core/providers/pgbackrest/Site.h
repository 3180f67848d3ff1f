// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ConnectionInfo.h"
#include "core/domain/Instance.h"
#include "core/postgres/Connection.h"
#include "core/providers/pgbackrest/FolderLock.h"
#include "core/providers/pgbackrest/InstanceBook.h"
#include "core/providers/pgbackrest/LocalCluster.h"
#include "core/providers/pgbackrest/PgBackRestSettings.h"
#include "core/providers/pgbackrest/PgBackRestTool.h"

namespace shuttler::pgbackrest {

/// Everything of one environment on this computer: the first server, those restored beside it, and pgBackRest. A server's stanza has
/// the server's own name; a restored one gets its stanza when it is protected.
class Site {
public:
    /// Fault::NotFound when we are root and there is nobody to run servers as.
    static Result<Site> open(const PgBackRestSettings &settings);

    const PgBackRestSettings &settings() const { return m_settings; }
    const PgBackRestTool &tool() const { return m_tool; }
    const InstanceBook &book() const { return m_book; }
    const std::optional<RunAs> &as() const { return m_as; }

    bool isFirst(const InstanceId &id) const { return id.toString() == m_settings.stanza; }
    QString dataFolderOf(const InstanceId &id) const;
    QString logFileOf(const InstanceId &id) const;
    LocalCluster clusterOf(const InstanceId &id) const;
    int portOf(const InstanceId &id) const;

    /// Whether there is, or ever was, a server of this name whose backups can be asked for.
    bool knowsStanza(const QString &stanza) const;
    /// Fault::NotFound unless its data directory is there and, for a restored one, its record.
    Outcome mustExist(const InstanceId &id) const;
    /// Nobody else of ours changes this server while the lock lives.
    Result<FolderLock> lock(const InstanceId &id) const;
    /// Whether somebody is changing it now.
    bool isBusy(const InstanceId &id) const;

    ConnectionInfo readerOf(const InstanceId &id) const;
    /// A session of the owner's role, on the database that every server has.
    Result<postgres::Connection> session(const InstanceId &id, postgres::Access access, Job &job) const;

    /// The words of a start: always the directory itself and a log we can read, whatever the configuration files say.
    QStringList serverArguments(const InstanceId &id, const QStringList &more = {}) const;
    Outcome startServer(const InstanceId &id, const QStringList &more, Job &job) const;

private:
    Site(PgBackRestSettings settings, std::optional<RunAs> as);
    QString lockFolderOf(const InstanceId &id) const { return isFirst(id) ? m_settings.data : m_book.folderOf(id); }

    PgBackRestSettings m_settings;
    std::optional<RunAs> m_as;
    PgBackRestTool m_tool;
    InstanceBook m_book;
};

} // namespace shuttler::pgbackrest
