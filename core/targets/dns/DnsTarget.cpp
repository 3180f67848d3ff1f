// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsTarget.h"

#include "core/targets/dns/DnsCutover.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::minutes LongestMemory(5); // As long as an app is waited for.

} // namespace

DnsTarget::DnsTarget(std::unique_ptr<ConnectionTarget> url, std::shared_ptr<DnsRecord> record, SecretStore &secrets)
    : m_url(std::move(url))
    , m_record(std::move(record))
    , m_stage(m_record->name(), secrets)
{}

QString DnsTarget::describe() const
{
    return u"the next address of %1"_s.arg(m_record->describe());
}

Outcome DnsTarget::check(Job &job)
{
    if (Result<DatabaseUrl> url = urlOfApp(job); !url)
        return std::move(url).error();
    Result<DnsAnswer> present = m_record->read(job);
    if (!present)
        return std::move(present).error();
    if (present->ttl > LongestMemory)
        return Error(Fault::Refused, u"%1 may be remembered for %2 seconds."_s.arg(m_record->name()).arg(present->ttl.count()))
            .means(u"The app could stay on the old server for so long after the cut-over. Nothing was changed."_s)
            .todo(u"Set its TTL to 60 seconds, and wait %1 minutes before the cut-over."_s.arg(
                std::chrono::ceil<std::chrono::minutes>(present->ttl).count()));
    return Done{};
}

Result<DatabaseUrl> DnsTarget::read(Job &job)
{
    Result<DatabaseUrl> url = urlOfApp(job);
    if (!url)
        return url;
    Result<std::optional<DnsMove>> next = m_stage.next(job);
    if (!next)
        return std::move(next).error();
    if (*next)
        return url->movedTo((*next)->to.values.constFirst(), url->port());
    Result<DnsAnswer> present = m_record->read(job);
    if (!present)
        return std::move(present).error();
    return url->movedTo(present->values.constFirst(), url->port());
}

Outcome DnsTarget::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<DatabaseUrl> url = urlOfApp(job);
    if (!url)
        return std::move(url).error();
    if (value.port() != url->port())
        return Error(Fault::Refused, u"The new server listens on port %1, and DATABASE_URL names %2."_s.arg(value.port()).arg(url->port()))
            .means(u"A name in DNS says nothing of ports. Nothing was changed."_s)
            .todo(u"Let the new server listen on the same port, or cut over by a change of DATABASE_URL."_s);
    Result<DnsAnswer> present = m_record->read(job);
    if (!present)
        return std::move(present).error();
    DnsAnswer wanted = *present;
    wanted.type = DnsAnswer::typeFor(value.host());
    wanted.values = QStringList{plainDnsName(value.host())};
    if (wanted.type != present->type)
        return Error(Fault::Refused, u"%1 is %2, and the new server is reached at %3."_s.arg(m_record->name(), present->shown(), value.host()))
            .means(u"That takes a record of the type %1. Nothing was changed."_s.arg(wanted.type))
            .todo(u"Replace the record by one of that type first, leading to the old server."_s);
    Result<std::optional<DnsMove>> kept = m_stage.of(tag, job);
    if (!kept)
        return std::move(kept).error();
    const DnsMove move{*kept ? (*kept)->from : *present, wanted};
    if (Outcome keeping = m_stage.keep(tag, move, job); !keeping)
        return keeping;
    return m_stage.setNext({*present, wanted}, job);
}

Outcome DnsTarget::putBack(const QString &tag, Job &job)
{
    Result<std::optional<DnsMove>> kept = m_stage.of(tag, job);
    if (!kept)
        return std::move(kept).error();
    if (!*kept)
        return Error(Fault::NotFound, u"No earlier address of %1 is kept for %2."_s.arg(m_record->name(), tag))
            .means(u"It was left as it is."_s)
            .todo(u"Set the record yourself if it has to change."_s);
    Result<DnsAnswer> present = m_record->read(job);
    if (!present)
        return std::move(present).error();
    Result<std::optional<DnsMove>> next = m_stage.next(job);
    if (!next)
        return std::move(next).error();
    const DnsAnswer &before = (*kept)->from;
    if (*next && (*next)->to.leadsWhere(before)) // It was being put back, and perhaps not waited for.
        return carryOut(**next, *m_record, m_stage, job);
    if (present->leadsWhere(before))
        return m_stage.dropNext(job);
    if (!present->leadsWhere((*kept)->to))
        return dnsChangedMeanwhile(m_record->name(), *present, (*kept)->to);
    DnsMove back{(*kept)->to, before};
    back.from.ttl = present->ttl;
    if (Outcome staged = m_stage.setNext(back, job); !staged)
        return staged;
    return carryOut(back, *m_record, m_stage, job);
}

Outcome DnsTarget::forget(const QString &tag, Job &job)
{
    return m_stage.forget(tag, job);
}

Result<DatabaseUrl> DnsTarget::urlOfApp(Job &job)
{
    Result<DatabaseUrl> url = m_url->read(job);
    if (!url)
        return url;
    if (plainDnsName(url->host()) == m_record->name())
        return url;
    return Error(Fault::Refused, u"%1 names %2, and not %3."_s.arg(m_url->describe(), url->host(), m_record->name()))
        .means(u"A change of that record would move no app. Nothing was changed."_s)
        .todo(u"Let the app reach its database by %1, or choose another cut-over."_s.arg(m_record->name()));
}

} // namespace shuttler
