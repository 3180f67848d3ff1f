// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayWire.h"

#include "core/providers/TaggedName.h"

#include <QJsonDocument>

#include <algorithm>

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MegaByte = 1'000'000;

std::optional<Instant> instantIn(const QJsonObject &json, const QString &key)
{
    const Result<Instant> moment = Instant::parse(json.value(key).toString());
    return moment ? std::optional(*moment) : std::nullopt;
}

QList<QJsonObject> nodesOf(const QJsonValue &connection)
{
    QList<QJsonObject> nodes;
    const QJsonArray edges = connection[u"edges"_s].toArray();
    for (const QJsonValue &edge : edges)
        nodes.append(edge[u"node"_s].toObject());
    return nodes;
}

} // namespace

Topology topologyIn(const QJsonObject &environment)
{
    Topology topology;
    topology.unmergedChanges = environment.value(u"unmergedChangesCount"_s).toInt();
    for (const QJsonObject &node : nodesOf(environment.value(u"serviceInstances"_s))) {
        if (!node.value(u"deletedAt"_s).isNull() && !node.value(u"deletedAt"_s).isUndefined())
            continue;
        Service service;
        service.vendorId = node.value(u"serviceId"_s).toString();
        service.name = node.value(u"serviceName"_s).toString();
        const TaggedName tagged = TaggedName::read(service.name);
        service.id = tagged.id;
        service.tag = tagged.tag;
        service.region = node.value(u"region"_s).toString();
        service.image = node.value(u"source"_s)[u"image"_s].toString();
        const QJsonObject deployment = node.value(u"latestDeployment"_s).toObject();
        service.deployment = deployment.value(u"id"_s).toString();
        service.deploymentStatus = deployment.value(u"status"_s).toString();
        service.deployedAt = instantIn(deployment, u"createdAt"_s);
        topology.services.append(service);
    }
    for (const QJsonObject &node : nodesOf(environment.value(u"volumeInstances"_s))) {
        for (Service &service : topology.services) {
            if (service.vendorId != node.value(u"serviceId"_s).toString() || node.value(u"isPendingDeletion"_s).toBool())
                continue;
            service.volume = node.value(u"volumeId"_s).toString();
            service.volumeInstance = node.value(u"id"_s).toString();
            service.volumeState = node.value(u"state"_s).toString();
            service.volumeBytes = node.value(u"sizeMB"_s).toInteger() * MegaByte;
            service.usedBytes = qint64(node.value(u"currentSizeMB"_s).toDouble() * MegaByte);
        }
    }
    return topology;
}

InstanceState stateOf(const Service &service)
{
    InstanceState state;
    state.detail = u"Railway calls its deployment \"%1\", its volume \"%2\""_s.arg(service.deploymentStatus, service.volumeState);
    static const QMap<QString, InstancePhase> phases{
        {u"SUCCESS"_s, InstancePhase::Available}, {u"FAILED"_s, InstancePhase::Failed},
        {u"CRASHED"_s, InstancePhase::Failed},    {u"SKIPPED"_s, InstancePhase::Failed},
        {u"REMOVED"_s, InstancePhase::Held},      {u"REMOVING"_s, InstancePhase::Stopped},
        {u"SLEEPING"_s, InstancePhase::Stopped},
    };
    // Whatever else it is called, also by words of tomorrow, is on its way: shown and waited for.
    state.phase = phases.value(service.deploymentStatus, InstancePhase::Creating);
    static const QStringList settled{u"READY"_s, QString()};
    if (state.phase == InstancePhase::Available && !settled.contains(service.volumeState))
        state.phase = InstancePhase::Creating;
    if (service.volumeState == u"ERROR"_s)
        state.phase = InstancePhase::Failed;
    return state;
}

Instance instanceOf(const Service &service)
{
    Instance instance;
    instance.id = service.id;
    instance.runTag = service.tag;
    instance.version = service.image.section(u':', 1);
    instance.place = service.region;
    instance.sizeBytes = service.usedBytes;
    instance.state = stateOf(service);
    return instance;
}

