// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"
#include "core/catalog/CatalogRefresher.h"
#include "core/restore/BackupTaker.h"

#include <QJsonArray>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const Backup &backup)
{
    return {{u"id"_s, backup.id.toString()}, {u"kind"_s, wordFor(backup.kind)}, {u"takenAt"_s, backup.takenAt.toString()},
            {u"sizeBytes"_s, backup.sizeBytes}, {u"storedBytes"_s, backup.storedBytes}, {u"health"_s, wordFor(backup.health)},
            {u"healthReason"_s, backup.healthReason},
            {u"expiresAt"_s, backup.expiresAt ? QJsonValue(backup.expiresAt->toString()) : QJsonValue()},
            {u"kept"_s, backup.kept}, {u"source"_s, backup.source}, {u"instance"_s, backup.instance.toString()}};
}

QJsonValue windowOf(const BackupListing &listing)
{
    if (listing.windows.isEmpty())
        return {};
    QJsonArray gaps;
    QJsonArray parts;
    for (const InstanceWindow &part : listing.windows) {
        parts.append(QJsonObject{{u"instance"_s, part.instance.toString()}, {u"earliest"_s, part.window.earliest().toString()},
                                 {u"latest"_s, part.window.latest().toString()}});
        for (const WindowGap &gap : part.window.gaps())
            gaps.append(QJsonObject{{u"from"_s, gap.from.toString()}, {u"until"_s, gap.until.toString()}, {u"cause"_s, gap.cause}});
    }
    return QJsonObject{{u"earliest"_s, listing.earliest()->toString()}, {u"latest"_s, listing.latest()->toString()},
                       {u"gaps"_s, gaps}, {u"instances"_s, parts}};
}

Exit listBackups(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1)
        return context.out.fail(usageError(u"One environment has to be named."_s, backupsCommand()));
    Result<RestoreWorld> world = context.services.open(EnvironmentName(words[0]));
    if (!world)
        return context.out.fail(world.error());
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());
    if (parser.isSet(u"verify"_s)) {
        const BackupId wanted(parser.value(u"verify"_s));
        if (Result<BackupHealth> read = world->provider->verifyBackup(world->environment.instance, wanted, context.job); !read)
            return context.out.fail(read.error());
    }
    Result<Refreshed> refreshed = refreshCatalog(world->environment, *world->provider, **ledger, context.job);
    if (!refreshed)
        return context.out.fail(refreshed.error());

    const BackupListing &listing = refreshed->listing;
    QJsonArray backups;
    for (const Backup &backup : listing.backups) {
        backups.append(jsonOf(backup));
        context.out.print(u"%1  %2  %3  %4  %5"_s.arg(backup.takenAt.toString(), wordFor(backup.kind).leftJustified(12),
                                                       amount(backup.sizeBytes, u"bytes"_s).rightJustified(10),
                                                       wordFor(backup.health).leftJustified(11), backup.id.toString()));
    }
    if (listing.windows.isEmpty())
        context.out.print(u"There is no window of restorable seconds yet."_s);
    else
        context.out.print(u"Any second from %1 to %2"_s.arg(listing.earliest()->toString(), listing.latest()->toString()));
    for (const InstanceWindow &part : listing.windows) {
        for (const WindowGap &gap : part.window.gaps())
            context.out.print(u"  but not between %1 and %2: %3"_s.arg(gap.from.toString(), gap.until.toString(), gap.cause));
    }
    for (const QString &remark : listing.remarks + refreshed->vanished)
        context.out.tell(remark);
    context.out.result({{u"backups"_s, backups}, {u"window"_s, windowOf(listing)},
                        {u"vanished"_s, QJsonArray::fromStringList(refreshed->vanished)}});
    const Backup *verified = listing.find(BackupId(parser.value(u"verify"_s)));
    return verified && verified->health == BackupHealth::Failed ? Exit::BadVerdict : Exit::Good;
}

Exit takeBackup(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    const QString name = parser.value(u"name"_s);
    if (words.size() != 1 || name.isEmpty())
        return context.out.fail(usageError(u"An environment and --name are needed."_s, backupCommand()));
    Result<RestoreWorld> world = context.services.open(EnvironmentName(words[0]));
    if (!world)
        return context.out.fail(world.error());
    Result<std::unique_ptr<Ledger>> ledger = context.ledger();
    if (!ledger)
        return context.out.fail(ledger.error());
    Result<BackupWithBaseline> taken = takeBackupWithBaseline(*world, name, context.job);
    const Outcome noted = (*ledger)->record({context.services.clock().now(), words[0], u"Backup %1"_s.arg(name), u"owner"_s,
                                             taken ? u"Done"_s : u"Failed"_s,
                                             taken ? jsonOf(taken->backup) : toJson(taken.error()), {}});
    if (!taken)
        return context.out.fail(taken.error());
    if (!noted)
        return context.out.fail(noted.error());
    context.out.print(u"Backup %1 is made: %2, %3 rows in its baseline."_s.arg(taken->backup.id.toString(),
                                                                              amount(taken->backup.sizeBytes, u"bytes"_s))
                          .arg(taken->baseline.totalRows()));
    context.out.result({{u"backup"_s, jsonOf(taken->backup)}});
    return Exit::Good;
}

} // namespace

Command backupsCommand()
{
    return {u"backups"_s, u"ENV [--verify ID]"_s, u"Everything one could restore from."_s, u"shuttlerctl backups practice --json"_s,
            {{u"verify"_s, u"First read this backup back and compare every checksum; exit 1 when it is not sound."_s, u"ID"_s}}, listBackups};
}

Command backupCommand()
{
    return {u"backup"_s, u"ENV --name N"_s, u"Take a backup now, and a baseline with it."_s,
            u"shuttlerctl backup practice --name before-migration"_s,
            {{u"name"_s, u"What it is called in lists."_s, u"N"_s}}, takeBackup};
}

} // namespace shuttler::app
