// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/overview/Verdict.h"

#include "ui/common/HumanText.h"

#include <QCoreApplication>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString verdictWords(const char *text)
{
    return QCoreApplication::translate("Verdict", text);
}

QString reachOf(const Coverage &coverage, Instant now)
{
    const HumanText &text = HumanText::shown();
    return verdictWords("You can go back to any second from %1 to %2.")
        .arg(text.when(*coverage.restorableFrom, now), text.when(*coverage.restorableTo, now));
}

int daysWith(const Coverage &coverage, Grade grade)
{
    return int(std::count_if(coverage.days.cbegin(), coverage.days.cend(),
                             [grade](const DayCoverage &day) { return day.grade == grade; }));
}

/// A database that has not existed for as long as was promised: every day since its first backup is there, and what is missing
/// lies before its server was made.
bool isYoung(const Situation &situation, const Coverage &coverage, Instant now)
{
    const bool madeInside = situation.instance && situation.instance->createdAt && situation.environment.lineage.isEmpty()
        && *situation.instance->createdAt > now - std::chrono::hours(24) * situation.environment.promiseDays;
    if (!situation.isPractice() && !madeInside)
        return false;
    if (!situation.vanished.isEmpty() || !coverage.restorableFrom)
        return false;
    // Days that begin before the first restorable second are missing by nature; none after it may be.
    return std::all_of(coverage.days.cbegin(), coverage.days.cend(), [&](const DayCoverage &day) {
        return day.from < *coverage.restorableFrom || day.grade >= situation.environment.promise;
    });
}

OverviewVerdict unknown(const Situation &situation, Instant now, OverviewVerdict verdict)
{
    const QString who = HumanText::providerName(situation.environment.provider);
    verdict.standing = Standing::NotKnown;
    verdict.title = situation.listing
        ? verdictWords("Not known: %1 has not answered since %2.").arg(who, HumanText::shown().when(situation.listing->askedAt, now))
        : verdictWords("Not known: %1 has not answered yet.").arg(who);
    verdict.text = situation.trouble ? situation.trouble->what() : QString();
    return verdict;
}

OverviewVerdict young(const Situation &situation, Instant now, OverviewVerdict verdict)
{
    const QString age = HumanText::ago(now - *verdict.coverage.restorableFrom);
    verdict.standing = Standing::Young;
    if (situation.isPractice())
        verdict.title = verdictWords("Practice began %1. Any second since then can be restored.").arg(age);
    else if (situation.environment.promise == Grade::AnySecond)
        verdict.title = verdictWords("Backups began %1. Any second since then can be restored.").arg(age);
    else
        verdict.title = verdictWords("Backups began %1. Every day since then has one.").arg(age);
    verdict.text = verdictWords("%1 It takes %2 days to fill the promise; nothing is missing so far.")
                       .arg(reachOf(verdict.coverage, now)).arg(situation.environment.promiseDays);
    return verdict;
}

QString brokenBecause(const Situation &situation, const Coverage &coverage)
{
    if (!situation.vanished.isEmpty())
        return situation.vanished.join(u' ');
    const HumanText &text = HumanText::shown();
    if (!coverage.restorableFrom)
        return verdictWords("No backup was found that could be restored from.");
    for (const InstanceWindow &reach : situation.listing->windows) {
        for (const WindowGap &gap : reach.window.gaps())
            return verdictWords("From %1 to %2 nothing can be restored: %3.").arg(text.dayAndTime(gap.from), text.dayAndTime(gap.until), gap.cause);
    }
    return verdictWords("The oldest point that can be restored is of %1.").arg(text.dayAndTime(*coverage.restorableFrom));
}

OverviewVerdict broken(const Situation &situation, Instant now, OverviewVerdict verdict)
{
    const int days = situation.environment.promiseDays;
    const int anySecond = daysWith(verdict.coverage, Grade::AnySecond);
    const int backupOnly = daysWith(verdict.coverage, Grade::BackupOnly);
    verdict.standing = Standing::Broken;
    verdict.title = situation.environment.promise == Grade::AnySecond
        ? verdictWords("%1-day SLA broken: %2 of %1 days can be restored to the second").arg(days).arg(anySecond)
        : verdictWords("%1-day SLA broken: %2 of %1 days have a backup").arg(days).arg(verdict.coverage.met);
    verdict.happened = brokenBecause(situation, verdict.coverage);
    const int nothing = days - anySecond - backupOnly;
    QStringList means;
    if (backupOnly > 0)
        means.append((backupOnly == 1 ? verdictWords("On 1 day only the state of a backup can be restored; changes after it would be lost.")
                                      : verdictWords("On %1 days only the state of a backup can be restored; changes after it would be lost.").arg(backupOnly)));
    if (nothing > 0)
        means.append(verdictWords("%1 of %2 days cannot be restored at all.").arg(nothing).arg(days));
    means.append(verdictWords("The live data is not touched by this."));
    verdict.means = means.join(u' ');
    const bool tooShort = situation.retention && situation.retention->configuredDays.value_or(days) < days;
    verdict.todo = tooShort
        ? verdictWords("Set the retention back to %1 days. The SLA is met again when %1 days have passed.").arg(days)
        : verdictWords("Take a backup now and find out why older ones are missing. The SLA is met again on %1 at the earliest.")
              .arg(HumanText::shown().day(now + std::chrono::hours(24) * days));
    return verdict;
}

} // namespace

OverviewVerdict verdictOf(const Situation &situation, Instant now, Seconds checkEvery)
{
    OverviewVerdict verdict;
    const Environment &environment = situation.environment;
    if (situation.listing)
        verdict.coverage = coverageOf(*situation.listing, now, environment.promiseDays, environment.promise);
    if (situation.isStale(now, checkEvery))
        return unknown(situation, now, std::move(verdict));
    if (!verdict.coverage.isMet())
        return isYoung(situation, verdict.coverage, now) ? young(situation, now, std::move(verdict))
                                                         : broken(situation, now, std::move(verdict));

    const Instant newest = *verdict.coverage.restorableTo;
    verdict.text = reachOf(verdict.coverage, now);
    if (now - newest > NewestMayBe && environment.promise == Grade::AnySecond) {
        verdict.standing = Standing::AtRisk;
        verdict.title = verdictWords("Protected, but the newest restorable second is %1 old.").arg(HumanText::duration(now - newest));
        return verdict;
    }
    verdict.standing = Standing::Protected;
    verdict.title = verdictWords("Protected. The %1-day SLA is met.").arg(environment.promiseDays);
    if (environment.promise == Grade::BackupOnly) {
        verdict.title = verdictWords("The %1-day SLA is met with daily backups.").arg(environment.promiseDays);
        verdict.text = verdictWords("Any second for %1 of %2 days.").arg(daysWith(verdict.coverage, Grade::AnySecond)).arg(environment.promiseDays);
    }
    return verdict;
}

} // namespace shuttler::ui
