// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Ctl.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace shuttler::test {

using namespace Qt::StringLiterals;

Ctl::Ctl() : m_folder(QDir::tempPath() + u"/ctl-XXXXXX"_s)
{
    // As root the servers run as another user, who has to get through.
    QFile::setPermissions(m_folder.path(), QFile::permissions(m_folder.path()) | QFile::ExeGroup | QFile::ExeOther);
}

Ctl::~Ctl()
{
    m_inProgram = {};
    for (const QString &name : std::as_const(m_practices))
        run({u"practice"_s, u"destroy"_s, u"--name"_s, name}, 120);
    written::folder(state());
    written::folder(config());
}

std::unique_ptr<QProcess> Ctl::start(const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProgram(qEnvironmentVariable("SHUTTLER_BIN", QCoreApplication::applicationDirPath()) + u"/shuttlerctl"_s);
    process->setArguments(QStringList{u"--config"_s, config(), u"--state"_s, state(), u"--json"_s} + arguments);
    if (m_inProgram)
        process->setChildProcessModifier(m_inProgram);
    process->start();
    process->waitForStarted();
    return process;
}

CtlAnswer Ctl::run(const QStringList &arguments, int seconds)
{
    const std::unique_ptr<QProcess> process = start(arguments);
    CtlAnswer answer;
    if (process->state() == QProcess::NotRunning || process->waitForFinished(seconds * 1000))
        answer.exit = process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -2;
    else
        process->kill();
    answer.output = process->readAllStandardOutput();
    answer.errors = process->readAllStandardError();
    answer.json = QJsonDocument::fromJson(answer.output).object();
    written::text(u"shuttlerctl"_s, process->arguments().join(u' ').toUtf8() + '\n' + answer.output + '\n' + answer.errors);
    return answer;
}

CtlAnswer Ctl::createPractice(const QString &name, const QString &size)
{
    m_practices.append(name);
    return run({u"practice"_s, u"create"_s, u"--name"_s, name, u"--rows"_s, size}, 600);
}

} // namespace shuttler::test
