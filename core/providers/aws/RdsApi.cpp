// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsApi.h"

#include "core/providers/aws/RdsFault.h"

#include <QSet>

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

constexpr int PageSize = 100; // The most that RDS gives.

net::Request requestTo(const QUrl &url, const QByteArray &body, net::Repeat repeat)
{
    net::Request request;
    request.method = QByteArrayLiteral("POST");
    request.url = url;
    request.headers = {{QByteArrayLiteral("Content-Type"),
                        QByteArrayLiteral("application/x-www-form-urlencoded; charset=utf-8")}};
    request.body = body;
    request.repeat = repeat;
    return request;
}

/// An answer that says "done" and cannot be read: of an order nobody knows what it did, of a question nothing is lost.
Error unreadable(const QString &action, bool changes, const net::Response &response)
{
    const QString details = response.requestId.isEmpty() ? QString() : u"AWS request %1"_s.arg(response.requestId);
    if (changes)
        return Error(Fault::OutcomeUnknown, u"AWS's answer to %1 cannot be read."_s.arg(action))
            .means(u"The order was probably carried out."_s)
            .todo(u"Continue: what became of it is looked up first."_s)
            .details(details);
    return Error(Fault::Corrupt, u"AWS's answer to %1 cannot be read."_s.arg(action))
        .means(u"Nothing was changed; this was only a question."_s)
        .todo(u"Continue to ask again; if it stays so, check what stands between this computer and AWS."_s)
        .details(details);
}

} // namespace

Result<XmlNode> RdsApi::call(net::HttpClient &client, net::Request request, const QueryForm &form,
                             const QString &service, Job &job) const
{
    if (Outcome running = job.checkStop(); !running)
        return std::move(running).error();
    const QString action = service + u':' + form.action();
    const bool changes = request.repeat == net::Repeat::Never;
    Result<net::Response> response = client.send(request, job);
    if (!response)
        return std::move(response).errorDuring(u"asking AWS for %1"_s.arg(action));
    if (response->status < 200 || response->status >= 300)
        return errorFor(complaintFrom(*response), action, changes);
    const Result<XmlNode> root = XmlNode::parse(std::move(response->body));
    if (!root || root->name() != form.action() + u"Response"_s)
        return unreadable(action, changes, *response);
    if (changes)
        job.progress.line(u"AWS took the order %1, request %2"_s.arg(
            action, root->child(u"ResponseMetadata"_s).text(u"RequestId"_s)));
    return root->child(form.action() + u"Result"_s);
}

Result<XmlNode> RdsApi::ask(const QueryForm &form, Job &job) const
{
    return call(m_clients.rds, requestTo(m_settings.endpoint, form.encoded(u"2014-10-31"_s), net::Repeat::Freely), form,
                u"rds"_s, job);
}

Result<XmlNode> RdsApi::order(const QueryForm &form, Job &job) const
{
    return call(m_clients.rds, requestTo(m_settings.endpoint, form.encoded(u"2014-10-31"_s), net::Repeat::Never), form,
                u"rds"_s, job);
}

Result<CallerIdentity> RdsApi::whoAmI(Job &job) const
{
    const QueryForm form(u"GetCallerIdentity"_s);
    Result<XmlNode> node = call(
        m_clients.sts, requestTo(m_settings.signInEndpoint, form.encoded(u"2011-06-15"_s), net::Repeat::Freely), form,
        u"sts"_s, job);
    if (!node)
        return std::move(node).error();
    return CallerIdentity{node->text(u"Account"_s), node->text(u"Arn"_s)};
}

Outcome RdsApi::eachPage(QueryForm form, const ReadPage &read, Job &job) const
{
    form.setNumber(u"MaxRecords"_s, PageSize);
    QSet<QString> seen;
    for (;;) {
        Result<XmlNode> page = ask(form, job);
        if (!page)
            return std::move(page).error();
        const qsizetype soFar = read(*page);
        const QString marker = page->text(u"Marker"_s);
        if (marker.isEmpty()) // A short page is no end; only this is.
            return Done{};
        if (seen.contains(marker))
            return Error(Fault::Corrupt, u"AWS gives the same page of its list again and again."_s)
                .means(u"The list is not complete, so it is not shown. Nothing was changed."_s)
                .todo(u"Continue to ask again."_s)
                .details(form.action());
        seen.insert(marker);
        job.progress.counted(soFar, 0, u"entries"_s);
        form.set(u"Marker"_s, marker);
    }
}

} // namespace shuttler::aws
