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

Result<Inspection> Inspection::begin(const VerifyRequest &request, const FindingSink &sink, Job &job)
{
    const Instant started = job.clock.now();
    Result<Rules> rules = Rules::read(request.referencesFile, request.sanityFile);
    if (!rules)
        return std::move(rules).error();
    Result<Subject> copy = Subject::open(request.copy, PatienceWithCopies, request.gently ? 1 : ConnectionsWithCopies, job);
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

Outcome Inspection::scan(bool checksums, const std::function<void(const Table &)> &tell, Job &job)
{
    if (request.live)
        if (Outcome asked = scanLive(job); !asked)
            return asked;
    job.progress.stage(checksums ? u"Counting and hashing every row"_s : u"Counting the rows of every table"_s);
    PassWishes wishes;
    wishes.ofTable = [&](const Table &table) -> std::optional<ScanWishes> {
        if (!wants(u"rows"_s, table.shown()))
            return std::nullopt;
        ScanWishes wish;
        wish.checksum = checksums;
        wish.gently = request.gently;
        wish.time = timeColumnOf(table);
        if (baseline)
            wish.since = baseline->takenAt;
        return wish;
    };
    wishes.links = integerLinks(copy.schema, rules.references);
    wishes.whenRead = [&](const Table &table, const Result<TableFacts> &read, const QMap<QString, LinkProof> &proved) {
        if (read)
            facts.insert(table.oid, *read);
        else
            unread.insert(table.oid, read.error());
        proofs.insert(proved);
        tell(table);
    };
    Result<PassFacts> found = readRows(copy, wishes, job);
    if (!found)
        return std::move(found).error();
    proofs = std::move(found->proofs); // With those that all tables together gave.
    m_bytesRead = found->bytesRead;
    return checksums && sinceBaseline.count() == 0 ? findOtherRanges(job) : Outcome(Done{});
}

/// Only a table whose contents are not the baseline's own is read once more: the ranges of those that are would tell nothing.
Outcome Inspection::findOtherRanges(Job &job)
{
    PassWishes wishes;
    wishes.ofTable = [this](const Table &table) -> std::optional<ScanWishes> {
        const TableBaseline *before = baselineOf(table);
        const auto now = facts.constFind(table.oid);
        if (!before || before->rangeColumn.isEmpty() || !table.find(before->rangeColumn) || now == facts.constEnd()
            || now->checksum == before->checksum || now->checksum.section(u':', 0, 0) != before->checksum.section(u':', 0, 0))
            return std::nullopt;
        ScanWishes wish;
        wish.checksum = true;
        wish.gently = request.gently;
        wish.ranges = RangeKey{before->rangeColumn, before->rangeShift};
        return wish;
    };
    Result<PassFacts> other = readRows(copy, wishes, job);
    if (!other)
        return std::move(other).error();
    for (const auto &[oid, found] : std::as_const(other->tables).asKeyValueRange()) {
        facts[oid].rangeKey = found.rangeKey;
        facts[oid].ranges = found.ranges;
    }
    m_bytesRead += other->bytesRead;
    return Done{};
}

Outcome Inspection::askAhead(const QStringList &questions, Job &job)
{
    std::vector<Answer> found(size_t(questions.size()));
    QList<Errand> errands;
    for (qsizetype place = 0; place < questions.size(); ++place)
        errands.append({0, {}, [&, place](Snapshot &snapshot, Job &own) -> Outcome {
                            Answer &answer = found[size_t(place)];
                            const Instant start = own.clock.now();
                            Result<postgres::Rows> rows = snapshot.ask(questions[place], own);
                            if (!rows && endsAll(rows.error(), snapshot))
                                return std::move(rows).error();
                            answer.number = rows ? Result<qint64>(rows->integer(0, 0)) : Result<qint64>(rows.error());
                            answer.seconds = std::chrono::duration<double>(own.clock.now() - start).count();
                            return Done{};
                        }});
    qint64 done = 0;
    const auto tell = [&](qsizetype) -> Outcome {
        job.progress.counted(++done, questions.size(), u"links"_s);
        return Done{};
    };
    if (Outcome asked = copy.crew.work(copy.snapshot, errands, tell, job); !asked)
        return asked;
    for (qsizetype place = 0; place < questions.size(); ++place)
        answers.insert(questions[place], found[size_t(place)]);
    return Done{};
}

/// The live database may be gone or half gone; that is why somebody restores. Then it has nothing to say.
Outcome Inspection::scanLive(Job &job)
{
    job.progress.stage(u"Asking the old database how far it had come"_s);
    Result<Subject> live = Subject::open(*request.live, PatienceWithLive, ConnectionsWithLive, job);
    if (!live) {
        if (live.error().fault() == Fault::Cancelled)
            return std::move(live).error();
        job.progress.line(u"The old database could not be asked: "_s + live.error().forLog());
        return Done{};
    }
    PassWishes wishes;
    wishes.ofTable = [&](const Table &table) -> std::optional<ScanWishes> {
        if (!wants(u"rows"_s, table.shown()))
            return std::nullopt;
        ScanWishes wish;
        wish.time = timeColumnOf(table);
        if (baseline)
            wish.since = baseline->takenAt;
        if (request.moment)
            wish.until = *request.moment - OpenTransactionSlack;
        wish.upTo = request.moment;
        return wish;
    };
    Result<PassFacts> found = readRows(*live, wishes, job);
    if (!found) {
        if (found.error().fault() == Fault::Cancelled)
            return std::move(found).error();
        job.progress.line(u"The old database stopped answering: "_s + found.error().forLog());
        return Done{};
    }
    liveFacts = std::move(found->tables);
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

const Error *Inspection::whyGivenUp(const Table &table) const
{
    const auto why = unread.constFind(table.oid);
    return why != unread.constEnd() && why->fault() == Fault::Unreachable ? &*why : nullptr;
}

static QString nameOf(const Finding &finding)
{
    return finding.check + u": "_s + finding.subject;
}

void Inspection::add(Finding finding)
{
    if (!wants(finding.check, finding.subject))
        return;
    if (const auto told = m_told.find(nameOf(finding)); told != m_told.end() && *told > 0)
        --*told;
    else if (m_sink)
        m_sink(finding);
    m_findings.append(std::move(finding));
}

void Inspection::tell(const Finding &finding)
{
    if (!m_sink || !wants(finding.check, finding.subject))
        return;
    ++m_told[nameOf(finding)];
    m_sink(finding);
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

Result<VerifyReport> Inspection::report(Job &job)
{
    if (Outcome untouched = mustBeUntouched(copy.snapshot, tablesRead(copy.schema, facts), job); !untouched)
        return std::move(untouched).error();
    VerifyReport report;
    report.findings = m_findings;
    for (const Table &table : copy.schema.tables)
        if (const auto found = facts.constFind(table.oid); found != facts.constEnd())
            report.tables.append(toBaseline(table, *found, found->newest ? timeColumnOf(table)->name : QString()));
    report.bytesRead = m_bytesRead;
    report.seconds = std::chrono::duration<double>(job.clock.now() - m_started).count();
    return report;
}

} // namespace shuttler::verify