bool turnsOnRecoveryAlone(const QJsonObject &patch, const Service &service)
{
    const QJsonObject services = patch.value(u"services"_s).toObject();
    const QJsonObject change = services.value(service.vendorId).toObject();
    const QStringList parts = patch.keys();
    const bool isElsewhere = std::any_of(parts.begin(), parts.end(), [](const QString &part) {
        return part != u"services"_s && part != u"buckets"_s; // The bucket that the record is kept in comes with it.
    });
    return !isElsewhere && services.size() == 1 && change.keys() == QStringList{u"variables"_s}
        && change.value(u"variables"_s).toObject().contains(u"WAL_ARCHIVE_BUCKET"_s);
}

bool isDatabase(const Service &service)
{
    return !service.volumeInstance.isEmpty() || service.image.contains(u"/postgres"_s);
}

QList<SettingComparison> compare(const Service &source, const Service &copy)
{
    QList<SettingComparison> all;
    const auto add = [&](const QString &name, const QString &wanted, const QString &found) {
        all.append(
            {name, wanted, found, wanted == found ? SettingComparison::State::Same : SettingComparison::State::Differs});
    };
    add(u"image"_s, source.image, copy.image);
    add(u"region"_s, source.region, copy.region);
    add(u"size of the volume"_s, u"%1 MB"_s.arg(source.volumeBytes / MegaByte), u"%1 MB"_s.arg(copy.volumeBytes / MegaByte));
    return all;
}

Backup snapshotIn(const QJsonObject &json, const InstanceId &instance)
{
    Backup backup;
    backup.id = BackupId(json.value(u"id"_s).toString());
    backup.kind = json.value(u"scheduleId"_s).isString() ? BackupKind::Snapshot : BackupKind::ManualSnapshot;
    backup.instance = instance;
    backup.startedAt = backup.takenAt = instantIn(json, u"createdAt"_s).value_or(Instant());
    backup.expiresAt = instantIn(json, u"expiresAt"_s);
    backup.sizeBytes = json.value(u"volumeInstanceSizeMB"_s).toInteger() * MegaByte;
    backup.storedBytes = json.value(u"usedMB"_s).toInteger() * MegaByte;
    backup.health = BackupHealth::NotChecked;
    backup.kept = backup.expiresAt ? u"until it expires, and never longer than its volume"_s : u"as long as its volume"_s;
    backup.source = u"Railway, volume backup: only to be put back over the same database"_s;
    return backup;
}

QList<Backup> backupsIn(const QByteArray &backupInfo, const InstanceId &instance)
{
    QList<Backup> all;
    bool isCurrent = false;
    const QList<QByteArray> lines = backupInfo.split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith('[')) {
            isCurrent = line.trimmed() == "[backup:current]";
            continue;
        }
        const qsizetype equals = line.indexOf('=');
        if (!isCurrent || equals <= 0)
            continue;
        const QJsonObject json = QJsonDocument::fromJson(line.mid(equals + 1)).object();
        Backup backup;
        backup.id = BackupId(QString::fromUtf8(line.left(equals)));
        const QString kind = json.value(u"backup-type"_s).toString();
        backup.kind = kind == u"full"_s ? BackupKind::Full : kind == u"diff"_s ? BackupKind::Differential : BackupKind::Incremental;
        backup.instance = instance;
        backup.startedAt = Instant::fromUnixSeconds(json.value(u"backup-timestamp-start"_s).toInteger());
        backup.takenAt = Instant::fromUnixSeconds(json.value(u"backup-timestamp-stop"_s).toInteger());
        backup.sizeBytes = json.value(u"backup-info-size"_s).toInteger();
        backup.storedBytes = json.value(u"backup-info-repo-size-delta"_s).toInteger();
        const bool hasErrors = json.value(u"backup-error"_s).toBool();
        backup.health = hasErrors ? BackupHealth::Failed : BackupHealth::Healthy;
        if (hasErrors)
            backup.healthReason = u"pgBackRest found pages with wrong checksums"_s;
        backup.kept = u"until enough newer full ones exist"_s;
        backup.source = u"Railway, pgBackRest's bucket"_s;
        all.append(backup);
    }
    std::sort(all.begin(), all.end(), [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    return all;
}

} // namespace shuttler::railway
