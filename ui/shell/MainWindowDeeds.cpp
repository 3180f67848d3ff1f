// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Confirmation.h"
#include "ui/common/Counted.h"
#include "ui/common/TypedConfirmation.h"
#include "ui/environments/EnvironmentsPage.h"
#include "ui/firstrun/FirstRunPage.h"
#include "ui/overview/OverviewPage.h"
#include "ui/restore/RestorePage.h"
#include "ui/shell/BackupDialog.h"
#include "ui/shell/Deeds.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/NavList.h"
#include "ui/shell/SideBar.h"
#include "ui/shell/StatusLine.h"

#include <QApplication>
#include <QCloseEvent>
#include <QSettings>
#include <QStackedWidget>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// What goes with Practice, for the person who removes it.
QString backupsOf(const Situation &situation)
{
    const qsizetype backups = situation.listing ? situation.listing->backups.size() : 0;
    return MainWindow::tr("%1, with the record of changes").arg(counted(backups, MainWindow::tr("backup"), MainWindow::tr("backups")));
}

} // namespace

bool MainWindow::isRestoring() const
{
    return m_restore && !m_restore->isIdle();
}

void MainWindow::forgetRestore()
{
    // What the page was in the middle of stands in the journal.
    Entry &entry = m_entries[u"restore"_s];
    delete entry.widget;
    entry.widget = nullptr;
    m_restore = nullptr;
}

void MainWindow::startRestore(std::optional<Instant> moment)
{
    if (m_environment.isEmpty())
        return;
    if (!m_situation && !moment) {
        m_restoreWhenSeen = true; // Whether one is open, and which second was the last good one, is being asked.
        return;
    }
    // One restore of an environment at a time: what is open goes on before anything new begins.
    if (m_situation && m_situation->openRun)
        return continueRestore();
    if (isRestoring() && (!moment || m_restore->hasRunningJob()))
        return showPage(u"restore"_s);
    if (!m_restore)
        m_entries[u"restore"_s].widget = addPage(makeRestore());
    m_restore->start(m_environment, moment ? moment : lastGoodSecond());
    showPage(u"restore"_s);
}

void MainWindow::continueRestore()
{
    if (!m_situation || !m_situation->openRun)
        return;
    if (!m_restore)
        m_entries[u"restore"_s].widget = addPage(makeRestore());
    m_foundAtStart.clear(); // From here on it is known.
    if (!isRestoring())
        m_restore->resume(m_situation->openRun->id);
    showPage(u"restore"_s);
}

void MainWindow::restoreLeft()
{
    m_openRun.reset();
    showPage(u"overview"_s);
    m_watch.lookNow();
}

void MainWindow::restoreEnded()
{
    m_restoreEnded = m_console.clock.now();
    if (m_situation)
        m_situation->openRun.reset();
    restoreLeft();
}

void MainWindow::undoOpenRun()
{
    if (!m_openRun || m_task.isRunning())
        return;
    const RunRecord run = m_openRun->run;
    Question question;
    question.objectName = u"undoDialog"_s;
    question.title = tr("Give up the restore of %1?").arg(run.intent.environment.toString());
    question.sentences = {m_openRun->found ? tr("The new instance %1 is deleted.").arg(m_openRun->found->id.toString())
                                           : tr("No new instance was found; there is none to delete."),
                          tr("DATABASE_URL is put back if it was changed, and %1 goes on serving the app.").arg(run.oldInstance.toString())};
    question.yes = m_openRun->found ? tr("Delete %1").arg(m_openRun->found->id.toString()) : tr("Give it up");
    question.no = tr("Keep it open");
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, run] {
        const Console &console = m_console;
        m_task.start<RunRecord>(
            tr("Taking the restore back"), tr("This stops taking the restore back; it can be continued later."),
            [&console, run](Job &job) -> Result<RunRecord> {
                Result<RestoreWorld> world = console.worlds.open(run.intent.environment);
                if (!world)
                    return std::move(world).error();
                Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
                if (!ledger)
                    return std::move(ledger).error();
                return Engine(*world, **ledger).undo(run.id, job);
            },
            [this](Result<RunRecord> undone) {
                m_openRun.reset();
                forgetRestore();
                if (undone)
                    postDone(u"done"_s, tr("The restore is taken back"), tr("%1 serves the app as before.").arg(undone->oldInstance.toString()));
                else
                    postError(u"done"_s, undone.error());
                m_watch.lookNow();
            });
    });
    dialog->open();
}

