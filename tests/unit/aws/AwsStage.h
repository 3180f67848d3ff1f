// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsProvider.h"
#include "tests/support/Jobs.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/ScriptedHttp.h"

#include <QUrlQuery>

namespace shuttler::test {

/// An answer of RDS's Query API as it is on the wire (aws.md §1.1).
inline QByteArray rdsAnswer(const QByteArray &action, const QByteArray &result)
{
    return "<" + action + R"(Response xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><)" + action + "Result>" + result + "</"
        + action + "Result><ResponseMetadata><RequestId>1b2c-3d4e</RequestId></ResponseMetadata></" + action + "Response>";
}

inline QByteArray rdsError(const QByteArray &code, const QByteArray &message)
{
    return R"(<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>)" + code
        + "</Code><Message>" + message + "</Message></Error><RequestId>9f8e-7d6c</RequestId></ErrorResponse>";
}

/// One <DBInstance> with everything that the restore calls would reset. `more` comes first, so that it outranks the rest.
struct RdsInstance {
    QByteArray name = "shuttler";
    QByteArray resource = "db-AAAA1111BBBB2222";
    QByteArray status = "available";
    QByteArray tags = "<Tag><Key>cost</Key><Value>school</Value></Tag><Tag><Key>aws:cfn</Key><Value>x</Value></Tag>";
    QByteArray protection = "true";
    QByteArray retention = "35";
    QByteArray more = {};

    QByteArray xml() const
    {
        return "<DBInstance>" + more + "<DBInstanceIdentifier>" + name + "</DBInstanceIdentifier><DbiResourceId>" + resource
            + "</DbiResourceId><DBInstanceArn>arn:aws:rds:ap-south-1:123456789012:db:" + name
            + "</DBInstanceArn><Engine>postgres</Engine><EngineVersion>15.8</EngineVersion><DBInstanceStatus>" + status
            + "</DBInstanceStatus><DBInstanceClass>db.t4g.medium</DBInstanceClass><MasterUsername>academy</MasterUsername>"
              "<DBName>academy</DBName><Endpoint><Address>" + name + ".c1.ap-south-1.rds.amazonaws.com</Address><Port>5432</Port>"
              "</Endpoint><AllocatedStorage>20</AllocatedStorage><MaxAllocatedStorage>100</MaxAllocatedStorage>"
              "<InstanceCreateTime>2026-01-02T03:04:05.678Z</InstanceCreateTime><PreferredBackupWindow>03:00-03:30"
              "</PreferredBackupWindow><BackupRetentionPeriod>" + retention + "</BackupRetentionPeriod><VpcSecurityGroups>"
              "<VpcSecurityGroupMembership><VpcSecurityGroupId>sg-1</VpcSecurityGroupId><Status>active</Status>"
              "</VpcSecurityGroupMembership><VpcSecurityGroupMembership><VpcSecurityGroupId>sg-2</VpcSecurityGroupId>"
              "<Status>active</Status></VpcSecurityGroupMembership></VpcSecurityGroups><DBParameterGroups><DBParameterGroup>"
              "<DBParameterGroupName>shuttler-pg15</DBParameterGroupName><ParameterApplyStatus>in-sync</ParameterApplyStatus>"
              "</DBParameterGroup></DBParameterGroups><AvailabilityZone>ap-south-1a</AvailabilityZone><DBSubnetGroup>"
              "<DBSubnetGroupName>shuttler-private</DBSubnetGroupName><VpcId>vpc-1</VpcId></DBSubnetGroup>"
              "<PreferredMaintenanceWindow>sun:04:00-sun:04:30</PreferredMaintenanceWindow><PendingModifiedValues/>"
              "<MultiAZ>true</MultiAZ><AutoMinorVersionUpgrade>true</AutoMinorVersionUpgrade><OptionGroupMemberships>"
              "<OptionGroupMembership><OptionGroupName>shuttler-og</OptionGroupName><Status>in-sync</Status>"
              "</OptionGroupMembership></OptionGroupMemberships><PubliclyAccessible>false</PubliclyAccessible>"
              "<StorageType>gp3</StorageType><Iops>3000</Iops><StorageThroughput>125</StorageThroughput>"
              "<StorageEncrypted>true</StorageEncrypted><KmsKeyId>arn:aws:kms:k</KmsKeyId><CopyTagsToSnapshot>true"
              "</CopyTagsToSnapshot><MonitoringInterval>0</MonitoringInterval><IAMDatabaseAuthenticationEnabled>true"
              "</IAMDatabaseAuthenticationEnabled><EnabledCloudwatchLogsExports><member>postgresql</member><member>upgrade"
              "</member></EnabledCloudwatchLogsExports><CACertificateIdentifier>rds-ca-rsa2048-g1</CACertificateIdentifier>"
              "<NetworkType>IPV4</NetworkType><EngineLifecycleSupport>open-source-rds-extended-support-disabled"
              "</EngineLifecycleSupport><DeletionProtection>" + protection + "</DeletionProtection><TagList>" + tags
            + "</TagList></DBInstance>";
    }
    QByteArray listed() const { return rdsAnswer("DescribeDBInstances", "<DBInstances>" + xml() + "</DBInstances>"); }
};

inline QByteArray rdsNoInstance()
{
    return rdsError("DBInstanceNotFound", "DBInstance not found.");
}

inline QByteArray rdsNobody()
{
    return rdsAnswer("DescribeDBInstances", "<DBInstances/>");
}

inline QByteArray rdsWindow(const QByteArray &earliest, const QByteArray &latest, const QByteArray &status = "active",
                            const QByteArray &resource = "db-AAAA1111BBBB2222")
{
    return rdsAnswer("DescribeDBInstanceAutomatedBackups",
                     "<DBInstanceAutomatedBackups><DBInstanceAutomatedBackup><DBInstanceIdentifier>shuttler</DBInstanceIdentifier>"
                     "<DbiResourceId>" + resource + "</DbiResourceId><Region>ap-south-1</Region><Status>" + status
                         + "</Status><BackupRetentionPeriod>35</BackupRetentionPeriod><RestoreWindow><EarliestTime>" + earliest
                         + "</EarliestTime><LatestTime>" + latest
                         + "</LatestTime></RestoreWindow></DBInstanceAutomatedBackup></DBInstanceAutomatedBackups>");
}

inline QByteArray rdsSnapshot(const QByteArray &id, const QByteArray &status, const QByteArray &type, const QByteArray &created,
                              const QByteArray &databaseTime = {}, const QByteArray &resource = "db-AAAA1111BBBB2222")
{
    return "<DBSnapshot><DBSnapshotIdentifier>" + id + "</DBSnapshotIdentifier><DBInstanceIdentifier>shuttler"
           "</DBInstanceIdentifier><DbiResourceId>" + resource + "</DbiResourceId><Status>" + status + "</Status><SnapshotType>"
        + type + "</SnapshotType><SnapshotCreateTime>" + created + "</SnapshotCreateTime>"
        + (databaseTime.isEmpty() ? QByteArray() : "<SnapshotDatabaseTime>" + databaseTime + "</SnapshotDatabaseTime>")
        + "<AllocatedStorage>20</AllocatedStorage><EngineVersion>15.8</EngineVersion></DBSnapshot>";
}

inline QByteArray rdsSnapshots(const QByteArray &snapshots, const QByteArray &marker = {})
{
    return rdsAnswer("DescribeDBSnapshots", (marker.isEmpty() ? QByteArray() : "<Marker>" + marker + "</Marker>") + "<DBSnapshots>"
                                                + snapshots + "</DBSnapshots>");
}

inline const InstanceId Shuttler{QStringLiteral("shuttler")}; ///< What an RdsInstance is called.

/// A provider over a script, with a clock that stands at 2026-11-24T12:00:00Z.
struct AwsStage {
    ManualClock clock{*Instant::parse(QStringLiteral("2026-11-24T12:00:00Z"))};
    RecordingProgress progress;
    Job job{{}, progress, clock};
    ScriptedHttp rds;
    ScriptedHttp sts;
    MemorySecrets secrets;
    RdsProvider provider;

