// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Coverage.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace Qt::StringLiterals;
using std::chrono::hours;

static const Instant Now = Instant::fromUnixSeconds(1'795'000'000);

static InstanceWindow window(Micros fromBack, Micros untilBack, const QList<WindowGap> &gaps = {})
{
    return {InstanceId(u"main"_s), *RecoveryWindow::between(Now - fromBack, Now - untilBack, gaps)};
}

static Backup backup(Micros back, BackupHealth health = BackupHealth::Healthy, std::optional<Instant> expiresAt = {})
{
    Backup made;
    made.takenAt = Now - back;
    made.health = health;
    made.expiresAt = expiresAt;
    return made;
}

/// The last five days as the strip shows them: "." nothing, "b" backup only, "#" any second.
static QString strip(const Coverage &coverage)
{
    QString cells;
    for (const DayCoverage &day : coverage.days)
        cells += day.grade == Grade::AnySecond ? u'#' : day.grade == Grade::BackupOnly ? u'b' : u'.';
    return cells;
}

class tst_Coverage : public QObject {
    Q_OBJECT

private slots:
    void judgesTheLastFiveDays_data()
    {
        QTest::addColumn<QList<InstanceWindow>>("windows");
        QTest::addColumn<QList<Backup>>("backups");
        QTest::addColumn<QString>("days");
        using Windows = QList<InstanceWindow>;
        using Backups = QList<Backup>;
        const Seconds second(1);

        QTest::newRow("nothing at all") << Windows{} << Backups{} << u"....."_s;
        QTest::newRow("any second since long ago") << Windows{window(hours(500), Micros(0))} << Backups{} << u"#####"_s;
        QTest::newRow("from exactly five days ago")
            << Windows{window(hours(120), Micros(0))} << Backups{} << u"#####"_s;
        QTest::newRow("one second short of five days")
            << Windows{window(hours(120) - second, Micros(0))} << Backups{} << u"b####"_s;
        QTest::newRow("since this morning") << Windows{window(hours(6), Micros(0))} << Backups{} << u"....b"_s;
        QTest::newRow("the archive is ten minutes behind")
            << Windows{window(hours(500), Seconds(600))} << Backups{} << u"#####"_s;
        QTest::newRow("the archive stopped two days ago")
            << Windows{window(hours(500), hours(49))} << Backups{} << u"##b.."_s;
        QTest::newRow("an hour is missing in the middle")
            << Windows{window(hours(500), Micros(0), {{Now - hours(60), Now - hours(59), u"lost"_s}})} << Backups{}
            << u"##b##"_s;
        QTest::newRow("a missing hour lies across two days")
            << Windows{window(hours(500), Micros(0), {{Now - hours(73), Now - hours(71), u"lost"_s}})} << Backups{}
            << u"#bb##"_s;
        QTest::newRow("a gap that holds no whole second")
            << Windows{window(hours(500), Micros(0), {{Now - hours(60), Now - hours(60) + second, u"lost"_s}})}
            << Backups{} << u"#####"_s;
        QTest::newRow("the new server goes on where the old one ended")
            << Windows{window(hours(500), hours(60)), window(hours(60) - second, Micros(0))} << Backups{} << u"#####"_s;
        QTest::newRow("two seconds between old and new server")
            << Windows{window(hours(500), hours(60)), window(hours(60) - 2 * second, Micros(0))} << Backups{}
            << u"##b##"_s;
        QTest::newRow("old and new server overlap")
            << Windows{window(hours(500), hours(10)), window(hours(60), Micros(0))} << Backups{} << u"#####"_s;
        QTest::newRow("one backup a day")
            << Windows{}
            << Backups{backup(hours(100)), backup(hours(76)), backup(hours(52)), backup(hours(28)), backup(hours(4))}
            << u"bbbbb"_s;
        QTest::newRow("a failed backup covers nothing")
            << Windows{} << Backups{backup(hours(52), BackupHealth::Failed), backup(hours(28))} << u"...b."_s;
        QTest::newRow("one being made covers nothing")
            << Windows{} << Backups{backup(hours(1), BackupHealth::BeingMade)} << u"....."_s;
        QTest::newRow("an expired backup covers nothing")
            << Windows{} << Backups{backup(hours(28), BackupHealth::Verified, Now)} << u"....."_s;
        QTest::newRow("a backup that leaves tomorrow still covers")
            << Windows{} << Backups{backup(hours(28), BackupHealth::Verified, Now + hours(24))} << u"...b."_s;
        QTest::newRow("a backup at midnight belongs to the day it begins")
            << Windows{} << Backups{backup(hours(48))} << u"...b."_s;
        QTest::newRow("backups fill where the window does not reach")
            << Windows{window(hours(48), Micros(0))} << Backups{backup(hours(110)), backup(hours(80))} << u"bb.##"_s;
    }
    void judgesTheLastFiveDays()
    {
        QFETCH(const QList<InstanceWindow>, windows);
        QFETCH(const QList<Backup>, backups);
        QFETCH(const QString, days);
        BackupListing listing;
        listing.windows = windows;
        listing.backups = backups;

        const Coverage coverage = coverageOf(listing, Now, 5, Grade::AnySecond);

        QCOMPARE(strip(coverage), days);
        QCOMPARE(coverage.met, days.count(u'#'));
        QCOMPARE(coverage.isMet(), days == u"#####");
        QCOMPARE(coverageOf(listing, Now, 5, Grade::BackupOnly).isMet(), !days.contains(u'.'));
    }

    void daysAreStretchesOf24HoursUntilNow()
    {
        const Coverage coverage = coverageOf({}, Now, 30, Grade::AnySecond);
        QCOMPARE(coverage.days.size(), 30);
        QCOMPARE(coverage.days.first().from, Now - 30 * hours(24));
        QCOMPARE(coverage.days.last().until, Now);
        for (qsizetype i = 1; i < coverage.days.size(); ++i)
            QCOMPARE(coverage.days[i].from, coverage.days[i - 1].until);
    }

    void aPromiseOfNoDaysIsNotMet() { QVERIFY(!coverageOf({}, Now, 0, Grade::AnySecond).isMet()); }

    void restorableReachesOverBackupsAndWindows()
    {
        BackupListing listing;
        listing.backups = {backup(hours(900)), backup(hours(1000), BackupHealth::Failed)};
        QCOMPARE(coverageOf(listing, Now, 5, Grade::AnySecond).restorableFrom, Now - hours(900));
        QCOMPARE(coverageOf(listing, Now, 5, Grade::AnySecond).restorableTo, Now - hours(900));
        listing.windows = {window(hours(500), Seconds(60))};
        QCOMPARE(coverageOf(listing, Now, 5, Grade::AnySecond).restorableFrom, Now - hours(900));
        QCOMPARE(coverageOf(listing, Now, 5, Grade::AnySecond).restorableTo, Now - Seconds(60));
        QCOMPARE(coverageOf({}, Now, 5, Grade::AnySecond).restorableFrom, std::nullopt);
    }
};

SHUTTLER_TEST(tst_Coverage)
#include "tst_Coverage.moc"
