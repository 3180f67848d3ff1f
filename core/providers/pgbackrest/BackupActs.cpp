// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/BackupActs.h"

#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/RetentionRule.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

Outcome mustHaveBackups(const Site &site, const InstanceId &id)
{
    if (site.knowsStanza(id.toString()))
        return Done{};
    if (Outcome exists = site.mustExist(id); !exists)
        return exists;
    return Error(Fault::Refused, u"%1 has no backups of its own yet."_s.arg(id.toString()))
        .means(u"Nothing was done."_s)
        .todo(u"Protect it first: give it backups of its own."_s);
}

QString typeOfNext(const StanzaView &view, Instant now)
{
    const Instant oldEnough = now - std::chrono::hours(24 * 7);
    for (const RepoBackup &backup : view.usable)
        if (backup.kind == BackupKind::Full && backup.stoppedAt > oldEnough && !view.reach.stretches.isEmpty())
            return u"incr"_s;
    return u"full"_s;
}

/// pgBackRest builds on its newest full backup, whatever we think of it; on an unsound one nothing may be built.
bool newestFullIsSound(const StanzaView &view)
{
    for (auto backup = view.backups.crbegin(); backup != view.backups.crend(); ++backup)
        if (backup->kind == BackupKind::Full && backup->health != BackupHealth::BeingMade)
            return backup->isUsable();
    return false;
}

} // namespace

Result<Backup> takeBackupOf(const Site &site, const InstanceId &id, const QString &name, Job &job)
{
    if (Outcome exists = site.mustExist(id); !exists)
        return std::move(exists).error();
    if (Outcome has = mustHaveBackups(site, id); !has)
        return std::move(has).error();
    const Lister lister(site);
    Result<StanzaView> before = lister.look(id, job);
    if (!before)
        return std::move(before).error();

    const QString type = newestFullIsSound(*before) ? typeOfNext(*before, job.clock.now()) : u"full"_s;
    PgBackRestCall call{
        u"backup"_s, id.toString(), {u"--type="_s + type, u"--start-fast"_s}, {}, std::chrono::hours(24)};
    if (const QString plain = name.simplified(); !plain.isEmpty())
        call.options.append(u"--annotation=name="_s + plain);
    const PgBackRestConfig config = readConfig(site.settings().config).value_or(PgBackRestConfig({}));
    if (!config.value(id.toString(), u"pg1-user"_s))
        call.options.append(u"--pg1-user="_s + site.settings().ownerRole);

    job.progress.stage(type == u"full"_s ? u"Taking a full backup of %1"_s.arg(id.toString())
                                         : u"Backing up what changed in %1 since the last backup"_s.arg(id.toString()));
    QString label;
    Outcome taken = site.tool().act(call, job, [&](const QByteArray &line) {
        if (const std::optional<QString> found = readNewLabel(line))
            label = *found;
    });
    if (!taken)
        return std::move(taken).error().during(u"backing up %1"_s.arg(id.toString()));

    Result<StanzaView> after = lister.look(id, job);
    if (!after)
        return std::move(after).error();
    for (const Backup &backup : std::as_const(after->backups))
        if (backup.id.toString() == label)
            return backup;
    return Error(Fault::Corrupt, u"pgBackRest reported success, but the repository lists no new backup."_s)
        .means(u"There is no more to restore from than before."_s)
        .todo(u"Look at the repository and its retention: a new backup must not be removed at once."_s);
}