void MainWindow::askBackupName()
{
    if (!m_situation || m_task.isRunning() || !m_situation->capabilities.takesBackups)
        return;
    const QString name = u"manual-%1z"_s.arg(m_console.clock.now().toCompactString());
    auto *dialog = new BackupDialog(m_situation->databaseName(), name, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { backUp(dialog->name()); });
    dialog->open();
}

void MainWindow::backUp(const QString &name)
{
    const Console &console = m_console;
    m_task.start<Backup>(tr("Backing up"), tr("This stops the backup; it can start again from the beginning."),
                         [&console, environment = m_environment, name](Job &job) { return backUpNow(console, environment, name, job); },
                         [this](Result<Backup> backup) {
                             if (backup)
                                 postDone(u"done"_s, tr("Backup %1 is made").arg(backup->id.toString()),
                                          tr("%1, taken %2.").arg(HumanText::size(backup->sizeBytes),
                                                                 HumanText::shown().when(backup->takenAt, m_console.clock.now())));
                             else
                                 postError(u"done"_s, backup.error());
                             m_watch.lookNow();
                         });
}

void MainWindow::setRetention(int days)
{
    if (m_task.isRunning())
        return;
    const Console &console = m_console;
    m_task.start<Done>(tr("Setting the retention"), tr("The retention may or may not have been set; it is looked up again at the next start."),
                       [&console, environment = m_environment, days](Job &job) { return setRetentionOf(console, environment, days, job); },
                       [this, days](Outcome set) {
                           if (set)
                               postDone(u"done"_s, tr("Retention is set to %1 days").arg(days), tr("Backups are kept that long from now on."));
                           else
                               postError(u"done"_s, set.error());
                           m_watch.lookNow();
                       });
}

void MainWindow::breakIt(IncidentKind kind)
{
    if (!m_situation || !m_situation->isPractice() || m_task.isRunning())
        return;
    m_notice->withdraw(u"practice"_s);
    const Console &console = m_console;
    m_task.start<Incident>(tr("Breaking Practice"), tr("The incident may or may not have happened; the timeline shows it."),
                           [&console, environment = m_environment, kind](Job &job) { return breakPractice(console, environment, kind, job); },
                           [this](Result<Incident> incident) {
                               if (!incident)
                                   postError(u"done"_s, incident.error());
                               m_watch.lookNow();
                           });
}

void MainWindow::startPractice()
{
    if (!m_situation || !m_situation->needsStart() || m_task.isRunning())
        return;
    const Console &console = m_console;
    m_startFailed.reset();
    m_task.start<PracticeStatus>(tr("Starting the Practice"), tr("This stops half-way; the Practice can be started again."),
                                 [&console, environment = m_environment](Job &job) { return shuttler::ui::startPractice(console, environment, job); },
                                 [this, environment = m_environment](Result<PracticeStatus> status) {
                                     if (status)
                                         postDone(u"done"_s, tr("The Practice runs again"), tr("Its data, its backups and its app are as they were."));
                                     else if (environment == m_environment && status.error().fault() != Fault::Cancelled)
                                         m_startFailed = status.error();
                                     m_watch.lookNow();
                                 });
    m_notice->withdraw(u"stopped"_s);
}

void MainWindow::resetPractice()
{
    if (!m_situation || !m_situation->isPractice() || m_task.isRunning())
        return;
    Question question;
    question.objectName = u"resetDialog"_s;
    question.title = tr("Reset Practice?");
    question.sentences = {tr("All of its data, backups and restored instances are made anew."), tr("What was done in it stays in Activity.")};
    question.yes = tr("Reset Practice");
    question.no = tr("Keep it as it is");
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        const Console &console = m_console;
        forgetRestore();
        m_task.start<PracticeStatus>(tr("Resetting Practice"), tr("This stops half-way; Practice can be reset again."),
                                     [&console, environment = m_environment](Job &job) { return shuttler::ui::resetPractice(console, environment, job); },
                                     [this](Result<PracticeStatus> status) {
                                         if (!status)
                                             postError(u"done"_s, status.error());
                                         else
                                             practiceReady(*status);
                                     });
    });
    dialog->open();
}

