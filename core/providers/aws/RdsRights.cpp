// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsRights.h"

#include <QRegularExpression>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestStem = 41; // The planner cuts a name so that a run's tag still fits into 63 letters.

/// Grants of one holder, on what belongs to one instance.
class Granter {
public:
    explicit Granter(const RdsPlaces &places) : m_places(places)
    {
        // A copy is named like what the environment calls its source, with the run's tag in place of an earlier one's.
        static const QRegularExpression earlierTag(u"-r\\d{8}-\\d{6}-[0-9a-f]{4}$"_s);
        for (const QString &name : places.names)
            if (const QString stem = name.toLower().remove(earlierTag).left(LongestStem) + u'*'; !m_stems.contains(stem))
                m_stems.append(stem);
    }

    QList<Grant> looks(const QStringList &actions) const { return {{m_places.holder, actions, {u"*"_s}}}; }

    QList<Grant> onInstances(const QStringList &actions, const QStringList &more = {}, const QJsonObject &condition = {}) const
    {
        return m_stems.isEmpty() ? QList<Grant>() : QList<Grant>{{m_places.holder, actions, ours(u"db"_s) + more, condition}};
    }

    /// Also on `from`, the backups it begins with. RDS looks into the network in the caller's name, and uses its key.
    QList<Grant> restore(const QString &action, const QString &from) const
    {
        QList<Grant> all = onInstances({action}, QStringList{from, arn(u"subgrp"_s, u"*"_s)} + groups());
        if (all.isEmpty())
            return all;
        all += onInstances({u"rds:AddTagsToResource"_s}); // The copy's tags are a part of the order, and inherited ones as well.
        all.append({m_places.holder,
                    {u"ec2:DescribeSecurityGroups"_s, u"ec2:DescribeSubnets"_s, u"ec2:DescribeVpcs"_s, u"ec2:DescribeVpcAttribute"_s,
                     u"ec2:DescribeAvailabilityZones"_s, u"ec2:DescribeInternetGateways"_s, u"ec2:DescribeAccountAttributes"_s},
                    {u"*"_s}});
        if (!m_places.kmsKey.isEmpty())
            all.append({m_places.holder,
                        {u"kms:DescribeKey"_s, u"kms:CreateGrant"_s},
                        {m_places.kmsKey},
                        {{u"BoolIfExists"_s, QJsonObject{{u"kms:GrantIsForAWSResource"_s, u"true"_s}}}}});
        return all;
    }

    /// Only what we marked so before. A final snapshot is made and tagged in the same call.
    QList<Grant> destroy() const
    {
        QList<Grant> all = onInstances({u"rds:DeleteDBInstance"_s}, {},
                                       {{u"StringEquals"_s, QJsonObject{{u"aws:ResourceTag/shuttler:role"_s, u"retired"_s}}}});
        if (!all.isEmpty())
            all.append({m_places.holder, {u"rds:DeleteDBInstance"_s}, snapshots()});
        return all + onInstances({u"rds:CreateDBSnapshot"_s, u"rds:AddTagsToResource"_s}, snapshots());
    }

    QString arn(const QString &kind, const QString &what) const
    {
        return u"arn:%1:rds:%2:%3:%4:%5"_s.arg(m_places.arn.section(u':', 1, 1), m_places.region, m_places.account, kind, what);
    }
    QStringList snapshots() const { return ours(u"snapshot"_s); }
    QStringList groups() const { return {arn(u"pg"_s, u"*"_s), arn(u"og"_s, u"*"_s)}; }

private:
    QStringList ours(const QString &kind) const
    {
        QStringList arns;
        for (const QString &stem : m_stems)
            arns.append(arn(kind, stem));
        return arns;
    }

    const RdsPlaces &m_places;
    QStringList m_stems;
};

Permission look(int step, const QString &right, const QString &action, const QString &means, bool essential)
{
    return {step, right, u"rds:"_s + action, false, means, {}, essential};
}

Permission act(int step, const QString &right, const QString &action, const QString &without, const QList<Grant> &grants)
{
    const QString means = u"Only doing it would tell. Without it, %1."_s.arg(without);
    return {step, right, u"rds:"_s + action, false, means, untriedAdvice(), false, false, grants};
}

} // namespace

