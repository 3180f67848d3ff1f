// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Lister.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/Judgement.h"
#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/RetentionRule.h"
#include "core/providers/pgbackrest/WalTimes.h"

#include <QFile>
#include <QRegularExpression>

#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

QString stampOf(const RepoEntry &entry)
{
    return u"%1@%2"_s.arg(QString::number(entry.bytes), QString::number(entry.changedAt.unixSeconds()));
}

Backup listed(const RepoBackup &found, const InstanceId &instance)
{
    Backup backup;
    backup.id = BackupId(found.label);
    backup.kind = found.kind;
    backup.instance = instance;
    backup.startedAt = found.startedAt;
    backup.takenAt = found.usableFrom();
    backup.sizeBytes = found.sizeBytes;
    backup.storedBytes = found.storedBytes;
    backup.source = u"pgBackRest, repository %1"_s.arg(found.repository);
    backup.postgresVersion = found.postgresVersion;
    return backup;
}

QString stanzaOf(const InstanceId &instance)
{
    return instance.toString();
}

/// A server's identity: the first eight bytes of its pg_control, in this computer's byte order.
QString systemIdIn(const QString &dataFolder)
{
    const QByteArray control = readWholeFile(dataFolder + u"/global/pg_control"_s).value_or(QByteArray());
    quint64 id = 0;
    if (control.size() < qsizetype(sizeof id))
        return {};
    std::memcpy(&id, control.constData(), sizeof id);
    return QString::number(id);
}

/// The files of the archive, of all repositories: pgBackRest looks into each of them when it is asked for one.
struct ArchiveFiles {
    QList<WalSegment> segments;
    QMap<QString, Instant> storedAt; ///< By name.
    quint32 newestHistory = 0;
    int historyRepository = 1;
};

void addTo(ArchiveFiles &files, const QMap<QString, RepoEntry> &entries, int repository)
{
    static const QRegularExpression segmentShape(u"(?:^|/)([0-9A-F]{24})-[0-9a-f]{40}(?:\\.[a-z0-9]+)?$"_s);
    static const QRegularExpression historyShape(u"(?:^|/)([0-9A-F]{8})\\.history$"_s);
    for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry) {
        if (const QRegularExpressionMatch match = segmentShape.match(entry.key()); match.hasMatch()) {
            if (const std::optional<WalSegment> segment = WalSegment::parse(match.captured(1))) {
                files.segments.append(*segment);
                files.storedAt.insert(match.captured(1), entry->changedAt);
            }
        } else if (const QRegularExpressionMatch history = historyShape.match(entry.key()); history.hasMatch()) {
            const quint32 timeline = history.captured(1).toUInt(nullptr, 16);
            if (timeline > files.newestHistory) {
                files.newestHistory = timeline;
                files.historyRepository = repository;
            }
        }
    }
}

} // namespace

Result<StanzaInfo> Lister::info(const QString &stanza, Job &job) const
{
    Result<QByteArray> json =
        m_site.tool().ask({u"info"_s, stanza, {u"--output=json"_s}, {}, std::chrono::minutes(10)}, job);
    if (!json)
        return std::move(json).error();
    Result<StanzaInfo> info = readInfo(*json, stanza);
    if (info && info->backups.isEmpty() && info->code > StanzaInfo::NoBackup)
        return Error(info->message.contains("Permission denied"_L1) ? Fault::Refused : Fault::Unreachable,
                     u"The backup repository cannot be read."_s)
            .means(u"Which backups there are is not known."_s)
            .todo(u"Check that the repository can be reached and read by the user that runs PostgreSQL."_s)
            .details(info->message);
    return info;
}

Result<QMap<QString, RepoEntry>> Lister::list(const QString &stanza, int repository, const QString &path,
                                              const QStringList &options, Job &job) const
{
    const QStringList all = QStringList{u"--output=json"_s, u"--repo=%1"_s.arg(repository)} + options;
    Result<QByteArray> json = m_site.tool().ask({u"repo-ls"_s, stanza, all, {path}, std::chrono::minutes(10)}, job);
    if (!json)
        return std::move(json).error();
    return readRepoList(*json);
}

