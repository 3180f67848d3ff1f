// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/CountRange.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::verify;
using namespace Qt::StringLiterals;

namespace {

constexpr Micros Hours10 = std::chrono::hours(10);

CountFacts undated(qint64 baseline, qint64 copy)
{
    CountFacts facts;
    facts.baseline = baseline;
    facts.copy = copy;
    facts.since = Hours10;
    return facts;
}

CountFacts dated(qint64 baseline, qint64 copy, qint64 copyNew)
{
    CountFacts facts = undated(baseline, copy);
    facts.copyNew = copyNew;
    return facts;
}

CountFacts with(CountFacts facts, std::optional<qint64> liveNew, std::optional<qint64> liveOld)
{
    facts.liveNew = liveNew;
    facts.liveOld = liveOld;
    return facts;
}

CountFacts perishable(CountFacts facts)
{
    facts.perishable = true;
    return facts;
}

CountFacts exact(CountFacts facts)
{
    facts.since = Micros(0);
    return facts;
}

} // namespace

Q_DECLARE_METATYPE(shuttler::verify::CountFacts)
Q_DECLARE_METATYPE(shuttler::Verdict)

class tst_CountRange : public QObject {
    Q_OBJECT

private slots:
    void judgesATable_data()
    {
        QTest::addColumn<CountFacts>("facts");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("range");

        QTest::newRow("the same, undated") << undated(57'744, 57'744) << Verdict::Passed << u"≥ 57,744"_s;
        QTest::newRow("grown, undated") << undated(1'284'306, 1'285'118) << Verdict::Passed << u"≥ 1,284,306"_s;
        QTest::newRow("the same, dated") << dated(57'744, 57'744, 0) << Verdict::Passed << u"57,744"_s;
        QTest::newRow("growth that dates explain") << dated(4'812, 4'863, 51) << Verdict::Passed << u"4,812 to 4,863"_s;
        QTest::newRow("the old database widens") << with(dated(4'812, 4'863, 51), 60, 4'812) << Verdict::Passed << u"4,812 to 4,872"_s;
        QTest::newRow("both empty") << undated(0, 0) << Verdict::Passed << u"≥ 0"_s;

        QTest::newRow("emptied") << undated(5, 0) << Verdict::Failed << u"≥ 5"_s;
        QTest::newRow("half is gone") << undated(1000, 500) << Verdict::Failed << u"≥ 1,000"_s;
        QTest::newRow("new rows do not hide a loss") << dated(1000, 1100, 600) << Verdict::Failed << u"1,000 to 1,600"_s;
        QTest::newRow("damage in the old database excuses nothing")
            << with(dated(1000, 500, 0), 0, 400) << Verdict::Failed << u"1,000"_s;
        QTest::newRow("a few deleted, nobody to ask") << undated(1000, 995) << Verdict::Warned << u"≥ 1,000"_s;
        QTest::newRow("a few deleted, there too") << with(dated(1000, 995, 0), 0, 995) << Verdict::Passed << u"995 to 1,000"_s;
        QTest::newRow("a few missing, but there") << with(dated(1000, 995, 0), 0, 1000) << Verdict::Warned << u"1,000"_s;
        QTest::newRow("the last that may go") << undated(1000, 990) << Verdict::Warned << u"≥ 1,000"_s;
        QTest::newRow("the first that may not") << undated(1000, 989) << Verdict::Failed << u"≥ 1,000"_s;
        QTest::newRow("one of three coaches") << undated(3, 2) << Verdict::Warned << u"≥ 3"_s;
        QTest::newRow("two of three coaches") << undated(3, 1) << Verdict::Failed << u"≥ 3"_s;

        QTest::newRow("sessions are cleared away") << perishable(dated(1000, 20, 20)) << Verdict::Passed << u"0 to 1,020"_s;
        QTest::newRow("all of them") << perishable(dated(1000, 0, 0)) << Verdict::Warned << u"1,000"_s;

        QTest::newRow("on their way at the baseline") << dated(1000, 1008, 2) << Verdict::Passed << u"1,000 to 1,002"_s;
        QTest::newRow("old rows entered since") << dated(1000, 1100, 0) << Verdict::Warned << u"1,000"_s;
        QTest::newRow("everything twice") << dated(1000, 2000, 0) << Verdict::Failed << u"1,000"_s;
        QTest::newRow("an import into an empty table") << dated(0, 500, 0) << Verdict::Warned << u"0"_s;

        QTest::newRow("equal, as it must be") << exact(dated(1000, 1000, 0)) << Verdict::Passed << u"1,000"_s;
        QTest::newRow("one less than it must be") << exact(undated(1000, 999)) << Verdict::Failed << u"1,000"_s;
        QTest::newRow("one more than it must be") << exact(undated(1000, 1001)) << Verdict::Failed << u"1,000"_s;
        QTest::newRow("perishable makes no difference then") << exact(perishable(undated(9, 8))) << Verdict::Failed << u"9"_s;
    }
    void judgesATable()
    {
        QFETCH(CountFacts, facts);
        QFETCH(Verdict, verdict);
        QFETCH(QString, range);

        const CountVerdict judged = judgeCount(facts);

        QCOMPARE(wordFor(judged.verdict), wordFor(verdict));
        QCOMPARE(judged.range.shown(), range);
        QCOMPARE(judged.means.isEmpty(), verdict == Verdict::Passed);
        QCOMPARE(judged.todo.isEmpty(), verdict == Verdict::Passed);
    }

    void allowsMoreDeletingOverMoreDaysButNeverMoreThanATenth_data()
    {
        QTest::addColumn<qint64>("rows");
        QTest::addColumn<qint64>("hours");
        QTest::addColumn<qint64>("allowed");
        QTest::newRow("an hour") << 10'000LL << 1LL << 100LL;
        QTest::newRow("a day to the hour") << 10'000LL << 24LL << 100LL;
        QTest::newRow("a day begun") << 10'000LL << 25LL << 200LL;
        QTest::newRow("a month") << 10'000LL << 720LL << 1'000LL;
        QTest::newRow("a small table") << 7LL << 1LL << 1LL;
        QTest::newRow("nothing") << 0LL << 1LL << 1LL;
    }
    void allowsMoreDeletingOverMoreDaysButNeverMoreThanATenth()
    {
        QFETCH(qint64, rows);
        QFETCH(qint64, hours);
        QFETCH(qint64, allowed);
        QCOMPARE(allowanceFor(rows, std::chrono::hours(hours)), allowed);
    }

    void saysHowManyCameOrWent()
    {
        QCOMPARE(judgeCount(undated(4'812, 4'815)).found, u"4,815 (+3)"_s);
        QCOMPARE(judgeCount(undated(186, 186)).found, u"186"_s);
        QCOMPARE(judgeCount(undated(1000, 500)).found, u"500 (-500)"_s);
    }
};

SHUTTLER_TEST(tst_CountRange)
#include "tst_CountRange.moc"
