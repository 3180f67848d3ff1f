// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/shell/NoticeBar.h"
#include "ui/shell/OpenRun.h"
#include "ui/shell/Task.h"
#include "ui/shell/Watch.h"

#include <QMainWindow>
#include <QMap>
#include <QMenu>

class QStackedWidget;

namespace shuttler::ui {

class EnvironmentsPage;
class FirstRunPage;
class OverviewPage;
class Page;
class RestorePage;
class SideBar;
class StatusLine;

/// The window: side bar, pages, notices, status bar (ui.md §4). Hands situations to the pages and starts what they ask for.
/// Pages are made when they are first seen.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(const Console &console, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens Practice, or makes it at once when there is none.
    void openPractice();
    /// "overview", "timeline", "restore", "activity", "environments", "settings".
    void showPage(const QString &id);
    QString shownPage() const { return m_shown; }
    const std::optional<Situation> &situation() const { return m_situation; }

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    MainWindow(const Console &console, const Result<Preferences> &preferences, QWidget *parent);

    struct Entry {
        QString title;
        QString icon;
        std::function<QWidget *()> make;
        QWidget *widget = nullptr;
    };

    // MainWindow.cpp: what there is, and which page is seen.
    void buildPages();
    void buildMenu();
    void addShortcut(const QKeySequence &keys, std::function<void()> run);
    QWidget *makeOverview();
    QWidget *makeTimeline();
    QWidget *makeActivity();
    QWidget *makeEnvironments();
    QWidget *makeSettings();
    QWidget *makeRestore();
    QWidget *addPage(QWidget *page);
    Page *pageOf(const QString &id) const;
    void fitWidth();
    void nextArea(int step);
    void showHelp();
    void nameWindow();
    void applyPreferences(const Preferences &preferences);
    void rebuildPages();

    // MainWindowSituation.cpp: which environment, what is known of it, what has to be said.
    void reloadEnvironments(const EnvironmentName &preferred);
    void chooseEnvironment(const EnvironmentName &name);
    void showFirstRun();
    void leaveFirstRun();
    void practiceReady(const PracticeStatus &status);
    void seen(const Situation &situation);
    void lookFailed(const Error &error);
    std::optional<Incident> openDamage() const;
    std::optional<Instant> lastGoodSecond() const;
    void postStopped();
    void postDamage();
    void postOpenRun();
    void lookAtRun();
    void showFreshness(Instant now);
    void tick();

    // MainWindowDeeds.cpp: what the person starts from here.
    bool isRestoring() const; ///< The restore page is in the middle of something.
    void startRestore(std::optional<Instant> moment);
    void continueRestore();
    void restoreLeft();
    void restoreEnded(); ///< Nothing of it is open, whatever an earlier look still says.
    void forgetRestore();
    void undoOpenRun();
    void askBackupName();
    void backUp(const QString &name);
    void setRetention(int days);
    void breakIt(IncidentKind kind);
    void startPractice();
    void resetPractice();
    void removePractice();
    void removePracticeOf(const EnvironmentName &name);
    void environmentsChanged(const EnvironmentName &chosen);
    void postDone(const QString &id, const QString &title, const QString &text);
    void postError(const QString &id, const Error &error);
    void showTask();
    QStringList closingMeans() const;
    void stopEverything();

    const Console &m_console;
    Preferences m_preferences;
    QString m_settingsFile;
    QMap<QString, Entry> m_entries;
    QString m_shown;
    QString m_environmentTitle;
    QStackedWidget *m_whole;    ///< The first run, or the window's parts.
    QWidget *m_parts;
    SideBar *m_sideBar;
    QStackedWidget *m_pages;
    NoticeBar *m_notice;
    StatusLine *m_status;
    QMenu m_menu;
    QMenu *m_breakMenu = nullptr;
    FirstRunPage *m_firstRun = nullptr;
    QPointer<EnvironmentsPage> m_environmentsPage;
    RestorePage *m_restore = nullptr;
    bool m_restoreWhenSeen = false; ///< Wanted before the first look had answered.
    bool m_removeWhenSeen = false;
    bool m_painted = false;         ///< The person sees the window.
    bool m_closing = false;

    EnvironmentName m_environment;
    QList<Environment> m_environments;
    std::optional<Situation> m_situation;
    Instant m_restoreEnded;  ///< A look that began before it may tell of a restore that is over.
    std::optional<OpenRunFacts> m_openRun;
    bool m_firstLook = true;    ///< An open run now was open when the program stopped.
    QString m_foundAtStart;     ///< That run.
    QSet<qint64> m_damageSeen;  ///< Incidents whose notice was dismissed.
    std::optional<Error> m_startFailed; ///< Why Practice could not be started.
    QTimer m_seconds;
    Task m_task;
    BackgroundJob m_runLook;
    Watch m_watch;
};

} // namespace shuttler::ui
