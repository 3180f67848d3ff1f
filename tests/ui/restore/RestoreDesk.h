// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/FakeWorld.h"
#include "tests/support/Jobs.h"
#include "tests/ui/support/UiWorld.h"
#include "ui/restore/RestorePage.h"

#include <QPushButton>
#include <QTest>

#include <atomic>

namespace shuttler::ui::test {

inline const Instant DeskTime = Instant::fromUnixSeconds(1'795'000'000);

/// A restore page on a fake world, with a real ledger and a clock that stands still, in a window of the size that is wanted.
class RestoreDesk final : public WorldFactory {
public:
    explicit RestoreDesk(QSize window = QSize(1280, 800));
    ~RestoreDesk() override;

    Result<RestoreWorld> open(const EnvironmentName &name) override;
    Console &console() { return m_console; }
    RestorePage &page() { return *m_page; }
    QWidget &window() { return *m_window; }
    /// Another page on the same world, as after a restart.
    void reopen();
    void start(std::optional<Instant> moment = std::nullopt) { m_page->start(EnvironmentName(QStringLiteral("practice")), moment); }
    /// Through steps 1 to 5 with the mouse, to where the next press of the footer's button begins step 6.
    bool walkToChecks(std::optional<Instant> moment);
    std::optional<RunRecord> openRun();
    QList<RunRecord> runs();
    /// Of the newest run; nothing while the ledger is being written to or there is none.
    std::optional<RunState> state();

    template <typename Widget = QWidget>
    Widget *find(const char *name) const
    {
        // Pages that are not shown have widgets of the same name: the one that is seen counts.
        Widget *any = nullptr;
        for (Widget *widget : m_window->findChildren<Widget *>(QString::fromLatin1(name))) {
            if (widget->isVisible())
                return widget;
            any = widget;
        }
        return any;
    }
    QString textOf(const char *name) const;
    bool canGoOn(const QString &label) const; ///< The footer's button says this and may be pressed.
    void goOn() const { QTest::keyClick(focus(), Qt::Key_Return, Qt::ControlModifier); }
    QWidget *focus() const;
    /// Tab until `name` has the focus; false when it cannot be reached.
    bool tabTo(const char *name) const;
    bool press(const char *name) const;       ///< By Tab and Space.
    QDialog *dialog(const char *name) const;  ///< That is open, or null.

    /// While set, the new instance stays "being made".
    std::atomic<bool> holdsCreating = false;
    /// While set, the checks of step 6 do not end by themselves.
    std::atomic<bool> holdsChecks = false;
    /// Changes what a world is made of, before it is handed out. Called from worker threads.
    std::function<void(RestoreWorld &)> furnish;

    QTemporaryDir folder;
    shuttler::test::ManualClock clock{DeskTime};
    shuttler::test::FakeWorld world;
    EnvironmentStore environments;
    shuttler::test::MemorySecrets secrets;
    FakePractice practice;

private:
    Console m_console;
    std::unique_ptr<QWidget> m_window;
    RestorePage *m_page = nullptr;
};

} // namespace shuttler::ui::test
