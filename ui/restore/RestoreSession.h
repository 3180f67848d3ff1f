// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/catalog/CatalogRefresher.h"
#include "core/restore/Engine.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

namespace shuttler::ui {

/// How DATABASE_URL would change: both values with the password hidden.
struct UrlChange {
    QString where;        ///< "DATABASE_URL in /srv/app/.env"
    QString now;          ///< Masked.
    QString then;         ///< Masked; empty until the new instance can be reached.
};

/// One restore as the page works on it: what is known so far, and the one job that runs now. Turns the person's decisions into calls
/// of core; decides nothing itself. Steps 1 to 3 live here alone, steps 4 to 7 in the run's journal: losing this object loses nothing.
class RestoreSession final : public QObject {
    Q_OBJECT
public:
    explicit RestoreSession(const Console &console, QObject *parent = nullptr);

    void begin(const EnvironmentName &environment, std::optional<Instant> firstBad);
    void resume(const RunId &run);

    const EnvironmentName &environmentName() const { return m_name; }
    const Environment &environment() const { return m_environment; }
    const std::optional<Account> &account() const { return m_account; }
    const std::optional<Refreshed> &catalog() const { return m_catalog; }
    const Capabilities &capabilities() const { return m_capabilities; }
    const QList<Instance> &instances() const { return m_instances; }
    const std::optional<Plan> &plan() const { return m_plan; }
    const std::optional<RunRecord> &run() const { return m_run; }
    const std::optional<UrlChange> &urlChange() const { return m_urlChange; }
    const std::optional<Error> &error() const { return m_error; }
    const QMap<QString, qint64> &leftBehind() const { return m_leftBehind; }
    const QList<SettingComparison> &settings() const { return m_settings; }
    const QList<Micros> &earlierRestores() const { return m_earlierRestores; } ///< How long step 4 took in finished runs.
    std::optional<Instant> firstBad() const { return m_firstBad; }
    Instant now() const { return m_console.clock.now(); }
    Instant openedAt() const { return m_openedAt; }

    const RestoreTarget &target() const { return m_target; }
    void setTarget(const RestoreTarget &target);      ///< Forgets the plan.
    void setFirstBad(Instant moment) { m_firstBad = moment; Q_EMIT changed(); }

    BackgroundJob &job() { return m_job; }
    bool isBusy() const { return m_job.isRunning(); }

    void signIn();                                     ///< Step 1.
    void list();                                       ///< Step 2.
    void makePlan();                                   ///< Step 3 ends with the plan to be read.
    void countLeftBehind(Instant moment);              ///< The estimate beside step 3; asked aside, never in the way.
    void startRun();                                   ///< Journal opened, step 4 driven.
    void drive(Decisions decisions);
    void readUrlChange();                              ///< For step 5.
    void undo();

Q_SIGNALS:
    void changed();          ///< Something above is new.
    void runMoved();         ///< The record grew while a job drives it.
    void ended();            ///< The run is done or undone.

private:
    /// What every job starts with.
    struct Opened {
        RestoreWorld world;
        std::unique_ptr<Ledger> ledger;
    };
    static Result<Opened> open(const Console &console, const EnvironmentName &name);
    void keepRun(Result<RunRecord> run);
    void fail(Error error);

    const Console &m_console;
    EnvironmentName m_name;
    Environment m_environment;
    Instant m_openedAt;
    std::optional<Instant> m_firstBad;
    RestoreTarget m_target = AtLatest{};
    Capabilities m_capabilities;
    std::optional<Account> m_account;
    std::optional<Refreshed> m_catalog;
    QList<Instance> m_instances;
    std::optional<Plan> m_plan;
    std::optional<RunRecord> m_run;
    std::optional<UrlChange> m_urlChange;
    std::optional<Error> m_error;
    QMap<QString, qint64> m_leftBehind;
    QList<SettingComparison> m_settings;
    QList<Micros> m_earlierRestores;
    std::optional<Instant> m_wantedCount;
    BackgroundJob m_job;
    BackgroundJob m_aside;
};

} // namespace shuttler::ui
