// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/railway/RailwayVariable.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace railway;

namespace {

/// "${{Postgres.DATABASE_URL}}": what it refers to, and where in the text its service's name stands.
struct Reference {
    QString variable;
    qsizetype at = 0;
    qsizetype size = 0;
};

std::optional<Reference> referenceIn(const QString &text)
{
    static const QRegularExpression whole(u"^\\s*\\$\\{\\{\\s*([^.{}]+?)\\.([A-Za-z0-9_]+)\\s*\\}\\}\\s*$"_s);
    const QRegularExpressionMatch match = whole.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return Reference{match.captured(2), match.capturedStart(1), match.capturedLength(1)};
}

bool isInside(const DatabaseUrl &url)
{
    return url.host().endsWith(u".railway.internal"_s);
}

} // namespace

Result<RailwayVariableSettings> RailwayVariableSettings::from(const QMap<QString, QString> &entries, const QString &variable)
{
    SettingsTable table(entries, u"The app's settings of Railway"_s);
    RailwayVariableSettings settings;
    settings.access = RailwayAccess::in(table);
    settings.service = table.required(u"service"_s);
    settings.variable = variable;
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

RailwayVariable::RailwayVariable(RailwayVariableSettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_api(client, secrets, m_settings.access)
{}

QString RailwayVariable::describe() const
{
    return u"%1 of the service %2 at Railway"_s.arg(m_settings.variable, m_settings.service);
}

Outcome RailwayVariable::check(Job &job)
{
    if (Result<Stored> present = stored(job); !present)
        return std::move(present).error();
    return Done{};
}

Result<RailwayVariable::Stored> RailwayVariable::stored(Job &job)
{
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> service = vendor().pick(topology->services, InstanceId(m_settings.service));
    if (!service)
        return std::move(service).error();
    if (!*service)
        return noSuchService(InstanceId(m_settings.service));
    Result<QMap<QString, QString>> written = m_api.variablesOf((*service)->vendorId, true, job);
    if (!written)
        return std::move(written).error();
    Result<QMap<QString, QString>> meant = m_api.variablesOf((*service)->vendorId, false, job);
    if (!meant)
        return std::move(meant).error();
    if (!written->contains(m_settings.variable) || meant->value(m_settings.variable).isEmpty())
        return Error(Fault::NotFound, u"There is no %1 that can be read."_s.arg(describe()))
            .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
            .todo(u"Check the names in the environment; a sealed variable cannot be read by anybody."_s);
    Result<DatabaseUrl> url = DatabaseUrl::parse(meant->value(m_settings.variable).toUtf8());
    if (!url)
        return std::move(url).errorDuring(u"reading %1"_s.arg(describe()));
    return Stored{(*service)->vendorId, written->value(m_settings.variable), *std::move(url), topology->services};
}

Result<std::optional<Api::Proxy>> RailwayVariable::outsideOf(const DatabaseUrl &url, const QList<Service> &services, Job &job)
{
    for (const Service &each : services) {
        if (!isDatabase(each))
            continue;
        Result<QMap<QString, QString>> variables = m_api.variablesOf(each.vendorId, false, job);
        if (!variables)
            return std::move(variables).error();
        if (variables->value(u"RAILWAY_PRIVATE_DOMAIN"_s) == url.host())
            return m_api.proxyOf(each.vendorId, job);
    }
    return std::optional<Api::Proxy>();
}

Result<DatabaseUrl> RailwayVariable::read(Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    if (!isInside(present->url))
        return present->url;
    Result<std::optional<Api::Proxy>> outside = outsideOf(present->url, present->services, job);
    if (!outside)
        return std::move(outside).error();
    return *outside ? present->url.movedTo((*outside)->domain, (*outside)->port) : present->url;
}

/// How `value`, an address from outside, has to be written there: as a reference where the present value is one, with the inner address
/// where the present one has that.
Result<QString> RailwayVariable::wordingFor(const DatabaseUrl &value, const Stored &present, Job &job)
{
    const std::optional<Reference> reference = referenceIn(present.written);
    const auto plain = [](const DatabaseUrl &url) { return url.expose([](const char *text) { return QString::fromUtf8(text); }); };
    if (!reference && !isInside(present.url))
        return plain(value);
    for (const Service &each : present.services) {
        if (!isDatabase(each))
            continue;
        Result<std::optional<Api::Proxy>> proxy = m_api.proxyOf(each.vendorId, job);
        if (!proxy)
            return std::move(proxy).error();
        if (!*proxy || (*proxy)->domain != value.host() || (*proxy)->port != value.port())
            continue;
        Result<QMap<QString, QString>> variables = m_api.variablesOf(each.vendorId, false, job);
        if (!variables)
            return std::move(variables).error();
        if (!reference)
            return plain(value.movedTo(variables->value(u"RAILWAY_PRIVATE_DOMAIN"_s), 5432));
        Result<DatabaseUrl> theirs = DatabaseUrl::parse(variables->value(reference->variable).toUtf8());
        if (!theirs || theirs->movedTo(value.host(), value.port()).fingerprint() != value.fingerprint())
            return Error(Fault::Refused, u"%1 of %2 would not come to what the app needs."_s.arg(reference->variable, each.name))
                .means(u"It names another user, password or database than the old one. Nothing was changed."_s)
                .todo(u"Correct that variable of the new service at Railway, then continue."_s);
        return QString(present.written).replace(reference->at, reference->size, each.name);
    }
    return Error(Fault::NotFound, u"No service at Railway is reached at %1, port %2."_s.arg(value.host()).arg(value.port()))
        .means(u"What the app's variable has to say is not known. Nothing was changed."_s)
        .todo(u"Check that the new database is in the same environment and still has its TCP proxy."_s);
}

Outcome RailwayVariable::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    Result<QString> wanted = wordingFor(value, *present, job);
    if (!wanted)
        return std::move(wanted).error();
    if (Outcome kept = before(tag).keepFirst(present->written.toUtf8(), job); !kept)
        return kept;
    return put(present->service, *wanted, job);
}

Outcome RailwayVariable::putBack(const QString &tag, Job &job)
{
    Result<QByteArray> kept = before(tag).text(describe(), job);
    if (!kept)
        return std::move(kept).error();
    Result<Topology> topology = m_api.topology(job);
    if (!topology)
        return std::move(topology).error();
    Result<std::optional<Service>> service = vendor().pick(topology->services, InstanceId(m_settings.service));
    if (!service)
        return std::move(service).error();
    if (!*service)
        return noSuchService(InstanceId(m_settings.service));
    return put((*service)->vendorId, QString::fromUtf8(*kept), job);
}

Outcome RailwayVariable::forget(const QString &tag, Job &job)
{
    return before(tag).forget(job);
}

Outcome RailwayVariable::put(const QString &service, const QString &text, Job &job)
{
    if (Outcome written = m_api.setVariable(service, m_settings.variable, text, job); !written)
        return std::move(written).errorDuring(u"writing %1"_s.arg(describe()));
    Result<QMap<QString, QString>> readBack = m_api.variablesOf(service, true, job);
    if (!readBack)
        return std::move(readBack).error();
    if (readBack->value(m_settings.variable) != text)
        return Error(Fault::Corrupt, u"%1 does not hold what was written a moment ago."_s.arg(describe()))
            .means(u"Something else writes to it as well. The previous value is kept."_s)
            .todo(u"Find out what writes to it, then try again."_s);
    return Done{};
}

KeptValue RailwayVariable::before(const QString &tag) const
{
    return KeptValue::before(m_secrets, tag, u"railway/%1/%2"_s.arg(m_settings.service, m_settings.variable));
}

} // namespace shuttler
