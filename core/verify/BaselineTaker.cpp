// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/BaselineTaker.h"

#include "core/verify/Names.h"
#include "core/verify/OrphanSql.h"
#include "core/verify/SanityAnswers.h"
#include "core/verify/SanityText.h"
#include "core/verify/Traits.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

static Outcome everythingReadable(const Schema &schema)
{
    QStringList closed;
    qint64 tables = 0;
    for (const Table &table : schema.tables) {
        if (!isCovered(table))
            continue;
        ++tables;
        if (!table.readable)
            closed.append(table.shown());
    }
    for (const Sequence &sequence : schema.sequences)
        if (!sequence.readable)
            closed.append(sequence.shown());
    if (tables == 0)
        return Error(Fault::Refused, u"There is no table in this database."_s)
            .means(u"A baseline of nothing would approve of an empty copy."_s)
            .todo(u"Check that this is the right database."_s);
    if (closed.isEmpty())
        return Done{};
    const qsizetype named = 5;
    const QString more = closed.size() > named ? u" and %1 more"_s.arg(shown(closed.size() - named)) : QString();
    return Error(Fault::Refused, u"The role may not read "_s + closed.first(std::min(named, closed.size())).join(u", "_s) + more + u'.')
        .means(u"A baseline that leaves them out could not notice their loss, so none was taken."_s)
        .todo(
            u"Grant the role the right to read all tables and counters (pg_read_all_data, from PostgreSQL 14 on), or use the role that owns them."_s);
}

static Outcome recordOrphans(Subject &subject, const Rules &rules, const QMap<QString, LinkProof> &proofs, Baseline &baseline, Job &job)
{
    if (!rules.references.isEmpty())
        job.progress.stage(u"Following the links that nothing guards"_s);
    for (const ReferenceRule &rule : rules.references) {
        if (proofs.contains(rule.shown())) {
            if (rule.toleratesBaseline)
                baseline.orphans.insert(rule.shown(), 0);
            continue;
        }
        const RuleSql sql = orphanSql(rule, subject.schema);
        if (!sql.missing.isEmpty()) {
            job.progress.line(u"Not recorded: %1, there is no column %2."_s.arg(rule.shown(), sql.missing));
            continue;
        }
        Result<Rows> rows = subject.snapshot.ask(sql.sql.count, job);
        if (!rows)
            return std::move(rows).errorDuring(u"following "_s + rule.shown());
        if (rule.toleratesBaseline || rows->integer(0, 0) > 0)
            baseline.orphans.insert(rule.shown(), rows->integer(0, 0));
    }
    return Done{};
}

static Outcome recordSanity(Subject &subject, const Rules &rules, Baseline &baseline, Job &job)
{
    if (rules.sanity.isEmpty())
        return Done{};
    job.progress.stage(u"Asking the sanity queries"_s);
    if (Outcome prepared = prepareForSanity(subject.snapshot, job); !prepared)
        return prepared;
    SanityValues values;
    for (const QString &parameter : SanityParameters)
        values.insert(parameter, baseline.takenAt);
    for (const SanityQuery &query : rules.sanity) {
        // The other answers are never compared, and may hold names of people.
        if (query.expect.kind != ExpectationKind::NotWorseThanBaseline)
            continue;
        Result<QJsonArray> rows = askSanity(subject.snapshot, query, values, job);
        if (rows)
            baseline.sanity.insert(query.id, *rows);
        else if (endsAll(rows.error(), subject.snapshot))
            return std::move(rows).error();
        else
            job.progress.line(u"Not recorded: %1: %2"_s.arg(query.id, rows.error().forLog()));
    }
    return finishSanity(subject.snapshot, job);
}

static Outcome recordExtensions(Subject &subject, Baseline &baseline, Job &job)
{
    Result<Rows> rows = subject.snapshot.ask(u"SELECT extname, extversion FROM pg_extension"_s, job);
    if (!rows)
        return std::move(rows).error();
    for (int row = 0; row < rows->size(); ++row)
        baseline.extensions.insert(rows->text(row, 0), rows->text(row, 1));
    return Done{};
}

