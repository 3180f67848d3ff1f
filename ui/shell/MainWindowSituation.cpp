// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/HumanText.h"
#include "ui/firstrun/FirstRunPage.h"
#include "ui/overview/OverviewPage.h"
#include "ui/restore/RestorePage.h"
#include "ui/shell/EnvironmentPicker.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/NavList.h"
#include "ui/shell/SideBar.h"
#include "ui/shell/StatusLine.h"

#include <QSettings>
#include <QStackedWidget>

#include <algorithm>
#include <utility>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

void MainWindow::reloadEnvironments(const EnvironmentName &preferred)
{
    m_environments.clear();
    for (const Result<Environment> &environment : m_console.environments.all()) {
        if (environment)
            m_environments.append(*environment);
        else
            postError(u"environments"_s, environment.error());
    }
    m_sideBar->picker()->setEnvironments(m_environments);
    if (m_environments.isEmpty()) {
        m_environment = EnvironmentName();
        m_situation.reset();
        m_watch.watch({});
        return showFirstRun();
    }
    const bool isThere = std::any_of(m_environments.cbegin(), m_environments.cend(),
                                     [&](const Environment &environment) { return environment.name == preferred; });
    chooseEnvironment(isThere ? preferred : m_environments.first().name);
}

void MainWindow::chooseEnvironment(const EnvironmentName &name)
{
    if (m_restore && m_restore->hasRunningJob() && name != m_environment) {
        Notice notice;
        notice.id = u"switch"_s;
        notice.weight = Notice::Weight::ActionNeeded;
        notice.title = tr("A restore of %1 is running").arg(m_environment.toString());
        notice.text = tr("Leave it first; another environment can be chosen then.");
        notice.canBeDismissed = true;
        m_notice->post(notice);
        return;
    }
    const auto chosen = std::find_if(m_environments.cbegin(), m_environments.cend(),
                                     [&](const Environment &environment) { return environment.name == name; });
    if (chosen == m_environments.cend())
        return;
    if (name != m_environment)
        forgetRestore();
    m_environment = name;
    m_situation.reset();
    m_openRun.reset();
    m_foundAtStart.clear();
    m_startFailed.reset();
    m_firstLook = true;
    // What was said of the other environment; notices about the program itself stay.
    for (const QString &said : {u"stopped"_s, u"openRun"_s, u"openRunLook"_s, u"damage"_s, u"trouble"_s, u"practice"_s, u"look"_s, u"switch"_s, u"done"_s})
        m_notice->withdraw(said);
    // Only what changed is written: a write costs more than the whole first picture.
    if (QSettings kept(m_settingsFile, QSettings::IniFormat); kept.value(u"environment"_s).toString() != name.toString())
        kept.setValue(u"environment"_s, name.toString());
    m_sideBar->picker()->setCurrent(name);
    m_environmentTitle = chosen->title;
    nameWindow();
    leaveFirstRun();
    static_cast<OverviewPage *>(m_entries[u"overview"_s].widget)->setAsking(*chosen);
    m_status->setConnection(tr("%1 · asking…").arg(HumanText::providerName(chosen->provider)), true);
    if (m_painted)
        m_watch.watch(name);
}

void MainWindow::showFirstRun()
{
    if (!m_firstRun) {
        m_firstRun = new FirstRunPage(m_console);
        m_whole->addWidget(m_firstRun);
        connect(m_firstRun, &FirstRunPage::practiceReady, this, &MainWindow::practiceReady);
        connect(m_firstRun, &FirstRunPage::environmentAdded, this, &MainWindow::reloadEnvironments);
        connect(m_firstRun, &FirstRunPage::left, this, &MainWindow::leaveFirstRun);
    }
    m_firstRun->setCanLeave(!m_environments.isEmpty());
    m_whole->setCurrentWidget(m_firstRun);
    m_status->hide();
    m_firstRun->enter();
}

void MainWindow::leaveFirstRun()
{
    m_whole->setCurrentWidget(m_parts);
    m_status->show();
    showPage(u"overview"_s);
}

void MainWindow::openPractice()
{
    const EnvironmentName name = FirstRunPage::practiceName();
    if (m_console.environments.find(name))
        return chooseEnvironment(name);
    showFirstRun();
    m_firstRun->startPractice();
}

void MainWindow::practiceReady(const PracticeStatus &status)
{
    reloadEnvironments(status.name);
    Notice notice;
    notice.id = u"practice"_s;
    notice.glyph = Glyph::Ok;
    notice.title = tr("Practice is ready");
    notice.text = tr("Something will break in it: try to get it back.");
    notice.actions = {{u"noticeBreakIt"_s, tr("Break it now"), ButtonKind::Plain,
                       [this] { m_breakMenu->popup(m_notice->mapToGlobal(m_notice->rect().bottomRight() - QPoint(220, 0))); }},
                      {u"noticeLookAround"_s, tr("Look around"), ButtonKind::Plain, [this] { m_notice->withdraw(u"practice"_s); }}};
    m_notice->post(notice);
}

