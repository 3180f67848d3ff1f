// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/JsonCalls.h"

#include "core/net/AwsClient.h"
#include "core/providers/aws/RdsFault.h"

#include <QJsonDocument>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

namespace {

Complaint complaintIn(const net::Response &response, bool carriesSecret)
{
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    Complaint complaint{response.status, net::awsErrorCode(response), {}, response.requestId};
    // A denial repeats who asked for what, and no value.
    if (!carriesSecret || complaint.code.startsWith(u"AccessDenied"_s))
        complaint.message = body[body.contains(u"message"_s) ? u"message"_s : u"Message"_s].toString();
    return complaint;
}

Error withoutAnswer(const QString &action, const QString &details)
{
    return Error(Fault::OutcomeUnknown, u"AWS gave no clear answer to %1."_s.arg(action))
        .means(u"It may have been done or not."_s)
        .todo(u"Continue: what became of it is looked up first."_s)
        .details(details);
}

} // namespace

Result<QJsonObject> JsonCalls::ask(const QString &operation, const QJsonObject &members, Job &job) const
{
    return call(operation, members, {}, job);
}

Result<QJsonObject> JsonCalls::order(const QString &operation, const QJsonObject &members, net::Repeat repeat, Job &job) const
{
    return call(operation, members, {.changes = true, .carriesSecret = false, .repeat = repeat}, job);
}

Result<QJsonObject> JsonCalls::orderWithSecret(const QString &operation, const QJsonObject &members, Job &job) const
{
    return call(operation, members, {.changes = true, .carriesSecret = true, .repeat = net::Repeat::Freely}, job);
}

Result<QJsonObject> JsonCalls::call(const QString &operation, const QJsonObject &members, Manner manner, Job &job) const
{
    if (Outcome going = job.checkStop(); !going)
        return std::move(going).error();
    const QString action = m_service + u':' + operation;
    net::Request request;
    request.method = QByteArrayLiteral("POST");
    request.url = m_endpoint;
    request.headers = {{"content-type", "application/x-amz-json-1.1"}, {"x-amz-target", m_target + '.' + operation.toLatin1()}};
    request.body = QJsonDocument(members).toJson(QJsonDocument::Compact);
    request.repeat = manner.repeat;

    Result<net::Response> response = m_client.send(request, job);
    if (!response) {
        // Sent again and again without an answer: the first time may have been acted on.
        if (manner.changes && manner.repeat == net::Repeat::Freely && response.error().fault() == Fault::Unreachable)
            return withoutAnswer(action, response.error().forLog());
        return std::move(response).errorDuring(u"asking AWS for %1"_s.arg(action));
    }
    if (response->status < 200 || response->status > 299)
        return errorFor(complaintIn(*response, manner.carriesSecret), action, manner.changes);
    const QJsonDocument answer = QJsonDocument::fromJson(response->body);
    const QString number = u"AWS request %1"_s.arg(response->requestId);
    if (!answer.isObject() && manner.changes)
        return withoutAnswer(action, number);
    if (!answer.isObject())
        return Error(Fault::Unreachable, u"AWS's answer to %1 cannot be read."_s.arg(action))
            .means(u"Nothing was changed; this was only a question."_s)
            .todo(u"Continue to ask again; if it stays so, check what stands between this computer and AWS."_s)
            .details(number);
    if (manner.changes)
        job.progress.line(u"AWS took the order %1, request %2"_s.arg(action, response->requestId));
    return answer.object();
}

} // namespace shuttler::aws
