// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/ServerLog.h"

#include <QFile>
#include <QStringList>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

static std::optional<QString> after(const QString &line, QLatin1StringView mark)
{
    const qsizetype at = line.indexOf(mark);
    return at < 0 ? std::nullopt : std::optional(line.mid(at + mark.size()).trimmed());
}

ServerStory readServerLog(const QByteArray &log)
{
    ServerStory story;
    QStringList archiveErrors;
    bool followsAnError = false;
    for (const QByteArray &raw : log.split('\n')) {
        const QString line = QString::fromUtf8(raw);
        if (line.contains("LOG:  starting PostgreSQL "_L1)) {
            story = {};
            story.started = true;
            archiveErrors.clear();
        } else if (const auto time = after(line, "LOG:  last completed transaction was at log time "_L1)) {
            if (const Result<Instant> moment = Instant::parse(*time))
                story.recoveredTo = *moment;
        } else if (line.contains("LOG:  archive recovery complete"_L1)) {
            story.recoveryEnded = true;
        } else if (line.contains("LOG:  recovery has paused"_L1)) {
            story.paused = true;
        } else if (const auto setting = after(line, "DETAIL:  "_L1);
                   setting && setting->contains("is a lower setting than on the primary"_L1)) {
            story.fatal = *setting;
        } else if (const auto fatal = after(line, "FATAL:  "_L1); fatal && !story.recoveryEnded) {
            // Sessions that came too early or were ended are no reason of the server's.
            const bool isOfASession = fatal->startsWith("the database system is "_L1)
                                   || fatal->startsWith("terminating "_L1) || fatal->startsWith("role "_L1)
                                   || fatal->startsWith("database "_L1) || fatal->startsWith("no pg_hba.conf "_L1);
            if (!isOfASession)
                story.fatal = *fatal;
        } else if (const auto panic = after(line, "PANIC:  "_L1)) {
            story.fatal = *panic;
        } else if (const auto error = after(line, "ERROR: ["_L1)) {
            archiveErrors.append(u"pgBackRest: ["_s + *error);
        } else if (followsAnError && line.startsWith("       "_L1)) { // The reason, one line per repository.
            archiveErrors.last() += u'\n' + line.trimmed();
            continue;
        }
        followsAnError = line.startsWith("ERROR: ["_L1);
    }
    if (!story.fatal.isEmpty() && !archiveErrors.isEmpty())
        story.fatal += u'\n' + archiveErrors.last();
    return story;
}

ServerStory serverStoryIn(const QString &logFile)
{
    constexpr qint64 Enough =
        8 * 1024 * 1024; // A restore's own lines stand at the start; of an old log the end is asked for, too.
    QFile file(logFile);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray text = file.read(Enough);
    if (file.size() > Enough) {
        file.seek(std::max(Enough, file.size() - Enough));
        text += file.readAll();
    }
    return readServerLog(text);
}

} // namespace shuttler::pgbackrest
