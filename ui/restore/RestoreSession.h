// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/catalog/CatalogRefresher.h"
#include "core/restore/Engine.h"
#include "ui/restore/FindingFeed.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

namespace shuttler::ui {

/// How DATABASE_URL would change: both values with the password hidden.
struct UrlChange {
    QString where;        ///< "DATABASE_URL in /srv/app/.env"
    QString now;          ///< Masked.
    QString then;         ///< Masked; empty until the new instance can be reached.
    friend bool operator==(const UrlChange &, const UrlChange &) = default;
};

/// What would be lost with the old instance, read at one moment.
struct OldInstanceFacts {
    std::optional<Instance> instance;   ///< Nothing: its provider does not list it.
    QMap<QString, qint64> onlyThere;    ///< Table → rows written there after the moment.
    std::optional<Error> notCounted;    ///< Why the rows are not known.
    bool hasBackups = false;            ///< Backups of its own are listed.
};

/// How long the newest runs of an environment took, oldest first: what is usual.
struct EarlierRuns {
    QList<Micros> restores; ///< Step 4.
    QList<Micros> checks;   ///< All of step 6.
};

/// One restore as the page works on it: what is known so far, and the one job that runs now. Turns the person's decisions into calls
/// of core; decides nothing itself. Steps 1 to 3 live here alone, steps 4 to 7 in the run's journal: losing this object loses nothing.
class RestoreSession final : public QObject {
    Q_OBJECT
public:
    /// What the one job does, or the last one did.
    enum class Work { None, Resume, SignIn, List, Plan, Drive, Undo };

    explicit RestoreSession(const Console &console, QObject *parent = nullptr);

    void begin(const EnvironmentName &environment, std::optional<Instant> lastGood);
    void resume(const RunId &run);

    const EnvironmentName &environmentName() const { return m_name; }
    const Environment &environment() const { return m_environment; }
    const std::optional<Account> &account() const { return m_account; }
    Instant signedInAt() const { return m_signedInAt; }
    int signIns() const { return m_signIns; }               ///< How often that was answered.
    const std::optional<Refreshed> &catalog() const { return m_catalog; }
    /// What can be reached, which may be more than what is listed: where the provider can be asked to fetch the newest changes and the
    /// old server still answers, the window goes on until now. Only after step 2.
    BackupListing reach() const;
    const Capabilities &capabilities() const { return m_capabilities; }
    const QList<Instance> &instances() const { return m_instances; }
    const std::optional<Plan> &plan() const { return m_plan; }
    const std::optional<RunRecord> &run() const { return m_run; }
    const std::optional<RunRecord> &otherOpenRun() const { return m_otherRun; } ///< Bars a new one in this environment.
    const std::optional<UrlChange> &urlChange() const { return m_urlChange; }
    const std::optional<OldInstanceFacts> &oldInstance() const { return m_oldFacts; }
    const std::optional<Error> &error() const { return m_error; }
    /// Rows written after `leftBehindSince`; nothing while they are being counted.
    const std::optional<QMap<QString, qint64>> &leftBehind() const { return m_leftBehind; }
    std::optional<Instant> leftBehindSince() const { return m_countedSince; }
    const std::optional<Error> &leftBehindError() const { return m_countError; }
    const EarlierRuns &earlier() const { return m_earlier; }
    const QString &savedReport() const { return m_savedReport; }
    const std::optional<Error> &reportError() const { return m_reportError; }
    const QString &evidenceFolder() const { return m_console.evidenceFolder; }
    std::optional<Instant> firstBad() const { return m_firstBad; }
    Instant now() const { return m_console.clock.now(); }
    const Clock &clock() const { return m_console.clock; }
    Instant openedAt() const { return m_openedAt; }

    const std::optional<RestoreTarget> &target() const { return m_target; }
    void setTarget(const RestoreTarget &target);            ///< Forgets the plan.
    void setFirstBad(std::optional<Instant> moment);
    CutoverChoice cutover() const { return m_cutover; }
    bool canMoveApp() const { return m_canMoveApp; }        ///< The environment says where the app reads its address and how it restarts.
    void setCutover(CutoverChoice choice);                  ///< Forgets the plan.
    void setNewName(const std::optional<InstanceId> &name); ///< Forgets the plan. Nothing: made from the run.

