// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/PgTools.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>
#include <mutex>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

namespace {

struct Installation {
    int major = 0;
    QString folder;
};

int askForMajor(const QFileInfo &server)
{
    QProcess process;
    process.start(server.filePath(), {u"--version"_s});
    if (!process.waitForFinished(10'000) || process.exitCode() != 0)
        return 0;
    static const QRegularExpression version(u"\\bPostgreSQL\\)? (\\d+)"_s);
    return version.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1).toInt();
}

/// What the program itself says it is; 0 when it is no PostgreSQL. A name of a folder proves nothing. As long as it is the same file it
/// says the same: it is asked once.
int majorOf(const QString &folder)
{
    const QFileInfo server(folder + u"/postgres"_s);
    if (!server.isFile() || !server.isExecutable())
        return 0;
    static std::mutex mutex;
    static QHash<QString, int> answers;
    const QString file = u"%1 %2 %3"_s.arg(server.canonicalFilePath()).arg(server.size()).arg(server.lastModified().toMSecsSinceEpoch());
    const std::scoped_lock lock(mutex);
    if (const auto known = answers.constFind(file); known != answers.constEnd())
        return *known;
    const int major = askForMajor(server);
    if (major > 0)
        answers.insert(file, major);
    return major;
}

/// Debian's folder per major, and where PostgreSQL's own installers and most others put theirs.
QStringList foldersToLookInto()
{
    QStringList folders;
    for (const QString &root : {u"/usr/lib/postgresql"_s, u"/usr/pgsql"_s, u"/opt/postgresql"_s})
        for (const QString &entry : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            folders.append(root + u'/' + entry + u"/bin"_s);
    folders += {u"/usr/local/pgsql/bin"_s, u"/usr/local/bin"_s, u"/usr/bin"_s};
    return folders;
}

QList<Installation> installations(const QStringList &folders)
{
    QList<Installation> found;
    for (const QString &folder : folders)
        if (const int major = majorOf(folder); major > 0)
            found.append({major, folder});
    return found;
}

Error notFound(const QString &wanted, const QStringList &folders, const QList<Installation> &met)
{
    QStringList seen;
    for (const Installation &one : met)
        seen.append(u"%1 in %2"_s.arg(one.major).arg(one.folder));
    return Error(Fault::NotFound, u"%1 was not found on this computer."_s.arg(wanted))
        .means(seen.isEmpty() ? u"There is no other PostgreSQL server here either."_s
                              : u"There is only version %1."_s.arg(seen.join(u", "_s)))
        .todo(
            u"Install it (on Debian: the package postgresql-NN of that version), or name the folder of its programs."_s)
        .details(u"Looked in: "_s + folders.join(u", "_s));
}

} // namespace

Result<PgTools> PgTools::find(int major, const QString &configured)
{
    QStringList folders = foldersToLookInto();
    if (!configured.isEmpty())
        folders.prepend(configured);
    const QList<Installation> met = installations(folders);
    for (const Installation &one : met)
        if (one.major == major)
            return PgTools(one.major, one.folder);
    return notFound(u"PostgreSQL %1"_s.arg(major), folders, met);
}

Result<PgTools> PgTools::newest(const QString &configured)
{
    // A folder that somebody named is meant, whatever else there is.
    const QStringList folders = configured.isEmpty() ? foldersToLookInto() : QStringList{configured};
    const QList<Installation> met = installations(folders);
    const auto best = std::max_element(met.begin(), met.end(),
                                       [](const Installation &a, const Installation &b) { return a.major < b.major; });
    if (best == met.end())
        return notFound(u"PostgreSQL"_s, folders, met);
    return PgTools(best->major, best->folder);
}

} // namespace shuttler::postgres
