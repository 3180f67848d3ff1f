// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/MainWindow.h"

#include "ui/activity/ActivityPage.h"
#include "ui/common/HumanText.h"
#include "ui/common/Icons.h"
#include "ui/environments/EnvironmentsPage.h"
#include "ui/firstrun/FirstRunPage.h"
#include "ui/overview/OverviewPage.h"
#include "ui/restore/RestorePage.h"
#include "ui/settings/SettingsPage.h"
#include "ui/shell/EnvironmentPicker.h"
#include "ui/shell/Help.h"
#include "ui/shell/NavList.h"
#include "ui/shell/SideBar.h"
#include "ui/shell/StatusLine.h"
#include "ui/timeline/TimelinePage.h"

#include <QApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

#include <utility>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int RailBelow = 1160;

/// The application's clothes are on before the first label asks for its font.
Result<Preferences> dressed(const Console &console)
{
    Result<Preferences> preferences = loadPreferences(console.preferencesFile);
    const Preferences worn = preferences ? *preferences : Preferences();
    applyLook(worn.appearance, worn.textPercent);
    HumanText::show(HumanText::zoneNamed(worn.zone));
    return preferences;
}

} // namespace

MainWindow::MainWindow(const Console &console, QWidget *parent)
    : MainWindow(console, dressed(console), parent)
{
}

MainWindow::MainWindow(const Console &console, const Result<Preferences> &preferences, QWidget *parent)
    : QMainWindow(parent), m_console(console), m_preferences(preferences ? *preferences : Preferences()), m_settingsFile(QFileInfo(console.preferencesFile).path() + u"/window.ini"_s),
      m_whole(new QStackedWidget), m_parts(new QWidget), m_sideBar(new SideBar), m_pages(new QStackedWidget), m_notice(new NoticeBar), m_status(new StatusLine), m_task(console.clock), m_runLook(console.clock), m_watch(console)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Shuttler Ops"));
    setMinimumSize(960, 640);
    resize(1280, 800);
    const QSettings kept(m_settingsFile, QSettings::IniFormat);
    restoreGeometry(kept.value(u"geometry"_s).toByteArray());

    m_notice->setParent(m_parts); // Until a page takes it; shown without a parent it would be a window.
    m_pages->setObjectName(u"pages"_s);
    auto *row = new QHBoxLayout(m_parts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sideBar);
    row->addWidget(m_pages, 1);
    m_whole->addWidget(m_parts);
    setCentralWidget(m_whole);
    setStatusBar(m_status);

    buildPages();
    buildMenu();
    connect(m_sideBar->nav(), &NavList::picked, this, &MainWindow::showPage);
    connect(m_sideBar->picker(), &EnvironmentPicker::picked, this, &MainWindow::chooseEnvironment);
    connect(m_sideBar->picker(), &EnvironmentPicker::manageWanted, this, [this] { showPage(u"environments"_s); });
    connect(m_status, &StatusLine::jobClicked, this, [this] { showPage(m_restore && m_restore->hasRunningJob() ? u"restore"_s : u"overview"_s); });
    connect(m_notice, &NoticeBar::rebuilt, this, [this] {
        if (Page *page = pageOf(m_shown))
            page->orderTabs();
    });
    connect(&m_watch, &Watch::seen, this, &MainWindow::seen);
    connect(&m_watch, &Watch::failed, this, &MainWindow::lookFailed);
    connect(&m_task, &Task::began, this, &MainWindow::showTask);
    connect(&m_task, &Task::ended, this, &MainWindow::showTask);
    connect(&m_seconds, &QTimer::timeout, this, &MainWindow::tick);
    m_seconds.start(1000);

    applyPreferences(m_preferences);
    if (!preferences)
        postError(u"preferences"_s, preferences.error());
    reloadEnvironments(EnvironmentName(kept.value(u"environment"_s).toString()));
}

MainWindow::~MainWindow()
{
    stopEverything();
}

