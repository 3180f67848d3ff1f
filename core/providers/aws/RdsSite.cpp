// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsSite.h"

#include "core/providers/TaggedName.h"
#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsStatus.h"

#include <QRegularExpression>

#include <algorithm>

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

constexpr Seconds LongestPause(30);
constexpr std::chrono::minutes PatienceWithoutAnswer(15);
constexpr int MostBusyAnswers = 20; // RDS may show "available" a little before it is.

Error notOurs(const InstanceId &id, const DbInstance &instance)
{
    const QString name = id.toString();
    if (!instance.cluster.isEmpty())
        return Error(Fault::Refused, u"%1 belongs to the cluster %2."_s.arg(name, instance.cluster))
            .means(u"Clusters can be looked at, but not restored or changed from here."_s)
            .todo(u"Restore Aurora and Multi-AZ clusters in the AWS console."_s);
    return Error(Fault::Refused, u"%1 is a database of the kind %2, and not PostgreSQL."_s.arg(name, instance.engine))
        .means(u"It was left alone."_s)
        .todo(u"Check the name of the instance in the environment."_s);
}

} // namespace

bool isResourceId(const InstanceId &id)
{
    static const QRegularExpression shape(QRegularExpression::anchoredPattern(u"db-[A-Z0-9]{8,}"_s));
    return shape.match(id.toString()).hasMatch();
}

Error noSuchInstance(const InstanceId &id)
{
    return Error(Fault::NotFound, u"RDS has no instance %1."_s.arg(id.toString()))
        .means(u"It was deleted or renamed, or this key may not see it."_s)
        .todo(u"Check the name and the region in the AWS console."_s);
}

Outcome PollPace::sleep(Job &job)
{
    const Micros now = m_next;
    m_next = std::min<Micros>(LongestPause, m_next * 3 / 2);
    return job.sleepFor(now);
}

Result<QList<DbInstance>> RdsSite::instances(Job &job) const
{
    Result<QList<DbInstance>> all = m_api.all(QueryForm(u"DescribeDBInstances"_s), u"DBInstances"_s, u"DBInstance"_s,
                                              instanceFrom, job);
    if (!all)
        return all;
    all->removeIf([](const DbInstance &one) { return !one.isPostgres() || !one.cluster.isEmpty(); });
    return all;
}

Result<QList<DbCluster>> RdsSite::clusters(Job &job) const
{
    Result<QList<DbCluster>> all =
        m_api.all(QueryForm(u"DescribeDBClusters"_s), u"DBClusters"_s, u"DBCluster"_s, clusterFrom, job);
    if (!all)
        return all;
    all->removeIf([](const DbCluster &one) { return one.engine != u"postgres"_s && one.engine != u"aurora-postgresql"_s; });
    return all;
}

Result<std::optional<DbInstance>> RdsSite::find(const InstanceId &id, Job &job) const
{
    QueryForm form(u"DescribeDBInstances"_s);
    if (isResourceId(id))
        form.addFilter(u"dbi-resource-id"_s, id.toString());
    else
        form.set(u"DBInstanceIdentifier"_s, id.toString());
    Result<QList<DbInstance>> found = m_api.all(form, u"DBInstances"_s, u"DBInstance"_s, instanceFrom, job);
    if (!found && found.error().fault() == Fault::NotFound)
        return findRenamed(id, job);
    if (!found)
        return std::move(found).errorDuring(u"looking for %1"_s.arg(id.toString()));
    if (found->isEmpty())
        return std::optional<DbInstance>();
    if (found->size() > 1)
        return Error(Fault::Refused, u"RDS has %1 instances by the name %2."_s.arg(found->size()).arg(id.toString()))
            .means(u"Which one is meant cannot be told; all were left alone."_s)
            .todo(u"Name it by its resource id: %1 or %2."_s.arg(found->at(0).resourceId, found->at(1).resourceId));
    const DbInstance &instance = found->first();
    if (!instance.isPostgres() || !instance.cluster.isEmpty())
        return notOurs(id, instance);
    return std::optional(instance);
}

/// One that we made, and gave another name since: a cut-over by names does that. A copy of its tags elsewhere does not count.
Result<std::optional<DbInstance>> RdsSite::findRenamed(const InstanceId &id, Job &job) const
{
    if (TaggedName::read(id.toString()).tag.isEmpty())
        return std::optional<DbInstance>();
    Result<QList<DbInstance>> all = instances(job);
    if (!all)
        return std::move(all).error();
    for (const DbInstance &one : std::as_const(*all))
        if (tagOf(one.tags, MadeAsTag) == id.toString() + u' ' + one.resourceId)
            return std::optional(one);
    return std::optional<DbInstance>();
}

Result<DbInstance> RdsSite::mustFind(const InstanceId &id, Job &job) const
{
    Result<std::optional<DbInstance>> found = find(id, job);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return noSuchInstance(id);
    return **std::move(found);
}