    BackgroundJob &job() { return m_job; }
    bool isBusy() const { return m_work != Work::None; }
    Work work() const { return m_work; }
    Work lastWork() const { return m_lastWork; }            ///< What `error` belongs to.
    Instant workBegan() const { return m_workBegan; }
    StepNumber drivenUntil() const { return m_decisions.until; }
    const Decisions &decisions() const { return m_decisions; } ///< Of the drive that runs, or the last one.
    /// What the checks that run now have found so far; empty when none run. See FindingFeed.
    const QList<Finding> &arrived() const { return m_feed.arrived(); }

    void signIn();                                          ///< Step 1.
    void list();                                            ///< Step 2.
    void makePlan();                                        ///< Step 3 ends with the plan to be read.
    void countLeftBehind(Instant moment);                   ///< The estimate beside step 3; asked aside, never in the way.
    void startRun();                                        ///< Journal opened, step 4 driven.
    void drive(const Decisions &decisions);
    void readUrlChange();                                   ///< For step 5; asked aside.
    void readOldInstance();                                 ///< Before it is destroyed; asked aside.
    void saveReport(const QString &folder);                 ///< The run as it stands, as PDF and JSON; asked aside.
    void undo();
    void stop();                                            ///< Asks the job to end soon. What it did stays, and can be gone on with.
    void stopThenUndo();
    /// Stops everything and waits; what came of it is known when this returns.
    void stopAndWait();

signals:
    void changed();          ///< Something above is new.
    void runMoved();         ///< The record grew while a job drives it.
    void findingsArrived();
    void ended();            ///< The run is done or undone.
    void oldInstanceRead();  ///< What `readOldInstance` asked for is known, or is known not to be.

private:
    template <typename T>
    using Task = std::function<Result<T>(RestoreWorld &, Ledger &, Job &)>;

    /// Runs `task` as the one job; its error becomes `error()`, its value goes to `keep`.
    template <typename T>
    void work(Work what, Task<T> task, std::function<void(T)> keep);
    /// Runs `task` beside the one job.
    template <typename T>
    void aside(BackgroundJob &job, Task<T> task, std::function<void(Result<T>)> keep);
    template <typename T>
    std::function<Result<T>(Job &)> onWorld(Task<T> task) const;
    RunObserver observer();
    RestoreIntent intent() const;
    void keepRun(RunRecord run);
    void forgetPlan();

    const Console &m_console;
    EnvironmentName m_name;
    Environment m_environment;
    Instant m_openedAt;
    std::optional<Instant> m_firstBad;
    std::optional<RestoreTarget> m_target;
    std::optional<InstanceId> m_newName;
    CutoverChoice m_cutover = CutoverChoice::Redeploy;
    bool m_canMoveApp = false;
    Capabilities m_capabilities;
    std::optional<Account> m_account;
    Instant m_signedInAt;
    int m_signIns = 0;
    std::optional<Refreshed> m_catalog;
    QList<Instance> m_instances;
    std::optional<Plan> m_plan;
    std::optional<RunRecord> m_run;
    std::optional<RunRecord> m_otherRun;
    std::optional<UrlChange> m_urlChange;
    std::optional<OldInstanceFacts> m_oldFacts;
    std::optional<Error> m_error;
    std::optional<QMap<QString, qint64>> m_leftBehind;
    std::optional<Instant> m_countedSince;
    std::optional<Instant> m_wantedCount;
    std::optional<Error> m_countError;
    EarlierRuns m_earlier;
    QString m_savedReport;
    std::optional<Error> m_reportError;
    Work m_work = Work::None;
    Work m_lastWork = Work::None;
    Instant m_workBegan;
    Decisions m_decisions;
    FindingFeed m_feed;
    bool m_undoNext = false;
    std::optional<RunState> m_toldEnd; ///< The state of the run that `ended` told last.
    // Last, so that they end first: their work uses what stands above.
    BackgroundJob m_job;
    BackgroundJob m_counting;
    BackgroundJob m_looking;
    BackgroundJob m_facts;
    BackgroundJob m_reporting;
};

} // namespace shuttler::ui
