// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/SignIn.h"

#include "core/providers/pgbackrest/Lister.h"
#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"

#include <QFile>
#include <QFileInfo>

#include <pwd.h>
#include <unistd.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

using Permission = Account::Permission;

QString ourName()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::geteuid());
}

/// As the user that runs the servers: root may do everything, which says nothing about that one.
bool may(const QString &test, const QString &path, const Site &site, Job &job)
{
    Command command;
    command.program = u"/usr/bin/test"_s;
    command.arguments = {test, path};
    command.as = site.as();
    const Result<CommandResult> result = runCommand(command, job);
    return result && result->exitCode == 0;
}

Permission granted(int step, const QString &right, const QString &name)
{
    return {step, right, name, true, {}, {}, true};
}

Permission missing(int step, const QString &right, const QString &name, const QString &means, const QString &todo)
{
    return {step, right, name, false, means, todo, true};
}

Permission fromResult(int step, const QString &right, const QString &name, const std::optional<Error> &error,
                      const QString &means)
{
    return error ? missing(step, right, name, error->what() + u' ' + means, error->todo()) : granted(step, right, name);
}

/// What makes a restore better, but must not stop one: on the worst day the old server is the thing that is gone.
Permission helpful(Permission permission)
{
    permission.essential = false;
    return permission;
}

template <typename T>
std::optional<Error> errorOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error());
}

Permission program(const Site &site, Job &job)
{
    const QString right = u"Run pgBackRest"_s;
    const QString means = u"Backups can be neither listed nor restored."_s;
    Command command;
    command.program = site.tool().program();
    command.arguments = {u"version"_s};
    command.as = site.as();
    Result<CommandResult> result = runCommand(command, job);
    if (!result || result->exitCode != 0 || !result->output.startsWith("pgBackRest 2."))
        return missing(1, right, site.tool().program(), means,
                       u"Install the package pgbackrest (2.41 or newer), or correct \"program\" in the environment."_s);
    return granted(1, right, QString::fromUtf8(result->output).trimmed());
}

Permission configuration(const Site &site)
{
    const QString right = u"Read pgBackRest's configuration"_s;
    const QString path = site.settings().config;
    Result<PgBackRestConfig> config = readConfig(path);
    if (!config)
        return fromResult(1, right, path, config.error(), u"pgBackRest cannot be used without it."_s);
    if (!config->hasSection(site.settings().stanza))
        return missing(
            1, right, path,
            u"It has no section [%1], so pgBackRest does not know this server."_s.arg(site.settings().stanza),
            u"Correct \"stanza\" in the environment, or add the section."_s);
    return granted(1, right, path);
}

Permission repository(const Site &site, Job &job)
{
    const QString right = u"Read the backup repository"_s;
    const QString stanza = site.settings().stanza;
    const QString means = u"Backups can be neither listed nor restored."_s;
    Result<QByteArray> json =
        site.tool().ask({u"info"_s, stanza, {u"--output=json"_s}, {}, std::chrono::minutes(2)}, job);
    if (!json)
        return fromResult(2, right, stanza, json.error(), means);
    Result<StanzaInfo> info = readInfo(*json, stanza);
    if (!info)
        return fromResult(2, right, stanza, info.error(), means);
    if (!info->exists())
        return missing(2, right, stanza, u"The repository has no stanza %1. "_s.arg(stanza) + means,
                       u"Check repo1-path in pgBackRest's configuration, or run \"pgbackrest stanza-create\"."_s);
    if (info->code > StanzaInfo::NoBackup)
        return missing(2, right, stanza, info->message + u". "_s + means,
                       u"Give the user that runs PostgreSQL the right to read it."_s);
    return granted(2, right, stanza);
}

Permission folder(const Site &site, Job &job)
{
    const QString right = u"Make new servers"_s;
    const QString path = site.settings().instances;
    const QString means = u"Nothing can be restored: a new server needs a folder of its own."_s;
    const QString whose = site.as() ? site.as()->name : ourName();
    if (!QFileInfo(path).isDir())
        return missing(4, right, path, means, u"Make the folder %1 and give it to user %2."_s.arg(path, whose));
    if (::access(QFile::encodeName(path).constData(), W_OK | X_OK) != 0 || !may(u"-x"_s, path, site, job))
        return missing(4, right, path, means, u"Give user %2 the right to write in %1."_s.arg(path, whose));
    return granted(4, right, path);
}

Permission programs(const Site &site, const InstanceId &serving)
{
    const QString right = u"Run PostgreSQL's programs"_s;
    const int major = site.clusterOf(serving).major();
    Result<postgres::PgTools> tools = major > 0 ? postgres::PgTools::find(major, site.settings().bin)
                                                : postgres::PgTools::newest(site.settings().bin);
    return fromResult(4, right, tools ? tools->folder() : u"PostgreSQL %1"_s.arg(major), errorOf(tools),
                      u"A restored server cannot be started."_s);
}

Permission ownConfiguration(const Site &site)
{
    const QString right = u"Add a new server to pgBackRest's configuration"_s;
    const QString path = site.settings().config;
    const QString place = QFileInfo(path).absolutePath();
    if (::access(QFile::encodeName(path).constData(), W_OK) == 0
        && ::access(QFile::encodeName(place).constData(), W_OK | X_OK) == 0)
        return granted(4, right, path);
    return missing(4, right, path, u"A restored server cannot get backups of its own, and retention cannot be set."_s,
                   u"Give user %1 the right to write %2 and its folder."_s.arg(ourName(), path));
}

Permission owner(const Site &site, const InstanceId &serving, Job &job)
{
    const Result<postgres::Connection> session = site.session(serving, postgres::Access::ReadOnly, job);
    return helpful(fromResult(3, u"Ask the server for its newest changes"_s, site.settings().ownerRole,
                              errorOf(session), u"Moments newer than the archive cannot be chosen; older ones can."_s));
}

Permission reader(const Site &site, const InstanceId &serving, Job &job)
{
    const Result<postgres::Connection> session = postgres::Connection::open(site.readerOf(serving), {}, job);
    return helpful(
        fromResult(6, u"Look at the database"_s, site.settings().readerRole, errorOf(session),
                   u"A copy can be checked against an earlier count only, not against the live database."_s));
}

} // namespace

Result<Account> signInTo(const Site &site, const InstanceId &serving, Job &job)
{
    Account account;
    account.identity = u"%1 at this computer, stanza %2"_s.arg(ourName(), site.settings().stanza);
    if (site.as())
        account.identity += u" (servers run as %1)"_s.arg(site.as()->name);
    account.permissions = {program(site, job),        configuration(site),       repository(site, job),
                           owner(site, serving, job), folder(site, job),         programs(site, serving),
                           ownConfiguration(site),    reader(site, serving, job)};
    if (Outcome stopped = job.checkStop(); !stopped)
        return std::move(stopped).error();
    return account;
}

} // namespace shuttler::pgbackrest