void MainWindow::seen(const Situation &situation)
{
    m_situation = situation;
    if (situation.lookedAt < m_restoreEnded)
        m_situation->openRun.reset();
    // A restore may have moved the app to another instance: the picker names the one that serves.
    for (Environment &environment : m_environments) {
        if (environment.name == situation.environment.name && environment.instance != situation.environment.instance) {
            environment = situation.environment;
            m_sideBar->picker()->setEnvironments(m_environments);
            m_sideBar->picker()->setCurrent(m_environment);
        }
    }
    const QString provider = HumanText::providerName(situation.environment.provider);
    if (situation.trouble) {
        m_status->setConnection(tr("%1 · no answer").arg(provider), false);
        Notice notice;
        notice.id = u"trouble"_s;
        notice.weight = Notice::Weight::Offline;
        notice.glyph = Glyph::Warn;
        notice.title = situation.trouble->what();
        notice.text = u"%1 %2"_s.arg(situation.trouble->means(), situation.trouble->todo()).trimmed();
        notice.actions = {{u"noticeCheckNow"_s, tr("Check now"), ButtonKind::Plain, [this] { m_watch.lookNow(); }}};
        m_notice->post(notice);
    } else {
        m_status->setConnection(tr("%1 · %2 · signed in").arg(provider, situation.identity), true);
        m_notice->withdraw(u"trouble"_s);
    }
    m_notice->withdraw(u"look"_s);
    if (m_firstLook && m_situation->openRun)
        m_foundAtStart = m_situation->openRun->id.toString();
    m_firstLook = false;
    postStopped();
    postDamage();
    postOpenRun();
    if (Page *page = pageOf(m_shown))
        page->setSituation(*m_situation);
    showTask();
    tick();
    if (std::exchange(m_restoreWhenSeen, false))
        startRestore(std::nullopt);
    if (std::exchange(m_removeWhenSeen, false))
        removePractice();
}

void MainWindow::lookFailed(const Error &error)
{
    m_status->setConnection(tr("not known"), false);
    postError(u"look"_s, error);
}

/// The incident that no restore has got back yet.
std::optional<Incident> MainWindow::openDamage() const
{
    if (!m_situation || !m_situation->practice || m_situation->practice->incidents.isEmpty())
        return std::nullopt;
    const Incident incident = m_situation->practice->incidents.last();
    const bool gotBack = std::any_of(m_situation->runs.cbegin(), m_situation->runs.cend(), [&](const RunRecord &run) {
        return run.state == RunState::Done && run.startedAt > incident.at;
    });
    return gotBack ? std::nullopt : std::optional(incident);
}

std::optional<Instant> MainWindow::lastGoodSecond() const
{
    const std::optional<Incident> damage = openDamage();
    return damage ? std::optional(damage->lastGood) : std::nullopt;
}

void MainWindow::postStopped()
{
    const bool starts = m_task.isRunning() || (m_restore && m_restore->hasRunningJob());
    if (!m_situation->needsStart() || starts) {
        m_notice->withdraw(u"stopped"_s);
        // The database came up and the app did not, because of an open restore.
        if (const std::optional<Error> failed = starts ? std::nullopt : std::exchange(m_startFailed, std::nullopt))
            postError(u"done"_s, *failed);
        return;
    }
    const QString name = m_situation->environment.title;
    Notice notice;
    notice.id = u"stopped"_s;
    notice.weight = Notice::Weight::Stopped;
    notice.glyph = m_startFailed ? Glyph::Bad : Glyph::Warn;
    if (m_startFailed) {
        notice.title = m_startFailed->what();
        notice.text = u"%1 %2"_s.arg(m_startFailed->means(), m_startFailed->todo()).trimmed();
    } else if (m_situation->practice->databaseRuns) {
        notice.title = tr("The app of %1 is stopped").arg(name);
        notice.text = tr("Its database runs, but nobody books in it.");
    } else {
        notice.title = tr("%1 is stopped").arg(name);
        notice.text = tr("Its database does not run, as after a restart of the computer. Nothing of it is lost.");
    }
    notice.actions = {{u"noticeStartPractice"_s, tr("Start the Practice"), ButtonKind::Plain, [this] { startPractice(); }}};
    m_notice->post(notice);
}

