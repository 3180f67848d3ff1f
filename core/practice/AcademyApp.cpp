// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyApp.h"

#include "core/base/Files.h"
#include "core/base/Process.h"
#include "core/practice/Leftovers.h"

#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <csignal>

namespace shuttler {

using namespace Qt::StringLiterals;

int freeLoopbackPort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : 0;
}

static pid_t pidIn(const QString &file)
{
    const Result<QByteArray> text = readWholeFile(file);
    return text ? text->trimmed().toInt() : 0;
}

/// The pid of whoever answers at the app's port; 0 when nobody does, or something that is no stand-in app.
static pid_t whoAnswersAt(int port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(port));
    if (!socket.waitForConnected(1000))
        return 0;
    socket.write("GET /bookings HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    QByteArray answer;
    while (answer.size() < 65536 && socket.waitForReadyRead(2000))
        answer += socket.readAll();
    const qsizetype body = answer.indexOf("\r\n\r\n");
    return body < 0 ? 0 : QJsonDocument::fromJson(answer.mid(body + 4)).object().value(u"pid"_s).toInt();
}

/// Whether somebody listens there.
static bool isTaken(int port)
{
    QTcpServer probe;
    return !probe.listen(QHostAddress::LocalHost, quint16(port));
}

pid_t AcademyApp::pid() const
{
    const QString root = m_record.folder.root;
    const pid_t noted = pidIn(m_record.folder.appPid());
    return isAppOf(root, noted) ? noted : appOf(root); // The note may be lost, or name somebody else by now.
}

bool AcademyApp::isRunning() const
{
    return pid() != 0;
}

Result<Command> AcademyApp::command() const
{
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    Command command;
    command.program = m_program;
    if (*as && !canReach(**as, m_program)) {
        // Built inside a closed home folder: a copy lies where the app's user can get at it.
        Result<QByteArray> program = readWholeFile(m_program);
        if (!program)
            return std::move(program).error();
        command.program = m_record.folder.app() + u"/shuttler-practice-app"_s;
        if (Outcome copied = writeFileFor(*as, command.program, *program); !copied)
            return std::move(copied).error();
        QFile::setPermissions(command.program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    command.arguments = {
        u"--env"_s,  m_record.folder.envFile(),         u"--pid-file"_s, m_record.folder.appPid(),
        u"--port"_s, QString::number(m_record.appPort), u"--rate"_s,     QString::number(m_bookingsPerSecond)};
    command.directory = m_record.folder.app();
    command.as = *as;
    return command;
}

Outcome AcademyApp::start(Job &job) const
{
    if (!QFileInfo::exists(m_program))
        return Error(Fault::NotFound, u"The academy's stand-in app was not found at %1."_s.arg(m_program))
            .means(u"The Practice has a database, but no app that uses it."_s)
            .todo(u"Install Shuttler Ops again."_s);
    if (isTaken(m_record.appPort))
        return Error(Fault::Refused, u"Port %1 of this computer is used by another program."_s.arg(m_record.appPort))
            .means(u"The academy's app was not started: it keeps its port, because its health address names it."_s)
            .todo(
                u"Stop the other program (\"ss -ltnp\" shows which it is), then try again. Or reset the Practice: it is made "
                "anew with a port of its own."_s);
    Result<Command> wanted = command();
    if (!wanted)
        return std::move(wanted).error();
    Result<pid_t> pid = startDetached(*wanted, m_record.folder.appLog());
    if (!pid)
        return std::move(pid).errorDuring(u"starting the academy's app"_s);

    const Instant begun = job.clock.now();
    while (whoAnswersAt(m_record.appPort) != *pid) {
        if (!isAppOf(m_record.folder.root, *pid) || job.clock.now() - begun > Seconds(20)) {
            const Result<QByteArray> words = readWholeFile(m_record.folder.appLog());
            [[maybe_unused]] const Outcome ended = endProcess(*pid, SIGTERM, Seconds(5));
            return Error(Fault::Refused,
                         u"The academy's app did not come up on port %1 of this computer."_s.arg(m_record.appPort))
                .means(u"Nobody answers for it."_s)
                .todo(u"If another program uses that port, stop it, or make a new Practice."_s)
                .details(words ? QString::fromUtf8(words->right(2000)).trimmed() : QString());
        }
        if (Outcome slept = job.sleepFor(std::chrono::milliseconds(50)); !slept)
            return slept;
    }
    return Done{};
}

Outcome AcademyApp::stop() const
{
    const pid_t running = pid();
    return running != 0 ? endProcess(running, SIGTERM, Seconds(10)) : Outcome(Done{});
}

} // namespace shuttler
