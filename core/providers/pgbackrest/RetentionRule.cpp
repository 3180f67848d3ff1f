// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/RetentionRule.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

RetentionRule RetentionRule::of(const PgBackRestConfig &config, const QString &stanza, int repository)
{
    const QString key = u"repo%1-retention-full"_s.arg(repository);
    const int amount = config.value(stanza, key).value_or(QString()).toInt();
    if (amount <= 0)
        return {};
    const bool byDays = config.value(stanza, key + u"-type"_s) == u"time"_s;
    return {byDays ? By::Days : By::Count, amount};
}

QString RetentionRule::inWords() const
{
    switch (by) {
    case By::Nothing:
        return u"for ever"_s;
    case By::Count:
        return amount == 1 ? u"1 full backup"_s : u"%1 full backups"_s.arg(amount);
    case By::Days:
        return amount == 1 ? u"1 day"_s : u"%1 days"_s.arg(amount);
    }
    return {};
}

QString RetentionRule::keptText() const
{
    switch (by) {
    case By::Nothing:
        return u"for ever"_s;
    case By::Count:
        return amount == 1 ? u"until a newer full backup exists"_s : u"until %1 newer full backups exist"_s.arg(amount);
    case By::Days:
        return u"until a newer full backup is %1 old"_s.arg(inWords());
    }
    return {};
}

std::optional<Instant> expiryOf(const RepoBackup &backup, const QList<RepoBackup> &all, const RetentionRule &rule)
{
    if (rule.by != RetentionRule::By::Days)
        return std::nullopt;
    // What was built on a full backup goes with it.
    const QString fullLabel = backup.label.section(u'_', 0, 0);
    Instant fullTaken = backup.stoppedAt;
    for (const RepoBackup &each : all)
        if (each.label == fullLabel)
            fullTaken = each.stoppedAt;
    for (const RepoBackup &each : all) // Sorted: the first newer one starts the clock.
        if (each.kind == BackupKind::Full && each.repository == backup.repository && each.stoppedAt > fullTaken)
            return each.stoppedAt + std::chrono::hours(24 * rule.amount);
    return std::nullopt;
}

} // namespace shuttler::pgbackrest
