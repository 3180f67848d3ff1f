// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/ScriptedHttp.h"

#include <algorithm>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

ScriptedHttp::Wanted fitting(const QByteArray &method, const QString &urlPart, const QByteArray &bodyPart)
{
    return [=](const net::Request &request) {
        return request.method == method && QUrl::fromPercentEncoding(request.url.toEncoded()).contains(urlPart)
            && request.body.contains(bodyPart);
    };
}

net::Response responseOf(int status, const QByteArray &body)
{
    net::Response response;
    response.status = status;
    response.body = body;
    response.requestId = u"request-1"_s;
    return response;
}

} // namespace

ScriptedHttp &ScriptedHttp::answer(const QByteArray &method, const QString &urlPart, int status, const QByteArray &body,
                                   const QByteArray &bodyPart)
{
    return answerWhere(fitting(method, urlPart, bodyPart), responseOf(status, body));
}

ScriptedHttp &ScriptedHttp::keepAnswering(const QByteArray &method, const QString &urlPart, int status,
                                          const QByteArray &body, const QByteArray &bodyPart)
{
    m_rules.push_back({fitting(method, urlPart, bodyPart), responseOf(status, body), true, false});
    return *this;
}

ScriptedHttp &ScriptedHttp::fail(const QByteArray &method, const QString &urlPart, Error error, const QByteArray &bodyPart)
{
    m_rules.push_back({fitting(method, urlPart, bodyPart), std::move(error), false, false});
    return *this;
}

ScriptedHttp &ScriptedHttp::answerWhere(Wanted wanted, net::Response response)
{
    m_rules.push_back({std::move(wanted), std::move(response), false, false});
    return *this;
}

Result<net::Response> ScriptedHttp::send(const net::Request &request, Job &job)
{
    if (Outcome going = job.checkStop(); !going)
        return std::move(going).error();
    m_sent.append(request);
    const auto rule = std::find_if(m_rules.begin(), m_rules.end(),
                                   [&](const Rule &each) { return !each.isUsed && each.wanted(request); });
    if (rule == m_rules.end())
        return Error(Fault::Defect, u"nobody expected %1 %2"_s.arg(lineOf(request), QString::fromUtf8(request.body)));
    rule->isUsed = !rule->isKept;
    return rule->answer;
}

QString ScriptedHttp::lineOf(const net::Request &request)
{
    const QString query = request.url.query(QUrl::FullyDecoded);
    return QString::fromLatin1(request.method) + u' ' + request.url.path() + (query.isEmpty() ? QString() : u'?' + query);
}

QStringList ScriptedHttp::lines() const
{
    QStringList all;
    for (const net::Request &request : m_sent)
        all.append(lineOf(request));
    return all;
}

QList<QByteArray> ScriptedHttp::bodiesOf(const QString &line) const
{
    QList<QByteArray> bodies;
    for (const net::Request &request : m_sent)
        if (lineOf(request).startsWith(line))
            bodies.append(request.body);
    return bodies;
}

qsizetype ScriptedHttp::leftOver() const
{
    return std::count_if(m_rules.begin(), m_rules.end(),
                         [](const Rule &rule) { return !rule.isKept && !rule.isUsed; });
}

} // namespace shuttler::test
