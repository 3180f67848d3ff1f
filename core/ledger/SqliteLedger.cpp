// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/SqliteLedger.h"

#include "core/base/Clock.h"
#include "core/ledger/FileLease.h"
#include "core/ledger/LedgerText.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSqlQuery>
#include <QUrl>

#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

static Error brokenChain(const QString &what)
{
    return Error(Fault::Corrupt, what)
        .means(
            u"The history was damaged or changed from outside; it proves nothing from there on. Databases and backups are not affected."_s)
        .todo(
            u"Keep the ledger's file for whoever looks into it, and put a sound copy in its place or move it away."_s);
}

Result<std::unique_ptr<Ledger>> Ledger::open(const QString &file)
{
    Result<LedgerFile> opened = LedgerFile::open(file, LedgerFile::builtInScripts());
    if (!opened)
        return std::move(opened).error();
    auto ledger = std::make_unique<SqliteLedger>(*std::move(opened));
    if (Result<SqliteLedger::Link> head = ledger->soundHead(); !head)
        return std::move(head).error();
    return std::unique_ptr<Ledger>(std::move(ledger));
}

SqliteLedger::Link SqliteLedger::linkIn(const QSqlQuery &query, int column)
{
    return {query.value(column).toLongLong(), query.value(column + 1).toString().toUtf8(),
            query.value(column + 2).toByteArray()};
}

bool SqliteLedger::isSound(const Link &link, const QByteArray &digestBefore)
{
    return link.digest == chainDigest(link.number == 1 ? chainStart() : digestBefore, link.text);
}

Result<SqliteLedger::Link> SqliteLedger::soundHead() const
{
    // One statement, one state: other processes append meanwhile.
    QSqlQuery query(m_file.database());
    if (!query.exec(u"SELECT head.number, head.digest, last.number, last.text, last.digest, earlier.digest FROM head "
                    "LEFT JOIN entry AS last ON last.number = (SELECT max(number) FROM entry) "
                    "LEFT JOIN entry AS earlier ON earlier.number = last.number - 1"_s))
        return m_file.errorFrom(query.lastError());
    if (!query.next())
        return brokenChain(u"The ledger has lost its head: the record of how many entries it has."_s);
    const Link head{query.value(0).toLongLong(), {}, query.value(1).toByteArray()};
    if (query.isNull(2)) {
        if (head.number == 0 && head.digest == chainStart())
            return head;
        return brokenChain(u"The end of the ledger is missing: it had %1 entries and has none."_s.arg(head.number));
    }
    const Link last = linkIn(query, 2);
    if (last.number != head.number || last.digest != head.digest)
        return brokenChain(
            u"The ledger's head, entry %1, disagrees with its last entry, %2."_s.arg(head.number).arg(last.number));
    if (!isSound(last, query.value(5).toByteArray()))
        return brokenChain(u"Entry %1 of the ledger is not what was written."_s.arg(last.number));
    return head;
}

/// Entries that meet `condition`, each checked against the one before it, so that a changed one is never handed out.
Result<QList<SqliteLedger::Link>> SqliteLedger::links(const QString &condition, const QVariantList &values) const
{
    QSqlQuery query(m_file.database());
    query.setForwardOnly(true);
    query.prepare(u"SELECT entry.number, entry.text, entry.digest, earlier.digest FROM entry "
                  "LEFT JOIN entry AS earlier ON earlier.number = entry.number - 1 WHERE "_s
                  + condition);
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return m_file.errorFrom(query.lastError());
    QList<Link> found;
    while (query.next()) {
        const Link link = linkIn(query, 0);
        if (!isSound(link, query.value(3).toByteArray()))
            return brokenChain(u"Entry %1 of the ledger is not what was written."_s.arg(link.number));
        found.append(link);
    }
    if (query.lastError().isValid())
        return m_file.errorFrom(query.lastError());
    return found;
}

Result<SqliteLedger::Link> SqliteLedger::addLink(const std::function<QByteArray(qint64 number)> &textFor)
{
    if (m_uncertain)
        return Error(Fault::OutcomeUnknown,
                     u"The ledger failed before and takes nothing more until it is opened anew."_s)
            .means(u"Whether the last entry was saved is not known yet."_s)
            .todo(u"Start Shuttler Ops again: it looks first and goes on from what is there."_s);
    WriteTransaction transaction(m_file);
    if (!transaction.begun())
        return transaction.begun().error();
    Result<Link> last = soundHead();
    if (!last)
        return std::move(last).error();

    Link link;
    link.number = last->number + 1;
    link.text = textFor(link.number);
    link.digest = chainDigest(last->digest, link.text);
    QSqlQuery insert(m_file.database());
    insert.prepare(u"INSERT INTO entry (number, text, digest) VALUES (?, ?, ?)"_s);
    insert.addBindValue(link.number);
    insert.addBindValue(QString::fromUtf8(link.text));
    insert.addBindValue(link.digest);
    m_uncertain = true;
    if (!insert.exec())
        return m_file.errorFrom(insert.lastError());
    if (const Outcome committed = transaction.commit(); !committed) {
        const Error &cause = committed.error();
        return Error(Fault::OutcomeUnknown, cause.what())
            .means(u"Whether the last entry was saved is known once the ledger is opened again."_s)
            .todo(cause.todo())
            .details(cause.details());
    }
    m_uncertain = false;
    return link;
}

