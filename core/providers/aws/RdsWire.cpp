// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsWire.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

std::optional<Instant> momentIn(const XmlNode &node, const QString &name)
{
    const QString text = node.text(name);
    if (text.isEmpty())
        return {};
    const Result<Instant> moment = Instant::parse(text);
    return moment ? std::optional(*moment) : std::nullopt;
}

int numberIn(const XmlNode &node, const QString &name)
{
    return node.text(name).toInt();
}

bool truthIn(const XmlNode &node, const QString &name)
{
    return node.text(name) == u"true"_s;
}

Tags tagsIn(const XmlNode &node)
{
    Tags tags;
    for (const XmlNode &tag : node.children(u"TagList"_s, u"Tag"_s))
        tags.insert(tag.text(u"Key"_s), tag.text(u"Value"_s));
    return tags;
}

void readNetwork(const XmlNode &node, DbInstance &instance)
{
    const XmlNode &subnets = node.child(u"DBSubnetGroup"_s);
    instance.subnetGroup = subnets.text(u"DBSubnetGroupName"_s);
    instance.vpc = subnets.text(u"VpcId"_s);
    for (const XmlNode &group : node.children(u"VpcSecurityGroups"_s, u"VpcSecurityGroupMembership"_s))
        instance.securityGroups.append(group.text(u"VpcSecurityGroupId"_s));
    const XmlNode &endpoint = node.child(u"Endpoint"_s);
    instance.host = endpoint.text(u"Address"_s);
    instance.port = numberIn(endpoint, u"Port"_s);
    instance.zone = node.text(u"AvailabilityZone"_s);
    instance.isPublic = truthIn(node, u"PubliclyAccessible"_s);
    instance.networkType = node.text(u"NetworkType"_s);
    instance.certificate = node.text(u"CACertificateIdentifier"_s);
}

void readGroups(const XmlNode &node, DbInstance &instance)
{
    const QList<XmlNode> parameters = node.children(u"DBParameterGroups"_s, u"DBParameterGroup"_s);
    if (!parameters.isEmpty()) {
        instance.parameterGroup = parameters.first().text(u"DBParameterGroupName"_s);
        instance.parameterStatus = parameters.first().text(u"ParameterApplyStatus"_s);
    }
    const QList<XmlNode> options = node.children(u"OptionGroupMemberships"_s, u"OptionGroupMembership"_s);
    if (!options.isEmpty())
        instance.optionGroup = options.first().text(u"OptionGroupName"_s);
}

void readStorage(const XmlNode &node, DbInstance &instance)
{
    instance.storageType = node.text(u"StorageType"_s);
    instance.allocatedGiB = numberIn(node, u"AllocatedStorage"_s);
    instance.mostGiB = numberIn(node, u"MaxAllocatedStorage"_s);
    instance.iops = numberIn(node, u"Iops"_s);
    instance.throughput = numberIn(node, u"StorageThroughput"_s);
    instance.isEncrypted = truthIn(node, u"StorageEncrypted"_s);
    instance.kmsKey = node.text(u"KmsKeyId"_s);
}

void readBackups(const XmlNode &node, DbInstance &instance)
{
    instance.latestRestorable = momentIn(node, u"LatestRestorableTime"_s);
    instance.retentionDays = numberIn(node, u"BackupRetentionPeriod"_s);
    instance.backupWindow = node.text(u"PreferredBackupWindow"_s);
    instance.maintenanceWindow = node.text(u"PreferredMaintenanceWindow"_s);
    instance.awsBackup = node.text(u"AwsBackupRecoveryPointArn"_s);
    instance.copiesTags = truthIn(node, u"CopyTagsToSnapshot"_s);
    instance.deletionProtection = truthIn(node, u"DeletionProtection"_s);
}

void readWatching(const XmlNode &node, DbInstance &instance)
{
    instance.monitoringSeconds = numberIn(node, u"MonitoringInterval"_s);
    instance.monitoringRole = node.text(u"MonitoringRoleArn"_s);
    instance.performanceInsights = truthIn(node, u"PerformanceInsightsEnabled"_s);
    instance.insightsKey = node.text(u"PerformanceInsightsKMSKeyId"_s);
    instance.insightsDays = numberIn(node, u"PerformanceInsightsRetentionPeriod"_s);
    for (const XmlNode &log : node.children(u"EnabledCloudwatchLogsExports"_s, u"member"_s))
        instance.logExports.append(log.text());
}

/// RDS leaves out what is not pending; an empty element says that nothing is.
QStringList pendingIn(const XmlNode &node)
{
    static const QStringList names{
        u"DBInstanceClass"_s,       u"AllocatedStorage"_s,    u"MasterUserPassword"_s, u"Port"_s,
        u"BackupRetentionPeriod"_s, u"MultiAZ"_s,             u"EngineVersion"_s,      u"LicenseModel"_s,
        u"Iops"_s,                  u"StorageThroughput"_s,   u"StorageType"_s,        u"DBInstanceIdentifier"_s,
        u"DBSubnetGroupName"_s,     u"CACertificateIdentifier"_s, u"IAMDatabaseAuthenticationEnabled"_s,
        u"DedicatedLogVolume"_s,    u"Engine"_s};
    QStringList pending;
    const XmlNode &values = node.child(u"PendingModifiedValues"_s);
    for (const QString &name : names)
        if (!values.text(name).isEmpty())
            pending.append(name);
    if (!values.child(u"PendingCloudwatchLogsExports"_s).isEmpty())
        pending.append(u"PendingCloudwatchLogsExports"_s);
    return pending;
}

} // namespace

