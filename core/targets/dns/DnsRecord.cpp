// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsRecord.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

QString DnsAnswer::typeFor(const QString &host)
{
    static const QRegularExpression fourNumbers(QRegularExpression::anchoredPattern(u"[0-9]{1,3}(\\.[0-9]{1,3}){3}"_s));
    if (host.contains(u':'))
        return u"AAAA"_s;
    return fourNumbers.match(host).hasMatch() ? u"A"_s : u"CNAME"_s;
}

DnsAnswer DnsAnswer::from(const QJsonObject &json)
{
    DnsAnswer answer;
    answer.type = json[u"type"_s].toString();
    answer.ttl = Seconds(json[u"ttl"_s].toInteger());
    for (const QJsonValue &value : json[u"values"_s].toArray())
        answer.values.append(value.toString());
    return answer;
}

QJsonObject DnsAnswer::toJson() const
{
    return {{u"type"_s, type}, {u"ttl"_s, qint64(ttl.count())}, {u"values"_s, QJsonArray::fromStringList(values)}};
}

QString plainDnsName(const QString &name)
{
    QString plain = name.trimmed().toLower();
    while (plain.endsWith(u'.'))
        plain.chop(1);
    return plain;
}

Error dnsChangedMeanwhile(const QString &name, const DnsAnswer &present, const DnsAnswer &before)
{
    return Error(Fault::Refused, u"%1 is %2 by now, and no longer %3."_s.arg(name, present.shown(), before.shown()))
        .means(u"Somebody else has changed it. It was left as it is."_s)
        .todo(u"Find out who changed it and why. Set it back if it was a mistake, then continue."_s);
}

} // namespace shuttler
