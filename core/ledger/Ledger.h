// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/BackupListing.h"
#include "core/domain/Ids.h"

#include <QJsonObject>

#include <memory>
#include <optional>

namespace shuttler {

/// One entry of the journal. Insert-only: what is written is never changed or removed.
struct JournalEntry {
    qint64 number = 0;       ///< Its place in the one chain of the ledger, which has no gaps: 1, 2, 3, … over all runs and activity.
    RunId run;
    Instant at;
    QString step;            ///< Name of the step; "run" for the run itself.
    QString phase;           ///< "begun", "finished", "failed", "undone", "note".
    QJsonObject data;        ///< Never a secret.
    QByteArray digest;       ///< SHA-256 (32 bytes) over the digest before it and this entry's canonical text.
};

/// Something that happened, for the Activity page. Not part of the chain of a run; in the same insert-only chain.
struct ActivityEntry {
    Instant at;
    QString environment;
    QString what;
    QString who;
    QString result;          ///< "OK", "Failed", "Recorded"…
    QJsonObject detail;
    RunId run;               ///< Empty when it belongs to none.
};

/// The right to drive an environment, held by one process at a time; given back when it dies.
class Lease {
public:
    virtual ~Lease() = default;
};

/// The console's memory: journals of runs, activity, listings seen, samples. SQLite through Qt SQL; every entry is
/// synced to disk; several processes may use it at once. An object belongs to the thread that opened it (Qt SQL's rule).
class Ledger {
public:
    /// Opens or creates it. Migrates an older one forward, inside one transaction. Fault::Refused, nothing touched, when it was
    /// written by a newer version of the program; Fault::Corrupt when it is no ledger or its head disagrees with its chain.
    static Result<std::unique_ptr<Ledger>> open(const QString &file);
    virtual ~Ledger() = default;

    /// Returns when the entry is on disk, not before; the entry comes back numbered and sealed.
    /// After a failure nobody knows whether it is there: the ledger refuses further appends until opened anew.
    virtual Result<JournalEntry> append(const RunId &run, const QString &step, const QString &phase, const QJsonObject &data, Instant at) = 0;
    virtual Result<QList<JournalEntry>> entriesOf(const RunId &run) const = 0;
    /// Every run ever begun, newest first: id and its first entry.
    virtual Result<QList<JournalEntry>> runs() const = 0;

    virtual Outcome record(const ActivityEntry &entry) = 0;
    /// Newest first. `environment` empty: all.
    virtual Result<QList<ActivityEntry>> activity(const QString &environment, int most) const = 0;

    /// Remembers what a keeper listed, so that what silently disappears is noticed. Only differences to the last listing are stored.
    virtual Outcome rememberListing(const EnvironmentName &environment, const BackupListing &listing) = 0;
    virtual Result<std::optional<BackupListing>> lastListing(const EnvironmentName &environment) const = 0;

    struct ChainReport { qint64 entries = 0; QByteArray head; };
    /// Walks the whole chain. Fault::Corrupt names the first entry that does not add up, a missing end, or a head that disagrees.
    virtual Result<ChainReport> verifyChain() const = 0;

    /// One running restore per environment, across window and command line. Fault::Refused names who holds it since when.
    virtual Result<std::unique_ptr<Lease>> lease(const EnvironmentName &environment, const QString &purpose) = 0;
    /// Who holds it now, in words; nothing when it is free. Asks, changes nothing.
    virtual std::optional<QString> holderOf(const EnvironmentName &environment) const = 0;
};

} // namespace shuttler
