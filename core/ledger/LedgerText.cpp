// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/ledger/LedgerText.h"

#include "core/domain/JsonFields.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace shuttler {

using namespace Qt::StringLiterals;

// QJsonObject keeps its keys sorted, so the same entry always makes the same text.
static QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray canonicalText(const JournalEntry &entry)
{
    return compact({
        {u"kind"_s, u"journal"_s},
        {u"number"_s, entry.number},
        {u"run"_s, entry.run.toString()},
        {u"at"_s, entry.at.toString()},
        {u"step"_s, entry.step},
        {u"phase"_s, entry.phase},
        {u"data"_s, entry.data},
    });
}

QByteArray canonicalText(const ActivityEntry &entry, qint64 number)
{
    return compact({
        {u"kind"_s, u"activity"_s},
        {u"number"_s, number},
        {u"run"_s, entry.run.toString()},
        {u"at"_s, entry.at.toString()},
        {u"environment"_s, entry.environment},
        {u"what"_s, entry.what},
        {u"who"_s, entry.who},
        {u"result"_s, entry.result},
        {u"detail"_s, entry.detail},
    });
}

QByteArray chainDigest(const QByteArray &before, const QByteArray &text)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    hash.addData(text);
    return hash.result();
}

QByteArray chainStart()
{
    return QByteArray(32, '\0');
}

Result<JournalEntry> journalEntryFrom(const QByteArray &text)
{
    JsonFields fields(QJsonDocument::fromJson(text).object());
    JournalEntry entry;
    entry.number = fields.integer(u"number"_s);
    entry.run = RunId(fields.text(u"run"_s));
    entry.at = fields.instant(u"at"_s);
    entry.step = fields.text(u"step"_s);
    entry.phase = fields.text(u"phase"_s);
    entry.data = fields.object(u"data"_s);
    if (Outcome read = fields.outcome(u"a journal entry"_s); !read)
        return std::move(read).error();
    return entry;
}

Result<ActivityEntry> activityEntryFrom(const QByteArray &text)
{
    JsonFields fields(QJsonDocument::fromJson(text).object());
    ActivityEntry entry;
    entry.run = RunId(fields.text(u"run"_s));
    entry.at = fields.instant(u"at"_s);
    entry.environment = fields.text(u"environment"_s);
    entry.what = fields.text(u"what"_s);
    entry.who = fields.text(u"who"_s);
    entry.result = fields.text(u"result"_s);
    entry.detail = fields.object(u"detail"_s);
    if (Outcome read = fields.outcome(u"an activity entry"_s); !read)
        return std::move(read).error();
    return entry;
}

} // namespace shuttler
