// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/RenderDeploy.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr Seconds Pause(5);
constexpr std::chrono::hours Ceiling(2);

QString sayDeploy(const QString &service)
{
    return u"deploying %1"_s.arg(service);
}

} // namespace

Result<RenderDeploySettings> RenderDeploySettings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The cut-over's settings of Render"_s);
    RenderDeploySettings settings;
    settings.access = RenderAccess::in(table);
    const QStringList services = table.required(u"service"_s).split(u',', Qt::SkipEmptyParts);
    for (const QString &service : services)
        settings.services.append(service.trimmed());
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

RenderDeploy::RenderDeploy(RenderDeploySettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_api(client, secrets, m_settings.access)
{}

QString RenderDeploy::describe() const
{
    return u"Deploy %1 at Render anew, as built now"_s.arg(m_settings.services.join(u", "_s));
}

Outcome RenderDeploy::check(Job &job)
{
    for (const QString &service : std::as_const(m_settings.services)) {
        Result<net::JsonAnswer> answer = m_api.get(u"/services/"_s + service, job);
        if (!answer)
            return std::move(answer).errorDuring(u"looking at the service %1"_s.arg(service));
        const QJsonObject found = answer->json.object();
        if (found.value(u"type"_s).toString() == u"static_site"_s)
            return Error(Fault::BadInput, u"%1 is a static site: it takes up no DATABASE_URL."_s.arg(service))
                .means(u"Nothing was changed."_s)
                .todo(u"Name the service that talks to the database."_s);
        if (found.value(u"suspended"_s).toString() == u"suspended"_s)
            return Error(Fault::Refused, u"The service %1 is suspended at Render."_s.arg(service))
                .means(u"It could not be moved. Nothing was changed."_s)
                .todo(u"Resume it at Render, or leave it out of the cut-over."_s);
    }
    return Done{};
}

Outcome RenderDeploy::run(Job &job)
{
    QList<std::pair<QString, QString>> begun;
    for (const QString &service : std::as_const(m_settings.services)) {
        Result<QString> deploy = begin(service, job);
        if (!deploy)
            return std::move(deploy).errorDuring(sayDeploy(service));
        begun.append({service, *deploy});
    }
    for (const auto &[service, deploy] : std::as_const(begun)) {
        job.progress.stage(u"Waiting until %1 is live"_s.arg(service));
        if (Outcome live = waitUntilLive(service, deploy, job); !live)
            return std::move(live).errorDuring(sayDeploy(service));
    }
    return Done{};
}

Result<QList<RenderDeploy::Deploy>> RenderDeploy::deploysOf(const QString &service, Job &job)
{
    QUrlQuery query;
    query.addQueryItem(u"limit"_s, u"20"_s);
    Result<net::JsonAnswer> answer = m_api.get(u"/services/%1/deploys"_s.arg(service), job, query);
    if (!answer)
        return std::move(answer).error();
    QList<Deploy> all;
    const QJsonArray elements = answer->json.array();
    for (const QJsonValue &element : elements) {
        const QJsonObject each = element.toObject().value(u"deploy"_s).toObject();
        all.append({each.value(u"id"_s).toString(), each.value(u"status"_s).toString()});
    }
    return all;
}

/// The id of the deploy that takes up the variables as they are now.
Result<QString> RenderDeploy::begin(const QString &service, Job &job)
{
    Result<QList<Deploy>> before = deploysOf(service, job);
    if (!before)
        return std::move(before).error();
    Result<net::JsonAnswer> answer = m_api.change("POST", u"/services/%1/deploys"_s.arg(service),
                                                  {{u"deployMode"_s, u"deploy_only"_s}}, net::Repeat::Never, job);
    if (!answer)
        return std::move(answer).error();
    if (const QString id = answer->json.object().value(u"id"_s).toString(); !id.isEmpty())
        return id;
    // 202: queued, and nobody said under which name. Ours is the one that was not there before.
    for (int look = 0; look < 24; ++look) {
        Result<QList<Deploy>> now = deploysOf(service, job);
        if (!now)
            return std::move(now).error();
        for (const Deploy &each : std::as_const(*now)) {
            if (std::none_of(before->begin(), before->end(), [&](const Deploy &old) { return old.id == each.id; }))
                return each.id;
        }
        if (Outcome slept = job.sleepFor(Pause); !slept)
            return std::move(slept).error();
    }
    return Error(Fault::OutcomeUnknown, u"Render accepted the deploy of %1 but does not show it."_s.arg(service))
        .means(u"The app may move to the new database or not."_s)
        .todo(u"Continue: where the app is will be looked at first."_s);
}

Outcome RenderDeploy::waitUntilLive(const QString &service, const QString &deploy, Job &job)
{
    static const QStringList live{u"live"_s, u"deactivated"_s}; // The second: it was live, and a newer one took over.
    static const QStringList over{u"build_failed"_s, u"update_failed"_s, u"pre_deploy_failed"_s, u"canceled"_s};
    const Instant begun = job.clock.now();
    QString shown;
    for (;;) {
        Result<net::JsonAnswer> answer = m_api.get(u"/services/%1/deploys/%2"_s.arg(service, deploy), job);
        const bool isJustBegun = job.clock.now() - begun < std::chrono::minutes(2);
        if (!answer && !(answer.error().fault() == Fault::NotFound && isJustBegun))
            return std::move(answer).error();
        const QString status = answer ? answer->json.object().value(u"status"_s).toString() : QString();
        if (live.contains(status))
            return Done{};
        if (over.contains(status))
            return Error(Fault::Refused, u"The deploy %1 of %2 ended as \"%3\"."_s.arg(deploy, service, status))
                .means(u"The service goes on with its previous deploy, on the old database."_s)
                .todo(u"Look at the deploy's log at Render, put right what is wrong, then continue."_s);
        if (status != shown) {
            shown = status;
            job.progress.line(u"Render calls the deploy of %1 \"%2\""_s.arg(service, status));
        }
        if (job.clock.now() - begun > Ceiling)
            return Error(Fault::OutcomeUnknown, u"The deploy %1 of %2 is not over after two hours (\"%3\")."_s.arg(
                                                    deploy, service, status))
                .means(u"The app may still move to the new database."_s)
                .todo(u"Look at the deploy at Render, then continue."_s);
        if (Outcome slept = job.sleepFor(Pause); !slept)
            return slept;
    }
}

} // namespace shuttler
