// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/Route53Record.h"

#include "core/providers/aws/RdsFault.h"
#include "core/providers/aws/RdsSite.h"

#include <QUrlQuery>
#include <QXmlStreamWriter>

namespace shuttler {

using namespace Qt::StringLiterals;
using net::XmlNode;

namespace {

constexpr std::chrono::minutes LongestSync(30);

Error cannotChange(const QString &what, const QString &todo)
{
    return Error(Fault::Refused, what).means(u"Nothing was changed."_s).todo(todo);
}

/// Route 53 wants the elements in this order.
QByteArray changeOf(const QString &name, const DnsAnswer &answer)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.writeStartDocument();
    xml.writeStartElement(u"ChangeResourceRecordSetsRequest"_s);
    xml.writeDefaultNamespace(u"https://route53.amazonaws.com/doc/2013-04-01/"_s);
    xml.writeStartElement(u"ChangeBatch"_s);
    xml.writeTextElement(u"Comment"_s, u"Shuttler Ops"_s);
    xml.writeStartElement(u"Changes"_s);
    xml.writeStartElement(u"Change"_s);
    xml.writeTextElement(u"Action"_s, u"UPSERT"_s);
    xml.writeStartElement(u"ResourceRecordSet"_s);
    xml.writeTextElement(u"Name"_s, name + u'.');
    xml.writeTextElement(u"Type"_s, answer.type);
    xml.writeTextElement(u"TTL"_s, QString::number(answer.ttl.count()));
    xml.writeStartElement(u"ResourceRecords"_s);
    for (const QString &value : answer.values) {
        xml.writeStartElement(u"ResourceRecord"_s);
        xml.writeTextElement(u"Value"_s, value);
        xml.writeEndElement();
    }
    xml.writeEndDocument(); // Closes what is open.
    return text;
}

DnsAnswer answerIn(const XmlNode &set)
{
    DnsAnswer answer;
    answer.type = set.text(u"Type"_s);
    answer.ttl = Seconds(set.text(u"TTL"_s).toInt());
    for (const XmlNode &record : set.children(u"ResourceRecords"_s, u"ResourceRecord"_s))
        answer.values.append(answer.type == u"CNAME"_s ? plainDnsName(record.text(u"Value"_s)) : record.text(u"Value"_s));
    answer.values.sort();
    return answer;
}

} // namespace

