// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/render/RenderWire.h"

#include "core/providers/TaggedName.h"

namespace shuttler::render {

using namespace Qt::StringLiterals;

namespace {

std::optional<Instant> instantIn(const QJsonObject &json, const QString &key)
{
    const Result<Instant> moment = Instant::parse(json.value(key).toString());
    return moment ? std::optional(*moment) : std::nullopt;
}

std::optional<QStringList> addressesIn(const QJsonValue &list)
{
    if (!list.isArray())
        return std::nullopt; // Often null on the wire.
    QStringList addresses;
    const QJsonArray array = list.toArray();
    for (const QJsonValue &each : array)
        addresses.append(each.toObject().value(u"cidrBlock"_s).toString());
    addresses.sort();
    return addresses;
}

QString yesOrNo(const std::optional<bool> &value)
{
    return !value ? u"not told"_s : *value ? u"yes"_s : u"no"_s;
}

QString listed(const std::optional<QStringList> &addresses)
{
    return !addresses ? u"not told"_s : addresses->isEmpty() ? u"nobody"_s : addresses->join(u", "_s);
}

} // namespace

Database databaseIn(const QJsonObject &json)
{
    Database database;
    database.vendorId = json.value(u"id"_s).toString();
    database.name = json.value(u"name"_s).toString();
    const TaggedName tagged = TaggedName::read(database.name);
    database.id = tagged.id;
    database.tag = tagged.tag;
    database.status = json.value(u"status"_s).toString();
    database.isSuspended = json.value(u"suspended"_s).toString() == u"suspended"_s;
    const QJsonArray suspenders = json.value(u"suspenders"_s).toArray();
    for (const QJsonValue &who : suspenders)
        database.suspenders.append(who.toString());
    database.version = json.value(u"version"_s).toString();
    database.plan = json.value(u"plan"_s).toString();
    database.region = json.value(u"region"_s).toString();
    database.environment = json.value(u"environmentId"_s).toString();
    database.role = json.value(u"role"_s).toString();
    database.database = json.value(u"databaseName"_s).toString();
    database.user = json.value(u"databaseUser"_s).toString();
    database.diskGb = json.value(u"diskSizeGB"_s).toInt();
    if (const QJsonValue high = json.value(u"highAvailabilityEnabled"_s); high.isBool())
        database.isHighlyAvailable = high.toBool();
    database.allowedAddresses = addressesIn(json.value(u"ipAllowList"_s));
    const QJsonObject parameters = json.value(u"parameterOverrides"_s).toObject();
    for (auto each = parameters.begin(); each != parameters.end(); ++each)
        database.parameters.insert(each.key(), each.value().toVariant().toString());
    database.createdAt = instantIn(json, u"createdAt"_s);
    return database;
}

InstanceState stateOf(const Database &database)
{
    InstanceState state;
    state.detail = u"Render calls it \"%1\""_s.arg(database.status.isEmpty() ? u"(nothing)"_s : database.status);
    if (database.isSuspended || database.status == u"suspended"_s) {
        const bool byOwner = database.suspenders.isEmpty() || database.suspenders.contains(u"user"_s);
        state.phase = byOwner ? InstancePhase::Held : InstancePhase::Stopped;
        if (!database.suspenders.isEmpty())
            state.detail += u", suspended by "_s + database.suspenders.join(u", "_s);
        return state;
    }
    static const QMap<QString, InstancePhase> phases{
        {u"available"_s, InstancePhase::Available},
        {u"maintenance_scheduled"_s, InstancePhase::Available},
        {u"recovery_in_progress"_s, InstancePhase::Replaying},
        {u"recovery_failed"_s, InstancePhase::Failed},
        {u"unavailable"_s, InstancePhase::Stopped},
    };
    // "unknown" is what a new one is called first; a word of tomorrow is shown and waited for, never taken for the end.
    state.phase = phases.value(database.status, InstancePhase::Creating);
    return state;
}

Instance instanceOf(const Database &database)
{
    Instance instance;
    instance.id = database.id;
    instance.runTag = database.tag;
    instance.version = database.version;
    instance.place = database.region;
    instance.createdAt = database.createdAt;
    instance.state = stateOf(database);
    return instance;
}

QList<SettingComparison> compare(const Database &source, const Database &copy)
{
    QList<SettingComparison> all;
    const auto add = [&](const QString &name, const QString &wanted, const QString &found) {
        all.append(
            {name, wanted, found, wanted == found ? SettingComparison::State::Same : SettingComparison::State::Differs});
    };
    add(u"PostgreSQL version"_s, source.version, copy.version);
    add(u"plan"_s, source.plan, copy.plan);
    add(u"region"_s, source.region, copy.region);
    add(u"database"_s, source.database, copy.database);
    add(u"user"_s, source.user, copy.user);
    add(u"high availability"_s, yesOrNo(source.isHighlyAvailable), yesOrNo(copy.isHighlyAvailable));
    add(u"addresses let in"_s, listed(source.allowedAddresses), listed(copy.allowedAddresses));
    if (copy.diskGb < source.diskGb)
        add(u"disk"_s, u"%1 GB"_s.arg(source.diskGb), u"%1 GB"_s.arg(copy.diskGb));
    QStringList parameters = source.parameters.keys() + copy.parameters.keys();
    parameters.sort();
    parameters.removeDuplicates();
    for (const QString &name : std::as_const(parameters))
        add(name, source.parameters.value(name, u"(default)"_s), copy.parameters.value(name, u"(default)"_s));
    return all;
}

Recovery recoveryIn(const QJsonObject &json)
{
    return {json.value(u"recoveryStatus"_s).toString(), instantIn(json, u"startsAt"_s)};
}

QList<Export> exportsIn(const QJsonArray &json)
{
    QList<Export> all;
    for (const QJsonValue &value : json) {
        const QJsonObject each = value.toObject();
        all.append({each.value(u"id"_s).toString(), instantIn(each, u"createdAt"_s),
                    !each.value(u"url"_s).toString().isEmpty()});
    }
    return all;
}

Backup backupOf(const Export &made, const InstanceId &instance, const QString &version)
{
    Backup backup;
    backup.id = BackupId(made.id);
    backup.kind = BackupKind::Dump;
    backup.instance = instance;
    backup.health = made.isReady ? BackupHealth::Healthy : BackupHealth::BeingMade;
    if (made.createdAt) {
        backup.startedAt = *made.createdAt;
        backup.takenAt = *made.createdAt;
        backup.expiresAt = *made.createdAt + ExportsKept;
    }
    backup.kept = u"for 7 days, and never longer than its database"_s;
    backup.source = u"Render, export"_s;
    backup.postgresVersion = version;
    return backup;
}

} // namespace shuttler::render