DbInstance instanceFrom(const XmlNode &node)
{
    DbInstance instance;
    instance.name = node.text(u"DBInstanceIdentifier"_s);
    instance.resourceId = node.text(u"DbiResourceId"_s);
    instance.arn = node.text(u"DBInstanceArn"_s);
    instance.engine = node.text(u"Engine"_s);
    instance.engineVersion = node.text(u"EngineVersion"_s);
    instance.status = node.text(u"DBInstanceStatus"_s);
    instance.cluster = node.text(u"DBClusterIdentifier"_s);
    instance.instanceClass = node.text(u"DBInstanceClass"_s);
    instance.masterUser = node.text(u"MasterUsername"_s);
    instance.masterSecret = node.child(u"MasterUserSecret"_s).text(u"SecretArn"_s);
    instance.database = node.text(u"DBName"_s);
    instance.createdAt = momentIn(node, u"InstanceCreateTime"_s);
    instance.startsByItselfAt = momentIn(node, u"AutomaticRestartTime"_s);
    instance.multiAz = truthIn(node, u"MultiAZ"_s);
    instance.iamAuthentication = truthIn(node, u"IAMDatabaseAuthenticationEnabled"_s);
    instance.autoMinorUpgrade = truthIn(node, u"AutoMinorVersionUpgrade"_s);
    instance.lifecycle = node.text(u"EngineLifecycleSupport"_s);
    instance.pending = pendingIn(node);
    instance.tags = tagsIn(node);
    readNetwork(node, instance);
    readGroups(node, instance);
    readStorage(node, instance);
    readBackups(node, instance);
    readWatching(node, instance);
    return instance;
}

DbSnapshot snapshotFrom(const XmlNode &node)
{
    DbSnapshot snapshot;
    snapshot.id = node.text(u"DBSnapshotIdentifier"_s);
    snapshot.arn = node.text(u"DBSnapshotArn"_s);
    snapshot.instanceName = node.text(u"DBInstanceIdentifier"_s);
    snapshot.resourceId = node.text(u"DbiResourceId"_s);
    snapshot.status = node.text(u"Status"_s);
    snapshot.type = node.text(u"SnapshotType"_s);
    snapshot.engine = node.text(u"Engine"_s);
    snapshot.engineVersion = node.text(u"EngineVersion"_s);
    snapshot.kmsKey = node.text(u"KmsKeyId"_s);
    snapshot.createdAt = momentIn(node, u"SnapshotCreateTime"_s);
    snapshot.firstCreatedAt = momentIn(node, u"OriginalSnapshotCreateTime"_s);
    snapshot.databaseTime = momentIn(node, u"SnapshotDatabaseTime"_s);
    snapshot.allocatedGiB = numberIn(node, u"AllocatedStorage"_s);
    snapshot.tags = tagsIn(node);
    return snapshot;
}

AutomatedBackup automatedBackupFrom(const XmlNode &node)
{
    AutomatedBackup backup;
    backup.arn = node.text(u"DBInstanceAutomatedBackupsArn"_s);
    backup.instanceName = node.text(u"DBInstanceIdentifier"_s);
    backup.resourceId = node.text(u"DbiResourceId"_s);
    backup.status = node.text(u"Status"_s);
    backup.engine = node.text(u"Engine"_s);
    backup.engineVersion = node.text(u"EngineVersion"_s);
    backup.region = node.text(u"Region"_s);
    const XmlNode &window = node.child(u"RestoreWindow"_s);
    backup.earliest = momentIn(window, u"EarliestTime"_s);
    backup.latest = momentIn(window, u"LatestTime"_s);
    backup.retentionDays = numberIn(node, u"BackupRetentionPeriod"_s);
    backup.allocatedGiB = numberIn(node, u"AllocatedStorage"_s);
    return backup;
}

DbCluster clusterFrom(const XmlNode &node)
{
    DbCluster cluster;
    cluster.name = node.text(u"DBClusterIdentifier"_s);
    cluster.resourceId = node.text(u"DbClusterResourceId"_s);
    cluster.engine = node.text(u"Engine"_s);
    cluster.engineVersion = node.text(u"EngineVersion"_s);
    cluster.status = node.text(u"Status"_s);
    cluster.createdAt = momentIn(node, u"ClusterCreateTime"_s);
    cluster.earliest = momentIn(node, u"EarliestRestorableTime"_s);
    cluster.latest = momentIn(node, u"LatestRestorableTime"_s);
    cluster.retentionDays = numberIn(node, u"BackupRetentionPeriod"_s);
    cluster.tags = tagsIn(node);
    return cluster;
}

DbSnapshot clusterSnapshotFrom(const XmlNode &node)
{
    DbSnapshot snapshot = snapshotFrom(node);
    snapshot.id = node.text(u"DBClusterSnapshotIdentifier"_s);
    snapshot.arn = node.text(u"DBClusterSnapshotArn"_s);
    snapshot.instanceName = node.text(u"DBClusterIdentifier"_s);
    snapshot.resourceId = node.text(u"DbClusterResourceId"_s);
    return snapshot;
}

} // namespace shuttler::aws
