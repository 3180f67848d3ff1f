// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderApi.h"

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

constexpr int PageSize = 100; // The most Render gives.

} // namespace

Api::Api(net::HttpClient &client, SecretStore &secrets, const RenderAccess &access, QString workspace)
    : m_json(client,
             {u"Render"_s, access.endpoint, "Authorization", "Bearer ",
              [&secrets, name = access.credential](Job &job) { return secrets.read(name, job); }})
    , m_workspace(std::move(workspace))
{}

Result<net::JsonAnswer> Api::get(const QString &path, Job &job, const QUrlQuery &query)
{
    return m_json.get(path, query, job);
}

Result<net::JsonAnswer> Api::change(const QByteArray &method, const QString &path, const QJsonObject &body,
                                    net::Repeat repeat, Job &job)
{
    return m_json.change(method, path, body, repeat, job);
}

Result<QList<QJsonObject>> Api::all(const QString &path, const QString &thing, Job &job, QUrlQuery query)
{
    QList<QJsonObject> things;
    query.addQueryItem(u"limit"_s, QString::number(PageSize));
    QString cursor;
    for (;;) {
        QUrlQuery page = query;
        if (!cursor.isEmpty())
            page.addQueryItem(u"cursor"_s, QString::fromLatin1(QUrl::toPercentEncoding(cursor)));
        Result<net::JsonAnswer> answer = get(path, job, page);
        if (!answer)
            return std::move(answer).error();
        const QJsonArray elements = answer->json.array();
        for (const QJsonValue &element : elements)
            things.append(element.toObject().value(thing).toObject());
        // A page may be short without being the last one: only an empty one ends the list.
        const QString next = elements.isEmpty() ? QString() : elements.last().toObject().value(u"cursor"_s).toString();
        if (next.isEmpty())
            return things;
        if (next == cursor)
            return Error(Fault::Corrupt, u"Render gives the same page of a list again and again."_s)
                .means(u"What there is cannot be told. Nothing was changed."_s)
                .todo(u"Try again later; tell Render's support if it stays so."_s);
        cursor = next;
    }
}

Result<QList<Database>> Api::databases(Job &job)
{
    QUrlQuery query;
    query.addQueryItem(u"includeReplicas"_s, u"false"_s);
    if (!m_workspace.isEmpty())
        query.addQueryItem(u"ownerId"_s, m_workspace);
    Result<QList<QJsonObject>> listed = all(u"/postgres"_s, u"postgres"_s, job, query);
    if (!listed)
        return std::move(listed).errorDuring(u"listing the databases"_s);
    QList<Database> databases;
    for (const QJsonObject &each : std::as_const(*listed)) {
        Database database = databaseIn(each);
        if (database.role != u"replica"_s)
            databases.append(std::move(database));
    }
    return databases;
}

const Vendor &vendor()
{
    static const Vendor render{u"Render"_s, u"database"_s, Seconds(5)};
    return render;
}

Error noSuchDatabase(const InstanceId &instance)
{
    return Error(Fault::NotFound, u"Render has no database named %1."_s.arg(instance.toString()))
        .means(u"Nothing was done."_s)
        .todo(u"Check its name in the environment, and whether the key belongs to a member of its workspace."_s);
}

Result<std::optional<Database>> Api::find(const InstanceId &instance, Job &job)
{
    Result<QList<Database>> listed = databases(job);
    if (!listed)
        return std::move(listed).error();
    return vendor().pick(*listed, instance);
}

Result<Database> Api::mustFind(const InstanceId &instance, Job &job)
{
    Result<std::optional<Database>> found = find(instance, job);
    if (!found)
        return std::move(found).error();
    if (!*found)
        return noSuchDatabase(instance);
    return **std::move(found);
}

Result<Addresses> Api::addressesOf(const QString &vendorId, Job &job)
{
    Result<net::JsonAnswer> answer = get(u"/postgres/%1/connection-info"_s.arg(vendorId), job);
    if (!answer)
        return std::move(answer).errorDuring(u"asking how %1 is reached"_s.arg(vendorId));
    const QJsonObject info = answer->json.object();
    Result<DatabaseUrl> internal = DatabaseUrl::parse(info.value(u"internalConnectionString"_s).toString().toUtf8());
    Result<DatabaseUrl> external = DatabaseUrl::parse(info.value(u"externalConnectionString"_s).toString().toUtf8());
    if (!internal || !external)
        return Error(Fault::Corrupt, u"Render does not say how %1 is reached."_s.arg(vendorId))
            .means(u"It cannot be looked at."_s)
            .todo(u"Look at its page at Render; it may still be in the making."_s);
    return Addresses{*std::move(internal), *std::move(external)};
}

} // namespace shuttler::render
