// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"
#include "core/verify/ReferenceRules.h"

namespace shuttler {

/// A reference that names suggest, and what the rows say to it.
struct ReferenceProposal {
    verify::ReferenceRule rule; ///< Without a target where the kinds that were met name no table.
    qint64 rows = 0;            ///< That refer to something.
    qint64 values = 0;          ///< How many different ones they hold.
    qint64 orphans = 0;         ///< Rows whose value is found nowhere.
    QString doubt;              ///< Why it is not proposed, in words; empty when it is.
};

struct ReferenceProposals {
    QList<ReferenceProposal> all; ///< By table, the ones in doubt among them.
    double seconds = 0;

    /// A file of rules, as readReferenceRules reads it (where there is one), with what was seen of each; the doubtful ones
    /// as comments only. The owner accepts a rule by keeping it.
    QString toToml() const;
};

/// At most one row in so many may lead nowhere: more of them, and the names mean something else.
inline constexpr qint64 RowsPerOrphan = 1'000;

/// Looks for references that are neither declared nor in `knownFile` (which may be empty): guesses them from names and types, and asks the
/// rows. Reads only; a question that takes too long or is not allowed puts its guess in doubt.
Result<ReferenceProposals> proposeReferences(const ConnectionInfo &database, const QString &knownFile, Job &job);

} // namespace shuttler
