// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/ReadBack.h"

#include "core/base/PipedCommand.h"
#include "core/dumps/DumpTools.h"
#include "core/dumps/RowsInScript.h"
#include "core/dumps/Seal.h"
#include "core/dumps/Zstd.h"

#include <algorithm>
#include <future>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using postgres::PgTools;

namespace {

Error notAsWritten(const DumpManifest &manifest, const QString &why)
{
    return Error(Fault::Corrupt, u"The dump %1 is not what its manifest says: %2."_s.arg(manifest.name.toString(), why))
        .means(u"It was cut off or changed since it was made, and must not be restored."_s)
        .todo(u"Use another dump. Look at who else can write to the store."_s);
}

Outcome sameMeasure(const DumpManifest &manifest, const QString &form, const Measure &wanted, const Measure &found)
{
    if (found.bytes != wanted.bytes)
        return notAsWritten(manifest, u"%1 it has %2 bytes, not %3"_s.arg(form).arg(found.bytes).arg(wanted.bytes));
    if (found.sha256 != wanted.sha256)
        return notAsWritten(manifest, u"%1 its SHA-256 is another one"_s.arg(form));
    return Done{};
}

/// Each table of the baseline with as many rows in the dump as in the database.
Outcome sameRows(const DumpManifest &manifest, const QMap<TableName, qint64> &rows)
{
    for (const TableBaseline &table : manifest.baseline.tables) {
        const QString shown = table.schema + u'.' + table.name;
        if (manifest.ofExtensions.contains(shown))
            continue;
        const auto found = rows.constFind({table.schema, table.name});
        if (found == rows.constEnd())
            return notAsWritten(manifest, u"the table %1 is not in it"_s.arg(shown));
        if (*found != table.rows)
            return notAsWritten(manifest, u"%1 has %2 rows in it and had %3 in the database"_s.arg(shown).arg(*found).arg(table.rows));
    }
    return Done{};
}

Outcome drain(PipedCommand &from, Stage &to, Job &job)
{
    QByteArray room(1024 * 1024, Qt::Uninitialized);
    for (;;) {
        const Result<qint64> got = from.read(room.data(), room.size(), job);
        if (!got)
            return got.error();
        if (*got == 0)
            return Done{};
        if (Outcome taken = to.add(QByteArrayView(room).first(*got)); !taken)
            return taken;
    }
}

/// pg_restore, twice: one lists what is in the archive, the other decodes all of its data.
class Decoding {
public:
    static Result<std::unique_ptr<Decoding>> begin(const PgTools &tools, const Job &job)
    {
        Command list;
        list.program = tools.program(u"pg_restore"_s);
        list.arguments = {u"--list"_s};
        Command decode = list;
        decode.arguments = {u"--section=data"_s, u"--file=-"_s};
        Result<std::unique_ptr<PipedCommand>> lister = PipedCommand::start(list, PipedCommand::Pipes::Input, job);
        if (!lister)
            return std::move(lister).error();
        Result<std::unique_ptr<PipedCommand>> decoder = PipedCommand::start(decode, PipedCommand::Pipes::Both, job);
        if (!decoder)
            return std::move(decoder).error();
        return std::unique_ptr<Decoding>(new Decoding(*std::move(lister), *std::move(decoder), job));
    }

    ~Decoding() { m_decode->closeInput(); } // Or else it would wait for us, and we for it.

    /// That a program reads no more is not held against the bytes yet: the lister needs their beginning only, and why the decoder gave up
    /// it says itself.
    Outcome add(QByteArrayView bytes, Job &job)
    {
        if (Result<PipedCommand::Taken> listed = m_list->write(bytes, job); !listed)
            return std::move(listed).error();
        if (Result<PipedCommand::Taken> decoded = m_decode->write(bytes, job); !decoded)
            return std::move(decoded).error();
        return Done{};
    }

    /// Both came to a good end; the number of entries.
    Result<qint64> end()
    {
        m_list->closeInput();
        m_decode->closeInput();
        const Outcome counted = m_counting.get();
        for (const std::unique_ptr<PipedCommand> *each : {&m_list, &m_decode}) {
            Result<CommandResult> result = (*each)->finish();
            if (!result)
                return std::move(result).error();
            if (result->exitCode > 128)
                return toolFailed(u"pg_restore"_s, *result, u"The dump was not read to its end, so nothing is known of it."_s);
            if (result->exitCode != 0 || !result->errors.isEmpty())
                return Error(Fault::Corrupt, u"pg_restore cannot read the dump."_s)
                    .means(u"It is no whole archive, and must not be restored."_s)
                    .todo(u"Use another dump, and take a new one."_s)
                    .details(QString::fromUtf8(result->errors.right(4000)));
            if (each == &m_list)
                for (const QByteArray &line : result->output.split('\n'))
                    m_entries += !line.isEmpty() && !line.startsWith(';');
        }
        if (!counted)
            return counted.error();
        if (Outcome whole = m_rows.end(); !whole)
            return std::move(whole).error();
        return m_entries;
    }
    const QMap<TableName, qint64> &rows() const { return m_rows.rows(); }

private:
    Decoding(std::unique_ptr<PipedCommand> list, std::unique_ptr<PipedCommand> decode, const Job &job)
        : m_list(std::move(list)), m_decode(std::move(decode))
    {
        m_counting = std::async(std::launch::async, [this, stop = job.stop, &clock = job.clock]() -> Outcome {
            SilentProgress silent;
            Job reading{stop, silent, clock};
            return drain(*m_decode, m_rows, reading);
        });
    }

