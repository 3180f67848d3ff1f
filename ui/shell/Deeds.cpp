// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/Deeds.h"

#include "core/restore/BackupTaker.h"

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

/// Writes down what was done. A deed that is done and could not be written down is reported as such.
template <typename T>
Result<T> recorded(const Console &console, const EnvironmentName &name, const QString &what, const QString &good, QJsonObject detail,
                   Result<T> result, Job &job)
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).errorDuring(u"opening the activity log"_s);
    if (!result)
        detail = toJson(result.error());
    const QString word = result ? good : result.error().fault() == Fault::Cancelled ? u"Stopped"_s : u"Failed"_s;
    const ActivityEntry entry{job.clock.now(), name.toString(), what, u"owner"_s, word, detail, {}};
    if (Outcome written = (*ledger)->record(entry); !written && result)
        return std::move(written).errorDuring(u"writing the activity log"_s);
    return result;
}

} // namespace

Result<Backup> backUpNow(const Console &console, const EnvironmentName &name, const QString &backupName, Job &job)
{
    Result<RestoreWorld> world = console.worlds.open(name);
    if (!world)
        return std::move(world).error();
    Result<BackupWithBaseline> taken = takeBackupWithBaseline(*world, backupName, job);
    QJsonObject detail{{u"name"_s, backupName}};
    if (taken)
        detail = {{u"backup"_s, taken->backup.id.toString()}, {u"bytes"_s, taken->backup.sizeBytes},
                  {u"rowsInBaseline"_s, taken->baseline.totalRows()}};
    Result<BackupWithBaseline> written = recorded(console, name, u"Backup %1"_s.arg(backupName), u"Done"_s, detail, std::move(taken), job);
    if (!written)
        return std::move(written).error();
    return std::move(written->backup);
}

Outcome setRetentionOf(const Console &console, const EnvironmentName &name, int days, Job &job)
{
    Result<RestoreWorld> world = console.worlds.open(name);
    if (!world)
        return std::move(world).error();
    Outcome set = world->provider->setRetention(world->environment.instance, days, job);
    return recorded(console, name, u"Retention set to %1 days"_s.arg(days), u"Done"_s, {{u"days"_s, days}}, std::move(set), job);
}

Result<PracticeStatus> createPractice(const Console &console, const EnvironmentName &name, Job &job)
{
    return recorded(console, name, u"Practice made"_s, u"Done"_s, {}, console.practice.create(name, PracticeSize::Small, job), job);
}

Result<Incident> breakPractice(const Console &console, const EnvironmentName &name, IncidentKind kind, Job &job)
{
    Result<Incident> incident = console.practice.breakIt(name, kind, job);
    QJsonObject detail;
    QString what = u"Incident in Practice: "_s + wordFor(kind);
    if (incident) {
        what = u"Incident in Practice: "_s + incident->title;
        detail = {{u"at"_s, incident->at.toString()}, {u"lastGood"_s, incident->lastGood.toString()}, {u"rows"_s, incident->rows}};
    }
    return recorded(console, name, what, u"Damage"_s, detail, std::move(incident), job);
}

Result<PracticeStatus> resetPractice(const Console &console, const EnvironmentName &name, Job &job)
{
    return recorded(console, name, u"Practice reset"_s, u"Done"_s, {}, console.practice.reset(name, job), job);
}

Result<PracticeStatus> startPractice(const Console &console, const EnvironmentName &name, Job &job)
{
    return recorded(console, name, u"Practice started"_s, u"Done"_s, {}, console.practice.start(name, job), job);
}

Outcome removePractice(const Console &console, const EnvironmentName &name, Job &job)
{
    return recorded(console, name, u"Practice removed"_s, u"Done"_s, {}, console.practice.destroy(name, job), job);
}

} // namespace shuttler::ui
