// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpTools.h"

#include <QRegularExpression>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using postgres::PgTools;

namespace {

Error tooOld(const PgTools &newest, const QString &of, int major)
{
    return Error(Fault::Refused,
                 u"The programs of PostgreSQL here are of version %1, older than %2 (version %3)."_s.arg(newest.major()).arg(of).arg(major))
        .means(u"They cannot read it, so nothing was begun."_s)
        .todo(u"Install PostgreSQL %1 or newer (on Debian: postgresql-%1, from apt.postgresql.org if need be), or name the folder of "
              "its programs."_s
                  .arg(major));
}

Result<PgTools> exactlyOrNewer(int wished, int atLeast, const QString &of, const QString &configured)
{
    if (wished >= atLeast)
        if (Result<PgTools> same = PgTools::find(wished, configured))
            return same;
    Result<PgTools> newest = PgTools::newest(configured);
    if (newest && newest->major() < atLeast)
        return tooOld(*newest, of, atLeast);
    return newest;
}

} // namespace

Result<PgTools> toolsForServer(int major, const QString &configured)
{
    return exactlyOrNewer(major, major, u"the server"_s, configured);
}

Result<PgTools> toolsForDump(int dumpMajor, int serverMajor, const QString &configured)
{
    return exactlyOrNewer(std::max(dumpMajor, serverMajor), dumpMajor, u"what made the dump"_s, configured);
}

Result<QString> versionOf(const PgTools &tools, const QString &program, Job &job)
{
    Command command;
    command.program = tools.program(program);
    command.arguments = {u"--version"_s};
    command.ceiling = std::chrono::seconds(30);
    Result<CommandResult> said = runCommand(command, job);
    if (!said)
        return std::move(said).error();
    static const QRegularExpression number(u"\\(PostgreSQL\\) (\\S+)"_s);
    const QRegularExpressionMatch match = number.match(QString::fromUtf8(said->output));
    if (said->exitCode != 0 || !match.hasMatch())
        return Error(Fault::Refused, u"%1 does not say which version it is."_s.arg(command.program))
            .means(u"A dump without its version could not be relied on later, so none was begun."_s)
            .todo(u"Reinstall PostgreSQL's programs, or name another folder of them."_s)
            .details(QString::fromUtf8(said->output + said->errors));
    return match.captured(1);
}

Error toolFailed(const QString &program, const CommandResult &result, const QString &consequence)
{
    static const QRegularExpression passing(
        u"connection to server|could not connect|server closed the connection|terminating connection|the database system is|"
        "lock timeout|SSL connection has been closed|could not receive data|could not send data|connection not open|no connection to the server"_s);
    const QString words = QString::fromUtf8(result.errors.right(4000)).trimmed();
    const bool wasKilled = result.exitCode > 128;
    if (wasKilled || passing.match(words).hasMatch())
        return Error(Fault::Unreachable, wasKilled ? u"%1 was killed before it had ended."_s.arg(program)
                                                   : u"%1 lost the database server, or waited for it in vain."_s.arg(program))
            .means(consequence)
            .todo(u"Try again; if it happens again, look at its last words under Details."_s)
            .details(words);
    return Error(Fault::Refused, u"%1 ended with an error."_s.arg(program))
        .means(consequence)
        .todo(u"Put right what it says under Details, then try again."_s)
        .details(words);
}

} // namespace shuttler::dumps
