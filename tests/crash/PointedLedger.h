// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"

#include <functional>

namespace shuttler::test {

/// A ledger that tells of each point right before and right after something is put on disk. The product knows nothing of it.
class PointedLedger final : public Ledger {
public:
    using Point = std::function<void(const QString &point)>;
    PointedLedger(std::unique_ptr<Ledger> ledger, Point point) : m_ledger(std::move(ledger)), m_point(std::move(point))
    {}

    Result<JournalEntry> append(const RunId &run, const QString &step, const QString &phase, const QJsonObject &data,
                                Instant at) override
    {
        const QString name = step + u' ' + phase;
        m_point(QStringLiteral("before journal ") + name);
        Result<JournalEntry> entry = m_ledger->append(run, step, phase, data, at);
        m_point(QStringLiteral("after journal ") + name);
        return entry;
    }
    Outcome record(const ActivityEntry &entry) override
    {
        m_point(QStringLiteral("before activity"));
        Outcome recorded = m_ledger->record(entry);
        m_point(QStringLiteral("after activity"));
        return recorded;
    }

    Result<QList<JournalEntry>> entriesOf(const RunId &run) const override { return m_ledger->entriesOf(run); }
    Result<QList<JournalEntry>> runs() const override { return m_ledger->runs(); }
    Result<QList<ActivityEntry>> activity(const QString &environment, int most) const override
    {
        return m_ledger->activity(environment, most);
    }
    Outcome rememberListing(const EnvironmentName &environment, const BackupListing &listing) override
    {
        return m_ledger->rememberListing(environment, listing);
    }
    Result<std::optional<BackupListing>> lastListing(const EnvironmentName &environment) const override
    {
        return m_ledger->lastListing(environment);
    }
    Result<ChainReport> verifyChain() const override { return m_ledger->verifyChain(); }
    Result<std::unique_ptr<Lease>> lease(const EnvironmentName &environment, const QString &purpose) override
    {
        return m_ledger->lease(environment, purpose);
    }
    std::optional<QString> holderOf(const EnvironmentName &environment) const override
    {
        return m_ledger->holderOf(environment);
    }

private:
    std::unique_ptr<Ledger> m_ledger;
    Point m_point;
};

} // namespace shuttler::test
