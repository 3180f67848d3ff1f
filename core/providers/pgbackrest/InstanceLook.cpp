// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/InstanceLook.h"

#include "core/providers/pgbackrest/RestoreRun.h"
#include "core/providers/pgbackrest/ServerLog.h"

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

using Making = InstanceRecord::Making;

const QString CutOff = u"Its making was cut off before it was complete. Starting the same restore again finishes it."_s;

struct Answer {
    QString version;
    bool isRecovering = false;
    std::optional<Instant> replayedTo;
    qint64 sizeBytes = 0;
};

/// What the server says of itself; nothing when it does not answer (yet).
std::optional<Answer> ask(const Site &site, const InstanceId &id, Job &job)
{
    const std::optional<LocalCluster::Running> running = site.clusterOf(id).running();
    if (!running || running->status == u"starting"_s)
        return std::nullopt; // It would turn us away, and fill its log with that.
    Result<postgres::Connection> server = site.session(id, postgres::Access::ReadOnly, job);
    if (!server)
        return std::nullopt;
    Result<postgres::Rows> rows = server->query(
        u"SELECT pg_is_in_recovery(), (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint, "
        "(SELECT sum(pg_database_size(oid)) FROM pg_database)::bigint"_s,
        job);
    if (!rows)
        return std::nullopt;
    Answer answer;
    answer.version = server->serverVersionText();
    answer.isRecovering = rows->text(0, 0) == u"t"_s;
    if (!rows->isNull(0, 1))
        answer.replayedTo = Instant::fromUnixMicros(rows->integer(0, 1));
    answer.sizeBytes = rows->integer(0, 2);
    return answer;
}

InstanceState stateFrom(const Site &site, const InstanceRecord &record, bool isFirst,
                        const std::optional<Answer> &answer)
{
    InstanceState state;
    const Progressed progress =
        isFirst ? Progressed{site.clusterOf(record.id).running().has_value(), false, {}} : progressOf(site, record);
    if (progress.isRunning) {
        state.phase = answer && !answer->isRecovering ? InstancePhase::Available : InstancePhase::Replaying;
        if (answer && answer->isRecovering)
            state.replayedTo = answer->replayedTo;
        if (state.phase == InstancePhase::Replaying && !progress.gaveUp.isEmpty()) {
            state.phase = InstancePhase::Failed;
            state.detail = progress.gaveUp;
        } else if (!answer) {
            state.detail = u"It is starting."_s;
        }
    } else if (record.heldUntil) {
        state.phase = InstancePhase::Held;
    } else if (record.making != Making::Started) {
        const bool isBeingMade = site.isBusy(record.id);
        state.phase = isBeingMade ? InstancePhase::Creating : InstancePhase::Failed;
        state.detail = isBeingMade ? QString() : CutOff;
    } else if (progress.isRecovering) {
        state.phase = InstancePhase::Failed;
        state.detail = progress.gaveUp.isEmpty()
                         ? u"It stopped while it replayed changes. Starting the same restore again goes on."_s
                         : progress.gaveUp;
    } else {
        state.phase = InstancePhase::Stopped;
    }
    if (!isFirst && record.making == Making::Started && !progress.isRecovering)
        state.recoveredTo =
            record.recoveredTo ? record.recoveredTo : serverStoryIn(site.logFileOf(record.id)).recoveredTo;
    return state;
}

/// The record of the first server exists only while there is something to remember about it.
Result<std::optional<InstanceRecord>> recordOf(const Site &site, const InstanceId &id)
{
    Result<std::optional<InstanceRecord>> record = site.book().find(id);
    if (!record || *record || !site.isFirst(id) || !site.clusterOf(id).exists())
        return record;
    InstanceRecord first;
    first.id = id;
    first.port = site.settings().port;
    first.making = Making::Started;
    return std::optional(first);
}

Instance instanceFrom(const Site &site, const InstanceRecord &record, Job &job)
{
    const bool isFirst = site.isFirst(record.id);
    const LocalCluster cluster = site.clusterOf(record.id);
    const std::optional<Answer> answer = ask(site, record.id, job);
    Instance instance;
    instance.id = record.id;
    instance.runTag = record.tag;
    instance.version = answer              ? answer->version
                     : cluster.major() > 0 ? QString::number(cluster.major())
                                           : record.choice.version;
    instance.place = u"port %1 in %2"_s.arg(QString::number(record.port), site.settings().socket);
    instance.sizeBytes = answer ? answer->sizeBytes : record.choice.sizeBytes;
    if (!isFirst)
        instance.createdAt = record.createdAt;
    instance.heldUntil = record.heldUntil;
    instance.state = stateFrom(site, record, isFirst, answer);
    return instance;
}

} // namespace

Result<InstanceState> stateOf(const Site &site, const InstanceId &id, Job &job)
{
    Result<std::optional<InstanceRecord>> record = recordOf(site, id);
    if (!record)
        return std::move(record).error();
    if (!*record || (site.isFirst(id) && !site.clusterOf(id).exists()))
        return InstanceState{};
    const std::optional<Answer> answer = ask(site, id, job);
    if (Outcome stopped = job.checkStop(); !stopped)
        return std::move(stopped).error();
    return stateFrom(site, **record, site.isFirst(id), answer);
}

Result<QList<Instance>> instancesOf(const Site &site, Job &job)
{
    QList<Instance> instances;
    const InstanceId first(site.settings().stanza);
    if (site.clusterOf(first).exists()) {
        Result<std::optional<InstanceRecord>> record = recordOf(site, first);
        if (!record)
            return std::move(record).error();
        instances.append(instanceFrom(site, **record, job));
    }
    QStringList unreadable;
    for (const InstanceRecord &record : site.book().all(&unreadable))
        instances.append(instanceFrom(site, record, job));
    for (const QString &name : unreadable) {
        Instance instance;
        instance.id = InstanceId(name);
        instance.state.phase = InstancePhase::Failed;
        instance.state.detail = u"What was written down about it (instance.json) cannot be read."_s;
        instances.append(instance);
    }
    if (Outcome stopped = job.checkStop(); !stopped)
        return std::move(stopped).error();
    return instances;
}

Result<std::optional<Instance>> madeBy(const Site &site, const QString &tag, Job &job)
{
    for (const InstanceRecord &record : site.book().all()) {
        if (record.tag != tag)
            continue;
        const Progressed progress = progressOf(site, record);
        const bool wasStarted = record.making == Making::Started || progress.isRunning;
        const bool wasCutOff =
            progress.isRecovering && !progress.isRunning && progress.gaveUp.isEmpty() && !record.heldUntil;
        if (wasStarted && !wasCutOff)
            return std::optional(instanceFrom(site, record, job));
    }
    return std::optional<Instance>();
}

} // namespace shuttler::pgbackrest
