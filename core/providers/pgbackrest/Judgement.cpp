// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Judgement.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

Judgement judge(const RepoBackup &backup, const Evidence &evidence, Instant now)
{
    constexpr int FreshDays = 31;
    if (backup.hasPageErrors)
        return {BackupHealth::Failed, u"Pages of the database did not match their checksums when it was taken."_s};
    if (!evidence.manifests.contains(backup.label))
        return {BackupHealth::Failed, u"Its list of files is missing in the repository."_s};
    for (const QString &base : backup.builtOn)
        if (!evidence.manifests.contains(base))
            return {BackupHealth::Failed,
                    u"It was built on %1, whose list of files is missing in the repository."_s.arg(base)};
    if (evidence.missingArchive.contains(backup.label))
        return {BackupHealth::Failed, u"The changes made while it was taken are not all in the archive."_s};

    const auto verified = evidence.verified.constFind(backup.label);
    if (verified == evidence.verified.cend() || verified->manifest != evidence.manifests.value(backup.label))
        return {};
    const QString day = verified->at.flooredToSecond().toString();
    if (!verified->found.isSound)
        return {BackupHealth::Failed, u"Read back on %1: %2"_s.arg(day, verified->found.reason)};
    const auto age = std::chrono::duration_cast<std::chrono::hours>(now - verified->at).count() / 24;
    if (age >= FreshDays)
        return {BackupHealth::Healthy, u"It was last read back %1 days ago."_s.arg(age)};
    return {BackupHealth::Verified, u"Read back on %1: every file is whole."_s.arg(day)};
}

} // namespace shuttler::pgbackrest