Result<BackupHealth> verifyBackupOf(const Site &site, const InstanceId &id, const BackupId &backup, Job &job)
{
    const auto notFound = [&backup] {
        return Error(Fault::NotFound, u"There is no backup \"%1\"."_s.arg(backup.toString()))
            .means(u"Nothing was checked."_s)
            .todo(u"Ask for the list of backups again: it may have been removed when its time was over."_s);
    };
    if (Outcome has = mustHaveBackups(site, id); !has)
        return std::move(has).error();
    const Lister lister(site);
    Result<StanzaView> before = lister.look(id, job);
    if (!before)
        return std::move(before).error();
    if (!before->info.find(backup.toString()))
        return notFound();

    job.progress.stage(u"Reading every backup of %1 back and comparing checksums"_s.arg(id.toString()));
    QByteArray words;
    Outcome read =
        site.tool().act({u"verify"_s, id.toString(), {u"--output=text"_s, u"--verbose"_s}, {}, std::chrono::hours(48)},
                        job, [&](const QByteArray &line) { words += line + '\n'; });
    if (!read)
        return std::move(read).error().during(u"verifying the backups of %1"_s.arg(id.toString()));
    const VerifyAnswer answer = readVerify(words);
    Outcome kept = StanzaNotes::change(site.book().notesFolderOf(id), [&](StanzaNotes &notes) {
        notes.damagedSegments = answer.damagedSegments;
        for (auto found = answer.backups.cbegin(); found != answer.backups.cend(); ++found)
            notes.verified.insert(found.key(), {job.clock.now(), found.value(), before->manifests.value(found.key())});
    });
    if (!kept)
        return std::move(kept).error();

    Result<StanzaView> after = lister.look(id, job);
    if (!after)
        return std::move(after).error();
    for (const Backup &each : std::as_const(after->backups))
        if (each.id == backup)
            return each.health;
    return notFound();
}

Result<Retention> retentionOf(const Site &site, const InstanceId &id, Job &job)
{
    if (Outcome has = mustHaveBackups(site, id); !has)
        return std::move(has).error();
    Result<PgBackRestConfig> config = readConfig(site.settings().config);
    if (!config)
        return std::move(config).error();
    Result<StanzaView> view = Lister(site).look(id, job);
    if (!view)
        return std::move(view).error();
    const RetentionRule rule = RetentionRule::of(*config, id.toString());
    Retention retention;
    retention.configured = rule.inWords();
    if (rule.by == RetentionRule::By::Days)
        retention.configuredDays = rule.amount;
    if (!view->usable.isEmpty()) {
        const auto age = job.clock.now() - view->usable.first().usableFrom();
        retention.achievedDays = std::max(0, int(std::chrono::duration_cast<std::chrono::hours>(age).count() / 24));
    }
    return retention;
}

Outcome setRetentionOf(const Site &site, const InstanceId &id, int days, Job &job)
{
    constexpr int LongestDays = 3650;
    if (days < 1 || days > LongestDays)
        return Error(Fault::BadInput, u"Backups cannot be kept for %1 days."_s.arg(days))
            .means(u"Retention is as it was."_s)
            .todo(u"Choose 1 to %1 days."_s.arg(LongestDays));
    if (Outcome has = mustHaveBackups(site, id); !has)
        return has;
    const QString stanza = id.toString();
    Result<StanzaView> view = Lister(site).look(id, job);
    if (!view)
        return std::move(view).error();
    QList<int> repositories = view->info.repositories;
    if (repositories.isEmpty())
        repositories.append(1);
    Outcome written = editConfig(site.settings().config, [&](PgBackRestConfig config) {
        for (const int repository : repositories) {
            const QString key = u"repo%1-retention-full"_s.arg(repository);
            config = config.with(stanza, key, QString::number(days)).with(stanza, key + u"-type"_s, u"time"_s);
        }
        return config;
    });
    if (!written)
        return written;
    Result<PgBackRestConfig> config = readConfig(site.settings().config);
    if (!config)
        return std::move(config).error();
    const RetentionRule rule = RetentionRule::of(*config, stanza);
    if (rule.by != RetentionRule::By::Days || rule.amount != days)
        return Error(Fault::Refused, u"The retention in pgBackRest's configuration is not what was set."_s)
            .means(u"It now says: %1."_s.arg(rule.inWords()))
            .todo(u"Look at %1 for a line that says otherwise."_s.arg(site.settings().config));
    return Done{};
}

} // namespace shuttler::pgbackrest