/// Also returns what was read, and the links that were proved on the way.
static Result<PassFacts> recordTables(Subject &subject, const Rules &rules, const BaselineOptions &options, Baseline &baseline, Job &job)
{
    job.progress.stage(options.checksums ? u"Counting and hashing every row"_s : u"Counting the rows of every table"_s);
    QList<const Table *> covered;
    for (const Table &table : std::as_const(subject.schema.tables))
        if (options.checksums && options.ranges && isCovered(table) && table.readable)
            covered.append(&table);
    Result<QHash<qint64, RangeKey>> ranges = rangeKeysFor(subject.snapshot, covered, job);
    if (!ranges)
        return std::move(ranges).error();
    PassWishes wishes;
    wishes.ofTable = [&](const Table &table) {
        ScanWishes wish;
        wish.checksum = options.checksums;
        wish.gently = options.gently;
        wish.ranges = rangeKeyOf(table, *ranges);
        wish.time = timeColumnOf(table);
        return wish;
    };
    wishes.links = integerLinks(subject.schema, rules.references);
    Result<PassFacts> found = readRows(subject, wishes, job);
    if (!found)
        return std::move(found).error();
    for (const Table &table : std::as_const(subject.schema.tables)) {
        if (const auto why = found->unread.constFind(table.oid); why != found->unread.constEnd())
            return Error(why->fault(), u"The table %1 could not be read. %2"_s.arg(table.shown(), why->what()))
                .means(u"A baseline without it could not notice its loss, so none was taken."_s)
                .todo(why->todo())
                .details(why->details());
        if (const auto facts = found->tables.constFind(table.oid); facts != found->tables.constEnd()) {
            const std::optional<TimeColumn> time = timeColumnOf(table);
            baseline.tables.append(toBaseline(table, *facts, time ? time->name : QString()));
        }
    }
    std::sort(baseline.tables.begin(), baseline.tables.end(), [](const TableBaseline &a, const TableBaseline &b) {
        return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
    });
    return found;
}

Result<BaselineTaker> BaselineTaker::open(const ConnectionInfo &database, const BaselineOptions &options, Job &job)
{
    Result<Rules> rules = Rules::read(options.referencesFile, options.sanityFile);
    if (!rules)
        return std::move(rules).error();
    Result<Subject> subject = Subject::open(database, PatienceWithCopies, options.gently ? 1 : ConnectionsWithCopies, job, When::BetweenCommits);
    if (!subject)
        return std::move(subject).error();
    if (Outcome readable = everythingReadable(subject->schema); !readable)
        return std::move(readable).error();
    return BaselineTaker(*std::move(rules), *std::move(subject), options);
}

Result<Baseline> BaselineTaker::take(Job &job)
{
    Baseline baseline;
    baseline.database = m_subject.snapshot.database();
    baseline.takenAt = m_subject.snapshot.takenAt();
    baseline.backup = m_options.backup;
    baseline.serverVersion = m_subject.snapshot.versionText();
    baseline.byteOrder = m_subject.byteOrder;
    baseline.relations = m_subject.schema.relations;
    for (const Sequence &sequence : m_subject.schema.sequences)
        baseline.sequences.insert(sequence.schema + u'.' + sequence.name, sequence.last);
    for (const ForeignKey &key : m_subject.schema.foreignKeys)
        baseline.foreignKeys.append(textOf(key));
    baseline.foreignKeys.sort();

    const Result<PassFacts> read = recordTables(m_subject, m_rules, m_options, baseline, job);
    if (!read)
        return read.error();
    m_read = read->tables;
    if (Outcome recorded = recordExtensions(m_subject, baseline, job); !recorded)
        return std::move(recorded).error();
    if (Outcome recorded = recordTraits(m_subject.snapshot, baseline, job); !recorded)
        return std::move(recorded).error();
    if (Outcome recorded = recordOrphans(m_subject, m_rules, read->proofs, baseline, job); !recorded)
        return std::move(recorded).error();
    if (Outcome recorded = recordSanity(m_subject, m_rules, baseline, job); !recorded)
        return std::move(recorded).error();
    if (Outcome untouched = mustStillStand(job); !untouched)
        return std::move(untouched).error();
    return baseline;
}

Outcome BaselineTaker::mustStillStand(Job &job)
{
    return mustBeUntouched(m_subject.snapshot, tablesRead(m_subject.schema, m_read), job);
}

Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job)
{
    Result<BaselineTaker> taker = BaselineTaker::open(database, options, job);
    if (!taker)
        return std::move(taker).error();
    return taker->take(job);
}

} // namespace shuttler::verify
