// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/XmlNode.h"
#include "core/providers/aws/QueryForm.h"

#include <optional>

namespace shuttler::aws {

/// A database instance as RDS describes it. Numbers that are not there are 0, texts empty.
struct DbInstance {
    QString name;
    QString resourceId; ///< Immutable and unique; names are neither.
    QString arn;
    QString engine;
    QString engineVersion;
    QString status;     ///< An open set (aws.md §4.1).
    QString cluster;    ///< Set: a member of an Aurora or Multi-AZ cluster.
    QString instanceClass;
    QString masterUser;
    QString masterSecret; ///< ARN of the secret that RDS keeps for it.
    QString database;
    QString host;       ///< Empty while it is being made.
    int port = 0;
    QString zone;
    std::optional<Instant> createdAt;
    std::optional<Instant> latestRestorable;
    std::optional<Instant> startsByItselfAt; ///< While stopped.
    int retentionDays = 0;
    QString backupWindow;
    QString maintenanceWindow;
    QString awsBackup;  ///< ARN of AWS Backup's recovery point: then it owns the retention.
    QString vpc;
    QString subnetGroup;
    QStringList securityGroups;
    QString parameterGroup;
    QString parameterStatus;
    QString optionGroup;
    bool multiAz = false;
    bool isPublic = false;
    bool deletionProtection = false;
    bool copiesTags = false;
    bool iamAuthentication = false;
    bool autoMinorUpgrade = false;
    bool isEncrypted = false;
    QString kmsKey;
    QString certificate;
    QString networkType;
    QString lifecycle;
    QStringList logExports;
    QString storageType;
    int allocatedGiB = 0;
    int mostGiB = 0;
    int iops = 0;
    int throughput = 0;
    int monitoringSeconds = 0;
    QString monitoringRole;
    bool performanceInsights = false;
    QString insightsKey;
    int insightsDays = 0;
    QStringList pending; ///< Names of the changes that RDS has accepted and not yet made.
    Tags tags;

    bool isPostgres() const { return engine == u"postgres"; }
};

struct DbSnapshot {
    QString id;
    QString arn;
    QString instanceName;
    QString resourceId;
    QString status; ///< An open set (aws.md §4.2).
    QString type;   ///< "automated", "manual", "awsbackup", …
    QString engine;
    QString engineVersion;
    QString kmsKey;
    std::optional<Instant> createdAt;
    std::optional<Instant> firstCreatedAt; ///< Of the snapshot this one was copied from, or its own.
    std::optional<Instant> databaseTime;   ///< Newest transaction in it.
    int allocatedGiB = 0;
    Tags tags;
};

/// The record of changes that RDS keeps of an instance, or has retained of a deleted one.
struct AutomatedBackup {
    QString arn;
    QString instanceName;
    QString resourceId;
    QString status; ///< "active", "creating", "retained", "pending", "replicating".
    QString engine;
    QString engineVersion;
    QString region;
    std::optional<Instant> earliest;
    std::optional<Instant> latest;
    int retentionDays = 0;
    int allocatedGiB = 0;
};

/// An Aurora or Multi-AZ cluster.
struct DbCluster {
    QString name;
    QString resourceId;
    QString engine;
    QString engineVersion;
    QString status;
    QString region;
    std::optional<Instant> createdAt;
    std::optional<Instant> earliest;
    std::optional<Instant> latest;
    int retentionDays = 0;
    Tags tags;
};

/// What is read from `<…Result>`, leniently: an unknown element is not looked at, a missing one leaves its default.
DbInstance instanceFrom(const net::XmlNode &node);
DbSnapshot snapshotFrom(const net::XmlNode &node);
AutomatedBackup automatedBackupFrom(const net::XmlNode &node);
DbCluster clusterFrom(const net::XmlNode &node);
DbSnapshot clusterSnapshotFrom(const net::XmlNode &node);

} // namespace shuttler::aws

Q_DECLARE_TYPEINFO(shuttler::aws::DbSnapshot, Q_RELOCATABLE_TYPE); // There may be thousands.