/// A listing is not a backup: its list of files must really be there.
Outcome Lister::readManifests(const QString &stanza, StanzaView &view, Job &job) const
{
    for (const RepoBackup &backup : std::as_const(view.info.backups)) {
        auto entries = list(stanza, backup.repository, u"backup/%1/%2"_s.arg(stanza, backup.label),
                            {u"--filter=^backup\\.manifest$"_s}, job);
        if (!entries)
            return std::move(entries).error();
        if (entries->contains(u"backup.manifest"_s))
            view.manifests.insert(backup.label, stampOf(entries->value(u"backup.manifest"_s)));
    }
    return Done{};
}

/// Where pgBackRest's archive-get learns which server it works for: its pg_control. We keep a copy, so that the record of changes
/// can still be read when the server's own directory is lost.
Result<QString> Lister::identityFolder(const InstanceId &instance, const RepoDatabase &database) const
{
    const QString kept = m_site.book().notesFolderOf(instance) + u"/identity"_s;
    const auto isIts = [&] { return systemIdIn(kept) == database.systemId; };
    const LocalCluster server = m_site.clusterOf(instance);
    if (!isIts() && server.exists()) {
        for (const QString &folder : {kept, kept + u"/global"_s})
            if (Outcome made = m_site.book().makeFolder(folder); !made)
                return std::move(made).error();
        for (const QString &name : {u"PG_VERSION"_s, u"global/pg_control"_s}) {
            Result<QByteArray> content = readWholeFile(server.dataFolder() + u'/' + name);
            if (!content)
                return std::move(content).error();
            if (Outcome written = writeFileAtomically(kept + u'/' + name, *content); !written)
                return std::move(written).error();
            if (m_site.as()
                && ::chown(QFile::encodeName(kept + u'/' + name).constData(), m_site.as()->uid, m_site.as()->gid) != 0)
                return Error(Fault::Refused, u"%1 could not be handed to user %2."_s.arg(kept, m_site.as()->name));
        }
    }
    if (isIts())
        return kept;
    return Error(Fault::NotFound,
                 server.exists()
                     ? u"The data directory of %1 belongs to another server than its backups."_s.arg(stanzaOf(instance))
                     : u"The data directory of %1 is gone."_s.arg(stanzaOf(instance)));
}

