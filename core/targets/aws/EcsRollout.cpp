// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/EcsRollout.h"

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsSite.h"

#include <QJsonArray>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours LongestRollout(1);
constexpr int MostFailedTasks = 5; // Without a circuit breaker ECS tries for ever.

bool hasBreaker(const QJsonObject &service)
{
    return service[u"deploymentConfiguration"_s][u"deploymentCircuitBreaker"_s][u"enable"_s].toBool();
}

QJsonObject deploymentIn(const QJsonObject &service, const QString &id)
{
    for (const QJsonValue &each : service[u"deployments"_s].toArray())
        if (each[u"id"_s].toString() == id)
            return each.toObject();
    return {};
}

QJsonObject primaryIn(const QJsonObject &service)
{
    for (const QJsonValue &each : service[u"deployments"_s].toArray())
        if (each[u"status"_s].toString() == u"PRIMARY"_s)
            return each.toObject();
    return {};
}

/// Also where ECS names no rollout state: then one deployment with all its tasks is the end.
bool isComplete(const QJsonObject &deployment, const QJsonObject &service)
{
    const QString state = deployment[u"rolloutState"_s].toString();
    if (!state.isEmpty())
        return state == u"COMPLETED"_s;
    return service[u"deployments"_s].toArray().size() == 1
        && deployment[u"runningCount"_s].toInt() == service[u"desiredCount"_s].toInt();
}

} // namespace

Result<EcsRolloutSettings> EcsRolloutSettings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The cut-over's settings of ECS"_s);
    EcsRolloutSettings settings;
    settings.access = AwsAccess::in(table, u"ecs"_s);
    settings.cluster = table.required(u"cluster"_s);
    settings.service = table.required(u"service"_s);
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

EcsRollout::EcsRollout(EcsRolloutSettings settings, net::HttpClient &client)
    : m_settings(std::move(settings))
    , m_calls(client, m_settings.access.endpoint, u"ecs"_s, "AmazonEC2ContainerServiceV20141113")
{}

QString EcsRollout::describe() const
{
    return u"Let the ECS service %1 start its tasks anew, as they are"_s.arg(m_settings.service);
}

Outcome EcsRollout::check(Job &job)
{
    Result<QJsonObject> found = service(job);
    if (!found)
        return std::move(found).error();
    const auto cannot = [&](const QString &what, const QString &todo) {
        return Error(Fault::Refused, what).means(u"It could not be moved. Nothing was changed."_s).todo(todo);
    };
    const QString controller = (*found)[u"deploymentController"_s][u"type"_s].toString(u"ECS"_s);
    if (controller != u"ECS"_s)
        return cannot(u"Deployments of the ECS service %1 are made by %2."_s.arg(m_settings.service, controller),
                      u"Name a command as the cut-over that starts one there."_s);
    if ((*found)[u"status"_s].toString() != u"ACTIVE"_s)
        return cannot(u"The ECS service %1 is \"%2\"."_s.arg(m_settings.service, (*found)[u"status"_s].toString()),
                      u"Name a service that runs."_s);
    if ((*found)[u"desiredCount"_s].toInt() == 0)
        return cannot(u"The ECS service %1 is to run no tasks at all."_s.arg(m_settings.service),
                      u"Set its desired count, or leave ECS out of the cut-over."_s);
    if (primaryIn(*found)[u"rolloutState"_s].toString() == u"IN_PROGRESS"_s)
        return cannot(u"A deployment of the ECS service %1 is under way."_s.arg(m_settings.service),
                      u"Wait until it is over, then try again."_s);
    return Done{};
}

Outcome EcsRollout::run(Job &job)
{
    Result<QJsonObject> answer = m_calls.order(
        u"UpdateService"_s,
        {{u"cluster"_s, m_settings.cluster}, {u"service"_s, m_settings.service}, {u"forceNewDeployment"_s, true}},
        net::Repeat::Never, job);
    if (!answer)
        return std::move(answer).errorDuring(u"deploying the ECS service %1"_s.arg(m_settings.service));
    const QJsonObject accepted = (*answer)[u"service"_s].toObject();
    const QString deployment = primaryIn(accepted)[u"id"_s].toString();
    if (deployment.isEmpty())
        return Error(Fault::OutcomeUnknown, u"ECS accepted the deployment of %1 but does not show it."_s.arg(m_settings.service))
            .means(u"The app may move to the new database or not."_s)
            .todo(u"Continue: where the app is will be looked at first."_s);
    job.progress.stage(u"Waiting until the tasks of %1 run anew"_s.arg(m_settings.service));
    if (!hasBreaker(accepted))
        job.progress.line(u"%1 has no circuit breaker: ECS itself would try for ever to start tasks that cannot"_s.arg(m_settings.service));
    return waitFor(deployment, job);
}