QList<Permission> rdsRights(const RdsPlaces &places)
{
    const Granter granter(places);
    const QString unlisted = u"Backups can be neither listed nor restored."_s;
    const QString unchecked = u"A mistake in the new instance's settings is only seen when RDS refuses them."_s;
    QList<Permission> rights{
        look(2, u"List the database instances"_s, u"DescribeDBInstances"_s, unlisted, true),
        look(2, u"List the snapshots"_s, u"DescribeDBSnapshots"_s, unlisted, true),
        look(2, u"See how far back every second can be restored"_s, u"DescribeDBInstanceAutomatedBackups"_s, unlisted, true),
        look(2, u"List the clusters"_s, u"DescribeDBClusters"_s, u"Aurora and Multi-AZ clusters are not shown."_s, false),
        look(4, u"See the subnet groups"_s, u"DescribeDBSubnetGroups"_s, unchecked, false),
        look(4, u"See the parameter groups"_s, u"DescribeDBParameterGroups"_s, unchecked, false),
    };
    for (Permission &right : rights)
        right.grants = granter.looks({right.name});
    rights.first().grants.first().actions.append(u"rds:ListTagsForResource"_s); // Tags are a part of what is listed.

    const QStringList tags{u"rds:AddTagsToResource"_s};
    rights += {
        act(4, u"Restore to a moment"_s, u"RestoreDBInstanceToPointInTime"_s, u"no moment can be restored"_s,
            granter.restore(u"rds:RestoreDBInstanceToPointInTime"_s, granter.arn(u"auto-backup"_s, u"*"_s))),
        // People name their snapshots as they like: any may be restored, but only into an instance of ours.
        act(4, u"Restore a snapshot"_s, u"RestoreDBInstanceFromDBSnapshot"_s, u"no snapshot can be restored"_s,
            granter.restore(u"rds:RestoreDBInstanceFromDBSnapshot"_s, granter.arn(u"snapshot"_s, u"*"_s))),
        act(4, u"Mark what a restore made"_s, u"AddTagsToResource"_s, u"nothing can be restored"_s, granter.onInstances(tags)),
        act(4, u"Set up the new instance"_s, u"ModifyDBInstance"_s, u"the new instance gets no backups of its own"_s,
            granter.onInstances({u"rds:ModifyDBInstance"_s}, granter.groups())),
        act(4, u"Restart the new instance"_s, u"RebootDBInstance"_s, u"its parameter group does not take effect"_s,
            granter.onInstances({u"rds:RebootDBInstance"_s})),
        act(4, u"Take a snapshot"_s, u"CreateDBSnapshot"_s, u"the new instance has no first backup"_s,
            granter.onInstances({u"rds:CreateDBSnapshot"_s, u"rds:AddTagsToResource"_s}, granter.snapshots())),
        act(7, u"Stop the old instance"_s, u"StopDBInstance"_s, u"it can only be left running or be deleted"_s,
            granter.onInstances({u"rds:StopDBInstance"_s})),
        act(7, u"Start it again"_s, u"StartDBInstance"_s, u"the way back is by hand"_s, granter.onInstances({u"rds:StartDBInstance"_s})),
        act(7, u"Delete an instance"_s, u"DeleteDBInstance"_s, u"instances have to be removed by hand"_s, granter.destroy()),
    };
    return rights;
}

QList<Grant> rdsLimits(const RdsPlaces &places)
{
    return {{places.holder, {u"rds:DeleteDBInstanceAutomatedBackup"_s, u"rds:DeleteDBSnapshot"_s}, {u"*"_s}}};
}

QString untriedAdvice()
{
    return u"See that IAM allows it: \"shuttlerctl env check --policy\" prints all that is needed."_s;
}

QString holderOf(const QString &credential, const QString &profile, const QString &role)
{
    if (!role.isEmpty())
        return u"the role %1"_s.arg(role);
    return profile.isEmpty() ? u"the owner of the keys \"%1\""_s.arg(credential) : u"the AWS profile \"%1\""_s.arg(profile);
}

} // namespace shuttler::aws
