// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Freshness.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

/// Minutes after the baseline; the moment is at 100.
Instant at(double minutes)
{
    return Instant::fromUnixSeconds(1'795'000'000 + qint64(minutes * 60));
}

FreshnessFacts facts(const QList<TableDates> &tables)
{
    FreshnessFacts all;
    all.tables = tables;
    all.moment = at(100);
    all.baselineTakenAt = at(0);
    return all;
}

TableDates table(const char16_t *name, std::optional<Instant> copy, std::optional<Instant> baseline,
                 std::optional<Instant> live = {})
{
    return {QString::fromUtf16(name), copy, baseline, live, false};
}

Verdict wholeOf(const FreshnessFacts &all)
{
    return judgeFreshness(all).front().verdict;
}

} // namespace

class tst_Freshness : public QObject {
    Q_OBJECT

private slots:
    void passesACopyOfItsMoment()
    {
        const auto verdicts = judgeFreshness(
            facts({table(u"login_history", at(99), at(-1), at(99)), table(u"fee_payments", at(60), at(-30), at(60))}));

        QCOMPARE(verdicts.size(), 1);
        QCOMPARE(verdicts[0].verdict, Verdict::Passed);
        QVERIFY2(verdicts[0].found.contains(u"login_history, 60 s before the moment"_s), qPrintable(verdicts[0].found));
    }

    void failsARowYoungerThanTheMoment()
    {
        const auto verdicts = judgeFreshness(facts({table(u"login_history", at(100.02), at(-1)), table(u"fees", at(60), at(-1))}));

        QCOMPARE(verdicts[0].verdict, Verdict::Failed);
        QCOMPARE(verdicts[1].verdict, Verdict::Failed);
        QCOMPARE(verdicts[1].subject, u"login_history"_s);
    }

    void acceptsARowOfTheMomentItself()
    {
        QCOMPARE(wholeOf(facts({table(u"login_history", at(100), at(-1))})), Verdict::Passed);
    }

    void failsALastChangeAfterTheMoment()
    {
        FreshnessFacts all = facts({table(u"login_history", at(90), at(-1))});
        all.recoveredTo = at(100);
        QCOMPARE(wholeOf(all), Verdict::Passed);
        all.recoveredTo = at(100.001);
        QCOMPARE(wholeOf(all), Verdict::Passed); // The same second: at() counts whole ones.
        all.recoveredTo = at(100) + Micros(1);
        QCOMPARE(wholeOf(all), Verdict::Failed);
    }

    void failsACopyOlderThanTheBaseline()
    {
        const auto verdicts = judgeFreshness(facts({table(u"login_history", at(-200), at(-1)), table(u"fees", at(-300), at(-300))}));

        QCOMPARE(verdicts[0].verdict, Verdict::Failed);
        QVERIFY(verdicts[0].means.contains(u"too early"_s));
    }

    void failsACopyWithoutWhatTheOldDatabaseHadBeforeTheMoment()
    {
        QCOMPARE(wholeOf(facts({table(u"login_history", at(20), at(-1), at(95))})), Verdict::Failed);
    }

    void warnsOfOneTableWhoseNewestRowIsGone()
    {
        const auto verdicts =
            judgeFreshness(facts({table(u"login_history", at(99), at(-1)), table(u"announcements", at(-500), at(-2))}));

        QCOMPARE(verdicts[0].verdict, Verdict::Passed);
        QCOMPARE(verdicts.size(), 2);
        QCOMPARE(verdicts[1].subject, u"announcements"_s);
        QCOMPARE(verdicts[1].verdict, Verdict::Warned);
    }

    void expectsNothingOfPerishableRows()
    {
        TableDates sessions = table(u"active_sessions", std::nullopt, at(-1), at(98));
        sessions.perishable = true;

        const auto verdicts = judgeFreshness(facts({sessions, table(u"fees", at(-40), at(-40))}));

        QCOMPARE(verdicts.size(), 1);
        QCOMPARE(verdicts[0].verdict, Verdict::Passed);
    }

    void butNotEvenTheyMayBeYoungerThanTheMoment()
    {
        TableDates sessions = table(u"active_sessions", at(101), at(-1));
        sessions.perishable = true;
        QCOMPARE(wholeOf(facts({sessions})), Verdict::Failed);
    }

    void leavesOutATableWhoseDatesAreTypedIn()
    {
        const auto verdicts = judgeFreshness(facts({table(u"events", at(5000), at(5000)), table(u"fees", at(50), at(-1))}));

        QCOMPARE(verdicts.size(), 1);
        QCOMPARE(verdicts[0].verdict, Verdict::Passed);
    }

    void provesNothingWithoutAnythingToCompareWith()
    {
        FreshnessFacts all = facts({table(u"fees", at(50), std::nullopt)});
        all.baselineTakenAt.reset();
        QCOMPARE(wholeOf(all), Verdict::NotChecked);
        QCOMPARE(wholeOf(facts({})), Verdict::NotChecked);
    }

    void stillFailsAYoungerRowThen()
    {
        FreshnessFacts all = facts({table(u"fees", at(150), std::nullopt)});
        all.baselineTakenAt.reset();
        QCOMPARE(wholeOf(all), Verdict::Failed);
    }

    void judgesByTheBaselineAloneWhenNoMomentWasGiven()
    {
        FreshnessFacts all = facts({table(u"fees", at(50), at(-1))});
        all.moment.reset();
        QCOMPARE(wholeOf(all), Verdict::Passed);
        all.tables[0].copy = at(-2);
        QCOMPARE(wholeOf(all), Verdict::Failed);
    }
};

SHUTTLER_TEST(tst_Freshness)
#include "tst_Freshness.moc"