Result<QJsonObject> EcsRollout::service(Job &job) const
{
    Result<QJsonObject> answer = m_calls.ask(
        u"DescribeServices"_s, {{u"cluster"_s, m_settings.cluster}, {u"services"_s, QJsonArray{m_settings.service}}}, job);
    if (!answer && answer.error().fault() != Fault::NotFound)
        return std::move(answer).errorDuring(u"looking at the ECS service %1"_s.arg(m_settings.service));
    const QJsonArray found = answer ? (*answer)[u"services"_s].toArray() : QJsonArray();
    if (!found.isEmpty())
        return found.first().toObject();
    return Error(Fault::NotFound, u"ECS has no service %1 in the cluster %2."_s.arg(m_settings.service, m_settings.cluster))
        .means(u"The app could not be restarted. Nothing was changed."_s)
        .todo(u"Check cluster, service and region in the environment."_s)
        .details(answer ? QString() : answer.error().details());
}

Outcome EcsRollout::waitFor(const QString &deployment, Job &job) const
{
    const Instant begun = job.clock.now();
    aws::PollPace pace;
    QString shown;
    for (;;) {
        Result<QJsonObject> now = service(job);
        if (!now && now.error().remedy() != Remedy::SendAgain) // A failed look says nothing about what is looked at.
            return std::move(now).error();
        if (now) {
            const QJsonObject ours = deploymentIn(*now, deployment);
            const QString state = ours[u"rolloutState"_s].toString();
            const int failures = ours[u"failedTasks"_s].toInt();
            if (isComplete(ours, *now) && ours[u"status"_s].toString() == u"PRIMARY"_s)
                return Done{};
            if (state == u"FAILED"_s)
                return failed(u"The deployment of the ECS service %1 failed."_s.arg(m_settings.service),
                              ours[u"rolloutStateReason"_s].toString(), *now);
            if (ours.isEmpty() || ours[u"status"_s].toString() != u"PRIMARY"_s)
                return failed(u"Another deployment of the ECS service %1 took the place of ours."_s.arg(m_settings.service),
                              primaryIn(*now)[u"rolloutStateReason"_s].toString(), *now);
            if (!hasBreaker(*now) && failures >= MostFailedTasks)
                return failed(u"%1 new tasks of the ECS service %2 did not start."_s.arg(QString::number(failures), m_settings.service),
                              ours[u"rolloutStateReason"_s].toString(), *now);
            const QString counts = u"%1 of %2 new tasks run, %3 failed"_s.arg(ours[u"runningCount"_s].toInt()).arg(
                ours[u"desiredCount"_s].toInt()).arg(failures);
            if (counts != shown)
                job.progress.line(shown = counts);
        }
        if (job.clock.now() - begun > LongestRollout)
            return Error(Fault::OutcomeUnknown, u"The deployment of the ECS service %1 is not over after an hour."_s.arg(m_settings.service))
                .means(u"The app may still move to the new database."_s)
                .todo(u"Look at the service's events in the AWS console, then continue."_s);
        if (Outcome slept = pace.sleep(job); !slept)
            return slept;
    }
}

Error EcsRollout::failed(const QString &what, const QString &why, const QJsonObject &service) const
{
    const bool goesBack = service[u"deploymentConfiguration"_s][u"deploymentCircuitBreaker"_s][u"rollback"_s].toBool();
    const QString after = !hasBreaker(service) ? u"It has no circuit breaker: ECS goes on trying, and the old tasks stay."_s
                        : goesBack ? u"Its circuit breaker stopped it and goes back to the tasks from before."_s
                                   : u"Its circuit breaker stopped it; the old tasks stay as far as they still run."_s;
    return Error(Fault::Refused, what)
        .means(after)
        .todo(u"Look at the events and the stopped tasks of %1 in the AWS console, put right what is wrong, then continue; or undo."_s.arg(
            m_settings.service))
        .details(why);
}

} // namespace shuttler
