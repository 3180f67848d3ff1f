// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Engine.h"
#include "core/restore/StepNames.h"
#include "tests/crash/PointedLedger.h"
#include "tests/support/Child.h"
#include "tests/support/RestoreStage.h"
#include "tests/support/Test.h"

#include <QDirIterator>
#include <QJsonArray>
#include <QRegularExpression>

#include <csignal>
#include <filesystem>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

enum class Play { Restore, RestoreAndDestroy, Undo };
enum class Eyes { Open, Shut }; ///< Shut: no step looks back.
constexpr int Never = -1;
constexpr int Finished = 0;
constexpr int Killed = 128 + SIGKILL;
const EnvironmentName Practice(u"practice"_s);

/// A step that, after an interruption, acts again without looking.
class BlindStep final : public RestoreStep {
public:
    explicit BlindStep(std::unique_ptr<RestoreStep> step) : m_step(std::move(step)) {}
    QString name() const override { return m_step->name(); }
    Result<StepResult> run(const RunContext &context, Job &job) override { return m_step->run(context, job); }
    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        return m_step->undoSentence(context);
    }
    Result<QString> undo(const RunContext &context, Job &job) override { return m_step->undo(context, job); }

private:
    std::unique_ptr<RestoreStep> m_step;
};

RestoreSteps steps(Eyes eyes)
{
    RestoreSteps all = allRestoreSteps();
    if (eyes == Eyes::Shut) {
        for (std::unique_ptr<RestoreStep> &step : all)
            step = std::make_unique<BlindStep>(std::move(step));
    }
    return all;
}

/// The one run there is, begun now if there is none.
Result<RunRecord> theRun(Engine &engine, Ledger &ledger, OldInstance old, Job &job)
{
    Result<QList<RunRecord>> runs = Engine::runs(ledger, Practice);
    if (!runs)
        return std::move(runs).error();
    if (!runs->isEmpty())
        return runs->constFirst();
    RestoreIntent intent;
    intent.environment = Practice;
    intent.target = AtMoment{job.clock.now() - Seconds(5)}; // Newer than the archive: catching up is part of it.
    intent.old = old;
    Result<Plan> plan = engine.plan(intent, job);
    if (!plan)
        return std::move(plan).error();
    return engine.begin(intent, *plan, job);
}

/// What a process does that is started to begin the restore, or to go on with the one that is open: it tells each point it comes by,
/// and dies at the one with the number `dieAt`.
int play(const QString &folder, Play what, Eyes eyes, int dieAt, const Child::Say &say)
{
    int points = 0;
    const auto point = [&](const QString &name) {
        say(name.toUtf8());
        if (points++ == dieAt)
            ::kill(::getpid(), SIGKILL);
    };
    FakeWorld world(folder + u"/world"_s);
    world.onPoint = point;
    Result<std::unique_ptr<Ledger>> opened = Ledger::open(folder + u"/ledger.sqlite"_s);
    if (!opened)
        return 2;
    PointedLedger ledger(*std::move(opened), point);
    RestoreWorld ports = world.open();
    SilentProgress progress;
    ManualClock clock;
    Job job{{}, progress, clock};
    Engine engine(ports, ledger, {}, steps(eyes));
    Result<RunRecord> run =
        theRun(engine, ledger, what == Play::RestoreAndDestroy ? OldInstance::Destroy : OldInstance::Hold, job);
    if (!run)
        return 3;
    Decisions decisions;
    decisions.confirmedName = u"practice"_s;
    run = what == Play::Undo ? engine.undo(run->id, job) : engine.drive(run->id, decisions, job);
    if (!run) {
        say("error " + describe(run.error()));
        return 4;
    }
    const RunState end = what == Play::Undo ? RunState::Undone : RunState::Done;
    for (const StepRecord &step : run->steps) {
        if (step.error)
            say("error " + describe(*step.error));
    }
    return run->state == end && ledger.verifyChain() ? Finished : 5;
}

struct Played {
    int end = 0;
    QStringList points;
};

Played playInAProcess(const QString &folder, Play what, Eyes eyes, int dieAt)
{
    Child child([&](const Child::Say &say) { return play(folder, what, eyes, dieAt, say); });
    Played played;
    for (QByteArray line = child.hear(); !line.isEmpty(); line = child.hear())
        played.points.append(QString::fromUtf8(line));
    played.end = child.wait();
    return played;
}

