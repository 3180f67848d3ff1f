// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Backup.h"

#include "core/domain/JsonFields.h"

namespace shuttler {

using namespace Qt::StringLiterals;

static constexpr Word<BackupKind> BackupKindWords[] = {
    {BackupKind::Full, u"full"},
    {BackupKind::Differential, u"differential"},
    {BackupKind::Incremental, u"incremental"},
    {BackupKind::Snapshot, u"snapshot"},
    {BackupKind::ManualSnapshot, u"manual-snapshot"},
    {BackupKind::Dump, u"dump"},
};

static constexpr Word<BackupHealth> BackupHealthWords[] = {
    {BackupHealth::Verified, u"verified"},      {BackupHealth::Healthy, u"healthy"},
    {BackupHealth::NotChecked, u"not-checked"}, {BackupHealth::BeingMade, u"being-made"},
    {BackupHealth::Failed, u"failed"},
};

QString wordFor(BackupKind kind)
{
    return wordIn(BackupKindWords, kind);
}

QString wordFor(BackupHealth health)
{
    return wordIn(BackupHealthWords, health);
}

QJsonObject toJson(const Backup &backup)
{
    return {
        {u"id"_s, backup.id.toString()},
        {u"kind"_s, wordFor(backup.kind)},
        {u"instance"_s, backup.instance.toString()},
        {u"startedAt"_s, backup.startedAt.toString()},
        {u"takenAt"_s, backup.takenAt.toString()},
        {u"sizeBytes"_s, backup.sizeBytes},
        {u"storedBytes"_s, backup.storedBytes},
        {u"health"_s, wordFor(backup.health)},
        {u"healthReason"_s, backup.healthReason},
        {u"expiresAt"_s, toJson(backup.expiresAt)},
        {u"kept"_s, backup.kept},
        {u"source"_s, backup.source},
        {u"postgresVersion"_s, backup.postgresVersion},
    };
}

Result<Backup> backupFromJson(const QJsonObject &json)
{
    JsonFields fields(json);
    Backup backup;
    backup.id = BackupId(fields.text(u"id"_s));
    backup.kind = fields.word(u"kind"_s, BackupKindWords);
    backup.instance = InstanceId(fields.text(u"instance"_s));
    backup.startedAt = fields.instant(u"startedAt"_s);
    backup.takenAt = fields.instant(u"takenAt"_s);
    backup.sizeBytes = fields.integer(u"sizeBytes"_s);
    backup.storedBytes = fields.integer(u"storedBytes"_s);
    backup.health = fields.word(u"health"_s, BackupHealthWords);
    backup.healthReason = fields.text(u"healthReason"_s);
    backup.expiresAt = fields.instantIfAny(u"expiresAt"_s);
    backup.kept = fields.text(u"kept"_s);
    backup.source = fields.text(u"source"_s);
    backup.postgresVersion = fields.text(u"postgresVersion"_s);
    if (Outcome read = fields.outcome(u"a backup's description"_s); !read)
        return std::move(read).error();
    return backup;
}

} // namespace shuttler
