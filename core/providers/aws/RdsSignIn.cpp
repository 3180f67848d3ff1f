// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsSignIn.h"

#include "core/providers/aws/RdsPolicy.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

using Permission = Account::Permission;

const QString PolicyHint = u"See in IAM that the key's policy allows it."_s;

struct Untried {
    int step;
    const char16_t *right;
    const char16_t *name;
    const char16_t *means;
};

constexpr Untried UntriedRights[] = {
    {4, u"Restore to a moment", u"rds:RestoreDBInstanceToPointInTime", u"no moment can be restored"},
    {4, u"Restore a snapshot", u"rds:RestoreDBInstanceFromDBSnapshot", u"no snapshot can be restored"},
    {4, u"Mark what a restore made", u"rds:AddTagsToResource", u"nothing can be restored"},
    {4, u"Set up the new instance", u"rds:ModifyDBInstance", u"the new instance gets no backups of its own"},
    {4, u"Restart the new instance", u"rds:RebootDBInstance", u"its parameter group does not take effect"},
    {4, u"Take a snapshot", u"rds:CreateDBSnapshot", u"the new instance has no first backup"},
    {7, u"Stop the old instance", u"rds:StopDBInstance", u"it can only be left running or be deleted"},
    {7, u"Start it again", u"rds:StartDBInstance", u"the way back is by hand"},
    {7, u"Delete an instance", u"rds:DeleteDBInstance", u"instances have to be removed by hand"},
};

Permission untried(const Untried &right)
{
    return {right.step,
            QString::fromUtf16(right.right),
            QString::fromUtf16(right.name),
            false,
            u"Only doing it would tell. Without it, %1."_s.arg(QString::fromUtf16(right.means)),
            PolicyHint,
            false,
            false};
}

/// Tries to look. What failed for another reason than a right is no verdict on the right.
Result<Permission> tried(int step, const QString &right, const QueryForm &form, const QString &means, bool isEssential,
                         const RdsSite &site, Job &job)
{
    Permission permission{step, right, u"rds:"_s + form.action(), true, {}, {}, isEssential};
    const Result<net::XmlNode> answer = site.api().ask(form, job);
    if (answer || answer.error().fault() == Fault::NotFound)
        return permission;
    if (answer.error().fault() != Fault::Refused)
        return answer.error();
    permission.granted = false;
    permission.means = u"%1 %2"_s.arg(answer.error().what(), means);
    permission.todo = answer.error().todo();
    return permission;
}

QueryForm shortForm(const QString &action)
{
    QueryForm form(action);
    form.setNumber(u"MaxRecords"_s, 20);
    return form;
}

/// Whether the instance is there does not decide on rights: on the worst day it is the thing that is gone.
Result<Permission> servingSeen(const RdsSite &site, const InstanceId &serving, Job &job)
{
    Permission permission{2, u"See %1"_s.arg(serving.toString()), u"rds:DescribeDBInstances"_s, true, {}, {}, false};
    const Result<std::optional<DbInstance>> found = site.find(serving, job);
    if (!found && found.error().fault() != Fault::Refused)
        return found.error();
    if (found && *found)
        return permission;
    const Error error = found ? noSuchInstance(serving) : found.error();
    permission.granted = false;
    permission.means = error.what() + u' ' + error.means();
    permission.todo = error.todo();
    return permission;
}

} // namespace

Result<Account> signInAt(const RdsSite &site, const InstanceId &serving, Job &job)
{
    Result<CallerIdentity> who = site.api().whoAmI(job);
    if (!who)
        return std::move(who).errorDuring(u"signing in at AWS"_s);
    Account account;
    account.identity = u"account %1, %2, in %3"_s.arg(who->account, who->arn, site.settings().region);
    account.permissions.append({1, u"Sign in"_s, u"sts:GetCallerIdentity"_s, true, {}, {}, true});

    const QString unlisted = u"Backups can be neither listed nor restored."_s;
    const QString unchecked = u"A mistake in the new instance's settings is only seen when RDS refuses them."_s;
    const Result<Permission> looks[] = {
        tried(2, u"List the database instances"_s, shortForm(u"DescribeDBInstances"_s), unlisted, true, site, job),
        tried(2, u"List the snapshots"_s, shortForm(u"DescribeDBSnapshots"_s), unlisted, true, site, job),
        tried(2, u"See how far back every second can be restored"_s, shortForm(u"DescribeDBInstanceAutomatedBackups"_s),
              unlisted, true, site, job),
        tried(2, u"List the clusters"_s, shortForm(u"DescribeDBClusters"_s),
              u"Aurora and Multi-AZ clusters are not shown."_s, false, site, job),
        tried(4, u"See the subnet groups"_s, shortForm(u"DescribeDBSubnetGroups"_s), unchecked, false, site, job),
        tried(4, u"See the parameter groups"_s, shortForm(u"DescribeDBParameterGroups"_s), unchecked, false, site, job),
        servingSeen(site, serving, job),
    };
    for (const Result<Permission> &look : looks) {
        if (!look)
            return Error(look.error()).during(u"trying what may be looked at"_s);
        account.permissions.append(*look);
    }
    for (const Untried &right : UntriedRights)
        account.permissions.append(untried(right));
    return account;
}

Result<QString> policyFor(const RdsSite &site, const InstanceId &serving, const QStringList &only, Job &job)
{
    Result<CallerIdentity> who = site.api().whoAmI(job);
    if (!who)
        return std::move(who).errorDuring(u"signing in at AWS"_s);
    PolicyPlaces places;
    places.partition = who->arn.section(u':', 1, 1);
    places.region = site.settings().region;
    places.account = who->account;
    places.instance = serving.toString();
    if (const Result<std::optional<DbInstance>> instance = site.find(serving, job); instance && *instance) {
        places.instance = (*instance)->name;
        places.kmsKey = (*instance)->kmsKey;
    }
    return leastPrivilegePolicy(places, only);
}

} // namespace shuttler::aws