    RowsInScript m_rows;
    qint64 m_entries = 0;
    std::unique_ptr<PipedCommand> m_list;
    std::unique_ptr<PipedCommand> m_decode;
    std::future<Outcome> m_counting; ///< Last: it ends before what it uses.
};

} // namespace

Outcome fetchDump(archive::ObjectStore &store, const DumpManifest &manifest, const DumpReader &reader, Stage &plain, Job &job)
{
    if (manifest.isEncrypted() && (!reader.key || reader.key->id() != manifest.keyId))
        return Error(Fault::Refused,
                     u"The dump %1 is encrypted with the key %2, which is not at hand."_s.arg(manifest.name.toString(), manifest.keyId))
            .means(u"Nobody can read it without that key."_s)
            .todo(u"Put that key into the keychain; the recovery kit has it."_s);
    const Result<archive::ObjectKey> key = archive::ObjectKey::of(manifest.key);
    if (!key)
        return key.error();

    // Backwards, as each needs the next. What is decoded is handed on as it comes; what it is worth shows at the end.
    Drain toPlain([&](QByteArrayView bytes) { return plain.add(bytes); });
    Meter plainMeter(toPlain);
    Decompressor decompressor(plainMeter);
    Meter compressedMeter(decompressor);
    std::optional<Unsealer> unsealer;
    if (manifest.isEncrypted())
        unsealer.emplace(*reader.key, compressedMeter);
    Meter storedMeter(unsealer ? static_cast<Stage &>(*unsealer) : compressedMeter);

    qint64 done = 0;
    const Result<archive::ObjectFacts> read = store.read(*key, {}, [&](QByteArrayView bytes, Job &reading) -> Outcome {
        done += bytes.size();
        if (done > manifest.stored.bytes)
            return notAsWritten(manifest, u"it is longer than %1 bytes"_s.arg(manifest.stored.bytes));
        reading.progress.counted(done, manifest.stored.bytes, u"bytes"_s);
        return storedMeter.add(bytes);
    }, job);
    if (!read)
        return read.error();
    if (done != manifest.stored.bytes)
        return notAsWritten(manifest, u"in the store it has %1 bytes, not %2"_s.arg(done).arg(manifest.stored.bytes));
    if (Outcome ended = storedMeter.end(); !ended)
        return ended;
    if (Outcome same = sameMeasure(manifest, u"in the store"_s, manifest.stored, storedMeter.measure()); !same)
        return same;
    if (Outcome same = sameMeasure(manifest, u"compressed"_s, manifest.compressed, compressedMeter.measure()); !same)
        return same;
    if (Outcome same = sameMeasure(manifest, u"uncompressed"_s, manifest.plain, plainMeter.measure()); !same)
        return same;
    return plain.end();
}

Result<qint64> verifyDump(archive::ObjectStore &store, const DumpManifest &manifest, const DumpReader &reader, Job &job)
{
    job.progress.stage(u"Reading the dump %1 back from %2"_s.arg(manifest.name.toString(), store.title()));
    if (manifest.format == DumpFormat::Plain) {
        RowsInScript script;
        if (Outcome fetched = fetchDump(store, manifest, reader, script, job); !fetched)
            return std::move(fetched).error();
        if (Outcome same = sameRows(manifest, script.rows()); !same)
            return std::move(same).error();
        return qint64(0);
    }
    const Result<PgTools> tools = toolsForDump(manifest.pgDumpMajor(), manifest.pgDumpMajor(), reader.programs);
    if (!tools)
        return tools.error();
    Result<std::unique_ptr<Decoding>> decoding = Decoding::begin(*tools, job);
    if (!decoding)
        return std::move(decoding).error();
    Drain toDecoding([&](QByteArrayView bytes) { return (*decoding)->add(bytes, job); });
    if (Outcome fetched = fetchDump(store, manifest, reader, toDecoding, job); !fetched)
        return std::move(fetched).error();
    const Result<qint64> entries = (*decoding)->end();
    if (!entries)
        return entries;
    if (Outcome same = sameRows(manifest, (*decoding)->rows()); !same)
        return std::move(same).error();
    return entries;
}

} // namespace shuttler::dumps
