// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/RenameBook.h"

#include "core/providers/aws/RdsStatus.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

KeptValue RenameBook::present(const QString &name) const
{
    return {m_secrets, u"next/rds/"_s + name};
}

KeptValue RenameBook::of(const QString &tag) const
{
    return KeptValue::before(m_secrets, tag, u"rds/name"_s);
}

Result<std::optional<RenameMove>> RenameBook::read(const KeptValue &value, Job &job)
{
    Result<std::shared_ptr<const Secret>> kept = value.find(job);
    if (!kept)
        return std::move(kept).errorDuring(u"looking for the names that are to be swapped"_s);
    if (!*kept)
        return std::optional<RenameMove>();
    const QJsonObject json = QJsonDocument::fromJson((*kept)->expose([](const char *text) { return QByteArray(text); })).object();
    const RenameMove move{json[u"name"_s].toString(), json[u"oldId"_s].toString(), json[u"setAside"_s].toString(),
                          json[u"newId"_s].toString(), json[u"made"_s].toString(), json[u"host"_s].toString(), json[u"port"_s].toInt()};
    if (move.oldId.isEmpty() || move.newId.isEmpty())
        return Error(Fault::Corrupt, u"What the keychain holds under \"%1\" cannot be read."_s.arg(value.name()))
            .means(u"Which instances swap their names is not known. Nothing was changed."_s)
            .todo(u"Look at both in the AWS console, and remove that entry from the keychain."_s);
    return std::optional(move);
}

Outcome RenameBook::write(KeptValue value, const RenameMove &move, Job &job)
{
    const QJsonObject json{{u"name"_s, move.name},   {u"oldId"_s, move.oldId}, {u"setAside"_s, move.setAside},
                           {u"newId"_s, move.newId}, {u"made"_s, move.made},   {u"host"_s, move.host},
                           {u"port"_s, move.port}};
    return value.keep(QJsonDocument(json).toJson(QJsonDocument::Compact), job);
}

Outcome renameInstance(const RdsSite &site, const QString &id, const QString &wanted, Job &job)
{
    Result<DbInstance> instance = site.mustFind(InstanceId(id), job);
    if (!instance)
        return std::move(instance).error();
    if (instance->name != wanted && !instance->pending.contains(u"DBInstanceIdentifier"_s)) {
        QueryForm form(u"ModifyDBInstance"_s);
        form.set(u"DBInstanceIdentifier"_s, instance->name);
        form.set(u"NewDBInstanceIdentifier"_s, wanted); // Sent only to rename: the same name again would restart it as well.
        form.setTruth(u"ApplyImmediately"_s, true);
        Result<net::XmlNode> taken = site.orderWhenReady(*instance, form, job);
        if (!taken && taken.error().fault() != Fault::OutcomeUnknown)
            return std::move(taken).errorDuring(u"renaming %1 to %2"_s.arg(instance->name, wanted));
        if (!taken) { // What RDS shows is what counts: under way or done, or as before.
            Result<DbInstance> now = site.mustFind(InstanceId(id), job);
            if (!now)
                return std::move(now).error();
            if (now->name == instance->name && takesOrders(*now) && now->pending.isEmpty())
                return std::move(taken).error();
        }
    }
    const bool isMoving = instance->name != wanted; // Its address follows its name, perhaps a little later.
    const auto reached = [&](const DbInstance &now) {
        const bool hasMoved = !isMoving || now.host != instance->host || now.port != instance->port;
        return now.name == wanted && isSettled(now) && !now.host.isEmpty() && hasMoved;
    };
    Result<DbInstance> serving = site.waitUntil(*instance, reached, u"Waiting until %1 serves as %2"_s.arg(instance->name, wanted), job);
    if (!serving)
        return std::move(serving).error();
    return Done{};
}

} // namespace shuttler::aws
