// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsPolicy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

QJsonObject statement(const QString &sid, const QStringList &actions, const QStringList &resources,
                      const QString &effect = u"Allow"_s)
{
    return {{u"Sid"_s, sid},
            {u"Effect"_s, effect},
            {u"Action"_s, QJsonArray::fromStringList(actions)},
            {u"Resource"_s, QJsonArray::fromStringList(resources)}};
}

QJsonObject with(QJsonObject statement, const QJsonObject &condition)
{
    statement.insert(u"Condition"_s, condition);
    return statement;
}

/// What is denied stays denied.
QJsonArray narrowed(const QJsonArray &statements, const QStringList &only)
{
    QJsonArray kept;
    for (const QJsonValue &each : statements) {
        QJsonObject one = each.toObject();
        if (one[u"Effect"_s] == u"Allow"_s) {
            QJsonArray actions;
            for (const QJsonValue &action : one[u"Action"_s].toArray())
                if (only.contains(action.toString()))
                    actions.append(action);
            one.insert(u"Action"_s, actions);
        }
        if (!one[u"Action"_s].toArray().isEmpty())
            kept.append(one);
    }
    return kept;
}

} // namespace

QString leastPrivilegePolicy(const PolicyPlaces &places, const QStringList &only)
{
    // A restored instance is named like its source, with the run's tag in place of an earlier one's.
    static const QRegularExpression earlierTag(u"-r\\d{8}-\\d{6}-[0-9a-f]{4}$"_s);
    const QString name = QString(places.instance).remove(earlierTag);
    const auto arn = [&](const QString &kind, const QString &what) {
        return u"arn:%1:rds:%2:%3:%4:%5"_s.arg(places.partition, places.region, places.account, kind, what);
    };
    const QString ours = arn(u"db"_s, name + u'*');
    const QString snapshots = arn(u"snapshot"_s, name + u'*');
    const QStringList groups{arn(u"pg"_s, u"*"_s), arn(u"og"_s, u"*"_s)};

    QJsonArray statements{
        statement(u"Observe"_s,
                  {u"rds:DescribeDBInstances"_s, u"rds:DescribeDBSnapshots"_s, u"rds:DescribeDBInstanceAutomatedBackups"_s,
                   u"rds:DescribeDBClusters"_s, u"rds:DescribeDBSubnetGroups"_s, u"rds:DescribeDBParameterGroups"_s,
                   u"rds:ListTagsForResource"_s, u"ec2:DescribeSecurityGroups"_s, u"ec2:DescribeSubnets"_s,
                   u"ec2:DescribeVpcs"_s, u"ec2:DescribeVpcAttribute"_s, u"ec2:DescribeAvailabilityZones"_s,
                   u"ec2:DescribeInternetGateways"_s, u"ec2:DescribeAccountAttributes"_s},
                  {u"*"_s}),
        statement(u"Restore"_s,
                  {u"rds:RestoreDBInstanceFromDBSnapshot"_s, u"rds:RestoreDBInstanceToPointInTime"_s,
                   u"rds:AddTagsToResource"_s},
                  QStringList{ours, snapshots, arn(u"snapshot"_s, u"rds:%1*"_s.arg(name)), arn(u"auto-backup"_s, u"*"_s),
                              arn(u"subgrp"_s, u"*"_s)}
                      + groups),
        statement(u"Snapshot"_s, {u"rds:CreateDBSnapshot"_s, u"rds:AddTagsToResource"_s}, {ours, snapshots}),
        statement(u"Tune"_s, {u"rds:ModifyDBInstance"_s, u"rds:RebootDBInstance"_s}, QStringList{ours} + groups),
        statement(u"Hold"_s,
                  {u"rds:StopDBInstance"_s, u"rds:StartDBInstance"_s, u"rds:AddTagsToResource"_s},
                  {ours}),
        with(statement(u"DestroyRetiredOnly"_s, {u"rds:DeleteDBInstance"_s}, {ours}),
             {{u"StringEquals"_s, QJsonObject{{u"aws:ResourceTag/shuttler:role"_s, u"retired"_s}}}}),
        statement(u"NameFinalSnapshot"_s, {u"rds:DeleteDBInstance"_s}, {snapshots}),
    };
    if (!places.kmsKey.isEmpty())
        statements.append(with(statement(u"Kms"_s, {u"kms:DescribeKey"_s, u"kms:CreateGrant"_s}, {places.kmsKey}),
                               {{u"BoolIfExists"_s, QJsonObject{{u"kms:GrantIsForAWSResource"_s, u"true"_s}}}}));
    statements.append(statement(u"NeverErase"_s,
                                {u"rds:DeleteDBInstanceAutomatedBackup"_s, u"rds:DeleteDBSnapshot"_s}, {u"*"_s},
                                u"Deny"_s));
    if (!only.isEmpty())
        statements = narrowed(statements, only);
    const QJsonObject policy{{u"Version"_s, u"2012-10-17"_s}, {u"Statement"_s, statements}};
    return QString::fromUtf8(QJsonDocument(policy).toJson(QJsonDocument::Indented));
}

} // namespace shuttler::aws
