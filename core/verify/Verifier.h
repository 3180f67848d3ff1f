// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/Baseline.h"
#include "core/domain/CheckQuestion.h"
#include "core/domain/ConnectionInfo.h"
#include "core/domain/Finding.h"

#include <functional>

namespace shuttler {

/// What a check is made against.
struct VerifyRequest {
    ConnectionInfo copy;                         ///< What is being judged.
    std::optional<Baseline> baseline;            ///< The newest one taken at or before the moment.
    std::optional<ConnectionInfo> live;          ///< The (damaged) source, where it still answers: read only.
    std::optional<Instant> moment;               ///< What the copy was restored to.
    std::optional<Instant> recoveredTo;          ///< The last transaction the server says it took over.
    bool exact = false;                          ///< The copy must equal the baseline (restored to the baseline's own moment).
    QString referencesFile;                      ///< Logical references; empty: declared ones only.
    QString sanityFile;                          ///< Sanity queries; empty: none.
    QString appRole;                             ///< The role that the app signs in as; empty: the copy's own user.
    bool gently = false;                         ///< One connection, that rests three quarters of the time: for a database that is busy.
    bool everyIndexEntry = false;                ///< Hold each row of each table against each of its indexes: as long as a dozen scans.
    std::optional<CheckQuestion> only;           ///< `verify` puts this question and no other; unset: everything.
};

struct VerifyReport {
    QList<Finding> findings;
    QList<TableBaseline> tables;                 ///< As found in the copy.
    qint64 bytesRead = 0;
    double seconds = 0;
};

struct BaselineOptions {
    bool checksums = true;
    bool ranges = true; ///< Checksums by ranges of keys too, which name the rows that differ.
    bool gently = false; ///< As in VerifyRequest.
    QString backup;
    QString referencesFile;
    QString sanityFile;
};

/// Called for each finding as it is made, from the job's thread.
using FindingSink = std::function<void(const Finding &)>;

/// Puts questions to databases. Every connection it opens is read-only by session and looks at one snapshot.
class Verifier {
public:
    virtual ~Verifier() = default;
    /// Before DATABASE_URL moves anywhere (ui.md §5.5): not empty, relations, counts, freshness, references. A gate, not an opinion:
    /// any Failed finding stops the run.
    virtual Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) = 0;
    /// Step 6: everything; or one question, whose answer is never empty: Fault::Refused where it has none by itself.
    virtual Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) = 0;
    virtual Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job) = 0;
    /// How many sessions of apps (not ours, not the server's own) are on a database now.
    virtual Result<int> appSessions(const ConnectionInfo &database, Job &job) = 0;
    /// Rows written after `moment` on the live database, per table with a time column: an estimate for "you leave behind".
    virtual Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &live, Instant moment, Job &job) = 0;
};

} // namespace shuttler
