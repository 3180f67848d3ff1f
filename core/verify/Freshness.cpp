// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Freshness.h"

#include "core/verify/Names.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

using Maybe = std::optional<Instant>;

QString spanShown(Micros span)
{
    const qint64 seconds = std::chrono::duration_cast<Seconds>(span).count();
    if (seconds < 120)
        return shown(seconds) + u" s"_s;
    if (seconds < 7200)
        return shown(seconds / 60) + u" min"_s;
    if (seconds < 172'800)
        return shown(seconds / 3600) + u" h"_s;
    return shown(seconds / 86'400) + u" days"_s;
}

QString momentShown(const Maybe &moment)
{
    return moment ? moment->toDateTime().toString(u"yyyy-MM-dd HH:mm:ss 'UTC'"_s) : u"no dated row"_s;
}

/// The newest of one kind over all tables, and whose it is.
struct Newest {
    Maybe moment;
    QString table;

    void consider(const Maybe &candidate, const QString &of)
    {
        if (candidate && (!moment || *candidate > *moment)) {
            moment = candidate;
            table = of;
        }
    }
};

bool tellsTheTime(const TableDates &table, const FreshnessFacts &facts)
{
    return !(table.baseline && facts.baselineTakenAt && *table.baseline > *facts.baselineTakenAt);
}

QString tooLate()
{
    return u"The copy holds changes made after the moment you chose, so it may hold the damage as well."_s;
}

QString chooseAgain()
{
    return u"Restore once more and give the moment again, or an earlier one."_s;
}

FreshnessVerdict verdictOnTable(const TableDates &table, const FreshnessFacts &facts)
{
    FreshnessVerdict verdict;
    verdict.subject = table.table;
    verdict.found = momentShown(table.copy);
    const Maybe wanted = std::max(table.baseline, table.live);
    if (facts.moment && table.copy && *table.copy > *facts.moment) {
        verdict.verdict = Verdict::Failed;
        verdict.expected = u"≤ "_s + momentShown(facts.moment);
        verdict.means = tooLate();
        verdict.todo = chooseAgain();
    } else if (wanted && !table.perishable && (!table.copy || *table.copy < *wanted)) {
        verdict.verdict = Verdict::Warned;
        verdict.expected = u"≥ "_s + momentShown(wanted);
        verdict.means = table.live && (!table.baseline || *table.live > *table.baseline)
                          ? u"The old database has a newer row of this table from before the moment."_s
                          : u"The baseline had a newer row of this table."_s;
        verdict.todo = u"Look at the newest rows of this table; one may have been deleted, or its transaction still open."_s;
    } else {
        verdict.verdict = Verdict::Passed;
    }
    return verdict;
}

} // namespace

QList<FreshnessVerdict> judgeFreshness(const FreshnessFacts &facts)
{
    Newest copy;
    Newest lastingCopy;
    Newest baseline;
    Newest live;
    bool isTooLate = false;
    QList<FreshnessVerdict> verdicts;
    for (const TableDates &table : facts.tables) {
        if (!tellsTheTime(table, facts))
            continue;
        copy.consider(table.copy, table.table);
        if (!table.perishable) {
            lastingCopy.consider(table.copy, table.table);
            baseline.consider(table.baseline, table.table);
            live.consider(table.live, table.table);
        }
        if (FreshnessVerdict verdict = verdictOnTable(table, facts); verdict.verdict != Verdict::Passed) {
            isTooLate = isTooLate || verdict.verdict == Verdict::Failed;
            verdicts.append(std::move(verdict));
        }
    }

    FreshnessVerdict whole;
    whole.subject = u"newest row"_s;
    whole.found = momentShown(copy.moment);
    if (copy.moment)
        whole.found += u" in "_s + copy.table;
    if (copy.moment && facts.moment && *copy.moment <= *facts.moment)
        whole.found += u", "_s + spanShown(*facts.moment - *copy.moment) + u" before the moment"_s;
    const Newest &wanted = std::max(baseline.moment, live.moment) == live.moment ? live : baseline;

    if (facts.moment && facts.recoveredTo && *facts.recoveredTo > *facts.moment) {
        whole.verdict = Verdict::Failed;
        whole.expected = u"≤ "_s + momentShown(facts.moment);
        whole.found = u"last change taken over: "_s + momentShown(facts.recoveredTo);
        whole.means = tooLate();
        whole.todo = chooseAgain();
    } else if (isTooLate) {
        whole.verdict = Verdict::Failed;
        whole.expected = u"≤ "_s + momentShown(facts.moment);
        whole.means = tooLate();
        whole.todo = chooseAgain();
    } else if (wanted.moment && (!lastingCopy.moment || *lastingCopy.moment < *wanted.moment)) {
        whole.verdict = Verdict::Failed;
        whole.expected = u"≥ "_s + momentShown(wanted.moment) + u" in "_s + wanted.table;
        whole.means = wanted.moment == live.moment
                        ? u"The old database has rows from before the moment that the copy lacks: it was restored too early."_s
                        : u"The copy is older than the baseline: it was restored too early."_s;
        whole.todo = u"Restore once more and give the moment again; check that the backup and the archive reach it."_s;
    } else if (!wanted.moment) {
        whole.verdict = Verdict::NotChecked;
        whole.expected = facts.moment ? u"≤ "_s + momentShown(facts.moment) : u"rows as new as before"_s;
        whole.means = copy.moment
                        ? u"There is neither a baseline nor an old database to say how new the rows have to be."_s
                        : u"No table tells when its rows were written, so nobody can say which moment this copy is of."_s;
        whole.todo = u"Look at rows that you know, for example today's."_s;
    } else {
        whole.verdict = Verdict::Passed;
        whole.expected = u"≥ "_s + momentShown(wanted.moment);
        if (facts.moment)
            whole.expected += u", ≤ "_s + momentShown(facts.moment);
    }
    verdicts.prepend(whole);
    return verdicts;
}

} // namespace shuttler::verify
