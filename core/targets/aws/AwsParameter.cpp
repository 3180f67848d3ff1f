// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsParameter.h"

#include "core/targets/aws/SecretText.h"

#include <QJsonArray>

namespace shuttler {

using namespace Qt::StringLiterals;
using aws::SecretText;

Result<AwsParameterSettings> AwsParameterSettings::from(const QMap<QString, QString> &entries, const QString &variable)
{
    SettingsTable table(entries, u"The settings of the AWS parameter"_s);
    AwsParameterSettings settings;
    settings.access = AwsAccess::in(table, u"ssm"_s);
    settings.parameter = table.required(u"parameter"_s);
    settings.variable = variable;
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

AwsParameter::AwsParameter(AwsParameterSettings settings, net::HttpClient &client, SecretStore &secrets)
    : m_settings(std::move(settings))
    , m_secrets(secrets)
    , m_calls(client, m_settings.access.endpoint, u"ssm"_s, "AmazonSSM")
{}

QString AwsParameter::describe() const
{
    return u"%1 in the AWS parameter %2"_s.arg(m_settings.variable, m_settings.parameter);
}

Outcome AwsParameter::check(Job &job)
{
    if (Result<DatabaseUrl> present = read(job); !present)
        return std::move(present).error();
    Result<QJsonObject> kept = traits(job);
    if (!kept)
        return std::move(kept).error();
    if ((*kept)[u"Type"_s].toString() == u"StringList"_s)
        return Error(Fault::BadInput, u"The AWS parameter %1 is a list of texts."_s.arg(m_settings.parameter))
            .means(u"Nothing was changed."_s)
            .todo(u"Keep DATABASE_URL in a parameter of the type SecureString."_s);
    return Done{};
}

Result<DatabaseUrl> AwsParameter::read(Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    Result<SecretText> known = SecretText::parse(present->text, m_settings.variable);
    if (!known)
        return std::move(known).errorDuring(u"reading %1"_s.arg(describe()));
    return known->url();
}

Outcome AwsParameter::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<Stored> present = stored(job);
    if (!present)
        return std::move(present).error();
    Result<SecretText> known = SecretText::parse(present->text, m_settings.variable);
    if (!known)
        return std::move(known).errorDuring(u"reading %1"_s.arg(describe()));
    if (Outcome kept = before(tag).keepFirst(present->text, job); !kept)
        return kept;
    return put(known->with(value), job);
}

Outcome AwsParameter::putBack(const QString &tag, Job &job)
{
    Result<QByteArray> kept = before(tag).text(describe(), job);
    if (!kept)
        return std::move(kept).error();
    return put(*kept, job);
}

Outcome AwsParameter::forget(const QString &tag, Job &job)
{
    return before(tag).forget(job);
}

Result<AwsParameter::Stored> AwsParameter::stored(Job &job) const
{
    Result<QJsonObject> answer =
        m_calls.ask(u"GetParameter"_s, {{u"Name"_s, m_settings.parameter}, {u"WithDecryption"_s, true}}, job);
    if (!answer && answer.error().fault() == Fault::NotFound)
        return Error(Fault::NotFound, u"There is no AWS parameter %1, or this key may not see it."_s.arg(m_settings.parameter))
            .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
            .todo(u"Check parameter and region in the environment."_s)
            .details(answer.error().details());
    if (!answer)
        return std::move(answer).errorDuring(u"reading %1"_s.arg(describe()));
    const QJsonObject parameter = (*answer)[u"Parameter"_s].toObject();
    return Stored{parameter[u"Value"_s].toString().toUtf8(), parameter[u"Version"_s].toInteger()};
}

Result<QJsonObject> AwsParameter::traits(Job &job) const
{
    QJsonObject newest;
    QJsonObject question{{u"Name"_s, m_settings.parameter}}; // Not decrypted: nobody needs the old values.
    for (;;) {
        Result<QJsonObject> page = m_calls.ask(u"GetParameterHistory"_s, question, job);
        if (!page)
            return std::move(page).errorDuring(u"looking at the versions of the AWS parameter %1"_s.arg(m_settings.parameter));
        for (const QJsonValue &each : (*page)[u"Parameters"_s].toArray())
            if (each[u"Version"_s].toInteger() > newest[u"Version"_s].toInteger())
                newest = each.toObject();
        const QString next = (*page)[u"NextToken"_s].toString();
        if (next.isEmpty() || next == question[u"NextToken"_s].toString())
            break;
        question[u"NextToken"_s] = next;
    }
    QJsonObject kept;
    for (const QString &key : {u"Type"_s, u"KeyId"_s, u"Tier"_s, u"DataType"_s})
        if (newest.contains(key))
            kept.insert(key, newest[key]);
    return kept;
}

Outcome AwsParameter::put(const QByteArray &text, Job &job) const
{
    Result<QJsonObject> members = traits(job);
    if (!members)
        return std::move(members).error();
    members->insert(u"Name"_s, m_settings.parameter);
    members->insert(u"Value"_s, QString::fromUtf8(text));
    members->insert(u"Overwrite"_s, true);
    Result<QJsonObject> answer = m_calls.orderWithSecret(u"PutParameter"_s, *members, job);
    if (!answer && answer.error().fault() != Fault::OutcomeUnknown)
        return std::move(answer).errorDuring(u"writing %1"_s.arg(describe()));
    Result<Stored> readBack = stored(job);
    if (!readBack)
        return std::move(readBack).error();
    if (readBack->text == text)
        return Done{};
    if (!answer)
        return std::move(answer).error();
    return Error(Fault::Corrupt, u"%1 does not hold what was written a moment ago."_s.arg(describe()))
        .means(u"Something else writes to it as well: version %1 was written, version %2 is there."_s.arg(
            (*answer)[u"Version"_s].toInteger()).arg(readBack->version))
        .todo(u"Find out what writes to it, then try again."_s);
}

KeptValue AwsParameter::before(const QString &tag) const
{
    return KeptValue::before(m_secrets, tag, u"aws/%1/%2"_s.arg(m_settings.access.region, m_settings.parameter));
}

} // namespace shuttler
