// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/SecretVersions.h"

#include <QJsonArray>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

Error noSuchSecret(Error error, const QString &secret)
{
    if (error.fault() != Fault::NotFound)
        return std::move(error).during(u"looking at the AWS secret %1"_s.arg(secret));
    return Error(Fault::NotFound, u"There is no AWS secret %1, or this key may not see it."_s.arg(secret))
        .means(u"Where the app finds its database cannot be told. Nothing was changed."_s)
        .todo(u"Check secret and region in the environment."_s)
        .details(error.details());
}

} // namespace

SecretVersions::SecretVersions(net::HttpClient &client, const QUrl &endpoint, QString secret)
    : m_secret(std::move(secret))
    , m_calls(client, endpoint, u"secretsmanager"_s, "secretsmanager")
{}

Result<SecretLook> SecretVersions::look(Job &job) const
{
    Result<QJsonObject> answer = m_calls.ask(u"DescribeSecret"_s, {{u"SecretId"_s, m_secret}}, job);
    if (!answer)
        return noSuchSecret(std::move(answer).error(), m_secret);
    SecretLook look;
    look.owner = (*answer)[u"OwningService"_s].toString();
    look.rotates = (*answer)[u"RotationEnabled"_s].toBool();
    look.isBeingDeleted = answer->contains(u"DeletedDate"_s);
    const QJsonObject versions = (*answer)[u"VersionIdsToStages"_s].toObject();
    for (auto version = versions.begin(); version != versions.end(); ++version)
        for (const QJsonValue &label : version.value().toArray())
            look.versions.insert(label.toString(), version.key());
    return look;
}

Result<QByteArray> SecretVersions::text(const QString &version, Job &job) const
{
    Result<QJsonObject> answer =
        m_calls.ask(u"GetSecretValue"_s, {{u"SecretId"_s, m_secret}, {u"VersionId"_s, version}}, job);
    if (!answer)
        return noSuchSecret(std::move(answer).error(), m_secret);
    return (*answer)[u"SecretString"_s].toString().toUtf8();
}

Outcome SecretVersions::add(const QString &version, const QByteArray &text, const QString &label, Job &job) const
{
    // Without labels AWS would make it current at once.
    Result<QJsonObject> answer = m_calls.orderWithSecret(u"PutSecretValue"_s,
                                                         {{u"SecretId"_s, m_secret},
                                                          {u"ClientRequestToken"_s, version},
                                                          {u"SecretString"_s, QString::fromUtf8(text)},
                                                          {u"VersionStages"_s, QJsonArray{label}}},
                                                         job);
    if (!answer)
        return std::move(answer).errorDuring(u"adding a version to the AWS secret %1"_s.arg(m_secret));
    return Done{};
}

Outcome SecretVersions::move(const QString &label, const QString &version, Job &job) const
{
    Result<SecretLook> present = look(job);
    if (!present)
        return std::move(present).error();
    return setLabel(label, present->versions.value(label), version, job);
}

Outcome SecretVersions::remove(const QString &label, Job &job) const
{
    Result<SecretLook> present = look(job);
    if (!present)
        return std::move(present).error();
    return setLabel(label, present->versions.value(label), {}, job);
}

Outcome SecretVersions::setLabel(const QString &label, const QString &from, const QString &to, Job &job) const
{
    if (from == to)
        return Done{};
    QJsonObject members{{u"SecretId"_s, m_secret}, {u"VersionStage"_s, label}};
    if (!from.isEmpty())
        members.insert(u"RemoveFromVersionId"_s, from); // AWS refuses when it is on another one by now.
    if (!to.isEmpty())
        members.insert(u"MoveToVersionId"_s, to);
    Result<QJsonObject> answer = m_calls.order(u"UpdateSecretVersionStage"_s, members, net::Repeat::Never, job);
    if (!answer && answer.error().fault() != Fault::OutcomeUnknown)
        return std::move(answer).errorDuring(u"moving the label %1 of the AWS secret %2"_s.arg(label, m_secret));
    Result<SecretLook> after = look(job);
    if (!after)
        return std::move(after).error();
    if (after->versions.value(label) == to)
        return Done{};
    if (!answer)
        return std::move(answer).error();
    return Error(Fault::Corrupt, u"The label %1 of the AWS secret %2 is not where it was put a moment ago."_s.arg(label, m_secret))
        .means(u"Somebody else works on this secret as well."_s)
        .todo(u"Find out who, a rotation perhaps, then continue."_s);
}

} // namespace shuttler::aws
