// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "core/providers/pgbackrest/Reach.h"
#include "core/providers/pgbackrest/Site.h"
#include "core/providers/pgbackrest/StanzaNotes.h"

namespace shuttler::pgbackrest {

/// All that is known of one server's backups at one moment.
struct StanzaView {
    StanzaInfo info;
    QList<Backup> backups;    ///< For the listing, sound or not.
    QList<RepoBackup> usable; ///< Those one can begin a restore with.
    Reach reach;              ///< Of the server's present major version.
    QMap<QString, QString>
        manifests; ///< Size and time of each backup's list of files, by label; missing ones are not there.
    QStringList remarks;
};

/// Looks at one stanza: what pgBackRest lists, whether the repository really holds it, and how far its changes reach.
class Lister {
public:
    explicit Lister(const Site &site) : m_site(site) {}
    /// Fault::NotFound when nobody knows the stanza.
    Result<StanzaView> look(const InstanceId &instance, Job &job) const;
    /// Of a server and its lineage, merged. What of the lineage cannot be listed is a remark, not an error.
    Result<BackupListing> listing(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job) const;

private:
    Result<StanzaInfo> info(const QString &stanza, Job &job) const;
    Result<QMap<QString, RepoEntry>> list(const QString &stanza, int repository, const QString &path,
                                          const QStringList &options, Job &job) const;
    Outcome readManifests(const QString &stanza, StanzaView &view, Job &job) const;
    Outcome readArchive(const InstanceId &instance, StanzaView &view, StanzaNotes &notes, Job &job) const;
    Outcome findUnfinished(const QString &stanza, StanzaView &view, Job &job) const;
    Result<QString> identityFolder(const InstanceId &instance, const RepoDatabase &database) const;

    const Site &m_site;
};

} // namespace shuttler::pgbackrest
