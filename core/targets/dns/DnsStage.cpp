// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsStage.h"

#include <QJsonDocument>

namespace shuttler {

using namespace Qt::StringLiterals;

Result<std::optional<DnsMove>> DnsStage::load(const KeptValue &value, Job &job) const
{
    Result<std::shared_ptr<const Secret>> kept = value.find(job);
    if (!kept)
        return std::move(kept).errorDuring(u"looking for what is to become of %1"_s.arg(m_name));
    if (!*kept)
        return std::optional<DnsMove>();
    const QJsonObject json = QJsonDocument::fromJson((*kept)->expose([](const char *text) { return QByteArray(text); })).object();
    DnsMove move{DnsAnswer::from(json[u"from"_s].toObject()), DnsAnswer::from(json[u"to"_s].toObject())};
    if (move.from.values.isEmpty() || move.to.values.isEmpty())
        return Error(Fault::Corrupt, u"What the keychain holds under \"%1\" cannot be read."_s.arg(value.name()))
            .means(u"What stood in DNS before is not known. Nothing was changed."_s)
            .todo(u"Set %1 by hand, and remove that entry from the keychain."_s.arg(m_name));
    return std::optional(std::move(move));
}

Outcome DnsStage::store(KeptValue value, const DnsMove &move, Job &job)
{
    const QJsonObject json{{u"from"_s, move.from.toJson()}, {u"to"_s, move.to.toJson()}};
    Outcome stored = value.keep(QJsonDocument(json).toJson(QJsonDocument::Compact), job);
    if (!stored)
        return std::move(stored).errorDuring(u"keeping what is to become of %1"_s.arg(m_name));
    return stored;
}

} // namespace shuttler