/// Everything that has come to be in the folder, without what two good runs may differ in: names carry the run's tag, times the
/// waiting of a resumed one.
QStringList whatCameToBe(const QString &folder)
{
    static const QRegularExpression tag(u"r\\d{8}-\\d{6}-[0-9a-f]{4}"_s);
    const FakeWorld world(folder + u"/world"_s);
    QStringList lines{u"url "_s + world.databaseUrl(), u"app "_s + world.appHost(), u"serving "_s + world.serving()};
    for (const QString &instance : world.instances())
        lines.append(u"instance %1 %2"_s.arg(instance, world.phaseOf(instance)));
    for (const QString &kept : world.keptValues())
        lines.append(u"kept "_s + kept);
    lines.append(u"backups %1"_s.arg(world.outcome().value(u"backups"_s).toArray().size()));
    const auto ledger = Ledger::open(folder + u"/ledger.sqlite"_s); // What it makes beside the file is there in both.
    const auto activity = (*ledger)->activity(u"practice"_s, 100);
    for (const ActivityEntry &entry : *activity)
        lines.append(u"activity "_s + entry.what);
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        lines.append(u"file "_s + files.next().mid(folder.size()));
    for (QString &line : lines)
        line.replace(tag, u"TAG"_s);
    lines.sort();
    return lines;
}

QString actsIn(const QString &folder)
{
    const QMap<QString, int> acts = FakeWorld(folder + u"/world"_s).allActs();
    QStringList words;
    for (auto it = acts.begin(); it != acts.end(); ++it)
        words.append(u"%1: %2"_s.arg(it.key()).arg(it.value()));
    return words.join(u", "_s);
}

/// A restore that went through undisturbed, to compare with and to undo.
class Undisturbed {
public:
    explicit Undisturbed(Play what = Play::Restore)
    {
        const Played played = playInAProcess(folder.path(), what, Eyes::Open, Never);
        if (played.end != Finished)
            qFatal("the undisturbed restore ended with %d: %s", played.end, qPrintable(played.points.last()));
        points = played.points;
    }
    QTemporaryDir folder{RestoreStage::placeForFolders()};
    QStringList points;
};

void copyFolder(const QString &from, const QString &to)
{
    std::filesystem::copy(from.toStdString(), to.toStdString(),
                          std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing);
}

} // namespace

class tst_RestoreCrash : public QObject {
    Q_OBJECT

private slots:
    void killedAnywhereARestoreGoesOnAndDoesEverythingOnce()
    {
        const Undisturbed undisturbed;
        QCOMPARE(
            actsIn(undisturbed.folder.path()),
            u"catch-up: 1, hold: 1, protect: 1, redeploy: 1, set-serving: 1, start-restore: 1, take-backup: 1, write-url: 1"_s);
        QVERIFY(undisturbed.points.size() > 80);
        for (int cell = 0; cell < undisturbed.points.size(); ++cell)
            tryCell(cell, Play::Restore, {}, undisturbed.folder.path());
    }

    void killedAroundTheDestructionItGoesOnAndDestroysOnce()
    {
        const Undisturbed undisturbed(Play::RestoreAndDestroy);
        QCOMPARE(actsIn(undisturbed.folder.path()),
                 u"catch-up: 1, destroy: 1, forget-url: 1, protect: 1, redeploy: 1, set-serving: 1, "
                 "start-restore: 1, take-backup: 1, write-url: 1"_s);
        const int first = int(undisturbed.points.indexOf(u"before journal retire-old begun"_s));
        QVERIFY(first > 0);
        for (int cell = first; cell < undisturbed.points.size(); ++cell)
            tryCell(cell, Play::RestoreAndDestroy, {}, undisturbed.folder.path());
    }

    void killedAnywhereAnUndoGoesOnAndDoesEverythingOnce_data()
    {
        QTest::addColumn<bool>("backupsGoToo");
        QTest::addColumn<QString>("acts");
        const QString before = u"forget-url: 1, hold: %1, protect: 1, put-back: 1, redeploy: 2, set-serving: 3, start-restore: 1, "
                               "take-backup: 1, wake: 1, write-url: 1"_s;
        QTest::newRow("backups stay behind") << false << u"catch-up: 1, destroy: 1, "_s + before.arg(1);
        QTest::newRow("backups go with their instance, which is held") << true << u"catch-up: 1, "_s + before.arg(2);
    }
    void killedAnywhereAnUndoGoesOnAndDoesEverythingOnce()
    {
        QFETCH(bool, backupsGoToo);
        const Undisturbed undisturbed;
        FakeWorld(undisturbed.folder.path() + u"/world"_s).set(u"backupsGoToo"_s, backupsGoToo);
        QTemporaryDir straight(RestoreStage::placeForFolders());
        copyFolder(undisturbed.folder.path(), straight.path());
        const Played whole = playInAProcess(straight.path(), Play::Undo, Eyes::Open, Never);
        QCOMPARE(whole.end, Finished);
        QTEST(actsIn(straight.path()), "acts");
        QVERIFY(whole.points.size() > 30);
        for (int cell = 0; cell < whole.points.size(); ++cell)
            tryCell(cell, Play::Undo, undisturbed.folder.path(), straight.path());
    }

