// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/window/Screen.h"

#include <QDir>
#include <QFile>
#include <QElapsedTimer>
#include <QTest>

namespace shuttler::test {

using namespace Qt::StringLiterals;

Screen::Screen(int width, int height)
{
    // Two servers that look for a free number at the same moment may take the same one: the loser tries again.
    bool answers = false;
    for (int attempt = 0; attempt < 5 && !answers; ++attempt) {
        m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-nolisten"_s, u"tcp"_s, u"-screen"_s, u"0"_s, u"%1x%2x24"_s.arg(width).arg(height)});
        if (m_server.waitForStarted() && QTest::qWaitFor([this] { return m_server.canReadLine() || m_server.waitForReadyRead(100); }, 20'000)) {
            m_display = u":"_s + QString::fromLatin1(m_server.readLine().trimmed());
            answers = call(u"xdotool"_s, {u"getdisplaygeometry"_s}).trimmed() == QByteArray::number(width) + ' ' + QByteArray::number(height);
        }
        if (!answers) {
            m_server.kill();
            m_server.waitForFinished();
        }
    }
    if (!answers) {
        m_trouble = "Xvfb does not start: " + m_server.readAllStandardError();
        return;
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, m_display);
    environment.insert(u"HOME"_s, m_folder.path());
    m_manager.setProcessEnvironment(environment);
    m_manager.start(u"openbox"_s, QStringList());
    if (!m_manager.waitForStarted()) {
        m_trouble = "openbox does not start: " + m_manager.errorString().toUtf8();
        return;
    }
    // A window that is there before its manager is never given the focus.
    if (!QTest::qWaitFor([this] { return !call(u"xdotool"_s, {u"get_num_desktops"_s}).isEmpty(); }, 20'000))
        m_trouble = "openbox does not take over the screen";
}

Screen::~Screen()
{
    for (QProcess *process : {&m_manager, &m_server}) {
        process->terminate();
        process->waitForFinished(10'000);
    }
}

void Screen::show(QProcess &program, const QString &path, const QStringList &arguments) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, m_display);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    environment.insert(u"XDG_RUNTIME_DIR"_s, m_folder.path());
    environment.insert(u"HOME"_s, m_folder.path());
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedChannels);
    program.start(path, arguments);
}

QByteArray Screen::call(const QString &program, const QStringList &arguments, const QByteArray &input) const
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"DISPLAY"_s, m_display);
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished(20'000);
    return process.exitCode() == 0 ? process.readAllStandardOutput() : QByteArray();
}

void Screen::press(const QStringList &keys) const
{
    call(u"xdotool"_s, QStringList{u"key"_s, u"--delay"_s, u"120"_s} + keys);
}

void Screen::type(const QString &text) const
{
    // Not as an argument, which every user of the computer could read.
    call(u"xdotool"_s, {u"type"_s, u"--delay"_s, u"40"_s, u"--file"_s, u"-"_s}, text.toUtf8());
}

QString Screen::title() const
{
    return QString::fromUtf8(call(u"xdotool"_s, {u"getactivewindow"_s, u"getwindowname"_s})).trimmed();
}

bool Screen::waitFor(const QString &beginning, int seconds) const
{
    const bool came = QTest::qWaitFor([&] { return title().startsWith(beginning); }, seconds * 1000);
    if (!came)
        qWarning("the title is \"%s\", not \"%s\"", qPrintable(title()), qPrintable(beginning));
    return came;
}

bool Screen::pressUntil(const QStringList &keys, const QString &beginning, int seconds) const
{
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < seconds * 1000) {
        if (title().startsWith(beginning))
            return true;
        press(keys);
        if (QTest::qWaitFor([&] { return title().startsWith(beginning); }, 4000))
            return true;
    }
    picture(u"stuck"_s);
    qWarning("the title is \"%s\", not \"%s\"", qPrintable(title()), qPrintable(beginning));
    return false;
}

bool Screen::leave(const QString &beginning, const QStringList &keys, int seconds) const
{
    QElapsedTimer clock;
    clock.start();
    const auto left = [&] { return !title().startsWith(beginning); };
    while (clock.elapsed() < seconds * 1000) {
        press(keys);
        if (QTest::qWaitFor(left, 10'000))
            return true;
    }
    picture(u"stuck"_s);
    qWarning("the title is still \"%s\"", qPrintable(title()));
    return false;
}

QImage Screen::picture(const QString &name) const
{
    const QString folder = qEnvironmentVariable("SHUTTLER_PICTURES", m_folder.path());
    QDir().mkpath(folder);
    const QString file = folder + u'/' + name + u".png"_s;
    call(u"import"_s, {u"-window"_s, u"root"_s, file});
    return QImage(file);
}

} // namespace shuttler::test
