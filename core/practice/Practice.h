// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/Environment.h"

#include <QList>

namespace shuttler {

enum class PracticeSize { Small, Medium, Large }; ///< About 20 thousand, 2 million, 20 million rows.

enum class IncidentKind { BadImport, DropTable, MassDelete, Truncate };
QString wordFor(IncidentKind kind);                       ///< "bad-import", "drop-table", "mass-delete", "truncate"
std::optional<IncidentKind> incidentFrom(const QString &word);

/// A disaster that was let loose on purpose.
struct Incident {
    IncidentKind kind = IncidentKind::BadImport;
    QString title;          ///< "A wrong fee import"
    QString effect;         ///< What the owner would notice.
    Instant at;             ///< Commit of the damage.
    Instant lastGood;       ///< The last whole second before it: restoring to it brings everything back.
    qint64 rows = 0;        ///< Rows hit.
};

struct PracticeStatus {
    EnvironmentName name;
    QString directory;
    QString connection;     ///< libpq string without a password.
    QString envFile;
    QString healthUrl;
    bool databaseRuns = false;
    bool appRuns = false;
    QString databaseSilence; ///< Why the database does not answer, in its own or the system's words; empty when it does.
    QString size;
    QList<Incident> incidents;

    bool isRunning() const { return databaseRuns && appRuns; }
};

/// The Practice environment: a private PostgreSQL with the academy's tables, real backups, a stand-in app that keeps booking,
/// and incidents to recover from. Nothing of it lies outside its own directory.
class Practice {
public:
    virtual ~Practice() = default;
    /// Makes it, waits until its first backup and baseline are there. Fault::Refused when the name is taken.
    /// What is half made when it fails or is stopped is removed again.
    virtual Result<PracticeStatus> create(const EnvironmentName &name, PracticeSize size, Job &job) = 0;
    virtual Result<PracticeStatus> status(const EnvironmentName &name, Job &job) = 0;
    /// Starts what of it does not run, as after a restart of the computer: the server that serves now and the app, each at its old
    /// place. Nothing to do when all of it runs. Fault::Refused when the app's port is taken, or a restore has prepared its move.
    virtual Result<PracticeStatus> start(const EnvironmentName &name, Job &job) = 0;
    /// Lets the incident happen on the serving database and says when. Waits until the second of the damage is over.
    virtual Result<Incident> breakIt(const EnvironmentName &name, IncidentKind kind, Job &job) = 0;
    /// Back to the start: same size, fresh data, no incidents.
    virtual Result<PracticeStatus> reset(const EnvironmentName &name, Job &job) = 0;
    virtual Outcome destroy(const EnvironmentName &name, Job &job) = 0;
    /// Stops the stand-in app and starts it anew, so that it reads its .env again: what a redeploy does.
    virtual Outcome restartApp(const EnvironmentName &name, Job &job) = 0;
};

} // namespace shuttler
