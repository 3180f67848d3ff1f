// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/domain/RestoreIntent.h"
#include "core/providers/pgbackrest/Reach.h"

namespace shuttler::pgbackrest {

/// What is written down about one server: for a restored one before anything else of it exists.
struct InstanceRecord {
    /// How far its making is. Each is written once what it says is on disk.
    enum class Making { Ordered, Copied, Started };

    InstanceId id;
    QString tag;                       ///< Of the restore that made it; empty for the first server.
    InstanceId source;                 ///< Whose backups it was made from.
    RestoreTarget target = AtLatest{}; ///< As asked for.
    RecoveryChoice choice;             ///< As resolved, once: a second attempt goes to the same moment.
    int port = 0;
    Instant createdAt;
    Making making = Making::Ordered;
    QStringList recoveryOptions; ///< Server options for the first start, while changes are replayed.
    bool isProtected = false;    ///< It has backups of its own.
    std::optional<Instant> heldUntil;
    std::optional<Instant> recoveredTo; ///< From its log, kept because logs grow and are removed.
};

QByteArray toJson(const InstanceRecord &record);
Result<InstanceRecord> instanceRecordFrom(const QByteArray &json);

/// The records of one site, as files: `<instances>/<id>/instance.json`, and one for the first server among our notes.
class InstanceBook {
public:
    InstanceBook(QString instances, InstanceId first, std::optional<RunAs> as)
        : m_instances(std::move(instances))
        , m_first(std::move(first))
        , m_as(std::move(as))
    {}

    static bool isName(const QString &name); ///< Letters, digits, "-" and "_": safe as a folder and as a stanza.
    QString folderOf(const InstanceId &id) const { return m_instances + u'/' + id.toString(); }
    /// Where we keep what belongs to no server: `<instances>/.shuttler/<stanza>`. Made when it is not there.
    QString notesFolderOf(const InstanceId &id) const;

    /// Nothing when there is no such record; Fault::Corrupt when there is one that cannot be read.
    Result<std::optional<InstanceRecord>> find(const InstanceId &id) const;
    Outcome keep(const InstanceRecord &record) const;
    Outcome forget(const InstanceId &id) const;
    /// Of restored servers; unreadable ones are left out and named in `unreadable`.
    QList<InstanceRecord> all(QStringList *unreadable = nullptr) const;

    /// Makes a folder of our own, mode 0700, owned by the user that runs the servers.
    Outcome makeFolder(const QString &path) const;

private:
    QString fileOf(const InstanceId &id) const;
    QString m_instances;
    InstanceId m_first;
    std::optional<RunAs> m_as;
};

} // namespace shuttler::pgbackrest
