// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

namespace shuttler::test {

/// A screen of its own with a window manager: Xvfb and openbox. Keys go in through xdotool, titles and pictures come out.
class Screen {
public:
    Screen(int width, int height);
    ~Screen();
    /// What is missing, in words; empty when everything runs.
    QByteArray trouble() const { return m_trouble; }

    /// Starts a program on it. Its output goes to this process's.
    void show(QProcess &program, const QString &path, const QStringList &arguments) const;
    /// One or more keys, as xdotool names them: "ctrl+shift+r", "Return".
    void press(const QStringList &keys) const;
    /// A text, a secret too: no process has it among its arguments.
    void type(const QString &text) const;
    /// Of the window that has the focus; empty while there is none.
    QString title() const;
    /// Waits until the title begins like that.
    bool waitFor(const QString &beginning, int seconds) const;
    /// Presses the keys, and again every few seconds as long as they find nothing ready, until the title begins like that.
    bool pressUntil(const QStringList &keys, const QString &beginning, int seconds) const;
    /// Presses the keys until the title no longer begins like that. For what goes on by itself from there: pressUntil() would press once more
    /// into what comes next.
    bool leave(const QString &beginning, const QStringList &keys, int seconds) const;
    /// The whole screen, also kept as `<folder>/<name>.png`, where the folder is $SHUTTLER_PICTURES or the test's own.
    QImage picture(const QString &name) const;

private:
    QByteArray call(const QString &program, const QStringList &arguments, const QByteArray &input = {}) const;
    QTemporaryDir m_folder;
    QString m_display;
    QProcess m_server;
    QProcess m_manager;
    QByteArray m_trouble;
};

} // namespace shuttler::test