Result<Route53Settings> Route53Settings::from(const QMap<QString, QString> &entries)
{
    SettingsTable table(entries, u"The cut-over's settings of Route 53"_s);
    Route53Settings settings;
    settings.access = AwsAccess::in(table, u"route53"_s);
    settings.zone = table.required(u"zone"_s).section(u'/', -1); // Also as AWS shows it: "/hostedzone/Z…"
    settings.record = plainDnsName(table.required(u"record"_s));
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

Route53Record::Route53Record(Route53Settings settings, net::HttpClient &client)
    : m_settings(std::move(settings))
    , m_client(client)
{}

QString Route53Record::describe() const
{
    return u"%1 in Route 53's zone %2"_s.arg(m_settings.record, m_settings.zone);
}

Result<DnsAnswer> Route53Record::read(Job &job)
{
    net::Request request;
    request.url = address(u"hostedzone/%1/rrset"_s.arg(m_settings.zone));
    QUrlQuery query; // The list begins with that name; A, AAAA and CNAME are the first types of it.
    query.addQueryItem(u"name"_s, m_settings.record + u'.');
    query.addQueryItem(u"maxitems"_s, u"100"_s);
    request.url.setQuery(query);
    Result<XmlNode> listing = call(std::move(request), u"route53:ListResourceRecordSets"_s, false, job);
    if (!listing)
        return std::move(listing).errorDuring(u"looking at %1"_s.arg(describe()));
    std::optional<DnsAnswer> found;
    for (const XmlNode &set : listing->children(u"ResourceRecordSets"_s, u"ResourceRecordSet"_s)) {
        const QString type = set.text(u"Type"_s);
        if (plainDnsName(set.text(u"Name"_s)) != m_settings.record || !QStringList{u"CNAME"_s, u"A"_s, u"AAAA"_s}.contains(type))
            continue;
        if (!set.text(u"SetIdentifier"_s).isEmpty())
            return cannotChange(u"%1 is one of several weighted or routed records."_s.arg(m_settings.record),
                                u"Let the app go by a plain CNAME of its own."_s);
        if (!set.child(u"AliasTarget"_s).isEmpty())
            return cannotChange(u"%1 is an alias, and leads to no server by itself."_s.arg(m_settings.record),
                                u"Let the app go by a plain CNAME of its own."_s);
        if (found)
            return cannotChange(u"%1 has addresses of two families."_s.arg(m_settings.record),
                                u"Let it be one CNAME, which leads to the server's own name."_s);
        found = answerIn(set);
    }
    if (found)
        return *std::move(found);
    return Error(Fault::NotFound, u"Route 53's zone %1 has no record %2."_s.arg(m_settings.zone, m_settings.record))
        .means(u"A change of it would move no app. Nothing was changed."_s)
        .todo(u"Make it first, leading to the old server; or correct zone and record in the environment."_s);
}

Outcome Route53Record::replace(const DnsAnswer &before, const DnsAnswer &after, Job &job)
{
    Result<DnsAnswer> present = read(job);
    if (!present)
        return std::move(present).error();
    if (!present->leadsWhere(before) && !present->leadsWhere(after))
        return dnsChangedMeanwhile(name(), *present, before);
    job.progress.stage(u"Changing %1"_s.arg(describe()));
    // Also when it stands there already: whether all servers have it is told only of a change that one makes.
    Result<QString> change = upsert(after, job);
    if (!change)
        return std::move(change).errorDuring(u"changing %1"_s.arg(describe()));
    job.progress.stage(u"Waiting until all of Route 53's servers know %1"_s.arg(after.shown()));
    if (Outcome known = waitUntilInSync(*change, job); !known)
        return known;
    Result<DnsAnswer> readBack = read(job);
    if (!readBack)
        return std::move(readBack).error();
    return readBack->leadsWhere(after) ? Outcome(Done{}) : dnsChangedMeanwhile(name(), *readBack, after);
}

Result<QString> Route53Record::upsert(const DnsAnswer &answer, Job &job) const
{
    net::Request request;
    request.method = QByteArrayLiteral("POST");
    request.url = address(u"hostedzone/%1/rrset/"_s.arg(m_settings.zone));
    request.headers = {{"content-type", "text/xml"}};
    request.body = changeOf(m_settings.record, answer);
    request.repeat = net::Repeat::Freely; // Twice the same is once.
    Result<XmlNode> taken = call(std::move(request), u"route53:ChangeResourceRecordSets"_s, true, job);
    if (!taken)
        return std::move(taken).error();
    const XmlNode info = taken->child(u"ChangeInfo"_s);
    job.progress.line(u"Route 53 took the change %1"_s.arg(info.text(u"Id"_s)));
    return info.text(u"Id"_s).section(u'/', -1);
}

Outcome Route53Record::waitUntilInSync(const QString &change, Job &job) const
{
    const Instant begun = job.clock.now();
    aws::PollPace pace;
    for (;;) {
        net::Request request;
        request.url = address(u"change/"_s + change);
        Result<XmlNode> now = call(std::move(request), u"route53:GetChange"_s, false, job);
        if (!now && now.error().remedy() != Remedy::SendAgain)
            return std::move(now).error();
        if (now && now->child(u"ChangeInfo"_s).text(u"Status"_s) == u"INSYNC"_s)
            return Done{};
        if (job.clock.now() - begun > LongestSync)
            return Error(Fault::OutcomeUnknown, u"Route 53 has not spread the change of %1 within 30 minutes."_s.arg(name()))
                .means(u"Some of its servers may still lead to the old server."_s)
                .todo(u"Look at AWS's status page, then continue."_s);
        if (Outcome slept = pace.sleep(job); !slept)
            return slept;
    }
}

QUrl Route53Record::address(const QString &path) const
{
    QUrl url = m_settings.access.endpoint;
    const QString base = url.path();
    url.setPath(base + (base.endsWith(u'/') ? QString() : u"/"_s) + u"2013-04-01/"_s + path);
    return url;
}

Result<XmlNode> Route53Record::call(net::Request request, const QString &action, bool changes, Job &job) const
{
    if (Outcome going = job.checkStop(); !going)
        return std::move(going).error();
    const auto unclear = [&](const QString &details) {
        return Error(changes ? Fault::OutcomeUnknown : Fault::Unreachable, u"AWS gave no clear answer to %1."_s.arg(action))
            .means(changes ? u"It may have been done or not."_s : u"Nothing was changed; this was only a question."_s)
            .todo(u"Continue: what became of it is looked up first."_s)
            .details(details);
    };
    Result<net::Response> response = m_client.send(request, job);
    if (!response && changes && response.error().fault() == Fault::Unreachable)
        return unclear(response.error().forLog());
    if (!response)
        return std::move(response).errorDuring(u"asking AWS for %1"_s.arg(action));
    Result<XmlNode> root = XmlNode::parse(response->body);
    if (response->status >= 200 && response->status < 300 && !root)
        return unclear(u"AWS request %1"_s.arg(response->requestId));
    if (response->status >= 200 && response->status < 300)
        return root;
    aws::Complaint complaint = aws::complaintFrom(*response);
    if (root && root->name() == u"InvalidChangeBatch"_s) {
        complaint.code = root->name();
        complaint.message = root->child(u"Messages"_s).text(u"Message"_s);
    }
    if (complaint.code == u"NoSuchHostedZone"_s)
        return Error(Fault::NotFound, u"Route 53 has no zone %1, or this key may not see it."_s.arg(m_settings.zone))
            .means(u"Nothing was changed."_s)
            .todo(u"Check zone in the environment: it is the number that begins with Z."_s)
            .details(complaint.message);
    return aws::errorFor(complaint, action, changes);
}

} // namespace shuttler
