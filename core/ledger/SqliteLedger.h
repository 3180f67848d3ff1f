// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/ledger/LedgerFile.h"

#include <QVariantList>

#include <functional>

class QSqlQuery;

namespace shuttler {

/// The ledger in one SQLite file. Journal and activity are one chain in the table `entry`; triggers keep it insert-only and move
/// the head in the same transaction (schema/0001.sql).
class SqliteLedger final : public Ledger {
public:
    explicit SqliteLedger(LedgerFile file) : m_file(std::move(file)) {}

    /// One entry as it stands in the chain.
    struct Link {
        qint64 number = 0;
        QByteArray text;
        QByteArray digest;
    };
    /// The head, once it was seen to agree with the end of the chain: a stale one, or a cut-off end, is Fault::Corrupt.
    Result<Link> soundHead() const;

    Result<JournalEntry> append(const RunId &run, const QString &step, const QString &phase, const QJsonObject &data,
                                Instant at) override;
    Result<QList<JournalEntry>> entriesOf(const RunId &run) const override;
    Result<QList<JournalEntry>> runs() const override;

    Outcome record(const ActivityEntry &entry) override;
    Result<QList<ActivityEntry>> activity(const QString &environment, int most) const override;

    Outcome rememberListing(const EnvironmentName &environment, const BackupListing &listing) override;
    Result<std::optional<BackupListing>> lastListing(const EnvironmentName &environment) const override;

    Result<ChainReport> verifyChain() const override;

    Result<std::unique_ptr<Lease>> lease(const EnvironmentName &environment, const QString &purpose) override;
    std::optional<QString> holderOf(const EnvironmentName &environment) const override;

private:
    static Link linkIn(const QSqlQuery &query, int column); ///< From number, text, digest, in this order.
    static bool isSound(const Link &link, const QByteArray &digestBefore);
    Result<Link> addLink(const std::function<QByteArray(qint64 number)> &textFor);
    Result<QList<Link>> links(const QString &condition, const QVariantList &values) const;
    Result<QList<JournalEntry>> journalWhere(const QString &condition, const QVariantList &values) const;
    QString leaseFile(const EnvironmentName &environment) const;

    LedgerFile m_file;
    bool m_uncertain = false; ///< A write failed half-way: only a fresh look at the disk counts.
};

} // namespace shuttler
