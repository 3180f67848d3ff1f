// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/railway/RailwayWatch.h"

namespace shuttler::railway {

using namespace Qt::StringLiterals;

namespace {

Result<QJsonObject> statusOf(Api &api, const QString &workflow, Job &job)
{
    return api.ask(u"query Workflow($workflowId: String!) { workflowStatus(workflowId: $workflowId) { status error } }"_s,
                   {{u"workflowId"_s, workflow}}, job);
}

} // namespace

Outcome finish(Api &api, const QString &workflow, Job &job)
{
    constexpr int Unseen = 10; // Looks; it may take a while to be found at first.
    const Instant begun = job.clock.now();
    int looks = 0;
    while (!workflow.isEmpty() && job.clock.now() - begun < std::chrono::hours(1)) {
        Result<QJsonObject> data = statusOf(api, workflow, job);
        if (!data && data.error().fault() == Fault::Refused)
            return Done{}; // Not every kind may be watched; what it makes is looked at in any case.
        if (!data)
            return std::move(data).error();
        const QJsonValue status = data->value(u"workflowStatus"_s);
        if (status[u"status"_s].toString() == u"Complete"_s)
            return Done{};
        if (status[u"status"_s].toString() == u"NotFound"_s && ++looks == Unseen)
            return Done{};
        if (status[u"status"_s].toString() == u"Error"_s)
            return Error(Fault::Refused, u"Railway could not do what was asked."_s)
                .means(u"How far it came is not told."_s)
                .todo(u"Its reason is under Details; continue to try again."_s)
                .details(status[u"error"_s].toString());
        if (Outcome slept = job.sleepFor(vendor().pause); !slept)
            return slept;
    }
    return Done{};
}

std::optional<QString> failureOf(Api &api, const QString &workflow, Job &job)
{
    if (workflow.isEmpty())
        return std::nullopt;
    const Result<QJsonObject> data = statusOf(api, workflow, job);
    const QJsonValue status = data ? data->value(u"workflowStatus"_s) : QJsonValue();
    return status[u"status"_s].toString() == u"Error"_s ? std::optional(status[u"error"_s].toString()) : std::nullopt;
}

Outcome waitFor(Api &api, const InstanceId &instance, const QString &what, Job &job,
                const std::function<bool(const std::optional<Service> &)> &isDone)
{
    return vendor().waitUntil(what, instance, job, [&]() -> Result<Vendor::Order> {
        Result<std::optional<Service>> now = api.find(instance, job);
        if (!now)
            return std::move(now).error();
        return isDone(*now) ? Vendor::Order::CarriedOut : Vendor::Order::UnderWay;
    });
}

Error othersChanges(int count)
{
    return Error(Fault::Refused, u"%1 changes of this environment are staged at Railway and not applied."_s.arg(count))
        .means(u"What has to be changed now would apply them too, whoever made them. Nothing was changed."_s)
        .todo(u"Apply or discard them at Railway, then continue."_s);
}

} // namespace shuttler::railway
