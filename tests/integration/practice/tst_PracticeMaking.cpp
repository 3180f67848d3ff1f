// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "PracticeFixture.h"

#include "tests/support/Jobs.h"

#include <QDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// Asks for a stop when the given stage begins (1 is the first), or in the middle of filling the tables (0).
class StoppingProgress final : public Progress {
public:
    StoppingProgress(int atStage, std::stop_source &stop) : m_atStage(atStage), m_stop(stop) {}
    void stage(const QString &) override
    {
        if (++m_stages == m_atStage)
            m_stop.request_stop();
    }
    void counted(qint64 done, qint64, const QString &) override
    {
        if (m_atStage == 0 && done == 20)
            m_stop.request_stop();
    }
    void line(const QString &) override {}

private:
    int m_atStage;
    int m_stages = 0;
    std::stop_source &m_stop;
};

class tst_PracticeMaking : public QObject {
    Q_OBJECT
private slots:
    void aMakingThatIsStoppedLeavesNothing_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("before PostgreSQL is there") << 1;
        QTest::newRow("while the tables are filled") << 0;
        QTest::newRow("at the first backup") << 3;
        QTest::newRow("at the app's start") << 4;
    }
    void aMakingThatIsStoppedLeavesNothing()
    {
        QFETCH(int, stage);
        PracticeFixture fixture;
        std::stop_source stop;
        StoppingProgress progress(stage, stop);
        const SystemClock clock;
        Job job{stop.get_token(), progress, clock};
        VERIFY_FAULT(fixture.world().create(EnvironmentName(u"practice"_s), PracticeSize::Small, job),
                     Fault::Cancelled);
        QCOMPARE(fixture.traces(), QStringList());
    }

    void aFailedBaselineLeavesNothing()
    {
        PracticeFixture fixture;
        const SystemClock clock;
        PracticeWorld world(
            fixture.places(), fixture.environments(), clock,
            [](const EnvironmentName &, Job &) -> Outcome { return Error(Fault::Corrupt, u"no baseline"_s); });
        const Result<PracticeStatus> made =
            world.create(EnvironmentName(u"practice"_s), PracticeSize::Small, test::testJob());
        VERIFY_FAULT(made, Fault::Corrupt);
        QCOMPARE(fixture.traces(), QStringList());
    }

    void missingProgramsAreNamedAndNothingIsMade_data()
    {
        QTest::addColumn<QString>("which");
        QTest::newRow("pgBackRest") << u"pgBackRest"_s;
        QTest::newRow("PostgreSQL") << u"PostgreSQL"_s;
        QTest::newRow("the app") << u"stand-in app"_s;
    }
    void missingProgramsAreNamedAndNothingIsMade()
    {
        QFETCH(QString, which);
        PracticeFixture fixture;
        PracticePlaces places = fixture.places();
        if (which == u"pgBackRest"_s)
            places.backupProgram = u"/nowhere/pgbackrest"_s;
        else if (which == u"PostgreSQL"_s)
            places.postgresBin = u"/nowhere"_s;
        else
            places.practiceApp = u"/nowhere/app"_s;
        const SystemClock clock;
        PracticeWorld world(places, fixture.environments(), clock, {});
        const Result<PracticeStatus> made =
            world.create(EnvironmentName(u"practice"_s), PracticeSize::Small, test::testJob());
        VERIFY_FAULT(made, Fault::NotFound);
        QVERIFY2(made.error().what().contains(which), qPrintable(made.error().what()));
        QVERIFY(!made.error().means().isEmpty() && !made.error().todo().isEmpty());
        QCOMPARE(fixture.traces(), QStringList());
    }

    void aFullDiskIsNoticedBeforeAnythingIsMade()
    {
        PracticeFixture fixture;
        PracticePlaces places = fixture.places();
        places.freeBytes = [](const QString &) { return 300LL * 1024 * 1024; };
        const SystemClock clock;
        PracticeWorld world(places, fixture.environments(), clock, {});
        const Result<PracticeStatus> made =
            world.create(EnvironmentName(u"one"_s), PracticeSize::Small, test::testJob());
        VERIFY_FAULT(made, Fault::Refused);
        QVERIFY2(made.error().what().contains(u"0.6 GiB needed, 0.3 GiB found"_s), qPrintable(made.error().what()));
        QCOMPARE(fixture.traces(), QStringList());
    }

    void whatACrashLeftHalfMadeCanBeDestroyed()
    {
        PracticeFixture fixture;
        QDir().mkpath(fixture.state() + u"/practice/practice/pg"_s);
        VERIFY_FAULT(fixture.world().create(EnvironmentName(u"practice"_s), PracticeSize::Small, test::testJob()),
                     Fault::Refused);
        VERIFY_OK(fixture.world().destroy(EnvironmentName(u"practice"_s), test::testJob()));
        QCOMPARE(fixture.traces(), QStringList());
    }

    void aRealEnvironmentIsNeverDestroyed()
    {
        PracticeFixture fixture;
        Environment environment;
        environment.name = EnvironmentName(u"one"_s);
        environment.kind = EnvironmentKind::Production;
        environment.provider = u"pgbackrest"_s;
        environment.instance = InstanceId(u"one"_s);
        environment.database = u"academy"_s;
        VERIFY_OK(fixture.environments().save(environment));
        VERIFY_FAULT(fixture.world().destroy(environment.name, test::testJob()), Fault::Refused);
        VERIFY_FAULT(fixture.world().create(environment.name, PracticeSize::Small, test::testJob()), Fault::Refused);
        VERIFY_OK(fixture.environments().find(environment.name));
    }
};

SHUTTLER_TEST(tst_PracticeMaking)
#include "tst_PracticeMaking.moc"
