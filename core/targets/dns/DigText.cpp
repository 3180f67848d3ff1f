// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DigText.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

Error noAnswer(Fault fault, const QString &what, const QString &todo)
{
    return Error(fault, what).means(u"Nothing was changed."_s).todo(todo);
}

} // namespace

Result<DnsAnswer> answerInDig(const QByteArray &text, const QString &name, const QString &server)
{
    static const QRegularExpression status(u"status: ([A-Z]+)"_s);
    static const QRegularExpression flags(u";; flags:([a-z ]*);"_s);
    static const QRegularExpression record(u"^(\\S+)\\s+(\\d+)\\s+IN\\s+(CNAME|A|AAAA)\\s+(\\S+)$"_s);
    DnsAnswer answer;
    bool isAuthority = true;
    QString code = u"nothing"_s;
    for (const QString &line : QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)) {
        if (const auto found = status.match(line); found.hasMatch())
            code = found.captured(1);
        if (const auto found = flags.match(line); found.hasMatch())
            isAuthority = isAuthority && found.captured(1).split(u' ').contains(u"aa"_s);
        const auto found = record.match(line);
        if (!found.hasMatch() || plainDnsName(found.captured(1)) != name)
            continue; // Where a CNAME leads to is said as well.
        if (!answer.type.isEmpty() && answer.type != found.captured(3))
            return noAnswer(Fault::Refused, u"%1 has addresses of two families."_s.arg(name),
                            u"Let it be one CNAME, which leads to the server's own name."_s);
        answer.type = found.captured(3);
        answer.ttl = Seconds(found.captured(2).toInt());
        const QString value = answer.type == u"CNAME"_s ? plainDnsName(found.captured(4)) : found.captured(4);
        if (!answer.values.contains(value))
            answer.values.append(value);
    }
    answer.values.sort();
    if (code != u"NOERROR"_s && code != u"NXDOMAIN"_s)
        return noAnswer(Fault::Refused, u"The name server %1 answers with %2."_s.arg(server, code),
                        u"Check that it answers for the zone, and this computer."_s);
    if (!isAuthority)
        return noAnswer(Fault::Refused, u"The name server %1 does not answer for the zone of %2 itself."_s.arg(server, name),
                        u"Name the zone's primary in the environment."_s);
    if (answer.values.isEmpty())
        return noAnswer(Fault::NotFound, u"The name server %1 has no record %2."_s.arg(server, name),
                        u"Make it first, leading to the old server; or correct its name in the environment."_s);
    return answer;
}

} // namespace shuttler
