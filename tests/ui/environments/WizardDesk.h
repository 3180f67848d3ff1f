// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/ui/support/UiWorld.h"
#include "ui/environments/EnvironmentWizard.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace shuttler::ui::test {

/// The way to an environment, and somebody before it who has only a keyboard. Its world lets in who says "AKIAEXAMPLE:sesame".
class WizardDesk {
public:
    WizardDesk();

    UiWorld &world() { return *m_world; }
    EnvironmentWizard &wizard() { return *m_wizard; }
    template <typename Widget>
    Widget *find(const QString &name) const { return m_wizard->findChild<Widget *>(name); }

    bool open(const QString &provider);
    bool open(const Environment &environment);
    bool isAt(const QString &step) const { return m_wizard->windowTitle().contains(step); }
    bool waitUntilAt(const QString &step);

    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier);
    /// Goes there by Tab; false when that leads nowhere.
    bool goTo(const QString &field);
    bool type(const QString &field, const QString &text);
    /// In a list that drops down, by the arrow keys.
    bool choose(const QString &field, const QString &value);
    /// What stands below a field.
    QString note(const QString &field) const;
    bool isWrong(const QString &field) const;

    /// Name, database and region on the first page, and on to the next.
    bool leaveProvider();
    /// From the first page on, with these keys.
    bool signInWith(const QString &secret = QStringLiteral("sesame"));
    bool reachTheApp();
    /// On the last page: an .env file and a command, and its button.
    bool finish();
    Result<Environment> saved() { return m_world->environments.find(EnvironmentName(QStringLiteral("production"))); }

private:
    bool opened();

    std::unique_ptr<UiWorld> m_world;
    std::optional<Console> m_console;
    std::unique_ptr<EnvironmentWizard> m_wizard;
};

} // namespace shuttler::ui::test
