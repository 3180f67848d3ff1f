// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/Blueprints.h"

#include <algorithm>

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

Result<QString> notSeen(Error error)
{
    if (error.fault() == Fault::Cancelled || error.fault() == Fault::Unreachable)
        return error;
    return u"Render did not show its Blueprints: if a render.yaml sets this variable from the old database, its next sync puts the old value back."_s;
}

QString warningOf(const QJsonObject &blueprint)
{
    const QString name = blueprint.value(u"name"_s).toString();
    const QString branch = u"%1 of %2"_s.arg(blueprint.value(u"branch"_s).toString(), blueprint.value(u"repo"_s).toString());
    const QString when = blueprint.value(u"autoSync"_s).toBool()
                           ? u"each change of %1 syncs it"_s.arg(branch)
                           : u"it is not synced by itself, but by hand at any time"_s;
    return u"Beware: the Blueprint %1 holds it, and %2. If its render.yaml sets the variable with fromDatabase, that puts the old value "
           u"back: name the new database there, or turn its auto-sync off, before the cut-over."_s.arg(name, when);
}

} // namespace

Result<QString> blueprintOver(Api &api, const QString &resource, Job &job)
{
    Result<QList<QJsonObject>> blueprints = api.all(u"/blueprints"_s, u"blueprint"_s, job);
    if (!blueprints)
        return notSeen(std::move(blueprints).errorDuring(u"listing the Blueprints"_s));
    for (const QJsonObject &each : std::as_const(*blueprints)) {
        Result<net::JsonAnswer> answer = api.get(u"/blueprints/"_s + each.value(u"id"_s).toString(), job);
        if (!answer && answer.error().fault() == Fault::NotFound)
            continue; // Removed since the list was made.
        if (!answer)
            return notSeen(std::move(answer).errorDuring(u"looking at a Blueprint"_s));
        const QJsonArray resources = answer->json.object().value(u"resources"_s).toArray();
        if (std::any_of(resources.begin(), resources.end(),
                        [&](const QJsonValue &one) { return one.toObject().value(u"id"_s).toString() == resource; }))
            return warningOf(answer->json.object());
    }
    return QString();
}

} // namespace shuttler::render