void MainWindow::removePractice()
{
    if (!m_situation || !m_situation->isPractice() || m_task.isRunning())
        return;
    const QString name = m_environment.toString();
    DestroyQuestion question;
    question.title = tr("Remove %1?").arg(name);
    question.subtitle = tr("This cannot be undone. Nothing outside Practice is touched.");
    question.lose = {{tr("Database"), tr("%1 and every instance restored from it").arg(m_situation->databaseName())},
                     {tr("Backups"), backupsOf(*m_situation)}};
    if (m_situation->practice)
        question.lose.append({tr("Folder"), m_situation->practice->directory});
    question.kept = {{tr("What was done in it, in Activity"), {}, true, false}};
    question.prompt = tr("Type the environment's name to confirm");
    question.name = name;
    question.keepButton = tr("Keep it");
    question.destroyButton = tr("Remove %1").arg(name);
    auto *dialog = new ConfirmDestroyDialog(question, m_console.clock, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConfirmDestroyDialog::factsWanted, this, [this] { m_watch.lookNow(); });
    connect(&m_watch, &Watch::seen, dialog, [dialog, lose = question.lose](const Situation &now) {
        auto fresh = lose;
        fresh[1].second = backupsOf(now);
        dialog->setFacts(fresh);
    });
    connect(dialog, &QDialog::accepted, this, [this] {
        const Console &console = m_console;
        m_watch.watch({});
        m_task.start<Done>(tr("Removing Practice"), tr("This stops half-way; Practice can be removed again."),
                           [&console, environment = m_environment](Job &job) { return shuttler::ui::removePractice(console, environment, job); },
                           [this](Outcome removed) {
                               if (!removed)
                                   postError(u"done"_s, removed.error());
                               reloadEnvironments(m_environment);
                           });
    });
    dialog->open();
}

void MainWindow::removePracticeOf(const EnvironmentName &name)
{
    m_removeWhenSeen = name != m_environment || !m_situation;
    if (!m_removeWhenSeen)
        return removePractice();
    chooseEnvironment(name);
    m_removeWhenSeen = name == m_environment; // It may not be chosen while a restore runs.
}

void MainWindow::environmentsChanged(const EnvironmentName &chosen)
{
    reloadEnvironments(chosen);
    if (!m_environments.isEmpty())
        showPage(u"environments"_s);
}

void MainWindow::postDone(const QString &id, const QString &title, const QString &text)
{
    Notice notice;
    notice.id = id;
    notice.glyph = Glyph::Ok;
    notice.title = title;
    notice.text = text;
    notice.canBeDismissed = true;
    m_notice->post(notice);
}

void MainWindow::postError(const QString &id, const Error &error)
{
    if (error.fault() == Fault::Cancelled)
        return;
    Notice notice;
    notice.id = id;
    notice.weight = Notice::Weight::ActionNeeded;
    notice.glyph = Glyph::Bad;
    notice.title = error.what();
    notice.text = u"%1 %2"_s.arg(error.means(), error.todo()).trimmed();
    notice.canBeDismissed = true;
    m_notice->post(notice);
}

void MainWindow::showTask()
{
    const bool restoring = m_restore && m_restore->hasRunningJob();
    const bool open = m_situation && m_situation->openRun;
    m_sideBar->nav()->setBadge(u"restore"_s, restoring ? tr("Running") : open ? tr("Open") : QString());
    if (auto *overview = qobject_cast<OverviewPage *>(m_entries.value(u"overview"_s).widget))
        overview->setBackupRunning(m_task.isRunning());
    tick();
}

QStringList MainWindow::closingMeans() const
{
    QStringList means;
    if (m_restore && m_restore->hasRunningJob())
        means.append(m_restore->closingMeans());
    if (m_task.isRunning())
        means.append(m_task.closingMeans());
    if (m_firstRun && m_firstRun->isMakingPractice())
        means.append(tr("This stops making Practice; what is half made is deleted."));
    return means;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const QStringList means = m_closing ? QStringList() : closingMeans();
    if (means.isEmpty()) {
        QSettings(m_settingsFile, QSettings::IniFormat).setValue(u"geometry"_s, saveGeometry());
        stopEverything();
        event->accept();
        return;
    }
    event->ignore();
    Question question;
    question.objectName = u"closeDialog"_s;
    question.title = tr("Close while something is running?");
    question.sentences = means;
    question.yes = tr("Close");
    question.no = tr("Keep open");
    auto *dialog = new ConfirmationDialog(question, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this] {
        m_closing = true;
        close();
    });
    dialog->open();
}

void MainWindow::stopEverything()
{
    // Stopping takes as long as the far side's program needs to end; it is asked first, so that all of them end together.
    QApplication::setOverrideCursor(Qt::WaitCursor);
    if (m_restore)
        m_restore->stopAndWait();
    if (m_firstRun)
        m_firstRun->stopAndWait();
    if (m_environmentsPage)
        m_environmentsPage->stopAndWait();
    m_task.stopAndWait();
    m_runLook.stop();
    m_runLook.wait();
    m_watch.stopAndWait();
    QApplication::restoreOverrideCursor();
}

} // namespace shuttler::ui
