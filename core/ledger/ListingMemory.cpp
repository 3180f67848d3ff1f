// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/JsonFields.h"
#include "core/ledger/SqliteLedger.h"

#include <QJsonDocument>
#include <QSqlQuery>

// The part of the ledger that remembers what keepers listed: one row per environment, one per backup, and only rows that differ are
// written.

namespace shuttler {

using namespace Qt::StringLiterals;

static QString compactText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

static QJsonObject objectIn(const QVariant &text)
{
    return QJsonDocument::fromJson(text.toString().toUtf8()).object();
}

Outcome SqliteLedger::rememberListing(const EnvironmentName &environment, const BackupListing &listing)
{
    QJsonArray windows;
    for (const InstanceWindow &window : listing.windows)
        windows.append(toJson(window));
    const QJsonObject rest{{u"askedAt"_s, listing.askedAt.toString()},
                           {u"windows"_s, windows},
                           {u"remarks"_s, QJsonArray::fromStringList(listing.remarks)}};

    WriteTransaction transaction(m_file);
    if (!transaction.begun())
        return transaction.begun();
    QSqlQuery query(m_file.database());
    const auto run = [&query](const QString &sql, const QVariantList &values) {
        query.prepare(sql);
        for (const QVariant &value : values)
            query.addBindValue(value);
        return query.exec();
    };

    QMap<std::pair<QString, QString>, QString> gone; // Instance and id → text: what is not met again below.
    bool good =
        run(u"SELECT instance, backup, text FROM listed_backup WHERE environment = ?"_s, {environment.toString()});
    while (good && query.next())
        gone.insert({query.value(0).toString(), query.value(1).toString()}, query.value(2).toString());
    for (const Backup &backup : listing.backups) {
        const QString text = compactText(toJson(backup));
        if (gone.take({backup.instance.toString(), backup.id.toString()}) != text)
            good = good
                && run(u"INSERT OR REPLACE INTO listed_backup VALUES (?, ?, ?, ?)"_s,
                       {environment.toString(), backup.instance.toString(), backup.id.toString(), text});
    }
    for (auto it = gone.keyBegin(); it != gone.keyEnd(); ++it)
        good = good
            && run(u"DELETE FROM listed_backup WHERE environment = ? AND instance = ? AND backup = ?"_s,
                   {environment.toString(), it->first, it->second});
    good = good && run(u"INSERT OR REPLACE INTO listing VALUES (?, ?)"_s, {environment.toString(), compactText(rest)});
    if (!good)
        return m_file.errorFrom(query.lastError()).during(u"remembering a listing"_s);
    return transaction.commit();
}

Result<std::optional<BackupListing>> SqliteLedger::lastListing(const EnvironmentName &environment) const
{
    // One statement, one state: another process may be remembering a newer one.
    QSqlQuery query(m_file.database());
    query.prepare(u"SELECT listing.text, listed_backup.text FROM listing LEFT JOIN listed_backup USING (environment) "
                  "WHERE environment = ?"_s);
    query.addBindValue(environment.toString());
    if (!query.exec())
        return m_file.errorFrom(query.lastError()).during(u"recalling the last listing"_s);

    std::optional<BackupListing> listing;
    while (query.next()) {
        if (!listing) {
            JsonFields fields(objectIn(query.value(0)));
            listing.emplace();
            listing->askedAt = fields.instant(u"askedAt"_s);
            listing->remarks = fields.texts(u"remarks"_s);
            for (const QJsonObject &each : fields.objects(u"windows"_s)) {
                Result<InstanceWindow> window = instanceWindowFromJson(each);
                if (!window)
                    return std::move(window).error();
                listing->windows.append(*std::move(window));
            }
            if (Outcome read = fields.outcome(u"the last listing"_s); !read)
                return std::move(read).error();
        }
        if (query.isNull(1))
            break;
        Result<Backup> backup = backupFromJson(objectIn(query.value(1)));
        if (!backup)
            return std::move(backup).error();
        listing->backups.append(*std::move(backup));
    }
    if (query.lastError().isValid())
        return m_file.errorFrom(query.lastError()).during(u"recalling the last listing"_s);
    if (listing)
        std::stable_sort(listing->backups.begin(), listing->backups.end(),
                         [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    return listing;
}

} // namespace shuttler
