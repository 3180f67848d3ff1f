// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/NamedDatabase.h"

#include "core/postgres/ConnectionString.h"

#include <QFile>

namespace shuttler::app {

using namespace Qt::StringLiterals;

Result<NamedDatabase> databaseFrom(const QString &word, const QCommandLineParser &parser, Context &context)
{
    if (word.contains(u'=') || word.startsWith(u"postgres"_s)) {
        Result<ConnectionInfo> info = postgres::parseConnectionString(word);
        if (!info)
            return std::move(info).error();
        if (parser.isSet(u"password-stdin"_s)) {
            QFile input;
            QByteArray line;
            if (input.open(stdin, QIODevice::ReadOnly))
                line = input.readLine();
            while (line.endsWith('\n') || line.endsWith('\r'))
                line.chop(1);
            info->password = std::make_shared<const Secret>(std::move(line));
        }
        return NamedDatabase{*std::move(info), std::nullopt, std::nullopt, {}};
    }
    Result<RestoreWorld> world = context.services.open(EnvironmentName(word));
    if (!world)
        return std::move(world).error();
    Result<ConnectionInfo> info = world->provider->connection(world->environment.instance, context.job);
    if (!info)
        return std::move(info).error();
    Result<std::optional<Baseline>> kept = world->baselines->newestBefore(world->environment.name, std::nullopt);
    if (!kept)
        return std::move(kept).error();
    const Result<DatabaseUrl> url =
        world->target ? world->target->read(context.job) : Error(Fault::NotFound, u"There is no app."_s);
    return NamedDatabase{*std::move(info), world->environment, *std::move(kept), url ? url->user() : QString()};
}

QCommandLineOption passwordOption()
{
    return {u"password-stdin"_s, u"Read the password of a connection string from standard input."_s};
}

QString optionOr(const QCommandLineParser &parser, const QString &option, const QString &ofEnvironment)
{
    return parser.isSet(option) ? parser.value(option) : ofEnvironment;
}

} // namespace shuttler::app