    void killedAnywhereARestoreCanBeTakenBack()
    {
        const Undisturbed undisturbed;
        for (int cell = 0; cell < undisturbed.points.size(); ++cell) {
            QTemporaryDir folder(RestoreStage::placeForFolders());
            const Played cut = playInAProcess(folder.path(), Play::Restore, Eyes::Open, cell);
            QCOMPARE(cut.end, Killed);
            const Played undone = playInAProcess(folder.path(), Play::Undo, Eyes::Open, Never);
            QVERIFY2(undone.end == Finished, qPrintable(cut.points.last() + u": "_s + undone.points.join(u'\n')));
            const FakeWorld world(folder.path() + u"/world"_s);
            QCOMPARE(world.databaseUrl(), u"postgresql://app:s%20e?c@practice.db.test:5432/academy?sslmode=require"_s);
            QCOMPARE(world.appHost(), u"practice.db.test"_s);
            QCOMPARE(world.serving(), u"practice"_s);
            QCOMPARE(world.phaseOf(u"practice"_s), u"available"_s);
            QCOMPARE(world.instances(), QStringList{u"practice"_s});
            QVERIFY(world.keptValues().isEmpty());
        }
    }

    void dyingAgainAndAgainOnlyMakesItSlower_data()
    {
        QTest::addColumn<int>("life");
        for (const int life : {5, 6, 7, 8, 9, 11, 13})
            QTest::addRow("after %d points", life) << life;
    }
    void dyingAgainAndAgainOnlyMakesItSlower()
    {
        QFETCH(int, life);
        const Undisturbed undisturbed;
        QTemporaryDir folder(RestoreStage::placeForFolders());
        int lives = 0;
        Played played;
        do {
            played = playInAProcess(folder.path(), Play::Restore, Eyes::Open, life);
            QVERIFY2(played.end == Killed || played.end == Finished, qPrintable(played.points.join(u'\n')));
        } while (played.end == Killed && ++lives < 100);
        QCOMPARE(played.end, Finished);
        QVERIFY(lives > 3);
        QCOMPARE(actsIn(folder.path()), actsIn(undisturbed.folder.path()));
        QCOMPARE(whatCameToBe(folder.path()), whatCameToBe(undisturbed.folder.path()));
    }

    /// Proof that the matrix bites: steps that do not look back do things twice.
    void withoutLookingBackThingsAreDoneTwice()
    {
        const Undisturbed undisturbed;
        QMap<QString, int> most;
        for (int cell = 0; cell < undisturbed.points.size(); ++cell) {
            QTemporaryDir folder(RestoreStage::placeForFolders());
            QCOMPARE(playInAProcess(folder.path(), Play::Restore, Eyes::Shut, cell).end, Killed);
            playInAProcess(folder.path(), Play::Restore, Eyes::Shut, Never);
            const QMap<QString, int> acts = FakeWorld(folder.path() + u"/world"_s).allActs();
            for (auto it = acts.begin(); it != acts.end(); ++it)
                most[it.key()] = std::max(most.value(it.key()), it.value());
        }
        for (const QString &act : {u"catch-up"_s, u"start-restore"_s, u"write-url"_s, u"redeploy"_s, u"set-serving"_s,
                                   u"take-backup"_s, u"hold"_s})
            QVERIFY2(most.value(act) == 2, qPrintable(u"%1: %2"_s.arg(act).arg(most.value(act))));
    }

private:
    /// One cell of the matrix: from `start` (empty: from nothing), killed at the point, then gone on with; in the end everything is
    /// as in `good`.
    static void tryCell(int cell, Play what, const QString &start, const QString &good)
    {
        QTemporaryDir folder(RestoreStage::placeForFolders());
        if (!start.isEmpty())
            copyFolder(start, folder.path());
        const Played cut = playInAProcess(folder.path(), what, Eyes::Open, cell);
        const Played resumed = playInAProcess(folder.path(), what, Eyes::Open, Never);
        const bool asGood = actsIn(folder.path()) == actsIn(good) && whatCameToBe(folder.path()) == whatCameToBe(good);
        const bool kept = cut.end == Killed && resumed.end == Finished && asGood;
        qInfo("%3d  %-44s %s", cell + 1, qPrintable(cut.points.isEmpty() ? QString() : cut.points.last()),
              kept ? "resumed, each act once" : qPrintable(actsIn(folder.path())));
        QCOMPARE(cut.end, Killed);
        QVERIFY2(resumed.end == Finished, qPrintable(resumed.points.join(u'\n')));
        QCOMPARE(actsIn(folder.path()), actsIn(good));
        QCOMPARE(whatCameToBe(folder.path()), whatCameToBe(good));
    }
};

SHUTTLER_TEST(tst_RestoreCrash)
#include "tst_RestoreCrash.moc"
