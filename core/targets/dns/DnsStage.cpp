// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/dns/DnsStage.h"

#include <QJsonDocument>

namespace shuttler {

using namespace Qt::StringLiterals;

Result<std::optional<DnsMove>> DnsStage::load(const QString &key, Job &job) const
{
    Result<std::shared_ptr<const Secret>> kept = m_secrets.read(key, job);
    if (!kept && kept.error().fault() == Fault::NotFound)
        return std::optional<DnsMove>();
    if (!kept)
        return std::move(kept).errorDuring(u"looking for what is to become of %1"_s.arg(m_name));
    const QJsonObject json = QJsonDocument::fromJson((*kept)->expose([](const char *text) { return QByteArray(text); })).object();
    DnsMove move{DnsAnswer::from(json[u"from"_s].toObject()), DnsAnswer::from(json[u"to"_s].toObject())};
    if (move.from.values.isEmpty() || move.to.values.isEmpty())
        return Error(Fault::Corrupt, u"What the keychain holds under \"%1\" cannot be read."_s.arg(key))
            .means(u"What stood in DNS before is not known. Nothing was changed."_s)
            .todo(u"Set %1 by hand, and remove that entry from the keychain."_s.arg(m_name));
    return std::optional(std::move(move));
}

Outcome DnsStage::store(const QString &key, const DnsMove &move, Job &job)
{
    const QJsonObject json{{u"from"_s, move.from.toJson()}, {u"to"_s, move.to.toJson()}};
    Outcome stored = m_secrets.write(key, Secret(QJsonDocument(json).toJson(QJsonDocument::Compact)), job);
    if (!stored)
        return std::move(stored).errorDuring(u"keeping what is to become of %1"_s.arg(m_name));
    return stored;
}

Outcome DnsStage::drop(const QString &key, Job &job)
{
    Outcome forgotten = m_secrets.forget(key, job);
    if (!forgotten && forgotten.error().fault() == Fault::NotFound)
        return Done{};
    return forgotten;
}

} // namespace shuttler
