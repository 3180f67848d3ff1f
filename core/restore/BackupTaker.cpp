// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/BackupTaker.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Result<Baseline> takeBaselineOf(RestoreWorld &world, BaselineOptions options, Job &job)
{
    const Environment &environment = world.environment;
    Result<ConnectionInfo> connection = world.provider->connection(environment.instance, job);
    if (!connection)
        return std::move(connection).errorDuring(u"taking the baseline"_s);

    job.progress.stage(u"Counting and hashing every table"_s);
    options.referencesFile = environment.referencesFile;
    options.sanityFile = environment.sanityFile;
    Result<Baseline> baseline = world.verifier->takeBaseline(*connection, options, job);
    if (!baseline)
        return std::move(baseline).errorDuring(u"taking the baseline"_s);
    if (Outcome kept = world.baselines->keep(environment.name, *baseline); !kept)
        return std::move(kept).errorDuring(u"keeping the baseline"_s);
    return baseline;
}

Result<BackupWithBaseline> takeBackupWithBaseline(RestoreWorld &world, const QString &name, Job &job)
{
    BaselineOptions options;
    options.backup = name;
    Result<Baseline> baseline = takeBaselineOf(world, options, job);
    if (!baseline)
        return std::move(baseline).error();
    job.progress.stage(u"Taking a backup of %1"_s.arg(world.environment.instance.toString()));
    Result<Backup> backup = world.provider->takeBackup(world.environment.instance, name, job);
    if (!backup)
        return std::move(backup).error();
    return BackupWithBaseline{*std::move(backup), *std::move(baseline)};
}

} // namespace shuttler
