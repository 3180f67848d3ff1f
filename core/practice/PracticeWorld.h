// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ConnectionInfo.h"
#include "core/practice/Practice.h"
#include "core/practice/PracticeRecord.h"
#include "core/settings/EnvironmentStore.h"

#include <functional>

namespace shuttler {

/// Where a Practice finds its programs and keeps its things.
struct PracticePlaces {
    QString state;       ///< `<state>/practice/<name>/` holds everything.
    QString config;      ///< The console's configuration folder, for the app's restart command.
    QString shuttlerctl; ///< What a cut-over runs to restart the stand-in app.
    QString practiceApp; ///< The stand-in app.
    QString backupProgram = QStringLiteral("/usr/bin/pgbackrest");
    QString postgresBin; ///< Folder of PostgreSQL's programs; empty: the newest there is.
    double bookingsPerSecond = 2;
    std::function<qint64(const QString &folder)> freeBytes; ///< Empty: the disk is asked.
};

/// Practice for real: PostgreSQL and pgBackRest from this computer, below one folder.
class PracticeWorld final : public Practice {
public:
    /// Called before the first backup and before anybody writes: to take the baseline that restores are held against.
    using BeforeFirstBackup = std::function<Outcome(const EnvironmentName &, Job &)>;

    PracticeWorld(PracticePlaces places, EnvironmentStore &environments, const Clock &clock,
                  BeforeFirstBackup beforeFirstBackup);

    Result<PracticeStatus> create(const EnvironmentName &name, PracticeSize size, Job &job) override;
    Result<PracticeStatus> status(const EnvironmentName &name, Job &job) override;
    Result<PracticeStatus> start(const EnvironmentName &name, Job &job) override;
    Result<Incident> breakIt(const EnvironmentName &name, IncidentKind kind, Job &job) override;
    Result<PracticeStatus> reset(const EnvironmentName &name, Job &job) override;
    Outcome destroy(const EnvironmentName &name, Job &job) override;
    Outcome restartApp(const EnvironmentName &name, Job &job) override;

private:
    Outcome checkFree(const EnvironmentName &name) const;
    Result<PracticeRecord> claim(const EnvironmentName &name, PracticeSize size) const;
    Outcome make(const EnvironmentName &name, PracticeRecord &record, Job &job);
    Outcome makeFolders(const PracticeRecord &record) const;
    Outcome makeDatabase(const EnvironmentName &name, const PracticeRecord &record, const Secret &appPassword,
                         Job &job) const;
    Outcome makeBackups(const EnvironmentName &name, const PracticeRecord &record, Job &job);
    Outcome startApp(PracticeRecord &record, const Secret &appPassword, Job &job);
    Outcome startDatabaseAgain(const EnvironmentName &name, const PracticeRecord &record, Job &job) const;
    Outcome startAppAgain(const EnvironmentName &name, const PracticeRecord &record, Job &job) const;
    Outcome removeEverything(const EnvironmentName &name);
    Environment environmentFor(const EnvironmentName &name, const PracticeRecord &record) const;
    Result<ConnectionInfo> servingDatabase(const EnvironmentName &name, Job &job) const;
    Result<PracticeRecord> recordOf(const EnvironmentName &name) const;
    bool isHere(const EnvironmentName &name) const;

    PracticePlaces m_places;
    EnvironmentStore &m_environments;
    const Clock &m_clock;
    BeforeFirstBackup m_beforeFirstBackup;
};

} // namespace shuttler
