// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/catalog/CatalogRefresher.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

static bool lists(const BackupListing &listing, const Backup &backup)
{
    return std::any_of(listing.backups.begin(), listing.backups.end(), [&backup](const Backup &each) {
        return each.id == backup.id && each.instance == backup.instance;
    });
}

/// Whether its keeper may have taken it by its own rules. Retention by count takes the old ones when a new full one is there.
static bool wasDue(const Backup &backup, const BackupListing &before, const BackupListing &now)
{
    if (backup.expiresAt)
        return *backup.expiresAt <= now.askedAt;
    if (backup.kept.isEmpty() || backup.kept == u"for ever")
        return !backup.isUsable(); // What failed, or was cut off half-made, is cleaned away.
    return std::any_of(now.backups.begin(), now.backups.end(), [&](const Backup &each) {
        return each.kind == BackupKind::Full && each.takenAt > backup.takenAt && !lists(before, each);
    });
}

static QStringList vanishedSince(const BackupListing &before, const BackupListing &now, const Environment &environment)
{
    QStringList sentences;
    for (const Backup &backup : before.backups) {
        const bool wasAsked = backup.instance == environment.instance || environment.lineage.contains(backup.instance);
        if (!wasAsked || lists(now, backup) || wasDue(backup, before, now))
            continue;
        const QString promise = backup.expiresAt      ? u"until "_s + backup.expiresAt->toString()
                              : backup.kept.isEmpty() ? u"for ever"_s
                                                      : backup.kept;
        sentences.append(u"Backup %1 of %2 is no longer there. It was to be kept %3."_s.arg(
            backup.id.toString(), backup.takenAt.toString(), promise));
    }
    return sentences;
}

Result<Refreshed> refreshCatalog(const Environment &environment, Provider &provider, Ledger &ledger, Job &job)
{
    Result<BackupListing> listing = provider.backups(environment.instance, environment.lineage, job);
    if (!listing)
        return std::move(listing).errorDuring(u"listing the backups of "_s + environment.name.toString());
    if (!listing->remarks.isEmpty()) // What did not answer has not vanished, and is not to be forgotten.
        return Refreshed{*std::move(listing), {}};

    Result<std::optional<BackupListing>> before = ledger.lastListing(environment.name);
    if (!before)
        return std::move(before).error();
    const QStringList vanished = *before ? vanishedSince(**before, *listing, environment) : QStringList();
    for (const QString &sentence : vanished) { // First, so that a crash repeats the sentence rather than loses it.
        const ActivityEntry entry{
            job.clock.now(), environment.name.toString(), sentence, u"Shuttler Ops"_s, u"Missing"_s, {}, {}};
        if (Outcome recorded = ledger.record(entry); !recorded)
            return std::move(recorded).error();
    }
    if (Outcome remembered = ledger.rememberListing(environment.name, *listing); !remembered)
        return std::move(remembered).error();
    return Refreshed{*std::move(listing), vanished};
}

} // namespace shuttler
