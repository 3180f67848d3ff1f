// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/GraphQl.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

/// "[CODE] message", one per line; that is all of it which is meant for people.
QString wordsOf(const QJsonArray &errors)
{
    QStringList lines;
    for (const QJsonValue &error : errors) {
        const QString code = error[u"extensions"_s][u"code"_s].toString();
        lines.append((code.isEmpty() ? QString() : u'[' + code + u"] "_s) + error[u"message"_s].toString());
    }
    return lines.join(u'\n');
}

Error lostOutcome(const QString &what, const QString &details)
{
    return Error(Fault::OutcomeUnknown, what)
        .means(u"Whether the change was made there is not known."_s)
        .todo(u"Look at what is there now before it is asked for again."_s)
        .details(details);
}

Error troubleThere(int status, Repeat repeat, const QString &details)
{
    const QString what = u"The far side has trouble of its own (HTTP %1)."_s.arg(status);
    if (repeat == Repeat::Never)
        return lostOutcome(what, details);
    return Error(Fault::Unreachable, what)
        .means(u"Nothing was read."_s)
        .todo(u"Try again in some minutes."_s)
        .details(details);
}

Error refusalOf(int status, const QJsonArray &errors, Repeat repeat, const QString &details)
{
    const QString said = errors.isEmpty() ? u"HTTP %1"_s.arg(status) : errors.first()[u"message"_s].toString();
    const QString what = u"The far side refused the request: %1"_s.arg(said);
    const bool isTheirTrouble = errors.first()[u"extensions"_s][u"code"_s].toString() == u"INTERNAL_SERVER_ERROR";
    if (isTheirTrouble && repeat == Repeat::Never)
        return lostOutcome(what, details);
    return Error(Fault::Refused, what)
        .means(u"It did not do what was asked."_s)
        .todo(u"Check the credential, what it may do, and the names in the environment."_s)
        .details(details);
}

} // namespace

Result<QJsonObject> askGraphQl(HttpClient &client, Request request, const QString &query, const QJsonObject &variables, Job &job)
{
    request.method = "POST";
    request.headers.append(Header{"Content-Type", "application/json"});
    request.headers.append(Header{"Accept", "application/json"});
    request.body = QJsonDocument(QJsonObject{{u"query"_s, query}, {u"variables"_s, variables}}).toJson(QJsonDocument::Compact);
    const Result<Response> response = client.send(request, job);
    if (!response)
        return response.error();
    return graphQlDataIn(*response, request.repeat);
}

Result<QJsonObject> graphQlDataIn(const Response &response, Repeat repeat)
{
    const QJsonObject answer = QJsonDocument::fromJson(response.body).object();
    const QJsonArray errors = answer[u"errors"_s].toArray();
    QString details = wordsOf(errors);
    if (!response.requestId.isEmpty())
        details += (details.isEmpty() ? QString() : u"\n"_s) + u"request "_s + response.requestId;

    if (response.status == 429)
        return Error(Fault::Unreachable, u"The far side is asked too often."_s)
            .means(u"It did not do what was asked."_s)
            .todo(u"Try again in some minutes; other programs with the same credential count as well."_s)
            .details(details);
    if (response.status >= 500)
        return troubleThere(response.status, repeat, details);
    if (response.status >= 400 || !errors.isEmpty())
        return refusalOf(response.status, errors, repeat, details);
    if (response.status == 200 && answer[u"data"_s].isObject())
        return answer[u"data"_s].toObject();
    const QString what = u"The answer is no GraphQL (HTTP %1)."_s.arg(response.status);
    if (repeat == Repeat::Never)
        return lostOutcome(what, details);
    return Error(Fault::Corrupt, what)
        .means(u"What the far side said is not known."_s)
        .todo(u"Check the endpoint in the environment; something between here and there may be answering instead."_s)
        .details(details);
}

} // namespace shuttler::net