Result<QList<AutomatedBackup>> RdsSite::automatedBackups(const QString &filter, const QString &value, Job &job) const
{
    QueryForm form(u"DescribeDBInstanceAutomatedBackups"_s);
    form.addFilter(filter, value);
    return m_api.all(form, u"DBInstanceAutomatedBackups"_s, u"DBInstanceAutomatedBackup"_s, automatedBackupFrom, job);
}

Result<QList<DbSnapshot>> RdsSite::snapshots(const QString &filter, const QString &value, Job &job) const
{
    QueryForm form(u"DescribeDBSnapshots"_s);
    form.addFilter(filter, value);
    return m_api.all(form, u"DBSnapshots"_s, u"DBSnapshot"_s, snapshotFrom, job);
}

/// What a question yields, asked again while AWS does not answer: a failed look says nothing about what is looked at.
template <typename T, typename Ask>
Result<T> RdsSite::patiently(Ask ask, Job &job) const
{
    const Instant begun = job.clock.now();
    PollPace pace;
    for (;;) {
        Result<T> answer = ask();
        if (answer || answer.error().remedy() != Remedy::SendAgain || job.clock.now() - begun > PatienceWithoutAnswer)
            return answer;
        if (Outcome slept = pace.sleep(job); !slept)
            return std::move(slept).error();
    }
}

Result<DbInstance> RdsSite::waitUntil(const DbInstance &instance, const Reached &reached, const QString &stage,
                                      Job &job) const
{
    job.progress.stage(stage);
    const InstanceId id(instance.resourceId);
    PollPace pace;
    QString said;
    for (;;) {
        Result<std::optional<DbInstance>> now =
            patiently<std::optional<DbInstance>>([&] { return find(id, job); }, job);
        if (!now)
            return std::move(now).error();
        if (!*now)
            return noSuchInstance(InstanceId(instance.name));
        if (reached(**now))
            return **std::move(now);
        if (phaseOf(**now) == InstancePhase::Failed)
            return Error(Fault::Refused, u"%1 does not get ready: %2."_s.arg(instance.name, wordsOf(**now)))
                .means(u"What was asked of it is not done."_s)
                .todo(u"Look at its events in the AWS console, then continue."_s);
        if ((*now)->status != said) {
            said = (*now)->status;
            job.progress.line(u"%1: %2"_s.arg(instance.name, wordsOf(**now)));
        }
        if (Outcome slept = pace.sleep(job); !slept)
            return std::move(slept).error();
    }
}

Outcome RdsSite::waitUntilGone(const DbInstance &instance, Job &job) const
{
    job.progress.stage(u"Waiting until RDS has deleted %1"_s.arg(instance.name));
    const InstanceId id(instance.resourceId);
    PollPace pace;
    for (;;) {
        Result<std::optional<DbInstance>> now =
            patiently<std::optional<DbInstance>>([&] { return find(id, job); }, job);
        if (!now)
            return std::move(now).error();
        if (!*now)
            return Done{};
        if (Outcome slept = pace.sleep(job); !slept)
            return slept;
    }
}

Result<XmlNode> RdsSite::orderFor(const DbInstance &instance, const QueryForm &form, Job &job) const
{
    Result<DbInstance> now = mustFind(InstanceId(instance.name), job);
    if (!now)
        return std::move(now).error();
    if (now->resourceId != instance.resourceId)
        return Error(Fault::Refused, u"%1 is another instance now than a moment ago."_s.arg(instance.name))
            .means(u"Somebody renamed or replaced it. It was left alone."_s)
            .todo(u"Look in the AWS console at who else works on it: %1 was meant, %2 has the name now."_s.arg(
                instance.resourceId, now->resourceId));
    return m_api.order(form, job);
}

Result<XmlNode> RdsSite::orderWhenReady(const DbInstance &instance, const QueryForm &form, Job &job) const
{
    PollPace pace;
    for (int attempt = 1;; ++attempt) {
        Result<DbInstance> ready =
            waitUntil(instance, takesOrders, u"Waiting until RDS takes orders for %1"_s.arg(instance.name), job);
        if (!ready)
            return std::move(ready).error();
        Result<XmlNode> done = orderFor(instance, form, job);
        if (done || codeOf(done.error()) != u"InvalidDBInstanceState"_s || attempt == MostBusyAnswers)
            return done;
        if (Outcome slept = pace.sleep(job); !slept)
            return std::move(slept).error();
    }
}

Outcome RdsSite::addTags(const DbInstance &instance, const Tags &tags, Job &job) const
{
    QueryForm form(u"AddTagsToResource"_s);
    form.set(u"ResourceName"_s, instance.arn).setTags(tags);
    Result<XmlNode> done = orderFor(instance, form, job);
    if (!done)
        return std::move(done).errorDuring(u"tagging %1"_s.arg(instance.name));
    return Done{};
}

} // namespace shuttler::aws
