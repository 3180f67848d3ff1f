// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/SignIn.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static Account::Permission permissionFrom(StepNumber step, const QString &right, const QString &name,
                                          const Outcome &checked)
{
    Account::Permission permission;
    permission.step = int(step);
    permission.right = right;
    permission.name = name;
    permission.granted = checked.has_value();
    if (!checked) {
        permission.means = checked.error().what();
        permission.todo = checked.error().todo();
    }
    return permission;
}

Result<Account> signInEverywhere(RestoreWorld &world, Job &job)
{
    Result<Account> account = world.provider->signIn(world.environment.instance, job);
    if (!account)
        return account;
    for (const RightsLook &look : std::as_const(world.rights))
        account->permissions += look(job);
    if (world.target)
        account->permissions.append(permissionFrom(StepNumber::Point, u"Save DATABASE_URL"_s, world.target->describe(),
                                                   world.target->check(job)));
    if (world.cutover)
        account->permissions.append(permissionFrom(StepNumber::CutOver, u"Redeploy the app"_s,
                                                   world.cutover->describe(), world.cutover->check(job)));
    if (world.probe && !world.environment.app.ca.isEmpty())
        account->permissions.append(permissionFrom(StepNumber::CutOver, u"Know the app by its certificate"_s,
                                                   world.environment.app.ca, world.probe->check(job)));
    return account;
}

} // namespace shuttler
