// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Inspection.h"

#include "core/verify/Freshness.h"
#include "core/verify/RowHash.h"

#include <algorithm>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

Result<Rules> Rules::read(const QString &referencesFile, const QString &sanityFile)
{
    Rules rules;
    if (!referencesFile.isEmpty()) {
        Result<QList<ReferenceRule>> references = readReferenceRules(referencesFile);
        if (!references)
            return std::move(references).errorDuring(u"reading the rules of references"_s);
        rules.references = *references;
    }
    if (!sanityFile.isEmpty()) {
        Result<QList<SanityQuery>> sanity = readSanityQueries(sanityFile);
        if (!sanity)
            return std::move(sanity).errorDuring(u"reading the sanity queries"_s);
        rules.sanity = *sanity;
    }
    return rules;
}

Result<Subject> Subject::open(const ConnectionInfo &database, std::chrono::milliseconds patience, Job &job, When when)
{
    Result<Snapshot> snapshot = Snapshot::open(database, patience, job, when);
    if (!snapshot)
        return std::move(snapshot).error();
    Result<Schema> schema = readSchema(*snapshot, job);
    if (!schema)
        return std::move(schema).error();
    Result<postgres::Rows> probe = snapshot->ask(byteOrderProbe(), job);
    if (!probe)
        return std::move(probe).error();
    const QString order = probe->text(0, 0) == QLatin1StringView(LittleEndianProbe) ? u"little"_s : u"other"_s;
    return Subject{*std::move(snapshot), *std::move(schema), order};
}

Outcome scanAll(Subject &subject, const std::function<ScanWishes(const Table &)> &wishes, const TakeFacts &taken, Job &job,
                qint64 &bytesRead)
{
    QList<const Table *> tables;
    qint64 pages = 0;
    const auto pagesOf = [](const Table &table) { return table.bytes / 8192; };
    for (const Table &table : subject.schema.tables) {
        if (!Inspection::isCovered(table) || !table.readable)
            continue;
        tables.append(&table);
        pages += pagesOf(table);
    }
    std::stable_sort(tables.begin(), tables.end(), [](const Table *a, const Table *b) { return a->bytes > b->bytes; });

    if (Outcome planned = subject.snapshot.plan(Plan::HeapOnly, job); !planned)
        return planned;
    qint64 done = 0;
    for (const Table *table : tables) {
        if (Outcome stopped = job.checkStop(); !stopped)
            return stopped;
        Result<TableFacts> facts = scanTable(subject.snapshot, *table, wishes(*table), job);
        if (!facts && endsAll(facts.error(), subject.snapshot))
            return std::move(facts).error();
        if (facts)
            bytesRead += table->bytes;
        if (Outcome good = taken(*table, std::move(facts)); !good)
            return good;
        done += pagesOf(*table);
        job.progress.counted(done, pages, u"pages"_s);
    }
    return subject.snapshot.plan(Plan::AsUsual, job);
}

Result<Inspection> Inspection::begin(const VerifyRequest &request, const FindingSink &sink, Job &job)
{
    const Instant started = job.clock.now();
    Result<Rules> rules = Rules::read(request.referencesFile, request.sanityFile);
    if (!rules)
        return std::move(rules).error();
    Result<Subject> copy = Subject::open(request.copy, PatienceWithCopies, job);
    if (!copy)
        return std::move(copy).errorDuring(u"opening the copy"_s);
    Inspection inspection(request, *std::move(rules), *std::move(copy), sink, started);
    if (request.baseline && (!request.moment || request.baseline->takenAt <= *request.moment)) {
        inspection.baseline = request.baseline;
        const Instant until = request.moment.value_or(job.clock.now());
        inspection.sinceBaseline = request.exact ? Micros(0) : std::max(Micros(1), until - request.baseline->takenAt);
    }
    return inspection;
}

std::optional<TimeColumn> Inspection::timeColumnOf(const Table &table) const
{
    const TableBaseline *before = baselineOf(table);
    if (before && !before->newestColumn.isEmpty())
        if (std::optional<TimeColumn> column = timeColumnNamed(table, before->newestColumn))
            return column;
    return verify::timeColumnOf(table);
}

