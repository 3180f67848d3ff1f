// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpPipeline.h"

#include "core/dumps/DumpStream.h"
#include "core/dumps/DumpTools.h"
#include "core/dumps/Zstd.h"
#include "core/postgres/ToolConnection.h"

#include <algorithm>
#include <malloc.h>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using archive::ObjectStore;
using postgres::PgTools;
using verify::BaselineTaker;

namespace {

Outcome giveUpUnfinished(ObjectStore &store, const EnvironmentName &environment, Job &job)
{
    const Result<std::optional<QList<archive::UnfinishedUpload>>> left = store.unfinished(dumpsPrefix(environment), job);
    if (!left)
        return left.error();
    for (const archive::UnfinishedUpload &upload : left->value_or(QList<archive::UnfinishedUpload>())) {
        if (!nameIn(upload.key))
            continue; // Somebody else's.
        if (Outcome gone = store.abandon(upload, job); !gone)
            return gone;
        job.progress.line(u"Gave up an upload that an earlier run had left unfinished: %1"_s.arg(upload.key));
    }
    return Done{};
}

struct DatabaseFacts {
    qint64 bytes = 0;
    QStringList ofExtensions;
};

Result<DatabaseFacts> askDatabase(const ConnectionInfo &database, Job &job)
{
    Result<postgres::Connection> connection = postgres::Connection::open(database, {}, job);
    if (!connection)
        return std::move(connection).error();
    Result<postgres::Rows> size = connection->query(u"SELECT pg_database_size(current_database())"_s, job);
    if (!size)
        return std::move(size).error();
    DatabaseFacts facts;
    facts.bytes = size->integer(0, 0);
    Result<postgres::Rows> tables = connection->query(
        u"SELECT n.nspname, c.relname FROM pg_depend d JOIN pg_class c ON c.oid = d.objid JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'e' AND c.relkind IN ('r', 'p') ORDER BY 1, 2"_s,
        job);
    if (!tables)
        return std::move(tables).error();
    for (int row = 0; row < tables->size(); ++row)
        facts.ofExtensions.append(tables->text(row, 0) + u'.' + tables->text(row, 1));
    return facts;
}

Command dumpCommand(const PgTools &tools, const DumpWish &wish, const QString &snapshot)
{
    Command command;
    command.program = tools.program(u"pg_dump"_s);
    command.arguments = {u"--snapshot="_s + snapshot,
                         u"--lock-wait-timeout=60000"_s}; // Who waits for a table stands in everybody's way who comes after.
    if (wish.format == DumpFormat::Custom)
        command.arguments += {u"--format=custom"_s, u"--compress=0"_s};
    else
        command.arguments.append(u"--format=plain"_s);
    postgres::connectTo(wish.database, command);
    return command;
}

/// Parts that hold the dump, and as many of them at once as 32 MiB hold. A database is larger than its dump: its indexes are not in it, and
/// zstd takes more off than text adds.
archive::UploadOptions uploadOf(qint64 databaseBytes)
{
    archive::UploadOptions options;
    options.partBytes = archive::partBytesFor(databaseBytes);
    options.inFlight = int(std::clamp<qint64>(32 * 1024 * 1024 / options.partBytes, 1, 4));
    return options;
}

Outcome writeManifest(ObjectStore &store, const DumpManifest &manifest, Job &job)
{
    const Result<archive::ObjectKey> key = manifestKeyOf(manifest.environment, manifest.name);
    if (!key)
        return key.error();
    const QByteArray bytes = toBytes(manifest);
    if (const Result<archive::WrittenObject> written = store.writeBytes({*key, u"application/json"_s, {}}, bytes, job); !written)
        return written.error();
    const Result<DumpManifest> there = readManifest(store, manifest.environment, manifest.name, job);
    if (!there)
        return there.error();
    if (toBytes(*there) != bytes)
        return Error(Fault::Corrupt, u"The store gives another manifest than was written."_s)
            .means(u"The dump %1 is whole, but what is known of it is not."_s.arg(manifest.name.toString()))
            .todo(u"Take a new dump, and ask whoever runs the store."_s);
    return Done{};
}

Outcome mayBeShared(const verify::Snapshot &snapshot)
{
    if (!snapshot.sharedAs().isEmpty())
        return Done{};
    return Error(Fault::Refused, u"The server does not let pg_dump look at the same moment as we do."_s)
        .means(u"Nobody could tell what the dump has to contain, so none was made."_s)
        .todo(u"Let the role execute pg_export_snapshot(), and connect to the server itself, not through a pooler of transactions."_s);
}

/// The first half: an object in the store, of which nobody knows yet whether it can be read. The database is left alone from then on: a
/// snapshot that stays open keeps its clean-up waiting.
Result<DumpManifest> makeObject(ObjectStore &store, const DumpWish &wish, Job &job)
{
    job.progress.stage(u"Fixing the moment"_s);
    BaselineOptions options = wish.baseline;
    options.ranges = false;
    Result<BaselineTaker> taker = BaselineTaker::open(wish.database, options, job);
    if (!taker)
        return std::move(taker).error();
    const verify::Snapshot &snapshot = taker->snapshot();
    if (Outcome shared = mayBeShared(snapshot); !shared)
        return std::move(shared).error();
    const Result<PgTools> tools = toolsForServer(snapshot.version() / 10'000, wish.reader.programs);
    if (!tools)
        return tools.error();
    const Result<DatabaseFacts> facts = askDatabase(wish.database, job);
    if (!facts)
        return facts.error();
    const Result<QString> pgDump = versionOf(*tools, u"pg_dump"_s, job);
    if (!pgDump)
        return pgDump.error();

    DumpManifest manifest;
    manifest.environment = wish.environment;
    manifest.instance = wish.instance;
    manifest.format = wish.format;
    manifest.takenAt = snapshot.takenAt();
    manifest.name = DumpName::at(manifest.takenAt);
    manifest.serverVersion = snapshot.versionText();
    manifest.pgDumpVersion = *pgDump;
    manifest.zstdVersion = zstdVersion();
    manifest.keyId = wish.reader.key ? wish.reader.key->id() : QString();
    manifest.ofExtensions = facts->ofExtensions;
    const Result<archive::ObjectKey> key =
        dumpKeyOf(wish.environment, manifest.name, wish.format, manifest.isEncrypted() ? Sealed::Yes : Sealed::No);
    if (!key)
        return key.error();
    manifest.key = key->toString();

    job.progress.stage(u"Dumping %1 to %2"_s.arg(wish.database.database, store.title()));
    const Command pgDumpCall = dumpCommand(*tools, wish, snapshot.sharedAs());
    if (Outcome streamed = streamDump(store, {pgDumpCall, wish.reader.key, uploadOf(facts->bytes)}, *taker, manifest, job); !streamed)
        return std::move(streamed).errorDuring(u"dumping %1"_s.arg(wish.database.database));
    return manifest;
}

} // namespace

Result<DumpManifest> takeDump(ObjectStore &store, const DumpWish &wish, Job &job)
{
    // Or else glibc learns to keep what the parts took, once for each thread that sent one: three times as much in the end.
    ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    if (Outcome tidy = giveUpUnfinished(store, wish.environment, job); !tidy)
        return std::move(tidy).errorDuring(u"looking for what earlier runs left unfinished"_s);
    Result<DumpManifest> manifest = makeObject(store, wish, job);
    if (!manifest)
        return manifest;
    Result<qint64> entries = verifyDump(store, *manifest, wish.reader, job);
    if (!entries)
        return std::move(entries).errorDuring(u"reading the new dump back"_s);
    manifest->entries = *entries;
    manifest->readBackAt = job.clock.now();
    if (Outcome written = writeManifest(store, *manifest, job); !written)
        return std::move(written).errorDuring(u"writing the manifest of %1"_s.arg(manifest->name.toString()));
    return manifest;
}

} // namespace shuttler::dumps
