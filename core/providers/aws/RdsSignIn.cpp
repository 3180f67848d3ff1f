// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsSignIn.h"

#include "core/providers/aws/RdsRights.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

/// Tries to look. What failed for another reason than a right is no verdict on the right.
Outcome tryOut(Permission &permission, const RdsSite &site, Job &job)
{
    QueryForm form(permission.name.section(u':', 1));
    form.setNumber(u"MaxRecords"_s, 20);
    const Result<net::XmlNode> answer = site.api().ask(form, job);
    if (answer || answer.error().fault() == Fault::NotFound) {
        permission.granted = true;
        permission.means.clear();
        return Done{};
    }
    if (answer.error().fault() != Fault::Refused)
        return answer.error();
    permission.means = u"%1 %2"_s.arg(answer.error().what(), permission.means);
    permission.todo = answer.error().todo();
    return Done{};
}

/// Whether the instance is there does not decide on rights: on the worst day it is the thing that is gone.
Result<Permission> servingSeen(const RdsSite &site, const InstanceId &serving, RdsPlaces &places, Job &job)
{
    Permission permission{2, u"See %1"_s.arg(serving.toString()), u"rds:DescribeDBInstances"_s, true, {}, {}, false};
    const Result<std::optional<DbInstance>> found = site.find(serving, job);
    if (!found && found.error().fault() != Fault::Refused)
        return found.error();
    if (found && *found) {
        places.names = {(*found)->name, serving.toString()};
        places.kmsKey = (*found)->kmsKey;
        return permission;
    }
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

    const RdsSettings &settings = site.settings();
    RdsPlaces places{holderOf(settings.credential, settings.profile, settings.role), who->arn, settings.region, who->account,
                     isResourceId(serving) ? QStringList() : QStringList(serving.toString()), {}};
    const Result<Permission> seen = servingSeen(site, serving, places, job);
    if (!seen)
        return Error(seen.error()).during(u"trying what may be looked at"_s);
    account.permissions.append({1, u"Sign in"_s, u"sts:GetCallerIdentity"_s, true, {}, {}, true});
    account.permissions.append(*seen);
    account.permissions += rdsRights(places);
    account.limits = rdsLimits(places);
    for (Permission &right : account.permissions)
        if (right.tried && !right.granted && !right.grants.isEmpty())
            if (Outcome looked = tryOut(right, site, job); !looked)
                return std::move(looked).errorDuring(u"trying what may be looked at"_s);
    return account;
}

} // namespace shuttler::aws
