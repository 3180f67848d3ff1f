// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/RenderVariable.h"

#include "core/targets/render/AddressBook.h"
#include "core/targets/render/Blueprints.h"

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace render;

Result<RenderVariableSettings> RenderVariableSettings::from(const QMap<QString, QString> &entries, const QString &variable)
{
    SettingsTable table(entries, u"The app's settings of Render"_s);
    RenderVariableSettings settings;
    settings.access = RenderAccess::in(table);
    settings.service = table.text(u"service"_s);
    settings.group = table.text(u"group"_s);
    settings.variable = variable;
    if (settings.service.isEmpty() == settings.group.isEmpty())
        table.wrong(u"The app's settings of Render have to name either a service or an environment group."_s,
                    u"Add service = \"srv-…\", or group = \"evg-…\", whichever holds %1."_s.arg(variable));
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

RenderVariable::RenderVariable(RenderVariableSettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_api(client, secrets, m_settings.access)
{}

QString RenderVariable::describe() const
{
    return m_settings.group.isEmpty()
             ? u"%1 of the service %2 at Render"_s.arg(m_settings.variable, m_settings.service)
             : u"%1 of the environment group %2 at Render"_s.arg(m_settings.variable, m_settings.group);
}

Outcome RenderVariable::check(Job &job)
{
    if (Result<Stored> present = stored(job); !present)
        return std::move(present).error();
    if (m_settings.group.isEmpty())
        return Done{};
    Result<net::JsonAnswer> group = m_api.get(u"/env-groups/"_s + m_settings.group, job);
    if (!group)
        return std::move(group).errorDuring(u"looking at the group %1"_s.arg(m_settings.group));
    QStringList wouldDeploy;
    const QJsonArray links = group->json.object().value(u"serviceLinks"_s).toArray();
    for (const QJsonValue &link : links) {
        const QString id = link.toObject().value(u"id"_s).toString();
        Result<net::JsonAnswer> service = m_api.get(u"/services/"_s + id, job);
        if (!service)
            return std::move(service).errorDuring(u"looking at the service %1"_s.arg(id));
        const QJsonObject found = service->json.object();
        if (found.value(u"autoDeploy"_s).toString() != u"no"_s)
            wouldDeploy.append(found.value(u"name"_s).toString(id));
    }
    if (wouldDeploy.isEmpty())
        return Done{};
    return Error(Fault::Refused, u"A change of the environment group would deploy %1 at once."_s.arg(wouldDeploy.join(u", "_s)))
        .means(u"The app would move before the new database was checked. Nothing was changed."_s)
        .todo(u"Turn auto-deploy off for these services until the restore is done, or set %1 on the services themselves."_s.arg(
            m_settings.variable));
}

Result<QString> RenderVariable::rival(Job &job)
{
    return blueprintOver(m_api, m_settings.group.isEmpty() ? m_settings.service : m_settings.group, job);
}

Result<DatabaseUrl> RenderVariable::read(Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    return AddressBook(m_api, job).outside(present->url);
}

Outcome RenderVariable::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    DatabaseUrl wanted = value;
    if (AddressBook::isInside(present->url) && !AddressBook::isInside(value)) {
        Result<DatabaseUrl> inside = AddressBook(m_api, job).inside(value);
        if (!inside)
            return std::move(inside).error();
        wanted = *std::move(inside);
    }
    if (Outcome kept = before(tag).keepFirst(present->text, job); !kept)
        return kept;
    return put(wanted.expose([](const char *plain) { return QByteArray(plain); }), job);
}

Outcome RenderVariable::putBack(const QString &tag, Job &job)
{
    Result<QByteArray> kept = before(tag).text(describe(), job);
    if (!kept)
        return std::move(kept).error();
    return put(*kept, job);
}

Outcome RenderVariable::forget(const QString &tag, Job &job)
{
    return before(tag).forget(job);
}

Result<RenderVariable::Stored> RenderVariable::stored(Job &job)
{
    Result<net::JsonAnswer> answer = m_api.get(path(), job);
    if (!answer && answer.error().fault() == Fault::NotFound)
        return Error(Fault::NotFound, u"There is no %1."_s.arg(describe()))
            .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
            .todo(m_settings.group.isEmpty()
                      ? u"It may come from an environment group: name that group in the environment instead of the service."_s
                      : u"Check the group's id in the environment."_s)
            .details(answer.error().details());
    if (!answer)
        return std::move(answer).errorDuring(u"reading %1"_s.arg(describe()));
    QByteArray text = answer->json.object().value(u"value"_s).toString().toUtf8();
    Result<DatabaseUrl> url = DatabaseUrl::parse(text);
    if (!url)
        return std::move(url).errorDuring(u"reading %1"_s.arg(describe()));
    return Stored{std::move(text), *std::move(url)};
}

Outcome RenderVariable::put(const QByteArray &text, Job &job)
{
    Result<net::JsonAnswer> answer =
        m_api.change("PUT", path(), {{u"value"_s, QString::fromUtf8(text)}}, net::Repeat::Freely, job);
    if (!answer)
        return std::move(answer).errorDuring(u"writing %1"_s.arg(describe()));
    Result<Stored> readBack = stored(job);
    if (!readBack)
        return std::move(readBack).error();
    if (readBack->text != text)
        return Error(Fault::Corrupt, u"%1 does not hold what was written a moment ago."_s.arg(describe()))
            .means(u"Something else writes to it as well, a Blueprint perhaps. The previous value is kept."_s)
            .todo(u"Find out what writes to it, then try again."_s);
    return Done{};
}

QString RenderVariable::path() const
{
    return (m_settings.group.isEmpty() ? u"/services/"_s + m_settings.service : u"/env-groups/"_s + m_settings.group)
         + u"/env-vars/"_s + m_settings.variable;
}

KeptValue RenderVariable::before(const QString &tag) const
{
    const QString place = m_settings.group.isEmpty() ? m_settings.service : m_settings.group;
    return KeptValue::before(m_secrets, tag, u"render/%1/%2"_s.arg(place, m_settings.variable));
}

} // namespace shuttler
