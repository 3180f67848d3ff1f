// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsStatus.h"

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

struct StatusMeaning {
    const char16_t *status;
    InstancePhase phase;
    const char16_t *words;
};

using enum InstancePhase;

/// aws.md §4.1. Nothing here is a promise of AWS's: new words appear, and mean "wait".
constexpr StatusMeaning Statuses[] = {
    {u"available", Available, u"available"},
    {u"storage-optimization", Available, u"works; RDS rearranges its storage, which may take a day"},
    {u"storage-initialization", Available, u"works; its storage is still being filled from the backup"},
    {u"storage-config-upgrade", Available, u"works; RDS renews its storage"},
    {u"backing-up", Available, u"works; RDS takes a backup of it, which may take hours after a restore"},
    {u"creating", Creating, u"being made"},
    {u"stopping", Stopped, u"being stopped"},
    {u"stopped", Stopped, u"stopped"},
    {u"deleting", Stopped, u"being deleted"},
    {u"delete-precheck", Stopped, u"being deleted"},
    {u"storage-full", Failed, u"its disk is full: it takes no changes, and no backups run"},
    {u"incompatible-parameters", Failed, u"its parameter group does not fit: correct it and reboot the instance"},
    {u"incompatible-option-group", Failed, u"its option group does not fit"},
    {u"incompatible-network", Failed, u"its network does not fit"},
    {u"incompatible-restore", Failed, u"the restore failed: the backup does not fit these settings"},
    {u"restore-error", Failed, u"the restore failed"},
    {u"incompatible-create", Failed, u"it could not be made with these settings"},
    {u"incompatible-credentials", Failed, u"its credentials cannot be used"},
    {u"modify-failed", Failed, u"a change of it failed"},
    {u"upgrade-failed", Failed, u"an upgrade of it failed"},
    {u"insufficient-capacity", Failed, u"AWS has no machine of this class free"},
    {u"inaccessible-encryption-credentials-recoverable", Failed,
     u"its KMS key is disabled: enable the key and start the instance"},
    {u"inaccessible-encryption-credentials", Failed, u"its KMS key is lost, and its data with it"},
    {u"failed", Failed, u"RDS gave it up; its backups are the way out"},
};

const StatusMeaning *meaningOf(const QString &status)
{
    for (const StatusMeaning &meaning : Statuses)
        if (status == QStringView(meaning.status))
            return &meaning;
    return nullptr;
}

} // namespace

QString tagOf(const Tags &tags, const char16_t *key)
{
    return tags.value(QString::fromUtf16(key));
}

InstancePhase phaseOf(const DbInstance &instance)
{
    if (instance.status == u"stopped"_s && !tagOf(instance.tags, HeldUntilTag).isEmpty())
        return Held;
    const StatusMeaning *meaning = meaningOf(instance.status);
    return meaning ? meaning->phase : Creating;
}

QString wordsOf(const DbInstance &instance)
{
    const StatusMeaning *meaning = meaningOf(instance.status);
    QString words = meaning ? u"%1: %2"_s.arg(instance.status, QString::fromUtf16(meaning->words))
                            : u"RDS says \"%1\""_s.arg(instance.status);
    if (instance.status == u"stopped"_s && instance.startsByItselfAt)
        words += u"; AWS starts it again by itself at %1"_s.arg(instance.startsByItselfAt->flooredToSecond().toString());
    else if (phaseOf(instance) == Available && !tagOf(instance.tags, HeldUntilTag).isEmpty())
        words += u"; it was to be held until %1, and AWS started it again: after seven days it does so by itself"_s.arg(
            tagOf(instance.tags, HeldUntilTag));
    return words;
}

bool takesOrders(const DbInstance &instance)
{
    return instance.status == u"available"_s || instance.status == u"storage-optimization"_s;
}

bool isSettled(const DbInstance &instance)
{
    return takesOrders(instance) && instance.pending.isEmpty() && instance.parameterStatus != u"applying"_s;
}

SnapshotHealth healthOf(const DbSnapshot &snapshot)
{
    const QString &status = snapshot.status;
    if (status == u"available"_s)
        return {BackupHealth::Healthy, {}};
    if (status == u"failed"_s || status == u"deleted"_s || status == u"deleting"_s
        || status == u"incompatible-restore"_s || status == u"incompatible-parameters"_s)
        return {BackupHealth::Failed, u"RDS says \"%1\" of this snapshot."_s.arg(status)};
    // "available" is the only status that can be restored from; everything else may still become it.
    return {BackupHealth::BeingMade, u"RDS says \"%1\" of this snapshot."_s.arg(status)};
}

Instance shownAs(const DbInstance &instance)
{
    Instance shown;
    shown.id = InstanceId(instance.name);
    shown.runTag = tagOf(instance.tags, RunTag);
    shown.version = instance.engineVersion;
    shown.place = instance.zone.isEmpty() ? instance.instanceClass
                                          : u"%1, %2"_s.arg(instance.zone, instance.instanceClass);
    shown.createdAt = instance.createdAt;
    if (const Result<Instant> until = Instant::parse(tagOf(instance.tags, HeldUntilTag)))
        shown.heldUntil = *until;
    shown.state = {phaseOf(instance), wordsOf(instance), {}, {}};
    return shown;
}

} // namespace shuttler::aws
