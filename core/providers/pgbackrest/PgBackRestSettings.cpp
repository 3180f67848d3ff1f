// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestSettings.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestSocketPath = 107; // sockaddr_un, without its final zero.

Error notUsable(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what)
        .means(u"The environment cannot be used until this is put right; nothing was touched."_s)
        .todo(todo);
}

Outcome check(const PgBackRestSettings &settings)
{
    const QList<std::pair<QString, QString>> needed{
        {u"config"_s, settings.config}, {u"stanza"_s, settings.stanza},       {u"data"_s, settings.data},
        {u"socket"_s, settings.socket}, {u"instances"_s, settings.instances}, {u"program"_s, settings.program}};
    for (const auto &[key, value] : needed)
        if (value.isEmpty())
            return notUsable(u"The pgBackRest settings lack \"%1\"."_s.arg(key),
                             u"Add %1 = … to the environment."_s.arg(key));

    const QList<std::pair<QString, QString>> paths{
        {u"config"_s, settings.config},       {u"data"_s, settings.data},       {u"socket"_s, settings.socket},
        {u"instances"_s, settings.instances}, {u"program"_s, settings.program}, {u"bin"_s, settings.bin}};
    for (const auto &[key, value] : paths) {
        if (!value.isEmpty() && !value.startsWith(u'/'))
            return notUsable(
                u"\"%1\" is \"%2\", which means another place in each working directory."_s.arg(key, value),
                u"Write the whole path, beginning with /."_s);
        if (value.contains(u'\n') || value.contains(QChar(u'\0')))
            return notUsable(u"The path of \"%1\" contains a line break."_s.arg(key),
                             u"Choose a folder without one."_s);
    }

    static const QRegularExpression plainName(QRegularExpression::anchoredPattern(u"[A-Za-z0-9][A-Za-z0-9_-]{0,62}"_s));
    if (!plainName.match(settings.stanza).hasMatch())
        return notUsable(u"\"%1\" is not the name of a stanza."_s.arg(settings.stanza),
                         u"Use the name from pgBackRest's configuration."_s);
    if (QString(settings.socket + u"/.s.PGSQL.65535"_s).toUtf8().size() > LongestSocketPath)
        return notUsable(
            u"The socket folder %1 has too long a path: sockets may have %2 bytes at most."_s.arg(settings.socket)
                .arg(LongestSocketPath),
            u"Choose a folder with a shorter path."_s);
    if (settings.instances == settings.data || settings.instances.startsWith(settings.data + u'/'))
        return notUsable(u"Restored servers would lie inside the data directory %1."_s.arg(settings.data),
                         u"Choose another folder for \"instances\"."_s);
    return Done{};
}

} // namespace

Result<PgBackRestSettings> PgBackRestSettings::from(const QMap<QString, QString> &table)
{
    PgBackRestSettings settings;
    const QMap<QString, QString *> texts{
        {u"program"_s, &settings.program},
        {u"config"_s, &settings.config},
        {u"stanza"_s, &settings.stanza},
        {u"data"_s, &settings.data},
        {u"socket"_s, &settings.socket},
        {u"instances"_s, &settings.instances},
        {u"bin"_s, &settings.bin},
        {u"owner-role"_s, &settings.ownerRole},
        {u"reader-role"_s, &settings.readerRole},
        {u"database"_s, &settings.database},
    };
    for (auto entry = table.cbegin(); entry != table.cend(); ++entry) {
        if (entry.key() == u"port"_s) {
            bool isNumber = false;
            settings.port = entry.value().toInt(&isNumber);
            if (!isNumber || settings.port < 1 || settings.port > 65535)
                return notUsable(u"\"%1\" is not a port."_s.arg(entry.value()), u"Use a number from 1 to 65535."_s);
        } else if (QString *text = texts.value(entry.key())) {
            if (!entry.value().isEmpty())
                *text = entry.value();
        } else {
            return notUsable(u"The pgBackRest settings have a key \"%1\", which means nothing here."_s.arg(entry.key()),
                             u"Check the spelling; known are %1 and port."_s.arg(texts.keys().join(u", "_s)));
        }
    }
    for (QString *path : {&settings.data, &settings.socket, &settings.instances, &settings.bin})
        while (path->size() > 1 && path->endsWith(u'/'))
            path->chop(1);
    if (settings.readerRole.isEmpty())
        settings.readerRole = settings.ownerRole;
    if (Outcome good = check(settings); !good)
        return std::move(good).error();
    return settings;
}

} // namespace shuttler
