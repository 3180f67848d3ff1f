// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Amcheck.h"
#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace {

enum class Probing { Indexes, Tables };

/// What amcheck says is wrong with one part, or why it could not say.
struct Complaint {
    Stored part;
    Result<QString> words;
    double seconds = 0;
};

/// Puts amcheck's questions: of many parts at a time, and of each one where something is wrong with one of them.
class Prober {
public:
    Prober(const Amcheck &amcheck, Probing probing) : m_amcheck(amcheck), m_probing(probing) {}

    /// Adds a finding for each part that is not sound, or `whole` when all are.
    Outcome probe(Inspection &inspection, const QList<Stored> &parts, Finding whole, Job &job) const;

private:
    /// The first fault found; empty when there is none.
    Result<QString> wordsAbout(const QList<Stored> &parts, Snapshot &snapshot, Job &job) const;
    Result<QList<Complaint>> complaintsAbout(const QList<Stored> &batch, Snapshot &snapshot, Job &job) const;
    Outcome add(Inspection &inspection, const Complaint &complaint) const;
    /// Where amcheck can look for equal keys in a unique index, it always does.
    QString doublesToo() const { return m_amcheck.checksDoubles ? u", true"_s : QString(); }
    void blameIndex(const Stored &index, Finding &finding) const;
    void blameTable(const Stored &table, Finding &finding) const;

    const Amcheck &m_amcheck;
    const Probing m_probing;
};

Result<QString> Prober::wordsAbout(const QList<Stored> &parts, Snapshot &snapshot, Job &job) const
{
    QStringList oids;
    QStringList withRows;
    for (const Stored &part : parts) {
        oids.append(QString::number(part.oid));
        withRows.append(part.withRows ? u"t"_s : u"f"_s);
    }
    const QString from = u" FROM ROWS FROM (pg_catalog.unnest('{"_s + oids.join(u',') + u"}'::pg_catalog.oid[]), pg_catalog.unnest('{"_s
                       + withRows.join(u',') + u"}'::pg_catalog.bool[])) AS x (part, rows)"_s;
    // Of a table only the first page with a fault: what is damaged once is to be restored, not to be catalogued.
    const QString sql = m_probing == Probing::Indexes
        ? u"SELECT "_s + m_amcheck.schema + u".bt_index_check(x.part::pg_catalog.regclass, x.rows"_s + doublesToo() + u')' + from
        : u"SELECT v.blkno, v.offnum, v.msg"_s + from + u" CROSS JOIN LATERAL "_s + m_amcheck.schema
              + u".verify_heapam(x.part::pg_catalog.regclass, true, false, 'none') AS v LIMIT 1"_s;
    Result<Rows> rows = snapshot.ask(sql, job);
    if (!rows)
        return std::move(rows).error();
    if (m_probing == Probing::Indexes || rows->size() == 0)
        return QString();
    return u"page %1, row %2: %3"_s.arg(shown(rows->integer(0, 0)), shown(rows->integer(0, 1)), rows->text(0, 2));
}

Result<QList<Complaint>> Prober::complaintsAbout(const QList<Stored> &batch, Snapshot &snapshot, Job &job) const
{
    QList<Complaint> complaints;
    // An index on an expression calls the owner's functions, which may rely on the search path they are used to.
    if (Outcome set = snapshot.useOwnersSearchPath(job); !set)
        return std::move(set).error();
    const Result<QString> atOnce = wordsAbout(batch, snapshot, job);
    if (!atOnce && endsAll(atOnce.error(), snapshot))
        return atOnce.error();
    if (!atOnce || !atOnce->isEmpty()) {
        for (const Stored &part : batch) {
            const Instant start = job.clock.now();
            const Result<QString> words = wordsAbout({part}, snapshot, job);
            if (!words && endsAll(words.error(), snapshot))
                return words.error();
            if (!words || !words->isEmpty())
                complaints.append({part, words, std::chrono::duration<double>(job.clock.now() - start).count()});
        }
    }
    if (Outcome set = snapshot.usePinnedSearchPath(job); !set)
        return std::move(set).error();
    return complaints;
}

void Prober::blameIndex(const Stored &index, Finding &finding) const
{
    finding.expected = index.withRows ? u"in order, with an entry for every row of "_s + index.table : u"in order"_s;
    finding.sql = u"SELECT "_s + m_amcheck.schema + u".bt_index_check("_s + Connection::literal(index.inSql) + u", "_s
                + (index.withRows ? u"true"_s : u"false"_s) + doublesToo() + u')';
    finding.means = index.unique ? u"Look-ups in %1 can miss rows that are there, and doubles can get in."_s.arg(index.table)
                                 : u"Look-ups in %1 can miss rows that are there."_s.arg(index.table);
    finding.todo = u"Run REINDEX INDEX %1. If that finds doubles, or the old database has the same fault, restore another backup."_s
                       .arg(index.inSql);
}