Outcome Lister::readArchive(const InstanceId &instance, StanzaView &view, StanzaNotes &notes, Job &job) const
{
    const QString stanza = stanzaOf(instance);
    if (view.info.databases.isEmpty())
        return Done{};
    const RepoDatabase database = view.info.databases.last();
    ArchiveFiles files;
    for (const int repository : std::as_const(view.info.repositories)) {
        auto entries =
            list(stanza, repository, u"archive/%1/%2"_s.arg(stanza, database.archiveId), {u"--recurse"_s}, job);
        if (!entries)
            return std::move(entries).error();
        addTo(files, *entries, repository);
    }
    QList<WalSegment> sound;
    quint32 newest = files.newestHistory;
    for (const WalSegment &segment : std::as_const(files.segments)) {
        newest = std::max(newest, segment.timeline);
        if (!notes.damagedSegments.contains(segment.name()))
            sound.append(segment);
    }
    QList<TimelineBranch> ancestors;
    if (files.newestHistory == newest && newest > 1) {
        const QString name = QString::number(newest, 16).toUpper().rightJustified(8, u'0') + u".history"_s;
        Result<QByteArray> history = m_site.tool().ask({u"repo-get"_s,
                                                        stanza,
                                                        {u"--repo=%1"_s.arg(files.historyRepository)},
                                                        {u"archive/%1/%2/%3"_s.arg(stanza, database.archiveId, name)},
                                                        std::chrono::minutes(2)},
                                                       job);
        if (!history)
            return std::move(history).error();
        ancestors = parseHistory(*history);
    }

    qint64 segmentBytes = 16 * 1024 * 1024;
    Result<QString> identity = identityFolder(instance, database);
    if (identity) {
        if (Result<QMap<QString, QString>> control =
                LocalCluster(*identity, m_site.as()).withPrograms(m_site.settings().bin).control(job))
            segmentBytes = std::max<qint64>(1024 * 1024, control->value(u"Bytes per WAL segment"_s).toLongLong());
    }

    // Soundness first, without the archive: what is broken cannot be begun with.
    QList<RepoBackup> candidates;
    for (const RepoBackup &backup : std::as_const(view.info.backups))
        if (backup.archiveId == database.archiveId
            && judge(backup, {view.manifests, {}, notes.verified}, job.clock.now()).health != BackupHealth::Failed)
            candidates.append(backup);
    view.reach = reachOf(candidates, sound, TimelinePath(newest, ancestors), segmentBytes);

    WalTimes times(m_site, stanza, identity.value_or(QString()), database.version.toInt(), notes.ends);
    for (qsizetype at = 0; at < view.reach.stretches.size(); ++at) {
        Stretch &stretch = view.reach.stretches[at];
        if (!stretch.isReachable())
            continue;
        const quint64 oldest = stretch.backups.first().lastSegment.number(segmentBytes);
        Result<std::optional<TransactionEnd>> end =
            identity ? times.lastEndWithin(oldest, stretch.last, view.reach.path, segmentBytes, job)
                     : Result<std::optional<TransactionEnd>>(identity.error());
        if (end) {
            stretch.lastEnd = *end;
        } else if (end.error().fault() == Fault::Cancelled) {
            return std::move(end).error();
        } else {
            const WalSegment last =
                WalSegment::at(view.reach.path.timelineOf(stretch.last, segmentBytes), stretch.last, segmentBytes);
            stretch.isGuess = true;
            stretch.completeTo = files.storedAt.value(last.name());
            view.remarks.append(
                u"When the last change in the archive of %1 was made could not be read; the time it was stored is shown instead. %2"_s
                    .arg(stanza, end.error().what()));
        }
        if (notes.catchUp && !stretch.isGuess) {
            const quint64 caught = notes.catchUp->segment.number(segmentBytes);
            if (stretch.first <= caught && caught <= stretch.last)
                stretch.completeTo = notes.catchUp->moment;
        }
    }
    const QList<Stretch> &stretches = view.reach.stretches;
    if (!stretches.isEmpty() && !stretches.last().isReachable() && view.reach.window())
        view.remarks.append(u"Changes after %1 cannot be restored: %2. The next backup ends the hole."_s.arg(
            view.reach.window()->latest().toString(),
            view.reach.causeBetween(stretches[stretches.size() - 2], stretches.last())));
    return Done{};
}

/// Folders of backups that pgBackRest does not list: one being made, or one that was cut off.
Outcome Lister::findUnfinished(const QString &stanza, StanzaView &view, Job &job) const
{
    static const QRegularExpression labelShape(
        QRegularExpression::anchoredPattern(u"\\d{8}-\\d{6}F(?:_\\d{8}-\\d{6}[DI])?"_s));
    for (const int repository : std::as_const(view.info.repositories)) {
        auto entries = list(stanza, repository, u"backup/%1"_s.arg(stanza), {}, job);
        if (!entries)
            return std::move(entries).error();
        for (auto entry = entries->cbegin(); entry != entries->cend(); ++entry) {
            if (!labelShape.match(entry.key()).hasMatch() || view.info.find(entry.key()))
                continue;
            auto inside = list(stanza, repository, u"backup/%1/%2"_s.arg(stanza, entry.key()),
                               {u"--filter=^backup\\.manifest"_s}, job);
            if (!inside)
                return std::move(inside).error();
            RepoBackup found;
            found.label = entry.key();
            found.repository = repository;
            found.kind = found.label.endsWith(u'I') ? BackupKind::Incremental
                       : found.label.endsWith(u'D') ? BackupKind::Differential
                                                    : BackupKind::Full;
            found.startedAt = inside->isEmpty() ? job.clock.now().flooredToSecond() : inside->first().changedAt;
            found.stoppedAt = found.startedAt;
            Backup backup = listed(found, InstanceId(stanza));
            backup.health = view.info.backupRuns ? BackupHealth::BeingMade : BackupHealth::Failed;
            backup.healthReason =
                view.info.backupRuns
                    ? u"It is being made now."_s
                    : u"It was cut off before it was complete; the next backup goes on with it or removes it."_s;
            view.backups.append(backup);
        }
    }
    return Done{};
}

