// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/restore/RestoreDesk.h"

#include "tests/support/RestoreStage.h"
#include "tests/ui/restore/ProviderOver.h"
#include "tests/ui/restore/VerifierOver.h"
#include "ui/common/HumanText.h"
#include "ui/common/Theme.h"

#include <QApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>

namespace shuttler::ui::test {

using namespace Qt::StringLiterals;

namespace {

/// Keeps a new instance "being made" for as long as the desk wants, on the real clock.
class SlowProvider final : public ProviderOver {
public:
    SlowProvider(std::unique_ptr<Provider> below, const std::atomic<bool> &holds) : ProviderOver(std::move(below)), m_holds(holds) {}
    Result<InstanceState> state(const InstanceId &id, Job &job) override
    {
        if (!m_holds || !id.toString().contains(u"-r2"_s)) // Only what this restore makes.
            return ProviderOver::state(id, job);
        if (Outcome slept = SystemClock().sleepFor(std::chrono::milliseconds(5), job.stop); !slept)
            return std::move(slept).error();
        InstanceState state;
        state.phase = InstancePhase::Creating;
        return state;
    }

private:
    const std::atomic<bool> &m_holds;
};

/// Checks for as long as the desk wants, on the real clock.
class SlowVerifier final : public VerifierOver {
public:
    SlowVerifier(std::unique_ptr<Verifier> below, const std::atomic<bool> &holds) : VerifierOver(std::move(below)), m_holds(holds) {}
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        while (m_holds) {
            if (Outcome slept = SystemClock().sleepFor(std::chrono::milliseconds(5), job.stop); !slept)
                return std::move(slept).error();
        }
        return VerifierOver::verify(request, job, sink);
    }

private:
    const std::atomic<bool> &m_holds;
};

} // namespace

RestoreDesk::RestoreDesk(QSize window)
    : folder(shuttler::test::RestoreStage::placeForFolders()), world(folder.filePath(u"world"_s), DeskTime),
      environments(folder.filePath(u"environments"_s)), practice(environments),
      m_console{clock, environments, *this, secrets, {}, {}, practice, folder.filePath(u"ledger.sqlite"_s), folder.filePath(u"settings.toml"_s),
                folder.filePath(u"evidence"_s), u"1.0.0"_s}
{
    HumanText::show(QTimeZone("Asia/Kolkata"));
    applyLook(Appearance::Light, 100);
    m_window = std::make_unique<QWidget>();
    auto *row = new QHBoxLayout(m_window.get());
    row->setContentsMargins(52, 0, 0, 28); // The rail and the status bar of the window it lives in.
    m_window->resize(window);
    reopen();
    m_window->show();
    m_window->activateWindow();
    if (!QTest::qWaitForWindowActive(m_window.get()))
        qWarning("the desk's window did not become active");
}

RestoreDesk::~RestoreDesk()
{
    m_window.reset();
}

Result<RestoreWorld> RestoreDesk::open(const EnvironmentName &)
{
    RestoreWorld opened = world.open();
    opened.provider = std::make_unique<SlowProvider>(std::move(opened.provider), holdsCreating);
    opened.verifier = std::make_unique<SlowVerifier>(std::move(opened.verifier), holdsChecks);
    if (furnish)
        furnish(opened);
    return opened;
}

void RestoreDesk::reopen()
{
    delete m_page;
    m_page = new RestorePage(m_console);
    m_window->layout()->addWidget(m_page);
}

bool RestoreDesk::walkToChecks(std::optional<Instant> moment)
{
    const auto waits = [this](const char *label) { return QTest::qWaitFor([&] { return canGoOn(QString::fromLatin1(label)); }, 20'000); };
    start(moment);
    for (const char *label : {"Continue to step 2", "Continue to step 3", "Continue to step 4", "Start restore", "Continue to step 5"}) {
        if (!waits(label))
            return false;
        goOn();
    }
    if (!QTest::qWaitFor([this] { return find("rstApply") && find("rstApply")->isVisible() && find("rstApply")->isEnabled(); }, 20'000))
        return false;
    find<QPushButton>("rstApply")->click();
    if (!QTest::qWaitFor([this] { return dialog("rstSaveDialog"); }))
        return false;
    find<QPushButton>("dlgYes")->click();
    return waits("Continue to step 6");
}

QList<RunRecord> RestoreDesk::runs()
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_console.ledgerFile);
    Result<QList<RunRecord>> all = ledger ? Engine::runs(**ledger, {}) : Result<QList<RunRecord>>(ledger.error());
    return all ? *all : QList<RunRecord>();
}

std::optional<RunState> RestoreDesk::state()
{
    const QList<RunRecord> all = runs();
    return all.isEmpty() ? std::nullopt : std::optional(all.constFirst().state);
}

std::optional<RunRecord> RestoreDesk::openRun()
{
    for (const RunRecord &run : runs()) {
        if (run.state != RunState::Done && run.state != RunState::Undone)
            return run;
    }
    return std::nullopt;
}

QString RestoreDesk::textOf(const char *name) const
{
    const QWidget *widget = find(name);
    return widget ? widget->property("text").toString() : QString();
}

bool RestoreDesk::canGoOn(const QString &label) const
{
    const auto *next = find<QPushButton>("rstNext");
    return next && next->isEnabled() && next->text() == label;
}

QWidget *RestoreDesk::focus() const
{
    // Offscreen nobody gives the focus back to a window whose dialog has closed.
    if (!QApplication::activeWindow()) {
        m_window->activateWindow();
        if (!QTest::qWaitForWindowActive(m_window.get()))
            qWarning("the desk's window did not become active again");
    }
    QWidget *focused = QApplication::focusWidget();
    return focused ? focused : m_window.get();
}

bool RestoreDesk::tabTo(const char *name) const
{
    const auto isThere = [&] { return find(name) && find(name)->isVisible() && find(name)->isEnabled(); };
    if (!QTest::qWaitFor(isThere, 2000))
        return false;
    for (int tabs = 0; tabs < 60; ++tabs) {
        if (focus()->objectName() == QLatin1String(name))
            return true;
        QTest::keyClick(focus(), Qt::Key_Tab);
    }
    return false;
}

bool RestoreDesk::press(const char *name) const
{
    if (!tabTo(name))
        return false;
    QTest::keyClick(focus(), Qt::Key_Space);
    return true;
}

QDialog *RestoreDesk::dialog(const char *name) const
{
    for (QDialog *each : m_window->findChildren<QDialog *>(QString::fromLatin1(name))) {
        if (each->isVisible())
            return each;
    }
    return nullptr;
}

} // namespace shuttler::ui::test