void Prober::blameTable(const Stored &table, Finding &finding) const
{
    finding.expected = u"every row as PostgreSQL writes it"_s;
    finding.sql = u"SELECT * FROM "_s + m_amcheck.schema + u".verify_heapam("_s + Connection::literal(table.inSql)
                + u", on_error_stop => true)"_s;
    finding.means = u"Rows in this table can be unreadable, wrong, or come back though they were deleted."_s;
    finding.todo = u"Do not use this copy: restore another backup, and look whether the old database has the same fault."_s;
}

Outcome Prober::add(Inspection &inspection, const Complaint &complaint) const
{
    const bool isIndex = m_probing == Probing::Indexes;
    Finding finding = findingOn(isIndex ? u"index-sound"_s : u"table-sound"_s, CheckGroup::Health, complaint.part.name);
    isIndex ? blameIndex(complaint.part, finding) : blameTable(complaint.part, finding);
    finding.seconds = complaint.seconds;
    if (!complaint.words && complaint.words.error().fault() != Fault::Corrupt)
        return inspection.addUnanswered(finding, complaint.words.error());
    finding.verdict = Verdict::Failed;
    finding.found = complaint.words ? *complaint.words : complaint.words.error().what();
    inspection.add(finding);
    return Done{};
}

qint64 weightOf(const Stored &part)
{
    return part.bytes + (part.withRows ? part.heapBytes : 0);
}

/// So many that a trip to the server is worth it, and so few that stopping and progress do not wait long for their end.
QList<QList<Stored>> batchesOf(const QList<Stored> &parts)
{
    const qsizetype mostParts = 64;
    const qint64 mostBytes = 64LL * 1024 * 1024;
    QList<QList<Stored>> batches;
    qint64 bytes = 0;
    for (const Stored &part : parts) {
        if (batches.isEmpty() || batches.last().size() == mostParts || bytes + weightOf(part) > mostBytes) {
            batches.append(QList<Stored>());
            bytes = 0;
        }
        batches.last().append(part);
        bytes += weightOf(part);
    }
    return batches;
}

Outcome Prober::probe(Inspection &inspection, const QList<Stored> &parts, Finding whole, Job &job) const
{
    const Instant start = job.clock.now();
    const QList<QList<Stored>> batches = batchesOf(parts);
    std::vector<QList<Complaint>> found(size_t(batches.size()));
    QList<Errand> errands;
    qint64 all = 0;
    for (qsizetype place = 0; place < batches.size(); ++place) {
        qint64 weight = 0;
        for (const Stored &part : batches[place])
            weight += weightOf(part);
        all += weight;
        errands.append({weight, {}, [&, place](Snapshot &snapshot, Job &own) -> Outcome {
                            Result<QList<Complaint>> complaints = complaintsAbout(batches[place], snapshot, own);
                            if (!complaints)
                                return std::move(complaints).error();
                            found[size_t(place)] = *std::move(complaints);
                            return Done{};
                        }});
    }
    qint64 done = 0;
    const auto tell = [&](qsizetype place) -> Outcome {
        done += errands[place].weight;
        job.progress.counted(done / 8192, all / 8192, u"pages"_s);
        return Done{};
    };
    if (Outcome worked = inspection.copy.crew.work(inspection.copy.snapshot, errands, tell, job); !worked)
        return worked;
    bool isSound = true;
    for (const QList<Complaint> &complaints : found)
        for (const Complaint &complaint : complaints) {
            isSound = false;
            if (Outcome added = add(inspection, complaint); !added)
                return added;
        }
    if (!isSound)
        return Done{};
    whole.verdict = Verdict::Passed;
    whole.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    inspection.add(whole);
    return Done{};
}