Result<StanzaView> Lister::look(const InstanceId &instance, Job &job) const
{
    const QString stanza = stanzaOf(instance);
    StanzaView view;
    if (!m_site.knowsStanza(stanza)) {
        if (Outcome exists = m_site.mustExist(instance); !exists)
            return std::move(exists).error();
        return view; // A copy that has no backups of its own yet.
    }
    Result<StanzaInfo> found = info(stanza, job);
    if (!found)
        return std::move(found).error();
    view.info = *std::move(found);
    if (!view.info.exists())
        return view;

    const QString notesFolder = m_site.book().notesFolderOf(instance);
    StanzaNotes notes = StanzaNotes::readFrom(notesFolder);
    const qsizetype rememberedEnds = notes.ends.size();
    if (Outcome read = readManifests(stanza, view, job); !read)
        return std::move(read).error();
    if (Outcome read = readArchive(instance, view, notes, job); !read)
        return std::move(read).error();
    if (notes.ends.size() != rememberedEnds)
        if (Outcome kept = StanzaNotes::change(notesFolder, [&](StanzaNotes &file) { file.ends.insert(notes.ends); });
            !kept)
            job.progress.line(kept.error().what()); // The next listing is slower, nothing else.

    const PgBackRestConfig config = readConfig(m_site.settings().config).value_or(PgBackRestConfig({}));
    const Evidence evidence{view.manifests, view.reach.missingArchive, notes.verified};
    for (const RepoBackup &each : std::as_const(view.info.backups)) {
        const Judgement judgement = judge(each, evidence, job.clock.now());
        const RetentionRule rule = RetentionRule::of(config, stanza, each.repository);
        Backup backup = listed(each, instance);
        backup.health = judgement.health;
        backup.healthReason = judgement.reason;
        backup.kept = rule.keptText();
        backup.expiresAt = expiryOf(each, view.info.backups, rule);
        view.backups.append(backup);
        if (backup.isUsable())
            view.usable.append(each);
    }
    if (Outcome looked = findUnfinished(stanza, view, job); !looked)
        return std::move(looked).error();
    std::stable_sort(view.backups.begin(), view.backups.end(),
                     [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    return view;
}

Result<BackupListing> Lister::listing(const InstanceId &instance, const QList<InstanceId> &lineage, Job &job) const
{
    BackupListing listing;
    listing.askedAt = job.clock.now();
    QList<InstanceId> all{instance};
    for (const InstanceId &earlier : lineage)
        if (!all.contains(earlier))
            all.append(earlier);
    for (const InstanceId &each : std::as_const(all)) {
        Result<StanzaView> view = look(each, job);
        if (!view && (each == instance || view.error().fault() == Fault::Cancelled))
            return std::move(view).errorDuring(u"listing the backups of %1"_s.arg(each.toString()));
        if (!view) {
            listing.remarks.append(
                u"The backups of %1 could not be listed: %2"_s.arg(each.toString(), view.error().what()));
            continue;
        }
        listing.backups += view->backups;
        listing.remarks += view->remarks;
        if (const std::optional<RecoveryWindow> window = view->reach.window())
            listing.windows.append({each, *window});
    }
    std::stable_sort(listing.backups.begin(), listing.backups.end(),
                     [](const Backup &a, const Backup &b) { return a.takenAt < b.takenAt; });
    std::stable_sort(
        listing.windows.begin(), listing.windows.end(),
        [](const InstanceWindow &a, const InstanceWindow &b) { return a.window.earliest() < b.window.earliest(); });
    return listing;
}

} // namespace shuttler::pgbackrest
