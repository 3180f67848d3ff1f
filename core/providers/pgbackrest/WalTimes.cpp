// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/WalTimes.h"

#include <QFile>
#include <QTemporaryDir>

#include <unistd.h>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

WalTimes::WalTimes(const Site &site, QString stanza, QString identityFolder, int major, StanzaNotes::Ends &remembered)
    : m_site(site)
    , m_stanza(std::move(stanza))
    , m_identityFolder(std::move(identityFolder))
    , m_major(major)
    , m_remembered(remembered)
{}

Result<std::optional<TransactionEnd>> WalTimes::lastEndWithin(quint64 first, quint64 last, const TimelinePath &path,
                                                              qint64 segmentBytes, Job &job)
{
    const auto segmentAt = [&](quint64 number) {
        return WalSegment::at(path.timelineOf(number, segmentBytes), number, segmentBytes);
    };
    for (quint64 number = last + 1; number-- > first;) {
        const WalSegment segment = segmentAt(number);
        std::optional<WalSegment> next;
        if (number < last && segmentAt(number + 1).timeline == segment.timeline)
            next = segmentAt(number + 1);

        const QString key = segment.name() + (next ? u"+"_s : QString());
        if (!m_remembered.contains(key)) {
            Result<std::optional<TransactionEnd>> found = lastEndIn(segment, next, segmentBytes, job);
            if (!found)
                return std::move(found).error();
            m_remembered.insert(key, *found);
        }
        if (const std::optional<TransactionEnd> end = m_remembered.value(key))
            return end;
    }
    return std::optional<TransactionEnd>();
}

Result<std::optional<TransactionEnd>> WalTimes::lastEndIn(const WalSegment &segment,
                                                          const std::optional<WalSegment> &next, qint64 segmentBytes,
                                                          Job &job)
{
    const QString notes = m_site.book().notesFolderOf(InstanceId(m_stanza));
    QTemporaryDir scratch(QFile::exists(notes) ? notes + u"/wal-XXXXXX"_s : u"/tmp/shuttler-wal-XXXXXX"_s);
    const auto cannotRead = [&](const QString &why) {
        return Error(Fault::Refused, u"The archived file %1 could not be read: %2."_s.arg(segment.name(), why))
            .means(u"When its last change was made is not known."_s)
            .todo(u"Check the space and the rights in %1."_s.arg(m_site.settings().instances));
    };
    if (!scratch.isValid())
        return cannotRead(scratch.errorString());
    if (m_site.as() && ::chown(QFile::encodeName(scratch.path()).constData(), m_site.as()->uid, m_site.as()->gid) != 0)
        return cannotRead(u"its folder cannot be handed over"_s);

    QStringList names{segment.name()};
    if (next)
        names.append(next->name());
    for (const QString &name : names) {
        Result<PgBackRestTool::Fetched> fetched =
            m_site.tool().fetchFromArchive(m_stanza, m_identityFolder, name, scratch.path() + u'/' + name, job);
        if (!fetched)
            return std::move(fetched).error();
        if (*fetched == PgBackRestTool::Fetched::NotThere)
            return cannotRead(u"it is not in the archive any more"_s);
    }

    Result<postgres::PgTools> tools = postgres::PgTools::find(m_major, m_site.settings().bin);
    if (!tools)
        return std::move(tools).error();
    Command command;
    command.program = tools->program(u"pg_waldump"_s);
    command.arguments = QStringList{u"-r"_s, u"Transaction"_s, u"-p"_s, scratch.path()} + names;
    command.as = m_site.as();
    command.ceiling = std::chrono::minutes(5);
    std::optional<TransactionEnd> last;
    const quint64 number = segment.number(segmentBytes);
    // Its exit code tells nothing: a file that was closed early ends in what it calls an invalid record.
    Result<CommandResult> result = runCommand(command, job, [&](const QByteArray &line) {
        const std::optional<TransactionEnd> end = readTransactionEnd(line);
        if (end && end->at.position / quint64(segmentBytes) == number)
            last = end;
    });
    if (!result)
        return std::move(result).errorDuring(u"reading the record of changes %1"_s.arg(segment.name()));
    return last;
}

} // namespace shuttler::pgbackrest