Finding allIndexes(const StoredParts &parts, qint64 notWithRows, const Amcheck &amcheck)
{
    qint64 withRows = 0;
    for (const Stored &index : parts.indexes)
        withRows += index.withRows ? 1 : 0;
    Finding whole = findingOn(u"index-sound"_s, CheckGroup::Health, u"indexes"_s);
    whole.expected = u"in order"_s;
    whole.found = counted(parts.indexes.size(), u"index in order"_s, u"indexes in order"_s) + u", "_s + shown(withRows)
                + u" of them with an entry for every row"_s;
    if (notWithRows > 0)
        whole.found += u"; unique ones of large tables, not held against their rows: "_s + shown(notWithRows);
    if (parts.otherIndexes > 0)
        whole.found += u"; of other kinds than B-tree, which cannot be looked into: "_s + shown(parts.otherIndexes);
    whole.sql = u"SELECT "_s + amcheck.schema + u".bt_index_check(index, rows) -- for each"_s;
    return whole;
}

Finding allTables(const StoredParts &parts, const Amcheck &amcheck)
{
    Finding whole = findingOn(u"table-sound"_s, CheckGroup::Health, u"tables"_s);
    whole.expected = u"every row as PostgreSQL writes it"_s;
    whole.found = counted(parts.tables.size(), u"table"_s, u"tables"_s) + u", the system's own included"_s;
    whole.sql = u"SELECT * FROM "_s + amcheck.schema + u".verify_heapam(table, on_error_stop => true) -- for each"_s;
    return whole;
}

void addNotProbed(Inspection &inspection, const QString &check, const QString &subject, const Amcheck &amcheck)
{
    Finding finding = findingOn(check, CheckGroup::Health, subject);
    finding.verdict = Verdict::NotChecked;
    finding.expected = u"looked into by amcheck"_s;
    finding.found = amcheck.schema.isEmpty() ? u"amcheck is not installed"_s : u"this role may not use amcheck"_s;
    finding.means = u"A damaged page or a lost entry would show only when somebody stumbles over it."_s;
    finding.todo = amcheck.remedy;
    inspection.add(finding);
}

/// No more than a warning: nobody can do better with such a server, and the rows that can be seen were all read.
void addNoCheckerOfTables(Inspection &inspection)
{
    Finding finding = findingOn(u"table-sound"_s, CheckGroup::Health, u"tables"_s);
    finding.verdict = Verdict::Warned;
    finding.expected = u"looked into by amcheck"_s;
    finding.found = u"amcheck looks into tables from PostgreSQL 14 on"_s;
    finding.means = u"A damaged page shows when its rows are read, as they were here; a row that it lost shows only in a comparison."_s;
    finding.todo = u"Compare with a baseline that has checksums."_s;
    inspection.add(finding);
}

/// Looking into them would mean to wait for who holds them.
void addHeld(Inspection &inspection, const QStringList &held)
{
    Finding finding = findingOn(u"index-sound"_s, CheckGroup::Health, u"tables that somebody held"_s);
    finding.verdict = Verdict::NotChecked;
    finding.expected = u"looked into by amcheck"_s;
    finding.found = firstFew(held);
    finding.means = u"Somebody has them to himself (a migration, a clean-up), so nobody else can look into them."_s;
    finding.todo = u"Check again when that is over."_s;
    inspection.add(finding);
}

} // namespace

Outcome checkSoundness(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking into every index and table"_s);
    Snapshot &snapshot = inspection.copy.snapshot;
    const Result<Amcheck> amcheck = findAmcheck(snapshot, job);
    Result<StoredParts> parts = amcheck ? storedParts(snapshot, inspection.rules.references, job)
                                        : Result<StoredParts>(amcheck.error());
    if (!parts)
        return inspection.addUnanswered(findingOn(u"index-sound"_s, CheckGroup::Health, u"indexes"_s), parts.error());
    if (!parts->held.isEmpty() && (amcheck->checksIndexes || amcheck->checksTables))
        addHeld(inspection, parts->held);
    qint64 left = chooseForRows(parts->indexes, RowsAgainstIndexesBudget);
    if (inspection.request.everyIndexEntry) {
        left = 0;
        for (Stored &index : parts->indexes)
            index.withRows = true;
    }

    if (!amcheck->checksIndexes)
        addNotProbed(inspection, u"index-sound"_s, u"indexes"_s, *amcheck);
    else if (Outcome probed =
                 Prober(*amcheck, Probing::Indexes).probe(inspection, parts->indexes, allIndexes(*parts, left, *amcheck), job);
             !probed)
        return probed;
    if (snapshot.version() < 140000)
        addNoCheckerOfTables(inspection);
    else if (!amcheck->checksTables)
        addNotProbed(inspection, u"table-sound"_s, u"tables"_s, *amcheck);
    else if (Outcome probed = Prober(*amcheck, Probing::Tables).probe(inspection, parts->tables, allTables(*parts, *amcheck), job); !probed)
        return probed;
    return Done{};
}

} // namespace shuttler::verify
