// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/TestKeyring.h"

#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace shuttler::test {

using namespace Qt::StringLiterals;

QString TestKeyring::missing()
{
    for (const QString &program : {u"dbus-daemon"_s, u"gnome-keyring-daemon"_s})
        if (QStandardPaths::findExecutable(program).isEmpty())
            return program;
    return {};
}

Outcome TestKeyring::start()
{
    const auto failed = [](const QString &what) { return Error(Fault::Refused, what + u" did not start."_s); };
    m_bus.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_bus.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s, u"--address=unix:dir="_s + m_folder.path()});
    if (!m_bus.waitForStarted() || !m_bus.waitForReadyRead(10'000))
        return failed(u"The bus"_s);
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readAllStandardOutput().trimmed());

    QProcess keyring;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_folder.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    environment.insert(u"XDG_DATA_HOME"_s, m_folder.filePath(u"data"_s));
    keyring.setProcessEnvironment(environment);
    keyring.start(u"gnome-keyring-daemon"_s, {u"--unlock"_s, u"--components=secrets"_s});
    keyring.write("pw");
    keyring.closeWriteChannel();
    if (!keyring.waitForFinished(10'000) || keyring.exitCode() != 0)
        return failed(u"The keychain"_s);
    return Done{};
}

TestKeyring::~TestKeyring()
{
    if (m_bus.state() == QProcess::NotRunning)
        return;
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    m_bus.terminate(); // The keychain goes with its bus.
    m_bus.waitForFinished(10'000);
}

} // namespace shuttler::test
