// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/RenderPlaces.h"

#include <algorithm>

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

void sortByName(QList<Place> &places)
{
    std::sort(places.begin(), places.end(),
              [](const Place &a, const Place &b) { return std::pair(a.name, a.id) < std::pair(b.name, b.id); });
}

/// Their elements come bare, without cursors: the last one's id leads on.
Result<QList<Place>> groups(Api &api, Job &job)
{
    QList<Place> groups;
    for (;;) {
        QUrlQuery query;
        query.addQueryItem(u"limit"_s, u"100"_s);
        if (!groups.isEmpty())
            query.addQueryItem(u"cursor"_s, groups.last().id);
        Result<net::JsonAnswer> page = api.get(u"/env-groups"_s, job, query);
        if (!page)
            return std::move(page).errorDuring(u"listing the environment groups"_s);
        const qsizetype before = groups.size();
        const QJsonArray elements = page->json.array();
        for (const QJsonValue &each : elements) {
            const Place group{each[u"id"_s].toString(), each[u"name"_s].toString(), u"environment group"_s};
            if (!group.id.isEmpty() && !groups.contains(group))
                groups.append(group);
        }
        if (groups.size() == before) // An empty page, or one that was there before: the end, whatever leads on.
            return groups;
    }
}

} // namespace

Result<QList<Place>> servicesAt(Api &api, Job &job)
{
    Result<QList<QJsonObject>> listed = api.all(u"/services"_s, u"service"_s, job);
    if (!listed)
        return std::move(listed).errorDuring(u"listing the services"_s);
    QList<Place> places;
    for (const QJsonObject &each : std::as_const(*listed))
        if (const QString type = each.value(u"type"_s).toString(); type != "static_site"_L1)
            places.append({each.value(u"id"_s).toString(), each.value(u"name"_s).toString(), QString(type).replace(u'_', u' ')});
    sortByName(places);
    return places;
}

Result<QList<Place>> holdersAt(Api &api, Job &job)
{
    Result<QList<Place>> holders = servicesAt(api, job);
    if (!holders)
        return holders;
    Result<QList<Place>> more = groups(api, job);
    if (!more)
        return more;
    sortByName(*more);
    return *holders + *more;
}

} // namespace shuttler::render