void MainWindow::postDamage()
{
    const std::optional<Incident> damage = openDamage();
    if (!damage || m_damageSeen.contains(damage->at.unixMicros()))
        return m_notice->withdraw(u"damage"_s);
    const Incident incident = *damage;
    const HumanText &text = HumanText::shown();
    Notice notice;
    notice.id = u"damage"_s;
    notice.weight = Notice::Weight::Damage;
    notice.glyph = Glyph::Bad;
    // Damage inside the last good second would read like a contradiction: then it is named to the millisecond.
    const bool sameSecond = incident.at.flooredToSecond() == incident.lastGood.flooredToSecond();
    const QString when = sameSecond ? incident.at.toDateTime().toTimeZone(text.clock().zone()).toString(u"HH:mm:ss.zzz "_s) + text.zone(incident.at)
                                    : text.when(incident.at, m_situation->lookedAt);
    notice.title = tr("%1: damage at %2. Last good second %3.").arg(incident.title, when, text.clockTime(incident.lastGood));
    notice.text = incident.effect;
    notice.actions = {{u"noticeRestoreTo"_s, tr("Restore to %1…").arg(text.clockTime(incident.lastGood)), ButtonKind::Plain,
                       [this, to = incident.lastGood] { startRestore(to); }},
                      {u"noticeDamageLater"_s, tr("Later"), ButtonKind::Plain, [this, at = incident.at.unixMicros()] {
                           m_damageSeen.insert(at);
                           m_notice->withdraw(u"damage"_s);
                       }}};
    m_notice->post(notice);
}

void MainWindow::postOpenRun()
{
    const bool running = m_restore && m_restore->hasRunningJob();
    if (!m_situation->openRun || running) {
        m_openRun.reset();
        m_notice->withdraw(u"openRun"_s);
        return;
    }
    if (!m_openRun || m_openRun->run.id != m_situation->openRun->id)
        return lookAtRun();

    const RunRecord &run = m_openRun->run;
    Notice notice;
    notice.id = u"openRun"_s;
    notice.weight = Notice::Weight::OpenRun;
    const bool works = m_openRun->newState && glyphFor(m_openRun->newState->phase) == Glyph::Running;
    notice.glyph = works ? Glyph::Running : Glyph::Info;
    const int step = int(nextStepOf(run));
    const QString name = run.intent.environment.toString();
    if (m_situation->holder) {
        notice.title = tr("A restore of %1 is being driven elsewhere").arg(name);
        notice.text = *m_situation->holder;
    } else {
        notice.title = m_foundAtStart == run.id.toString() ? tr("A restore of %1 was open when Shuttler Ops stopped").arg(name)
                                                           : tr("A restore of %1 waits at step %2").arg(name).arg(step);
        notice.text = sentenceOf(*m_openRun);
        notice.actions = {{u"noticeContinue"_s, tr("Continue at step %1").arg(step), ButtonKind::Primary, [this] { continueRestore(); }}};
    }
    notice.detailsOf = m_openRun->lookedAt.toString();
    notice.details = [this]() -> QWidget * {
        auto *details = new OpenRunDetails(*m_openRun);
        connect(details, &OpenRunDetails::lookAgainWanted, this, &MainWindow::lookAtRun, Qt::QueuedConnection);
        connect(details, &OpenRunDetails::undoWanted, this, &MainWindow::undoOpenRun, Qt::QueuedConnection);
        return details;
    };
    m_notice->post(notice);
}

void MainWindow::lookAtRun()
{
    if (m_runLook.isRunning() || !m_situation || !m_situation->openRun)
        return;
    const Console &console = m_console;
    m_runLook.start<OpenRunFacts>([&console, run = *m_situation->openRun](Job &job) { return lookAtOpenRun(console, run, job); }, this,
                                  [this](Result<OpenRunFacts> facts) {
                                      if (!facts)
                                          return postError(u"openRunLook"_s, facts.error());
                                      m_notice->withdraw(u"openRunLook"_s);
                                      if (!m_situation || !m_situation->openRun || m_situation->openRun->id != facts->run.id)
                                          return;
                                      m_openRun = std::move(*facts);
                                      postOpenRun();
                                  });
}

void MainWindow::showFreshness(Instant now)
{
    if (m_shown == "restore"_L1)
        return m_status->setFreshness(tr("Every step is written to the activity log"));
    if (m_watch.isLooking())
        return m_status->setFreshness(tr("Checking…"));
    QStringList words;
    if (m_situation && m_situation->listing)
        words.append(tr("Checked %1").arg(HumanText::ago(now - m_situation->listing->askedAt)));
    if (const std::optional<Instant> next = m_watch.nextLook())
        words.append(tr("next check in %1").arg(HumanText::duration(Seconds((*next - now).count() / 1'000'000 + 1))));
    m_status->setFreshness(words.join(u", "_s));
}

void MainWindow::tick()
{
    const Instant now = m_console.clock.now();
    m_status->setNow(now);
    showFreshness(now);
    if (m_task.isRunning())
        m_status->setJob(tr("%1, %2").arg(m_task.title(), HumanText::duration(m_task.elapsed())));
    else if (m_restore && m_restore->hasRunningJob())
        m_status->setJob(m_restore->jobTitle());
    else
        m_status->setJob({});
    if (Page *page = pageOf(m_shown); page && m_situation)
        page->setNow(now);
}

} // namespace shuttler::ui