void MainWindow::buildPages()
{
    NavList *nav = m_sideBar->nav();
    const auto add = [this](const QString &id, const QString &title, const QString &icon, QWidget *(MainWindow::*make)()) {
        m_entries.insert(id, {title, icon, [this, make] { return (this->*make)(); }});
    };
    add(u"overview"_s, tr("Overview"), u"go-home"_s, &MainWindow::makeOverview);
    add(u"timeline"_s, tr("Timeline"), u"view-calendar-timeline"_s, &MainWindow::makeTimeline);
    add(u"restore"_s, tr("Restore"), u"backup"_s, &MainWindow::makeRestore);
    add(u"activity"_s, tr("Activity"), u"view-list-text"_s, &MainWindow::makeActivity);
    add(u"environments"_s, tr("Environments"), u"network-server"_s, &MainWindow::makeEnvironments);
    add(u"settings"_s, tr("Settings"), u"configure"_s, &MainWindow::makeSettings);
    const auto list = [&](const QString &id) { nav->addPage(id, m_entries[id].title, m_entries[id].icon); };
    nav->addGroup(tr("Protect"));
    list(u"overview"_s);
    list(u"timeline"_s);
    nav->addGroup(tr("Recover"));
    list(u"restore"_s);
    nav->addGroup(tr("Manage"));
    list(u"activity"_s);
    list(u"environments"_s);
    nav->addBottomPage(u"settings"_s, m_entries[u"settings"_s].title, m_entries[u"settings"_s].icon);
}

void MainWindow::addShortcut(const QKeySequence &keys, std::function<void()> run)
{
    connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, run = std::move(run)] {
        if (m_whole->currentWidget() == m_parts)
            run();
    });
}

void MainWindow::buildMenu()
{
    const auto add = [this](QMenu &menu, const QString &text, const QKeySequence &keys, std::function<void()> run) {
        QAction *action = menu.addAction(text);
        // The keys are shown here and work through shortcuts of the window: a menu that was never opened has none.
        if (!keys.isEmpty()) {
            action->setText(text + u'\t' + keys.toString(QKeySequence::NativeText));
            addShortcut(keys, run);
        }
        connect(action, &QAction::triggered, this, std::move(run));
        return action;
    };
    const std::pair<QString, int> pages[] = {{u"overview"_s, Qt::Key_1}, {u"timeline"_s, Qt::Key_2}, {u"restore"_s, Qt::Key_5},
                                             {u"activity"_s, Qt::Key_8}, {u"environments"_s, Qt::Key_9},
                                             {u"settings"_s, Qt::Key_Comma}};
    for (const auto &[id, key] : pages)
        add(m_menu, m_entries[id].title, QKeySequence(Qt::CTRL | Qt::Key(key)), [this, page = id] { showPage(page); });
    m_menu.addSeparator();
    add(m_menu, tr("Back up now…"), QKeySequence(u"Ctrl+Shift+B"_s), [this] { askBackupName(); });
    add(m_menu, tr("Restore…"), QKeySequence(u"Ctrl+Shift+R"_s), [this] { showPage(u"restore"_s); });
    add(m_menu, tr("Check now"), QKeySequence(Qt::Key_F5), [this] { m_watch.lookNow(); });
    m_menu.addSeparator();
    m_breakMenu = m_menu.addMenu(tr("Break it"));
    const std::pair<QString, IncidentKind> incidents[] = {{tr("Wrong fee import"), IncidentKind::BadImport},
                                                          {tr("Mass delete"), IncidentKind::MassDelete},
                                                          {tr("Emptied table"), IncidentKind::Truncate},
                                                          {tr("Dropped table"), IncidentKind::DropTable}};
    for (const auto &[title, kind] : incidents)
        connect(m_breakMenu->addAction(title), &QAction::triggered, this, [this, what = kind] { breakIt(what); });
    QAction *start = add(m_menu, tr("Start the Practice"), {}, [this] { startPractice(); });
    QAction *reset = add(m_menu, tr("Reset Practice…"), {}, [this] { resetPractice(); });
    QAction *remove = add(m_menu, tr("Remove Practice…"), {}, [this] { removePractice(); });
    m_menu.addSeparator();
    add(m_menu, tr("Connect your database…"), {}, [this] { showFirstRun(); });
    add(m_menu, tr("Help for this page"), QKeySequence(Qt::Key_F1), [this] { showHelp(); });
    add(m_menu, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
    connect(&m_menu, &QMenu::aboutToShow, this, [this, start, reset, remove] {
        const bool practice = m_situation && m_situation->isPractice();
        start->setVisible(practice && m_situation->needsStart());
        start->setEnabled(!m_task.isRunning());
        for (QAction *action : {m_breakMenu->menuAction(), reset, remove}) {
            action->setVisible(practice);
            action->setEnabled(!m_task.isRunning() && !(m_restore && m_restore->hasRunningJob()));
        }
    });
    m_sideBar->menuButton()->setMenu(&m_menu);

    addShortcut(QKeySequence(Qt::Key_F10), [this] { m_sideBar->menuButton()->showMenu(); });
    addShortcut(QKeySequence(Qt::Key_F6), [this] { nextArea(1); });
    addShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { nextArea(-1); });
    addShortcut(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        if (auto *timeline = qobject_cast<TimelinePage *>(m_pages->currentWidget()))
            timeline->focusFilter();
        else if (auto *activity = qobject_cast<ActivityPage *>(m_pages->currentWidget()))
            activity->focusFilter();
    });
}

