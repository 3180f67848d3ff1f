// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"

#include <functional>

namespace shuttler::pgbackrest {

/// What we found out about a stanza and pgBackRest does not remember.
struct StanzaNotes {
    /// One look into a backup. It counts only for the very files it looked at, and not for ever.
    struct Verification {
        Instant at;
        VerifiedBackup found;
        QString manifest; ///< Size and time of the backup's list of files, then.
    };
    struct CatchUp {
        Instant moment;     ///< Everything committed until then was in the archive …
        WalSegment segment; ///< … up to this file.
    };
    /// The last transaction in a file, nothing when none ended there. Archived files never change.
    using Ends = QMap<QString, std::optional<TransactionEnd>>;

    QMap<QString, Verification> verified; ///< By label.
    QStringList damagedSegments;
    std::optional<CatchUp> catchUp;
    Ends ends;

    /// An unreadable file is an empty one: everything in it can be found out again.
    static StanzaNotes readFrom(const QString &folder);
    /// Reads, changes and replaces, one process at a time.
    static Outcome change(const QString &folder, const std::function<void(StanzaNotes &)> &edit);
};

QByteArray toJson(const StanzaNotes &notes);
StanzaNotes stanzaNotesFrom(const QByteArray &json);

} // namespace shuttler::pgbackrest