Result<JournalEntry> SqliteLedger::append(const RunId &run, const QString &step, const QString &phase,
                                          const QJsonObject &data, Instant at)
{
    JournalEntry entry{0, run, at, step, phase, data, {}};
    Result<Link> link = addLink([&entry](qint64 number) {
        entry.number = number;
        return canonicalText(entry);
    });
    if (!link)
        return std::move(link).errorDuring(u"writing to the journal"_s);
    entry.digest = link->digest;
    return entry;
}

Outcome SqliteLedger::record(const ActivityEntry &entry)
{
    Result<Link> link = addLink([&entry](qint64 number) { return canonicalText(entry, number); });
    if (!link)
        return std::move(link).errorDuring(u"recording an activity"_s);
    return Done{};
}

Result<QList<JournalEntry>> SqliteLedger::entriesOf(const RunId &run) const
{
    return journalWhere(u"entry.kind = 'journal' AND entry.run = ? ORDER BY entry.number"_s, {run.toString()});
}

Result<QList<JournalEntry>> SqliteLedger::runs() const
{
    return journalWhere(u"entry.number IN (SELECT min(number) FROM entry WHERE kind = 'journal' GROUP BY run) "
                        "ORDER BY entry.number DESC"_s,
                        {});
}

Result<QList<JournalEntry>> SqliteLedger::journalWhere(const QString &condition, const QVariantList &values) const
{
    Result<QList<Link>> found = links(condition, values);
    if (!found)
        return std::move(found).errorDuring(u"reading the journal"_s);
    QList<JournalEntry> entries;
    for (const Link &link : std::as_const(*found)) {
        Result<JournalEntry> entry = journalEntryFrom(link.text);
        if (!entry)
            return std::move(entry).error();
        entry->digest = link.digest;
        entries.append(*std::move(entry));
    }
    return entries;
}

Result<QList<ActivityEntry>> SqliteLedger::activity(const QString &environment, int most) const
{
    Result<QList<Link>> found =
        environment.isEmpty()
            ? links(u"entry.kind = 'activity' ORDER BY entry.number DESC LIMIT ?"_s, {most})
            : links(u"entry.kind = 'activity' AND entry.environment = ? ORDER BY entry.number DESC LIMIT ?"_s,
                    {environment, most});
    if (!found)
        return std::move(found).errorDuring(u"reading the activity"_s);
    QList<ActivityEntry> entries;
    for (const Link &link : std::as_const(*found)) {
        Result<ActivityEntry> entry = activityEntryFrom(link.text);
        if (!entry)
            return std::move(entry).error();
        entries.append(*std::move(entry));
    }
    return entries;
}

Result<Ledger::ChainReport> SqliteLedger::verifyChain() const
{
    // One statement, one state: writers that come along meanwhile wait.
    QSqlQuery query(m_file.database());
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT entry.number, entry.text, entry.digest, head.number, head.digest FROM head "
                    "LEFT JOIN entry ON true ORDER BY entry.number"_s))
        return m_file.errorFrom(query.lastError());
    Link last{0, {}, chainStart()};
    std::optional<Link> end;
    while (query.next()) {
        end = Link{query.value(3).toLongLong(), {}, query.value(4).toByteArray()};
        if (query.isNull(0))
            break; // No entries at all.
        const Link link = linkIn(query, 0);
        if (link.number != last.number + 1)
            return brokenChain(u"Entry %1 of the ledger is missing."_s.arg(last.number + 1));
        if (!isSound(link, last.digest))
            return brokenChain(u"Entry %1 of the ledger is not what was written."_s.arg(link.number));
        last = link;
    }
    if (query.lastError().isValid())
        return m_file.errorFrom(query.lastError());
    if (!end)
        return brokenChain(u"The ledger has lost its head: the record of how many entries it has."_s);
    if (last.number < end->number)
        return brokenChain(
            u"The end of the ledger is missing: it had %1 entries and has %2."_s.arg(end->number).arg(last.number));
    if (last.number != end->number || last.digest != end->digest)
        return brokenChain(
            u"The ledger's head, entry %1, disagrees with its last entry, %2."_s.arg(end->number).arg(last.number));
    return ChainReport{last.number, last.digest};
}

QString SqliteLedger::leaseFile(const EnvironmentName &environment) const
{
    const QString name = QString::fromLatin1(QUrl::toPercentEncoding(environment.toString()));
    return QFileInfo(m_file.path()).absolutePath() + u"/locks/"_s + name + u".lock"_s;
}

Result<std::unique_ptr<Lease>> SqliteLedger::lease(const EnvironmentName &environment, const QString &purpose)
{
    const QString program = QFileInfo(QCoreApplication::applicationFilePath()).fileName();
    const QString since = SystemClock().now().flooredToSecond().toString();
    return FileLease::take(leaseFile(environment),
                           u"%1 (process %2) since %3, for %4"_s.arg(program).arg(::getpid()).arg(since, purpose));
}

std::optional<QString> SqliteLedger::holderOf(const EnvironmentName &environment) const
{
    return FileLease::holderOf(leaseFile(environment));
}

} // namespace shuttler
