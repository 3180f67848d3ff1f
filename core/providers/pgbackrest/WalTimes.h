// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/Reach.h"
#include "core/providers/pgbackrest/Site.h"
#include "core/providers/pgbackrest/StanzaNotes.h"

namespace shuttler::pgbackrest {

/// When and by which transaction the last change in archived files was made. Fetches files through pgBackRest, reads them with
/// pg_waldump and remembers what it found, because archived files never change.
class WalTimes {
public:
    /// `identityFolder` holds the pg_control by which pgBackRest knows the server. `remembered` is read, and grows.
    WalTimes(const Site &site, QString stanza, QString identityFolder, int major, StanzaNotes::Ends &remembered);

    /// The last end of a transaction in `first` to `last` (running numbers), searched from the end. Nothing when there is none.
    /// Only records that lie in these files completely count: others cannot be replayed.
    Result<std::optional<TransactionEnd>> lastEndWithin(quint64 first, quint64 last, const TimelinePath &path,
                                                        qint64 segmentBytes, Job &job);

private:
    /// In one file; `isFollowed` when the next one may hold the rest of its last record.
    Result<std::optional<TransactionEnd>> lastEndIn(const WalSegment &segment, const std::optional<WalSegment> &next,
                                                    qint64 segmentBytes, Job &job);

    const Site &m_site;
    QString m_stanza;
    QString m_identityFolder;
    int m_major;
    StanzaNotes::Ends &m_remembered;
};

} // namespace shuttler::pgbackrest
