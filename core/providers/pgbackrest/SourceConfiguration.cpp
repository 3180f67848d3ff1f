// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/SourceConfiguration.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/ServerSettings.h"

#include <QDir>
#include <QFileInfo>

#include <unistd.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// Where the server was told to look ("-c config_file=…"), or Debian's place for this data directory.
QString configurationFile(const QString &data, const QStringList &arguments, int major)
{
    for (const QString &word : arguments)
        if (const qsizetype at = word.indexOf("config_file="_L1); at >= 0)
            return word.mid(at + qstrlen("config_file="));
    const QString root = u"/etc/postgresql/%1"_s.arg(major);
    for (const QString &cluster : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString file = root + u'/' + cluster + u"/postgresql.conf"_s;
        if (settingIn(readWholeFile(file).value_or(QByteArray()), u"data_directory"_s) == data)
            return file;
    }
    return {};
}

Outcome bring(const QString &from, const QString &to, const std::optional<RunAs> &owner)
{
    if (QFile::exists(to))
        return Done{};
    Result<QByteArray> text = readWholeFile(from);
    if (!text)
        return std::move(text).error();
    if (Outcome written = writeFileAtomically(to, withoutOwnPlaces(*text)); !written)
        return written;
    if (owner && ::chown(QFile::encodeName(to).constData(), owner->uid, owner->gid) != 0)
        return Error(Fault::Refused, u"%1 could not be handed to user %2."_s.arg(to, owner->name))
            .todo(u"Check who owns the folder above it."_s);
    return Done{};
}

} // namespace

QByteArray withoutOwnPlaces(const QByteArray &configuration)
{
    QList<QByteArray> lines;
    for (const QByteArray &line : configuration.split('\n')) {
        bool isOwn = false;
        for (const char *setting :
             {"data_directory", "hba_file", "ident_file", "external_pid_file", "stats_temp_directory"})
            isOwn = isOwn || settingIn(line, QString::fromLatin1(setting));
        lines.append(isOwn ? "#" + line : line);
    }
    return lines.join('\n');
}

Outcome bringConfiguration(const QString &sourceData, const QStringList &sourceArguments, int major,
                           const QString &copyData, const std::optional<RunAs> &owner)
{
    const QString target = copyData + u"/postgresql.conf"_s;
    if (QFile::exists(target) && QFile::exists(copyData + u"/pg_hba.conf"_s))
        return Done{};
    const QString file = configurationFile(sourceData, sourceArguments, major);
    if (file.isEmpty() || !QFile::exists(file))
        return Error(Fault::NotFound, u"The backup holds no postgresql.conf, and the source's was not found."_s)
            .means(u"The files of the new server are in place, but it cannot start without its settings."_s)
            .todo(u"Put postgresql.conf and pg_hba.conf into %1, then continue."_s.arg(copyData));

    const QByteArray text = readWholeFile(file).value_or(QByteArray());
    const QString folder = QFileInfo(file).absolutePath();
    if (Outcome brought = bring(file, target, owner); !brought)
        return brought;
    const QString access = settingIn(text, u"hba_file"_s).value_or(folder + u"/pg_hba.conf"_s);
    if (Outcome brought = bring(access, copyData + u"/pg_hba.conf"_s, owner); !brought)
        return brought;
    const QString names = settingIn(text, u"ident_file"_s).value_or(folder + u"/pg_ident.conf"_s);
    if (QFile::exists(names))
        if (Outcome brought = bring(names, copyData + u"/pg_ident.conf"_s, owner); !brought)
            return brought;
    // Debian's postgresql.conf includes this folder, relative to itself.
    const QDir pieces(folder + u"/conf.d"_s);
    if (pieces.exists()) {
        QDir(copyData).mkdir(u"conf.d"_s);
        if (owner && ::chown(QFile::encodeName(copyData + u"/conf.d"_s).constData(), owner->uid, owner->gid) != 0)
            return Error(Fault::Refused, u"%1/conf.d could not be handed over."_s.arg(copyData));
        for (const QString &piece : pieces.entryList({u"*.conf"_s}, QDir::Files))
            if (Outcome brought = bring(pieces.filePath(piece), copyData + u"/conf.d/"_s + piece, owner); !brought)
                return brought;
    }
    return Done{};
}

} // namespace shuttler::pgbackrest
