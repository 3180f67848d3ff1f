// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpStream.h"

#include "core/base/PipedCommand.h"
#include "core/dumps/ByteQueue.h"
#include "core/dumps/DumpTools.h"
#include "core/dumps/Seal.h"
#include "core/dumps/Zstd.h"

#include <future>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

/// One dump on its way from the server to the store, on three threads besides the caller's: pg_dump's, the packing, the baseline.
class Streaming {
public:
    Streaming(archive::ObjectStore &store, const StreamWish &wish, verify::BaselineTaker &taker, DumpManifest &manifest, Job &job)
        : m_store(store), m_wish(wish), m_taker(taker), m_manifest(manifest), m_job(job), m_relay(job.stop, Halt{m_halt})
    {}
    ~Streaming() { halt(); }

    Outcome run()
    {
        const Result<archive::ObjectKey> key = archive::ObjectKey::of(m_manifest.key);
        if (!key)
            return key.error();
        Result<std::unique_ptr<PipedCommand>> dump = PipedCommand::start(m_wish.pgDump, PipedCommand::Pipes::Output, inner());
        if (!dump)
            return std::move(dump).error();
        m_dump = *std::move(dump);
        m_packing = std::async(std::launch::async, [this] { pack(); });
        m_counting = std::async(std::launch::async, [this] { count(); });

        archive::NewObject object{*key, u"application/zstd"_s, {}};
        if (m_manifest.isEncrypted())
            object.contentType = u"application/octet-stream"_s;
        const Result<archive::WrittenObject> written =
            m_store.write(object, [this](char *buffer, qint64 most, Job &job) { return give(buffer, most, job); }, m_wish.upload, m_job);
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

    /// A job for a thread of ours: stopped with the caller's and when anything here fails; silent, because progress is told by one thread
    /// only.
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
            sealer.emplace(*m_wish.key, storedMeter);
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
            return toolFailed(u"pg_dump"_s, *ended, u"There is no dump from this run, and nothing was changed in the database."_s);
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

    /// The store's source. It ends only when the baseline is there too, and nobody emptied a table that pg_dump may have come to after
    /// that: a snapshot does not bring back what TRUNCATE took away.
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

    archive::ObjectStore &m_store;
    const StreamWish &m_wish;
    verify::BaselineTaker &m_taker;
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

} // namespace

Outcome streamDump(archive::ObjectStore &store, const StreamWish &wish, verify::BaselineTaker &taker, DumpManifest &manifest, Job &job)
{
    return Streaming(store, wish, taker, manifest, job).run();
}

} // namespace shuttler::dumps
