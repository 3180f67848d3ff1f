// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RowPass.h"

#include <algorithm>
#include <set>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

Result<Subject> Subject::open(const ConnectionInfo &database, std::chrono::milliseconds patience, int connections, Job &job, When when)
{
    Result<Snapshot> snapshot = Snapshot::open(database, patience, job, when);
    if (!snapshot)
        return std::move(snapshot).error();
    Result<Schema> schema = readSchema(*snapshot, job);
    if (!schema)
        return std::move(schema).error();
    Result<Rows> probe = snapshot->ask(byteOrderProbe(), job);
    if (!probe)
        return std::move(probe).error();
    const QString order = probe->text(0, 0) == QLatin1StringView(LittleEndianProbe) ? u"little"_s : u"other"_s;
    Result<Crew> crew = Crew::join(database, *snapshot, connections - 1, patience, job);
    if (!crew)
        return std::move(crew).error();
    return Subject{*std::move(snapshot), *std::move(schema), order, *std::move(crew)};
}

namespace {

/// Whether a table has so many rows that what is asked of each of them takes longer than making machine code of the question first. That
/// takes about 4 ms for each column that is hashed, which no stop interrupts, and saves 4 ns of each value and 30 ns where rows are grouped.
bool isWorthCompiling(const Table &table, const ScanWishes &wishes)
{
    if (!wishes.checksum && wishes.lost.isEmpty())
        return false;
    return rowsAtMost(table) > (wishes.ranges ? 600'000 : 1'500'000) && table.columns.size() <= 100;
}

/// One pass: which table is read when, by what questions, and what became of it.
class RowPass {
public:
    RowPass(Subject &subject, const PassWishes &wishes, Job &job) : m_subject(subject), m_wishes(wishes), m_job(job) {}

    Result<PassFacts> read()
    {
        for (const Table &table : m_subject.schema.tables)
            if (isCovered(table) && table.readable)
                if (const std::optional<ScanWishes> wishes = m_wishes.ofTable(table))
                    addTable(table, *wishes);
        for (const IntegerLink &link : m_wishes.links)
            addLink(link);
        if (Outcome planned = m_subject.crew.plan(m_subject.snapshot, Plan::HeapOnly, m_job); !planned)
            return std::move(planned).error();
        for (const Round round : {Round::First, Round::Last})
            if (Outcome done = readTables(round); !done)
                return std::move(done).error();
        if (Outcome done = proveTheRest(); !done)
            return std::move(done).error();
        if (Outcome planned = m_subject.crew.plan(m_subject.snapshot, Plan::AsUsual, m_job); !planned)
            return std::move(planned).error();
        return std::move(m_facts);
    }

private:
    /// Who has a table to himself may have let go of it when all the others are read.
    enum class Round { First, Last };

    /// A table's place in the pass.
    struct Stop {
        const Table *table = nullptr;
        ScanWishes wishes;
        std::set<qsizetype> after;          ///< Stops that have to be over.
        QList<const IntegerLink *> links;   ///< Of this table's rows.
        QList<const IntegerLink *> held;    ///< Those of them that the scan held the rows against…
        QList<LinkProof> proofs;            ///< …and what that is worth if no row is lost.
        QStringList keys;
        std::optional<Result<TableFacts>> facts;
        QMap<QString, KeySet> sets;         ///< Of its keys, where they are proven.
        qint64 weight = 0;
        bool isTaken = false;               ///< Somebody has it to himself: its turn comes last.
    };

    void addTable(const Table &table, const ScanWishes &wishes)
    {
        m_places.insert(table.oid, qsizetype(m_stops.size()));
        m_stops.push_back({});
        m_stops.back().table = &table;
        m_stops.back().wishes = wishes;
        m_stops.back().isTaken = table.held;
        m_bytes += table.bytes;
    }

    void addLink(const IntegerLink &link)
    {
        const auto isRead = [this](const IntegerLink::End &end) { return m_places.contains(end.parent.table); };
        if (!m_places.contains(link.child) || !std::all_of(link.ends.begin(), link.ends.end(), isRead))
            return;
        const qsizetype child = m_places.value(link.child);
        m_stops[size_t(child)].links.append(&link);
        for (const IntegerLink::End &end : link.ends) {
            const qsizetype parent = m_places.value(end.parent.table);
            Stop &stop = m_stops[size_t(parent)];
            if (!stop.keys.contains(end.parent.column))
                stop.keys.append(end.parent.column);
            if (!comesAfter(parent, child)) // Else one waits for the other in a circle: held against it when all are read.
                m_stops[size_t(child)].after.insert(parent);
        }
    }
    bool comesAfter(qsizetype later, qsizetype earlier) const
    {
        std::set<qsizetype> seen{later};
        std::vector<qsizetype> open{later};
        while (!open.empty()) {
            const qsizetype place = open.back();
            open.pop_back();
            if (place == earlier)
                return true;
            for (const qsizetype before : m_stops[size_t(place)].after)
                if (seen.insert(before).second)
                    open.push_back(before);
        }
        return false;
    }

    /// The heaviest way to the end that begins here: what many wait for comes first.
    qint64 weigh(qsizetype place)
    {
        Stop &stop = m_stops[size_t(place)];
        if (stop.weight == 0) {
            qint64 after = 0;
            for (size_t other = 0; other < m_stops.size(); ++other)
                if (m_stops[other].after.contains(place))
                    after = std::max(after, weigh(qsizetype(other)));
            stop.weight = stop.table->bytes + after + 1;
        }
        return stop.weight;
    }

    Outcome readTables(Round round)
    {
        QList<qsizetype> places;
        for (size_t place = 0; place < m_stops.size(); ++place)
            if (m_stops[place].isTaken == (round == Round::Last))
                places.append(qsizetype(place));
        QList<Errand> errands;
        for (const qsizetype place : std::as_const(places)) {
            QList<qsizetype> after; // What belongs to the other round is read already, or its links are proved at the very end.
            for (const qsizetype before : m_stops[size_t(place)].after)
                if (const qsizetype errand = places.indexOf(before); errand >= 0)
                    after.append(errand);
            errands.append({weigh(place), after, [this, place](Snapshot &snapshot, Job &job) {
                                return readTable(m_stops[size_t(place)], snapshot, job);
                            }});
        }
        const auto pagesOf = [](qint64 bytes) { return bytes / 8192; };
        return m_subject.crew.work(
            m_subject.snapshot, errands,
            [&](qsizetype errand) -> Outcome {
                Stop &stop = m_stops[size_t(places[errand])];
                if (stop.isTaken && round == Round::First)
                    return Done{};
                m_bytesDone += stop.table->bytes;
                m_job.progress.counted(pagesOf(m_bytesDone), pagesOf(m_bytes), u"pages"_s);
                addFacts(stop);
                return Done{};
            },
            m_job);
    }

    void addFacts(Stop &stop)
    {
        const Result<TableFacts> &facts = *stop.facts;
        QMap<QString, LinkProof> proved;
        if (facts) {
            m_facts.bytesRead += stop.table->bytes;
            for (qsizetype number = 0; number < stop.held.size() && facts->lost == 0; ++number) {
                stop.proofs[number].seconds = facts->seconds;
                proved.insert(stop.held[number]->name, stop.proofs[number]);
            }
            m_facts.tables.insert(stop.table->oid, *facts);
            m_facts.proofs.insert(proved);
        } else {
            m_facts.unread.insert(stop.table->oid, facts.error());
        }
        if (m_wishes.whenRead)
            m_wishes.whenRead(*stop.table, facts, proved);
    }

    /// In the thread of one of the connections; touches nothing but its own stop and those that are over.
    Outcome readTable(Stop &stop, Snapshot &snapshot, Job &job)
    {
        ScanWishes wishes = stop.wishes;
        wishes.keys = stop.keys;
        stop.held.clear(); // Where this was begun on a connection that broke.
        stop.proofs.clear();
        QStringList lost;
        for (const IntegerLink *link : std::as_const(stop.links))
            if (const std::optional<QMap<KeyColumn, KeySet>> sets = setsFor(*link, stop)) {
                stop.held.append(link);
                stop.proofs.append(proofOf(*link, *stop.table, *sets));
                lost.append(lostSql(*link, *stop.table, *sets));
            }
        wishes.lost = lost.join(u" OR "_s);
        // One table that outweighs all others together would keep one connection busy while the rest are idle.
        const bool isMost = stop.table->bytes > m_bytes / m_subject.crew.size();
        if (Outcome set = snapshot.spend({isMost && !wishes.gently ? 1 : 0, isWorthCompiling(*stop.table, wishes)}, job); !set)
            return set;
        stop.facts = scanTable(snapshot, *stop.table, wishes, job);
        stop.isTaken = !*stop.facts && snapshot.lastState() == "55P03";
        if (!*stop.facts)
            return endsAll(stop.facts->error(), snapshot) ? Outcome(stop.facts->error()) : Outcome(Done{});
        for (const QString &key : std::as_const(stop.keys))
            if (Outcome found = findSet(stop, key, snapshot, job); !found)
                return found;
        return Done{};
    }

    Outcome findSet(Stop &stop, const QString &key, Snapshot &snapshot, Job &job)
    {
        const KeyTally tally = (*stop.facts)->tallies.value(key);
        QList<qint64> gaps;
        if (tally.missing() > 0 && tally.missing() <= mostGaps(snapshot.version())) {
            if (Outcome planned = snapshot.plan(Plan::AsUsual, job); !planned)
                return planned;
            Result<Rows> ranges = snapshot.ask(gapsSql(*stop.table, *stop.table->find(key)), job);
            if (!ranges && endsAll(ranges.error(), snapshot))
                return std::move(ranges).error();
            for (int row = 0; ranges && row < ranges->size(); ++row)
                for (qint64 gap = ranges->integer(row, 0); gap <= ranges->integer(row, 1) && gaps.size() < tally.missing(); ++gap)
                    gaps.append(gap);
            if (Outcome planned = snapshot.plan(Plan::HeapOnly, job); !planned)
                return planned;
        }
        if (std::optional<KeySet> set = provenSet(tally, std::move(gaps)))
            stop.sets.insert(key, *std::move(set));
        return Done{};
    }

    /// Every value of every parent; nothing as long as one is not known, or not known yet.
    std::optional<QMap<KeyColumn, KeySet>> setsFor(const IntegerLink &link, const Stop &asking) const
    {
        QMap<KeyColumn, KeySet> sets;
        for (const IntegerLink::End &end : link.ends) {
            const qsizetype place = m_places.value(end.parent.table);
            if (!m_isRead && !asking.after.contains(place))
                return std::nullopt;
            const QMap<QString, KeySet> &known = m_stops[size_t(place)].sets;
            const auto set = known.constFind(end.parent.column);
            if (set == known.constEnd())
                return std::nullopt;
            sets.insert(end.parent, *set);
        }
        return sets;
    }

    LinkProof proofOf(const IntegerLink &link, const Table &child, const QMap<KeyColumn, KeySet> &sets) const
    {
        return {u"SELECT count(*) FROM "_s + child.rowsInSql() + u" AS t WHERE "_s + lostSql(link, child, sets),
                restsOn(link, m_subject.schema, sets), 0};
    }

    /// Tables that refer to themselves or to each other in a circle: their keys are known only now.
    Outcome proveTheRest()
    {
        m_isRead = true;
        struct Late {
            const IntegerLink *link = nullptr;
            LinkProof proof;
            bool holds = false;
        };
        std::vector<Late> late;
        for (const Stop &stop : m_stops) {
            if (!stop.facts || !*stop.facts)
                continue;
            for (const IntegerLink *link : stop.links)
                if (!stop.held.contains(link))
                    if (const std::optional<QMap<KeyColumn, KeySet>> sets = setsFor(*link, stop))
                        late.push_back({link, proofOf(*link, *stop.table, *sets), false});
        }
        QList<Errand> errands;
        for (Late &one : late)
            errands.append({m_stops[size_t(m_places.value(one.link->child))].table->bytes, {}, [&one](Snapshot &snapshot, Job &job) -> Outcome {
                                const Instant start = job.clock.now();
                                Result<Rows> rows = snapshot.ask(one.proof.sql, job);
                                if (!rows)
                                    return endsAll(rows.error(), snapshot) ? Outcome(std::move(rows).error()) : Outcome(Done{});
                                one.holds = rows->integer(0, 0) == 0;
                                one.proof.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
                                return Done{};
                            }});
        Outcome done = m_subject.crew.work(m_subject.snapshot, errands, [](qsizetype) { return Done{}; }, m_job);
        for (const Late &one : late)
            if (one.holds)
                m_facts.proofs.insert(one.link->name, one.proof);
        return done;
    }

    Subject &m_subject;
    const PassWishes &m_wishes;
    Job &m_job;
    std::vector<Stop> m_stops;
    QHash<qint64, qsizetype> m_places; ///< oid → place among the stops.
    qint64 m_bytes = 0;
    qint64 m_bytesDone = 0;
    bool m_isRead = false;
    PassFacts m_facts;
};

} // namespace

QList<const Table *> tablesRead(const Schema &schema, const QHash<qint64, TableFacts> &facts)
{
    QList<const Table *> read;
    for (const Table &table : schema.tables)
        if (facts.contains(table.oid))
            read.append(&table);
    return read;
}

/// Any index will do for the distance between the first and the last key: a wrong one costs time, nothing else.
qint64 rowsAtMost(const Table &table)
{
    const qint64 shortestRow = 28 + 9 * table.columns.size(); // Header and pointer, and short values.
    return table.bytes / shortestRow;
}

Result<QHash<qint64, RangeKey>> rangeKeysFor(Snapshot &snapshot, const QList<const Table *> &tables, Job &job)
{
    QHash<qint64, RangeKey> keys;
    QStringList questions;
    for (qsizetype place = 0; place < tables.size(); ++place) {
        const Table &table = *tables[place];
        const Column *column = rangeColumnOf(table);
        if (!column || table.held)
            continue;
        if (column->isOf(u"uuid")) {
            keys.insert(table.oid, RangeKey{column->name, rangeShiftFor(*column, quint64(table.bytes / 64))});
            continue;
        }
        const QString key = Connection::quoted(column->name);
        questions.append(u"SELECT %1, min(%2)::int8, max(%2)::int8 FROM %3"_s.arg(QString::number(place), key, table.rowsInSql()));
    }
    if (questions.isEmpty())
        return keys;
    Result<Rows> spans = snapshot.ask(questions.join(u" UNION ALL "_s), job);
    if (!spans && endsAll(spans.error(), snapshot))
        return std::move(spans).error();
    for (int row = 0; spans && row < spans->size(); ++row) {
        const Table &table = *tables[spans->integer(row, 0)];
        const Column &column = *rangeColumnOf(table);
        keys.insert(table.oid, RangeKey{column.name, rangeShiftFor(column, quint64(spans->integer(row, 2)) - quint64(spans->integer(row, 1)))});
    }
    return keys;
}

Result<PassFacts> readRows(Subject &subject, const PassWishes &wishes, Job &job)
{
    return RowPass(subject, wishes, job).read();
}

} // namespace shuttler::verify
