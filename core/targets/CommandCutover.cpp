// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/CommandCutover.h"

#include "core/base/Process.h"

#include <QFileInfo>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

QString lastWordsOf(const CommandResult &result)
{
    const QByteArray &spoken = result.errors.trimmed().isEmpty() ? result.output : result.errors;
    const QStringList lines = QString::fromUtf8(spoken.right(2000)).split(u'\n', Qt::SkipEmptyParts);
    return lines.mid(std::max<qsizetype>(0, lines.size() - 5)).join(u'\n');
}

} // namespace

QString CommandCutover::describe() const
{
    return u"Run %1"_s.arg(m_command.join(u' '));
}

Outcome CommandCutover::check(Job &)
{
    const auto cannot = [](const QString &what) {
        return Error(Fault::BadInput, what)
            .means(u"The app could not be restarted by it. Nothing was changed."_s)
            .todo(
                u"Correct the redeploy command in the environment: the program's absolute path, then its arguments."_s);
    };
    if (m_command.isEmpty() || m_command.constFirst().isEmpty())
        return cannot(u"The redeploy command is empty."_s);
    const QFileInfo program(m_command.constFirst());
    if (!program.isAbsolute())
        return cannot(u"The redeploy command \"%1\" is not an absolute path."_s.arg(m_command.constFirst()));
    if (!program.isFile())
        return cannot(u"The redeploy command %1 does not exist."_s.arg(m_command.constFirst()));
    if (!program.isExecutable())
        return cannot(u"The redeploy command %1 may not be executed."_s.arg(m_command.constFirst()));
    return Done{};
}

Outcome CommandCutover::run(Job &job)
{
    if (Outcome possible = check(job); !possible)
        return possible;
    if (Outcome wanted = job.checkStop(); !wanted)
        return wanted;
    Command command;
    command.program = m_command.constFirst();
    command.arguments = m_command.mid(1);
    command.ceiling = std::chrono::minutes(15);
    Result<CommandResult> result = runCommand(command, job);
    if (!result && result.error().fault() == Fault::NotFound)
        return std::move(result).error();
    if (!result)
        return Error(Fault::OutcomeUnknown, u"%1 was stopped before it had ended."_s.arg(command.program))
            .means(u"The app may have been restarted or not."_s)
            .todo(u"Continue: where the app is will be looked at first."_s)
            .details(result.error().details());
    if (result->exitCode != 0)
        return Error(Fault::Refused, u"%1 ended with code %2."_s.arg(command.program, QString::number(result->exitCode)))
            .means(u"The app was probably not restarted; the old instance still runs."_s)
            .todo(u"Look at its last words under Details, repair the command, then continue."_s)
            .details(lastWordsOf(*result));
    return Done{};
}

} // namespace shuttler
