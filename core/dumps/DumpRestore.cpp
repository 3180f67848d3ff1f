// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpRestore.h"

#include "core/dumps/DumpTools.h"
#include "core/dumps/EmptyTarget.h"
#include "core/dumps/RestoreErrors.h"
#include "core/postgres/ToolConnection.h"

#include <QFile>
#include <QStorageInfo>

#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;
using postgres::PgTools;

namespace {

const QString OnlyAPart = u"What is in the database now is a part of the dump at most, and must not be used."_s;
const QString DropIt = u"Drop the database, put right what is under Details, and restore into a new one."_s;

Error noRoom(const QString &scratch, const QString &why)
{
    return Error(Fault::Refused, u"There is no room for the dump in %1."_s.arg(scratch))
        .means(u"It is fetched as a whole before anything is restored, so nothing was restored."_s)
        .todo(u"Make room there, or name another folder."_s)
        .details(why);
}

/// A file without a name: gone however we end.
class ScratchFile {
public:
    static Result<std::unique_ptr<ScratchFile>> make(const QString &folder, qint64 bytes)
    {
        const QStorageInfo disk(folder);
        if (disk.isValid() && disk.bytesAvailable() < bytes)
            return noRoom(folder, u"It takes %1 bytes, and %2 are free."_s.arg(bytes).arg(disk.bytesAvailable()));
        QByteArray path = QFile::encodeName(folder + u"/shuttler-dump-XXXXXX"_s);
        const int file = ::mkostemp(path.data(), O_CLOEXEC); // Mode 0600.
        if (file < 0)
            return noRoom(folder, QString::fromLocal8Bit(::strerror(errno)));
        ::unlink(path.constData());
        return std::unique_ptr<ScratchFile>(new ScratchFile(folder, file));
    }
    ScratchFile(const ScratchFile &) = delete;
    ScratchFile &operator=(const ScratchFile &) = delete;
    ~ScratchFile() { ::close(m_file); }

    Outcome add(QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            const ssize_t written = ::write(m_file, bytes.data(), size_t(bytes.size()));
            if (written < 0 && errno != EINTR)
                return noRoom(m_folder, QString::fromLocal8Bit(::strerror(errno)));
            bytes = bytes.sliced(std::max<ssize_t>(written, 0));
        }
        return Done{};
    }
    /// By which other programs of this user open it, each from its beginning.
    QString path() const { return u"/proc/%1/fd/%2"_s.arg(::getpid()).arg(m_file); }

private:
    ScratchFile(QString folder, int file) : m_folder(std::move(folder)), m_file(file) {}
    QString m_folder;
    int m_file;
};

Result<QStringList> restoreArchive(const PgTools &tools, const RestoreWish &wish, const QString &path, Job &job)
{
    Command command;
    command.program = tools.program(u"pg_restore"_s);
    command.arguments = {u"--jobs=%1"_s.arg(std::max(1, wish.connections))};
    if (wish.ownership == Ownership::RestoringRole)
        command.arguments += {u"--no-owner"_s, u"--no-privileges"_s};
    postgres::connectTo(wish.target, command);
    command.arguments.append(path);

    // Whether it goes on after an error is all or nothing, so it does, and is stopped at the first that is not harmless.
    std::stop_source halt;
    const std::stop_callback relay(job.stop, [&halt] { halt.request_stop(); });
    Job watched{halt.get_token(), job.progress, job.clock};
    RestoreErrors errors;
    Result<CommandResult> result = runCommand(command, watched, [&](const QByteArray &line) {
        errors.takeLine(line);
        if (!errors.others().isEmpty())
            halt.request_stop();
    });
    errors.end();
    if (job.stop.stop_requested())
        return Error(Fault::Cancelled, u"Stopped on request."_s).means(OnlyAPart).todo(u"Drop the database."_s);
    if (!errors.others().isEmpty()) {
        const QString words = errors.others().first(std::min<qsizetype>(errors.others().size(), 20)).join(u'\n');
        CommandResult said;
        said.errors = words.toUtf8();
        return toolFailed(u"pg_restore"_s, said, OnlyAPart).todo(DropIt);
    }
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0 && (result->exitCode != 1 || errors.harmless().isEmpty()))
        return toolFailed(u"pg_restore"_s, *result, OnlyAPart).todo(DropIt);
    return errors.harmless();
}