    static RdsSettings settings(QMap<QString, QString> more = {})
    {
        more.insert(QStringLiteral("region"), QStringLiteral("ap-south-1"));
        more.insert(QStringLiteral("credential"), QStringLiteral("aws"));
        return *RdsSettings::from(more);
    }
    explicit AwsStage(const QMap<QString, QString> &more = {}) : provider(settings(more), {rds, sts}, secrets) {}

    AwsStage &answer(const QByteArray &action, const QByteArray &body, int status = 200, const QByteArray &with = {})
    {
        rds.answerWhere(fitting(action, with), responseOf(status, body));
        return *this;
    }
    /// In answer to any question for instances, so many times.
    AwsStage &looks(const RdsInstance &instance, int times)
    {
        for (int time = 0; time < times; ++time)
            answer("DescribeDBInstances", instance.listed());
        return *this;
    }
    /// An order that was taken.
    AwsStage &take(const QByteArray &action) { return answer(action, rdsAnswer(action, {})); }

    QList<QByteArray> sent(const QByteArray &action) const
    {
        QList<QByteArray> bodies;
        for (const net::Request &request : rds.sent())
            if (request.body.startsWith("Action=" + action + '&'))
                bodies.append(request.body);
        return bodies;
    }
    /// The members of the only call of that action; empty when there is none, or more than one.
    QMap<QString, QString> members(const QByteArray &action) const
    {
        QMap<QString, QString> members;
        const QList<QByteArray> bodies = sent(action);
        if (bodies.size() != 1)
            return members;
        for (const auto &[key, value] : QUrlQuery(QString::fromLatin1(bodies.first())).queryItems(QUrl::FullyDecoded))
            members.insert(key, value);
        return members;
    }

private:
    static ScriptedHttp::Wanted fitting(const QByteArray &action, const QByteArray &with)
    {
        return [action, with](const net::Request &request) {
            return request.body.startsWith("Action=" + action + '&') && request.body.contains(with);
        };
    }
    static net::Response responseOf(int status, const QByteArray &body)
    {
        net::Response response;
        response.status = status;
        response.body = body;
        return response;
    }
};

} // namespace shuttler::test
