// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/CloudWords.h"

#include "ui/common/HumanText.h"

#include <QCoreApplication>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

struct CloudWords {
    Q_DECLARE_TR_FUNCTIONS(CloudWords)
};

} // namespace

QString limitsAt(const QString &provider, const Capabilities &capabilities)
{
    if (capabilities.worksHere)
        return CloudWords::tr("Restores are made on this computer");
    QStringList limits;
    if (capabilities.lag > Micros(0))
        limits.append(CloudWords::tr("Nothing of the last %1 can be restored yet").arg(HumanText::duration(capabilities.lag)));
    else if (capabilities.catchUpTakes > Micros(0))
        limits.append(CloudWords::tr("The newest changes are waited for, up to %1").arg(HumanText::duration(capabilities.catchUpTakes)));
    if (provider == "render"_L1)
        limits.append(CloudWords::tr("a band of seconds, no snapshots"));
    if (provider == "railway"_L1)
        limits.append(CloudWords::tr("only with its point-in-time recovery switched on before"));
    if (!capabilities.backupsOutliveInstance)
        limits.append(CloudWords::tr("backups go with their instance"));
    return limits.join(u"; "_s);
}

QString newInstanceAt(const QString &provider)
{
    if (provider == "railway"_L1)
        return CloudWords::tr("a sibling service in the same environment; no app uses it yet");
    if (provider == "render"_L1)
        return CloudWords::tr("a database of its own at Render, billed as such; no app uses it yet");
    if (provider == "aws-rds"_L1)
        return CloudWords::tr("an instance of its own, with the old one's network and settings; no app uses it yet");
    return CloudWords::tr("no app uses it yet");
}

QString lookedAtAs(const Environment &environment)
{
    const QString role = environment.providerSettings.value(environment.provider == "pgbackrest"_L1 ? u"reader-role"_s : u"user"_s);
    if (!role.isEmpty())
        return CloudWords::tr("Looked at as the role %1").arg(role);
    if (environment.provider == "aws-rds"_L1)
        return CloudWords::tr("Looked at as the instance's master user");
    if (environment.provider == "pgbackrest"_L1)
        return CloudWords::tr("Looked at as the role that takes the backups");
    return CloudWords::tr("Looked at as the role that %1 gives").arg(HumanText::providerName(environment.provider));
}

QString holdingAt(const QString &provider)
{
    if (provider == "aws-rds"_L1)
        return CloudWords::tr("Stopped and kept, so that you can go back. You are asked when the time is over; RDS itself starts it after 7 days.");
    if (provider == "render"_L1)
        return CloudWords::tr("Suspended and kept, so that you can go back. You are asked when the time is over; nothing destroys it by itself.");
    if (provider == "railway"_L1)
        return CloudWords::tr("Its deployment is taken down, its volume kept, so that you can go back. You are asked when the time is over.");
    return CloudWords::tr("Stopped and kept, so that you can go back. When the time is over you are asked again; nothing destroys it by itself.");
}

QString destroyingAt(const Capabilities &capabilities)
{
    return capabilities.backupsOutliveInstance
             ? CloudWords::tr("After a final backup, its backups kept. There is no way back then; its name has to be typed.")
             : CloudWords::tr("Its backups go with it at %1. There is no way back then; its name has to be typed.").arg(capabilities.providerName);
}

} // namespace shuttler::ui
