// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsCutover.h"

namespace shuttler {

using namespace Qt::StringLiterals;

DnsCutover::DnsCutover(std::shared_ptr<DnsRecord> record, SecretStore &secrets)
    : m_record(std::move(record))
    , m_stage(m_record->name(), secrets)
{}

QString DnsCutover::describe() const
{
    return u"Let %1 lead to the new server, and wait until nobody remembers the old one"_s.arg(m_record->describe());
}

Outcome DnsCutover::check(Job &job)
{
    if (Result<DnsAnswer> present = m_record->read(job); !present)
        return std::move(present).error();
    return Done{};
}

Outcome DnsCutover::run(Job &job)
{
    Result<std::optional<DnsMove>> next = m_stage.next(job);
    if (!next)
        return std::move(next).error();
    if (!*next)
        return Done{}; // It leads there already, or was put back.
    return carryOut(**next, *m_record, m_stage, job);
}

Outcome carryOut(const DnsMove &move, DnsRecord &record, DnsStage &stage, Job &job)
{
    if (Outcome replaced = record.replace(move.from, move.to, job); !replaced)
        return replaced;
    job.progress.line(u"%1 is %2 now"_s.arg(record.name(), move.to.shown()));
    job.progress.stage(u"Waiting %1 seconds until nobody remembers %2"_s.arg(move.from.ttl.count()).arg(move.from.shown()));
    if (Outcome slept = job.sleepFor(move.from.ttl); !slept)
        return slept;
    return stage.dropNext(job);
}

} // namespace shuttler
