// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/JsonApi.h"

#include <QRegularExpression>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

const QString NothingChanged = u"Nothing was changed there."_s;

QString wordsOf(const Response &response)
{
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    const QString said = body.value(u"message"_s).toString();
    QString words = u"HTTP %1"_s.arg(response.status);
    if (!said.isEmpty())
        words += u": "_s + withoutSecrets(said);
    if (!response.requestId.isEmpty())
        words += u" (request %1)"_s.arg(response.requestId);
    return words;
}

Error outcomeUnknown(const QString &vendor, const QString &details)
{
    return Error(Fault::OutcomeUnknown, u"%1 gave no clear answer to a request that changes something."_s.arg(vendor))
        .means(u"It may have been done or not."_s)
        .todo(u"Continue: what is really there will be looked at first."_s)
        .details(details);
}

} // namespace

QString withoutSecrets(const QString &text)
{
    static const QRegularExpression inUrl(u"(://[^:/@\\s]*:)[^@\\s]*@"_s);
    static const QRegularExpression inQuery(u"(https?://[^?\\s]*)\\?\\S*"_s);
    static const QRegularExpression bearer(u"(?i)(bearer\\s+)\\S+"_s);
    QString clean = text;
    clean.replace(inUrl, u"\\1…@"_s).replace(inQuery, u"\\1?…"_s).replace(bearer, u"\\1…"_s);
    return clean.left(500);
}

Result<JsonAnswer> JsonApi::get(const QString &path, const QUrlQuery &query, Job &job)
{
    Result<Request> request = requestTo("GET", path, job);
    if (!request)
        return std::move(request).error();
    request->url.setQuery(query);
    return send(*std::move(request), Kind::Reads, job);
}

Result<JsonAnswer> JsonApi::change(const QByteArray &method, const QString &path, const QJsonObject &body,
                                   Repeat repeat, Job &job)
{
    Result<Request> request = requestTo(method, path, job);
    if (!request)
        return std::move(request).error();
    request->repeat = repeat;
    if (!body.isEmpty()) {
        request->headers.append(Header{"content-type", "application/json"});
        request->body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    return send(*std::move(request), Kind::Changes, job);
}

Result<JsonAnswer> JsonApi::ask(const QString &path, const QJsonObject &body, Job &job)
{
    Result<Request> request = requestTo("POST", path, job);
    if (!request)
        return std::move(request).error();
    request->headers.append(Header{"content-type", "application/json"});
    request->body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return send(*std::move(request), Kind::Reads, job);
}

Result<Request> JsonApi::requestTo(const QByteArray &method, const QString &path, Job &job) const
{
    Result<std::shared_ptr<const Secret>> key = m_site.key(job);
    if (!key)
        return std::move(key).errorDuring(u"reading the key for %1"_s.arg(m_site.vendor));
    Request request;
    request.method = method;
    request.url = m_site.endpoint;
    request.url.setPath(m_site.endpoint.path() + path);
    request.headers.append(Header{"accept", "application/json"});
    request.secretHeaders.append(SecretHeader{m_site.keyHeader, m_site.keyPrefix, *std::move(key)});
    return request;
}

Result<JsonAnswer> JsonApi::send(Request request, Kind kind, Job &job)
{
    const bool mayRepeat = request.repeat == Repeat::Freely;
    Result<Response> response = m_client.send(request, job);
    if (!response) {
        // Sent again and again without an answer: the first time may have been acted on.
        if (kind == Kind::Changes && mayRepeat && response.error().fault() == Fault::Unreachable)
            return outcomeUnknown(m_site.vendor, response.error().forLog());
        return std::move(response).errorDuring(u"asking %1"_s.arg(m_site.vendor));
    }
    if (response->status < 200 || response->status > 299)
        return refusal(*response, kind);
    JsonAnswer answer{{}, response->status, response->requestId};
    if (response->body.trimmed().isEmpty())
        return answer;
    QJsonParseError problem;
    answer.json = QJsonDocument::fromJson(response->body, &problem);
    if (problem.error == QJsonParseError::NoError)
        return answer;
    if (kind == Kind::Changes)
        return outcomeUnknown(m_site.vendor, wordsOf(*response) + u", "_s + problem.errorString());
    return Error(Fault::Unreachable, u"%1 answered with something that is no JSON."_s.arg(m_site.vendor))
        .means(NothingChanged)
        .todo(u"Try again in a little while; something between here and there may be answering instead."_s)
        .details(wordsOf(*response) + u", "_s + problem.errorString());
}

Error JsonApi::refusal(const Response &response, Kind kind) const
{
    const QString &vendor = m_site.vendor;
    const QString details = wordsOf(response);
    switch (response.status) {
    case 401:
        return Error(Fault::Refused, u"%1 does not accept the key."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Make a new key in your account at %1 and put it into the keychain."_s.arg(vendor))
            .details(details);
    case 402:
        return Error(Fault::Refused, u"%1 asks for payment details first."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Add a way to pay at %1, then continue."_s.arg(vendor))
            .details(details);
    case 403:
        return Error(Fault::Refused, u"%1 does not permit this with the key at hand."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Use a key of somebody who may do this at %1."_s.arg(vendor))
            .details(details);
    case 404:
    case 410:
        return Error(Fault::NotFound, u"%1 does not know what was asked for."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Check the names in the environment's settings against what is at %1."_s.arg(vendor))
            .details(details);
    case 429:
        return Error(Fault::Unreachable, u"%1 is asked too often at the moment."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Continue in a few minutes; other programs with the same key count as well."_s)
            .details(details);
    default:
        break;
    }
    if (response.status >= 500 && kind == Kind::Changes)
        return outcomeUnknown(vendor, details);
    if (response.status >= 500)
        return Error(Fault::Unreachable, u"%1 has trouble of its own."_s.arg(vendor))
            .means(NothingChanged)
            .todo(u"Try again in a little while; look at %1's status page if it lasts."_s.arg(vendor))
            .details(details);
    return Error(Fault::Refused, u"%1 refused the request."_s.arg(vendor))
        .means(NothingChanged)
        .todo(u"Its reason is under Details."_s)
        .details(details);
}

} // namespace shuttler::net