QWidget *MainWindow::makeOverview()
{
    auto *page = new OverviewPage;
    page->setCheckInterval(Seconds(m_preferences.checkSeconds));
    connect(page, &OverviewPage::backUpWanted, this, &MainWindow::askBackupName);
    connect(page, &OverviewPage::restoreWanted, this, [this] { showPage(u"restore"_s); });
    connect(page, &OverviewPage::startWanted, this, &MainWindow::startPractice);
    connect(page, &OverviewPage::continueWanted, this, &MainWindow::continueRestore);
    connect(page, &OverviewPage::retentionWanted, this, &MainWindow::setRetention);
    connect(page, &OverviewPage::pageWanted, this, &MainWindow::showPage);
    connect(page, &OverviewPage::entryWanted, this, [this](const QString &entry) {
        showPage(u"timeline"_s);
        static_cast<TimelinePage *>(m_entries[u"timeline"_s].widget)->select(entry);
    });
    return page;
}

QWidget *MainWindow::makeTimeline()
{
    auto *page = new TimelinePage;
    connect(page, &TimelinePage::restoreWanted, this, [this](Instant moment) { startRestore(moment); });
    return page;
}

QWidget *MainWindow::makeActivity()
{
    return new ActivityPage(m_console);
}

QWidget *MainWindow::makeEnvironments()
{
    m_environmentsPage = new EnvironmentsPage(m_console);
    m_environmentsPage->reload(m_environment);
    connect(m_environmentsPage, &EnvironmentsPage::openWanted, this, &MainWindow::chooseEnvironment);
    connect(m_environmentsPage, &EnvironmentsPage::practiceRemovalWanted, this, &MainWindow::removePracticeOf);
    connect(m_environmentsPage, &EnvironmentsPage::added, this, &MainWindow::reloadEnvironments);
    connect(m_environmentsPage, &EnvironmentsPage::changed, this, &MainWindow::environmentsChanged);
    connect(m_environmentsPage, &EnvironmentsPage::removed, this, [this] { environmentsChanged(m_environment); });
    return m_environmentsPage;
}

QWidget *MainWindow::makeSettings()
{
    auto *page = new SettingsPage(m_console);
    connect(page, &SettingsPage::changed, this, &MainWindow::applyPreferences);
    return page;
}

QWidget *MainWindow::makeRestore()
{
    m_restore = new RestorePage(m_console);
    m_restore->setObjectName(u"restorePage"_s);
    connect(m_restore, &QWidget::windowTitleChanged, this, &MainWindow::nameWindow);
    connect(m_restore, &RestorePage::leave, this, &MainWindow::restoreLeft);
    connect(m_restore, &RestorePage::finished, this, &MainWindow::restoreEnded);
    connect(m_restore, &RestorePage::jobChanged, this, &MainWindow::showTask);
    return m_restore;
}

QWidget *MainWindow::addPage(QWidget *page)
{
    m_pages->addWidget(page);
    return page;
}

Page *MainWindow::pageOf(const QString &id) const
{
    return qobject_cast<Page *>(m_entries.value(id).widget);
}

void MainWindow::showPage(const QString &id)
{
    if (id == "restore"_L1 && !isRestoring())
        return startRestore(std::nullopt);
    Entry &entry = m_entries[id];
    if (!entry.widget)
        entry.widget = addPage(entry.make());
    m_shown = id;
    m_sideBar->nav()->choose(id);
    if (Page *page = pageOf(id)) {
        page->placeNotice(m_notice);
        if (page == m_environmentsPage)
            m_environmentsPage->reload(m_environment);
        if (m_situation)
            page->setSituation(*m_situation);
        page->setNarrow(width() < RailBelow);
    }
    m_pages->setCurrentWidget(entry.widget);
    nameWindow();
    fitWidth();
    if (Page *page = pageOf(id))
        page->enter();
}

