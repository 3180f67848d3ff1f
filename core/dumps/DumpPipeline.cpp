// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpPipeline.h"

#include "core/base/PipedCommand.h"
#include "core/dumps/ByteQueue.h"
#include "core/dumps/DumpTools.h"
#include "core/dumps/Seal.h"
#include "core/dumps/Zstd.h"
#include "core/postgres/ToolConnection.h"
#include "core/verify/BaselineTaker.h"

#include <algorithm>
#include <future>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using archive::ObjectStore;
using postgres::PgTools;
using verify::BaselineTaker;

namespace {

const QString NoDump = u"There is no dump from this run, and nothing was changed in the database."_s;

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

/// Parts that hold the dump, and as many of them at once as 32 MiB hold. A database is larger than its dump: its indexes are not in it, and zstd
/// takes more off than text adds.
archive::UploadOptions uploadOf(qint64 databaseBytes)
{
    archive::UploadOptions options;
    options.partBytes = archive::partBytesFor(databaseBytes);
    options.inFlight = int(std::clamp<qint64>(32 * 1024 * 1024 / options.partBytes, 1, 4));
    return options;
}

/// One dump on its way from the server to the store, on three threads besides the caller's: pg_dump's, the packing, the baseline.
class Streaming {
public:
    Streaming(ObjectStore &store, const DumpWish &wish, BaselineTaker &taker, DumpManifest &manifest, Job &job)
        : m_store(store), m_wish(wish), m_taker(taker), m_manifest(manifest), m_job(job), m_relay(job.stop, Halt{m_halt})
    {}
    ~Streaming() { halt(); }

    Outcome run(const Command &pgDump, const archive::UploadOptions &upload)
    {
        const Result<archive::ObjectKey> key = archive::ObjectKey::of(m_manifest.key);
        if (!key)
            return key.error();
        Result<std::unique_ptr<PipedCommand>> dump = PipedCommand::start(pgDump, PipedCommand::Pipes::Output, inner());
        if (!dump)
            return std::move(dump).error();
        m_dump = *std::move(dump);
        m_packing = std::async(std::launch::async, [this] { pack(); });
        m_counting = std::async(std::launch::async, [this] { count(); });

        archive::NewObject object{*key, u"application/zstd"_s, {}};
        if (m_manifest.isEncrypted())
            object.contentType = u"application/octet-stream"_s;
        const Result<archive::WrittenObject> written =
            m_store.write(object, [this](char *buffer, qint64 most, Job &job) { return give(buffer, most, job); }, upload, m_job);
        halt();
        if (!written)
            return written.error();
        m_manifest.plain = m_plain;
        m_manifest.compressed = m_compressed;
        m_manifest.stored = m_stored;
        if (written->bytes != m_stored.bytes || QString::fromLatin1(written->sha256.toHex()) != m_stored.sha256)
            return Error(Fault::Corrupt, u"What went to the store is not what was packed."_s)
                .means(u"The object %1 is not a dump, and does not count as one."_s.arg(m_manifest.key))
                .todo(u"Check this computer's memory and try again."_s);
        return Done{};
    }

private:
    struct Halt {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    /// A job for a thread of ours: stopped with the caller's and when anything here fails; silent, because progress is told by one thread only.
    Job inner() { return {m_halt.get_token(), m_silent, m_job.clock}; }

    void halt()
    {
        m_halt.request_stop();
        m_queue.close();
        for (std::future<void> *thread : {&m_packing, &m_counting})
            if (thread->valid())
                thread->wait();
    }

    void fail(Error error)
    {
        m_queue.fail(std::move(error));
        m_halt.request_stop();
    }

    /// From pg_dump to the queue. Only after pg_dump itself has said that all went well do the stages learn that this was all.
    void pack()
    {
        Drain toQueue([this](QByteArrayView bytes) { return m_queue.put(bytes); });
        Meter storedMeter(toQueue);
        std::optional<Sealer> sealer;
        if (m_manifest.isEncrypted())
            sealer.emplace(*m_wish.reader.key, storedMeter);
        Meter compressedMeter(sealer ? static_cast<Stage &>(*sealer) : toQueue);
        Compressor compressor(compressedMeter);
        Meter plainMeter(compressor);
        if (Outcome packed = packAll(plainMeter); !packed)
            return fail(std::move(packed).error());
        m_plain = plainMeter.measure();
        m_compressed = compressedMeter.measure();
        m_stored = sealer ? storedMeter.measure() : m_compressed;
        m_queue.finish();
    }

