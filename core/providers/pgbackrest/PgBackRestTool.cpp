// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestTool.h"

#include "core/providers/pgbackrest/PgBackRestFault.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

Command PgBackRestTool::commandFor(const PgBackRestCall &call, const QStringList &logging) const
{
    Command command;
    command.program = m_program;
    command.arguments = QStringList{u"--config="_s + m_config, u"--stanza="_s + call.stanza} + logging + call.options;
    command.arguments.append(call.verb);
    command.arguments += call.arguments;
    command.as = m_as;
    command.ceiling = call.ceiling;
    return command;
}

Result<QByteArray> PgBackRestTool::ask(const PgBackRestCall &call, Job &job) const
{
    Result<CommandResult> result = runCommand(
        commandFor(call, {u"--log-level-console=off"_s, u"--log-level-stderr=warn"_s, u"--log-level-file=off"_s}), job);
    if (!result)
        return std::move(result).errorDuring(u"asking pgBackRest (%1)"_s.arg(call.verb));
    if (result->exitCode != 0)
        return faultOf(call.verb, result->exitCode, result->errors + result->output);
    return result->output;
}

Outcome PgBackRestTool::act(const PgBackRestCall &call, Job &job,
                            const std::function<void(const QByteArray &)> &onLine) const
{
    const Command command =
        commandFor(call, {u"--log-level-console=detail"_s, u"--log-level-stderr=off"_s, u"--log-level-file=off"_s});
    Result<CommandResult> result = runCommand(command, job, [&](const QByteArray &line) {
        if (onLine)
            onLine(line);
        if (const std::optional<QString> readable = readableLogLine(line))
            job.progress.line(*readable);
    });
    if (!result)
        return std::move(result).errorDuring(u"running pgBackRest (%1)"_s.arg(call.verb));
    if (result->exitCode != 0)
        return faultOf(call.verb, result->exitCode, result->output + result->errors);
    return Done{};
}

Result<PgBackRestTool::Fetched> PgBackRestTool::fetchFromArchive(const QString &stanza, const QString &dataFolder,
                                                                 const QString &name, const QString &target,
                                                                 Job &job) const
{
    constexpr int NotInArchive = 1; // The one command whose "no" is a code of its own.
    const PgBackRestCall call{u"archive-get"_s,
                              stanza,
                              {u"--pg1-path="_s + dataFolder, u"--no-archive-async"_s},
                              {name, target},
                              std::chrono::minutes(10)};
    Result<CommandResult> result = runCommand(
        commandFor(call, {u"--log-level-console=off"_s, u"--log-level-stderr=warn"_s, u"--log-level-file=off"_s}), job);
    if (!result)
        return std::move(result).errorDuring(u"fetching %1 from the archive"_s.arg(name));
    if (result->exitCode == NotInArchive)
        return Fetched::NotThere;
    if (result->exitCode != 0)
        return faultOf(call.verb, result->exitCode, result->errors + result->output);
    return Fetched::Done;
}

} // namespace shuttler::pgbackrest