Outcome Inspection::scan(bool checksums, Job &job)
{
    job.progress.stage(checksums ? u"Counting and hashing every row"_s : u"Counting the rows of every table"_s);
    const auto wishes = [&](const Table &table) {
        ScanWishes wish;
        wish.checksum = checksums;
        wish.time = timeColumnOf(table);
        if (baseline)
            wish.since = baseline->takenAt;
        return wish;
    };
    const auto take = [&](const Table &table, Result<TableFacts> found) -> Outcome {
        if (found)
            facts.insert(table.oid, *std::move(found));
        else
            unread.insert(table.oid, found.error());
        return Done{};
    };
    if (Outcome scanned = scanAll(copy, wishes, take, job, m_bytesRead); !scanned)
        return scanned;
    return request.live ? scanLive(job) : Outcome(Done{});
}

/// The live database may be gone or half gone; that is why somebody restores. Then it has nothing to say.
Outcome Inspection::scanLive(Job &job)
{
    job.progress.stage(u"Asking the old database how far it had come"_s);
    Result<Subject> live = Subject::open(*request.live, PatienceWithLive, job);
    if (!live) {
        if (live.error().fault() == Fault::Cancelled)
            return std::move(live).error();
        job.progress.line(u"The old database could not be asked: "_s + live.error().forLog());
        return Done{};
    }
    const auto wishes = [&](const Table &table) {
        ScanWishes wish;
        wish.time = timeColumnOf(table);
        if (baseline)
            wish.since = baseline->takenAt;
        if (request.moment)
            wish.until = *request.moment - OpenTransactionSlack;
        wish.upTo = request.moment;
        return wish;
    };
    const auto take = [&](const Table &table, Result<TableFacts> found) -> Outcome {
        if (found)
            liveFacts.insert(table.oid, *std::move(found));
        return Done{};
    };
    qint64 notCounted = 0;
    if (Outcome scanned = scanAll(*live, wishes, take, job, notCounted); !scanned) {
        if (scanned.error().fault() == Fault::Cancelled)
            return scanned;
        job.progress.line(u"The old database stopped answering: "_s + scanned.error().forLog());
        liveFacts.clear();
        return Done{};
    }
    liveSchema = std::move(live->schema);
    return Done{};
}

const TableFacts *Inspection::liveFactsOf(const Table &table) const
{
    const Table *there = liveSchema ? liveSchema->find(table.schema, table.name) : nullptr;
    const auto found = there ? liveFacts.constFind(there->oid) : liveFacts.constEnd();
    return found == liveFacts.constEnd() ? nullptr : &*found;
}

const TableBaseline *Inspection::baselineOf(const Table &table) const
{
    return baseline ? baseline->find(table.schema, table.name) : nullptr;
}

void Inspection::add(Finding finding)
{
    if (m_sink)
        m_sink(finding);
    m_findings.append(std::move(finding));
}

Outcome Inspection::addUnanswered(Finding finding, const Error &error)
{
    if (endsAll(error, copy.snapshot))
        return error;
    finding.verdict = error.fault() == Fault::Corrupt ? Verdict::Failed : Verdict::NotChecked;
    finding.found = error.what();
    finding.means = error.fault() == Fault::Corrupt ? u"Part of this copy cannot be read."_s
                                                    : u"Nobody knows whether this part of the copy is right."_s;
    finding.todo = error.todo();
    add(std::move(finding));
    return Done{};
}

VerifyReport Inspection::report(Job &job) const
{
    VerifyReport report;
    report.findings = m_findings;
    for (const Table &table : copy.schema.tables)
        if (const auto found = facts.constFind(table.oid); found != facts.constEnd())
            report.tables.append({table.schema, table.name, found->rows, found->checksum, found->newest,
                                  found->newest ? timeColumnOf(table)->name : QString()});
    report.bytesRead = m_bytesRead;
    report.seconds = std::chrono::duration<double>(job.clock.now() - m_started).count();
    return report;
}

} // namespace shuttler::verify