/// What the task bar and a screen reader say: where one is first, then in what.
void MainWindow::nameWindow()
{
    const QWidget *page = m_entries.value(m_shown).widget;
    const QString place = page && !page->windowTitle().isEmpty() ? page->windowTitle() : m_entries.value(m_shown).title;
    setWindowTitle(tr("%1 · %2 · Shuttler Ops").arg(place, m_environmentTitle));
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (std::exchange(m_painted, true))
        return;
    // Nothing that looks or renders for later competes with the first picture.
    QTimer::singleShot(0, this, [this] {
        setWindowIcon(Icons::appIcon());
        m_watch.watch(m_environment);
    });
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    fitWidth();
}

void MainWindow::fitWidth()
{
    const bool narrow = width() < RailBelow;
    m_sideBar->setRail(narrow || m_shown == "restore"_L1);
    if (Page *page = pageOf(m_shown))
        page->setNarrow(narrow);
}

void MainWindow::nextArea(int step)
{
    // Navigation, page, the page's footer, status bar: whichever has something that can take the focus. The footer stands inside the
    // page, so the innermost area that holds the focus is where we are.
    const QList<QWidget *> areas{m_sideBar->nav()->list(), m_pages->currentWidget(),
                                 m_pages->currentWidget()->findChild<QWidget *>(u"rstFooter"_s),
                                 m_status->findChild<QWidget *>(u"jobButton"_s)};
    int now = 0;
    for (int i = 0; i < areas.size(); ++i) {
        QWidget *focused = QApplication::focusWidget();
        if (areas[i] && focused && (areas[i] == focused || areas[i]->isAncestorOf(focused)))
            now = i;
    }
    for (int i = 1; i <= areas.size(); ++i) {
        QWidget *area = areas[(now + i * step + 2 * areas.size()) % areas.size()];
        if (!area || !area->isVisible())
            continue;
        if (auto *page = qobject_cast<Page *>(area))
            return page->enter();
        if (area->focusPolicy() & Qt::TabFocus)
            return area->setFocus(Qt::ShortcutFocusReason);
        for (QWidget *inside : area->findChildren<QWidget *>()) {
            if (inside->isVisible() && inside->isEnabled() && inside->focusPolicy() & Qt::TabFocus)
                return inside->setFocus(Qt::ShortcutFocusReason);
        }
    }
}

void MainWindow::showHelp()
{
    (new HelpDialog(m_shown, m_entries.value(m_shown).title, this))->open();
}

void MainWindow::applyPreferences(const Preferences &preferences)
{
    const bool zoneChanges = preferences.zone != m_preferences.zone;
    const bool sizeChanges = preferences.textPercent != m_preferences.textPercent;
    m_preferences = preferences;
    HumanText::show(HumanText::zoneNamed(preferences.zone));
    applyLook(preferences.appearance, preferences.textPercent);
    m_watch.setInterval(Seconds(preferences.checkSeconds));
    if (auto *overview = qobject_cast<OverviewPage *>(m_entries.value(u"overview"_s).widget))
        overview->setCheckInterval(Seconds(preferences.checkSeconds));
    if (zoneChanges) {
        QEvent change(QEvent::LocaleChange);
        for (QWidget *widget : findChildren<QWidget *>())
            QApplication::sendEvent(widget, &change);
    }
    // Lengths were measured when the pages were made. Queued: the page that asks for it is one of them.
    if (sizeChanges && !m_shown.isEmpty())
        QMetaObject::invokeMethod(this, &MainWindow::rebuildPages, Qt::QueuedConnection);
    tick();
}

void MainWindow::rebuildPages()
{
    const QString focused = QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    m_notice->setParent(m_parts);
    for (Entry &entry : m_entries) {
        if (!qobject_cast<Page *>(entry.widget))
            continue; // The restore page keeps what it is in the middle of.
        delete entry.widget;
        entry.widget = nullptr;
    }
    showPage(m_shown);
    if (QWidget *again = focused.isEmpty() ? nullptr : m_pages->findChild<QWidget *>(focused))
        again->setFocus();
}

} // namespace shuttler::ui
