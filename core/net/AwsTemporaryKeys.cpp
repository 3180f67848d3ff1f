// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsTemporaryKeys.h"

#include "core/base/Files.h"
#include "core/net/AwsClient.h"
#include "core/net/XmlNode.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

const QString NothingAsked = u"Nothing was asked of AWS in your name."_s;

std::shared_ptr<const Secret> hidden(const QString &text)
{
    return std::make_shared<const Secret>(text.toLatin1());
}

QByteArray formOf(const QList<std::pair<QString, QString>> &members)
{
    QByteArrayList pairs;
    for (const auto &[name, value] : members)
        if (!value.isEmpty())
            pairs.append(name.toLatin1() + '=' + value.toUtf8().toPercentEncoding());
    return pairs.join('&');
}

Error noAnswer(const QString &whom, const Response &response)
{
    return Error(Fault::Unreachable, u"%1 did not answer well."_s.arg(whom))
        .means(NothingAsked)
        .todo(u"Try again in a few minutes."_s)
        .details(u"HTTP %1\nAWS request %2"_s.arg(QString::number(response.status), response.requestId));
}

Error refused(const AwsRole &role, const Response &response)
{
    const Result<XmlNode> xml = XmlNode::parse(response.body);
    const QString said = xml ? xml->child(u"Error"_s).text(u"Message"_s) : QString();
    return Error(Fault::Refused, u"AWS does not let us take on the role %1."_s.arg(role.arn))
        .means(said.isEmpty() ? NothingAsked : u"AWS says: %1 %2"_s.arg(said, NothingAsked))
        .todo(role.device.isEmpty() ? u"See in IAM that the role trusts this user, and that role and external-id are written as there."_s
                                    : u"Give the next code that the device shows; see in IAM that the role trusts this user and device."_s)
        .details(u"%1\nHTTP %2\nAWS request %3"_s.arg(awsErrorCode(response), QString::number(response.status), response.requestId));
}

Error signInAgain(const AwsProfile &profile, const QString &why)
{
    return Error(Fault::Refused, u"The single sign-on of the AWS profile \"%1\" %2."_s.arg(profile.name, why))
        .means(NothingAsked)
        .todo(u"Run \"aws sso login --profile %1\", then go on."_s.arg(profile.name));
}

/// The AWS command line names the file after the session, or, in the older kind of profile, after the address.
QString tokenFile(const AwsProfile &profile)
{
    const QByteArray key = (profile.ssoSession.isEmpty() ? profile.ssoStartUrl : profile.ssoSession).toUtf8();
    return QDir::homePath() + u"/.aws/sso/cache/"_s + QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha1).toHex())
         + u".json"_s;
}

Result<std::shared_ptr<const Secret>> tokenOf(const AwsProfile &profile, Instant now)
{
    const Result<QByteArray> text = readWholeFile(tokenFile(profile));
    if (!text && text.error().fault() != Fault::NotFound)
        return text.error();
    if (!text)
        return signInAgain(profile, u"was not made on this computer"_s);
    const QJsonObject kept = QJsonDocument::fromJson(*text).object();
    const QString token = kept[u"accessToken"_s].toString();
    QString until = kept[u"expiresAt"_s].toString();
    until.replace(u"UTC"_s, u"Z"_s); // As older command lines wrote it.
    const Result<Instant> end = Instant::parse(until);
    if (token.isEmpty() || !end || *end <= now)
        return signInAgain(profile, u"has run out"_s);
    return hidden(token);
}

} // namespace

Result<AwsCredentials> awsAssumeRole(HttpClient &client, const QUrl &sts, const AwsRole &role, const QString &code, Job &job)
{
    Request request;
    request.method = "POST";
    request.url = sts;
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    request.body = formOf({{u"Action"_s, u"AssumeRole"_s}, {u"Version"_s, u"2011-06-15"_s}, {u"RoleArn"_s, role.arn},
                           {u"RoleSessionName"_s, role.session}, {u"ExternalId"_s, role.externalId},
                           {u"SerialNumber"_s, code.isEmpty() ? QString() : role.device}, {u"TokenCode"_s, code}});
    request.repeat = code.isEmpty() ? Repeat::Freely : Repeat::Never; // A code counts once.
    Result<Response> response = client.send(request, job);
    if (!response)
        return std::move(response).errorDuring(u"taking on the role %1"_s.arg(role.arn));
    if (response->status >= 500)
        return noAnswer(u"AWS's sign-in (STS)"_s, *response);
    if (response->status != 200)
        return refused(role, *response);
    const Result<XmlNode> xml = XmlNode::parse(response->body);
    if (!xml)
        return noAnswer(u"AWS's sign-in (STS)"_s, *response);
    const XmlNode &given = xml->child(u"AssumeRoleResult"_s).child(u"Credentials"_s);
    const Result<Instant> end = Instant::parse(given.text(u"Expiration"_s));
    if (given.text(u"AccessKeyId"_s).isEmpty() || given.text(u"SecretAccessKey"_s).isEmpty() || !end)
        return noAnswer(u"AWS's sign-in (STS)"_s, *response);
    return AwsCredentials{given.text(u"AccessKeyId"_s), hidden(given.text(u"SecretAccessKey"_s)), hidden(given.text(u"SessionToken"_s)), *end};
}

Result<AwsCredentials> awsSsoCredentials(HttpClient &client, const QUrl &portal, const AwsProfile &profile, Job &job)
{
    Result<std::shared_ptr<const Secret>> token = tokenOf(profile, job.clock.now());
    if (!token)
        return std::move(token).error();
    Request request;
    request.url = portal.resolved(QUrl(u"/federation/credentials"_s));
    QUrlQuery query;
    query.addQueryItem(u"role_name"_s, profile.ssoRole);
    query.addQueryItem(u"account_id"_s, profile.ssoAccount);
    request.url.setQuery(query);
    request.secretHeaders = {{"x-amz-sso_bearer_token", {}, *token}};
    Result<Response> response = client.send(request, job);
    if (!response)
        return std::move(response).errorDuring(u"asking for the single sign-on's keys"_s);
    if (response->status == 401)
        return signInAgain(profile, u"has run out"_s);
    if (response->status == 403 || response->status == 404)
        return Error(Fault::Refused, u"The single sign-on gives no keys for %1 in the account %2."_s.arg(profile.ssoRole, profile.ssoAccount))
            .means(NothingAsked)
            .todo(u"Correct sso_role_name and sso_account_id of the AWS profile \"%1\", or ask for that access."_s.arg(profile.name));
    const QJsonObject given = QJsonDocument::fromJson(response->body)[u"roleCredentials"_s].toObject();
    if (response->status != 200 || given[u"accessKeyId"_s].toString().isEmpty() || given[u"secretAccessKey"_s].toString().isEmpty())
        return noAnswer(u"AWS's single sign-on"_s, *response);
    AwsCredentials keys{given[u"accessKeyId"_s].toString(), hidden(given[u"secretAccessKey"_s].toString()),
                        hidden(given[u"sessionToken"_s].toString()), std::nullopt};
    if (const double millis = given[u"expiration"_s].toDouble(); millis > 0)
        keys.expiresAt = Instant::fromUnixMicros(qint64(millis) * 1000);
    return keys;
}

} // namespace shuttler::net