    Outcome packAll(Stage &first)
    {
        Job job = inner();
        QByteArray room(1024 * 1024, Qt::Uninitialized);
        for (;;) {
            const Result<qint64> got = m_dump->read(room.data(), room.size(), job);
            if (!got)
                return got.error();
            if (*got == 0)
                break;
            if (Outcome taken = first.add(QByteArrayView(room).first(*got)); !taken)
                return taken;
        }
        const Result<CommandResult> ended = m_dump->finish();
        if (!ended)
            return ended.error();
        if (ended->exitCode != 0)
            return toolFailed(u"pg_dump"_s, *ended, NoDump);
        return first.end();
    }

    void count()
    {
        Job job = inner();
        Result<Baseline> baseline = m_taker.take(job);
        if (!baseline)
            return fail(std::move(baseline).errorDuring(u"counting what the dump has to contain"_s));
        m_manifest.baseline = *std::move(baseline);
    }

    /// The store's source. It ends only when the baseline is there too, and nobody emptied a table that pg_dump may have come to after that: a snapshot
    /// does not bring back what TRUNCATE took away.
    Result<qint64> give(char *buffer, qint64 most, Job &job)
    {
        Result<qint64> got = m_queue.take(buffer, most, job);
        if (!got || *got > 0 || !m_counting.valid())
            return got;
        m_counting.get();
        if (Result<qint64> failed = m_queue.take(buffer, most, job); !failed)
            return failed;
        if (Outcome stands = m_taker.mustStillStand(job); !stands)
            return std::move(stands).error();
        return got;
    }

    ObjectStore &m_store;
    const DumpWish &m_wish;
    BaselineTaker &m_taker;
    DumpManifest &m_manifest;
    Job &m_job;
    SilentProgress m_silent;
    std::stop_source m_halt;
    std::stop_callback<Halt> m_relay;
    ByteQueue m_queue;
    Measure m_plain;
    Measure m_compressed;
    Measure m_stored;
    std::unique_ptr<PipedCommand> m_dump;
    std::future<void> m_packing;
    std::future<void> m_counting;
};

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

} // namespace

Result<DumpManifest> takeDump(ObjectStore &store, const DumpWish &wish, Job &job)
{
    if (Outcome tidy = giveUpUnfinished(store, wish.environment, job); !tidy)
        return std::move(tidy).errorDuring(u"looking for what earlier runs left unfinished"_s);
    job.progress.stage(u"Fixing the moment"_s);
    BaselineOptions options = wish.baseline;
    options.ranges = false;
    Result<BaselineTaker> taker = BaselineTaker::open(wish.database, options, job);
    if (!taker)
        return std::move(taker).error();
    if (Outcome shared = mayBeShared(taker->snapshot()); !shared)
        return std::move(shared).error();
    const Result<PgTools> tools = toolsForServer(taker->snapshot().version() / 10'000, wish.reader.programs);
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
    manifest.takenAt = taker->snapshot().takenAt();
    manifest.name = DumpName::at(manifest.takenAt);
    manifest.serverVersion = taker->snapshot().versionText();
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
    if (Outcome streamed = Streaming(store, wish, *taker, manifest, job).run(dumpCommand(*tools, wish, taker->snapshot().sharedAs()), uploadOf(facts->bytes));
        !streamed)
        return std::move(streamed).errorDuring(u"dumping %1"_s.arg(wish.database.database));
    const Result<qint64> entries = verifyDump(store, manifest, wish.reader, job);
    if (!entries)
        return Error(entries.error()).during(u"reading the new dump back"_s);
    manifest.entries = *entries;
    manifest.readBackAt = job.clock.now();
    if (Outcome written = writeManifest(store, manifest, job); !written)
        return std::move(written).errorDuring(u"writing the manifest of %1"_s.arg(manifest.name.toString()));
    return manifest;
}

} // namespace shuttler::dumps