Outcome restoreScript(const PgTools &tools, const RestoreWish &wish, const QString &path, Job &job)
{
    Command command;
    command.program = tools.program(u"psql"_s);
    command.arguments = {u"--no-psqlrc"_s, u"--quiet"_s, u"--output=/dev/null"_s, u"--set=ON_ERROR_STOP=1"_s, u"--single-transaction"_s,
                         u"--file="_s + path};
    postgres::connectTo(wish.target, command);
    Result<CommandResult> result = runCommand(command, job);
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return toolFailed(u"psql"_s, *result, u"All was in one transaction, which did not take place: the database is as it was."_s);
    return Done{};
}

Outcome mustEqual(const DumpManifest &manifest, const VerifyReport &report)
{
    QStringList differs;
    for (const Finding &finding : report.findings)
        if (finding.verdict == Verdict::Failed)
            differs.append(u"%1: %2 (expected %3, found %4)"_s.arg(finding.check, finding.subject, finding.expected, finding.found));
    if (summaryOf(report.findings).verdict() != Verdict::Failed && differs.isEmpty())
        return Done{};
    return Error(Fault::Corrupt, u"What was restored is not what the dump %1 was made of: %2."_s.arg(
                                     manifest.name.toString(), differs.isEmpty() ? u"nothing could be checked"_s : differs.first()))
        .means(u"The copy must not be used."_s)
        .todo(u"Look at the findings, drop the database, and use another dump."_s)
        .details(differs.first(std::min<qsizetype>(differs.size(), 20)).join(u'\n'));
}

} // namespace

Result<RestoredDump> restoreDump(archive::ObjectStore &store, const DumpManifest &manifest, const RestoreWish &wish, Verifier &verifier,
                                 Job &job, const FindingSink &sink)
{
    if (Outcome empty = mustBeEmpty(wish.target, manifest.serverMajor(), job); !empty)
        return std::move(empty).error();
    const Result<PgTools> tools = toolsForDump(manifest.pgDumpMajor(), manifest.serverMajor(), wish.reader.programs);
    if (!tools)
        return tools.error();
    Result<std::unique_ptr<ScratchFile>> file = ScratchFile::make(wish.scratch, manifest.plain.bytes);
    if (!file)
        return std::move(file).error();
    job.progress.stage(u"Fetching the dump %1 from %2"_s.arg(manifest.name.toString(), store.title()));
    Drain toFile([&](QByteArrayView bytes) { return (*file)->add(bytes); });
    if (Outcome fetched = fetchDump(store, manifest, wish.reader, toFile, job); !fetched)
        return std::move(fetched).error();
    // Fetching may take hours; nobody may have come meanwhile.
    if (Outcome empty = mustBeEmpty(wish.target, manifest.serverMajor(), job); !empty)
        return std::move(empty).error();

    job.progress.stage(u"Restoring the dump %1 into %2"_s.arg(manifest.name.toString(), wish.target.database));
    RestoredDump restored;
    if (manifest.format == DumpFormat::Custom) {
        Result<QStringList> harmless = restoreArchive(*tools, wish, (*file)->path(), job);
        if (!harmless)
            return std::move(harmless).error();
        restored.harmless = *std::move(harmless);
    } else if (Outcome done = restoreScript(*tools, wish, (*file)->path(), job); !done) {
        return std::move(done).error();
    }

    job.progress.stage(u"Holding the copy against the dump's baseline"_s);
    VerifyRequest request = wish.checks;
    request.copy = wish.target;
    request.baseline = manifest.baseline;
    request.exact = true;
    request.moment = manifest.takenAt;
    Result<VerifyReport> report = verifier.verify(request, job, sink);
    if (!report)
        return std::move(report).errorDuring(u"holding the copy against the dump's baseline"_s);
    if (Outcome equal = mustEqual(manifest, *report); !equal)
        return std::move(equal).error();
    restored.report = *std::move(report);
    return restored;
}

} // namespace shuttler::dumps
