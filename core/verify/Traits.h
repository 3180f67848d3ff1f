// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Baseline.h"
#include "core/verify/Snapshot.h"

namespace shuttler::verify {

/// What a database is besides its rows. A baseline remembers it, so that a copy can be held against it.
enum class Trait {
    Locale,          ///< "encoding", "collation"… → value.
    Collations,      ///< Collation in use → version of its rules on this server.
    Owners,          ///< Relation, schema, the database → role.
    Roles,           ///< Role that may log in or holds anything here → "may log in", "…, superuser".
    Rights,          ///< Object and role → what it may do there, by whatever way it got the right. Without superusers.
    Settings,        ///< Setting and role (none: everyone) → value set for this database or role.
    Parents,         ///< Partition or child table and its parent → its bounds.
    IdleIndexes,     ///< Index that PostgreSQL does not use → on which table.
    UncheckedRules,  ///< Constraint that is not validated.
    Triggers,        ///< Trigger that does not fire as usual → how then. A table with "keys": its foreign keys.
    RewriteRules,    ///< The same of rules.
    Archiving,       ///< Fingerprint of the command by which the server keeps its log; empty when it keeps none.
};
inline constexpr Trait AllTraits[] = {Trait::Locale,      Trait::Collations,     Trait::Owners,   Trait::Roles,
                                      Trait::Rights,      Trait::Settings,       Trait::Parents,  Trait::IdleIndexes,
                                      Trait::UncheckedRules, Trait::Triggers,    Trait::RewriteRules, Trait::Archiving};
QString wordFor(Trait trait); ///< In baselines: "locale", "owners"…

/// Subject → value. The subject is written for people; what it is a matter of (a role, a parent) follows after a tab.
using TraitValues = QMap<QString, QString>;
QString subjectOf(const QString &key);
QString detailOf(const QString &key);

/// What is asked. Needs no right beyond a login.
QString traitSql(Trait trait, int serverVersion);
Result<TraitValues> readTrait(Snapshot &snapshot, Trait trait, Job &job);

/// The version of the sorting rules of database "d", from a collation of the same name: before 15 nothing else knows it. Null where they
/// have none.
QString ownCollationVersionBefore15();

/// Null when the baseline was made before it remembered this.
const TraitValues *rememberedTrait(const Baseline &baseline, Trait trait);
/// For a new baseline: all of them. One that cannot be had is left out, and said in the progress.
Outcome recordTraits(Snapshot &snapshot, Baseline &baseline, Job &job);

/// What one side has and the other has not, or has with another value.
struct TraitChange {
    QString key;
    std::optional<QString> before;
    std::optional<QString> now;
};
QList<TraitChange> traitChanges(const TraitValues &before, const TraitValues &now);

} // namespace shuttler::verify
