// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "core/practice/Leftovers.h"
#include "core/restore/Engine.h"
#include "core/restore/StepNames.h"
#include "tests/crash/PointedLedger.h"
#include "tests/support/Child.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QTemporaryDir>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

enum class Play { Restore, Undo };
constexpr int Finished = 0;
constexpr int Killed = 128 + SIGKILL;
const EnvironmentName Name(u"practice"_s);

/// Where a process dies: at the first point that none before it died at, or some time into an act.
struct Deaths {
    QStringList seen;
    QMap<QString, QList<std::chrono::milliseconds>> midway; ///< By step; the first is the next one's.
    int runs = 1;                                           ///< How many there are once this one is begun.
};

struct Life {
    int end = 0;
    QString lastWords; ///< The point it died at, or the errors it ended with.
};

[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

/// The second half of a process's life on real parts: begins the restore or goes on with it, and dies where `deaths` says.
int live(const app::Paths &paths, Play what, const RestoreIntent &intent, const Deaths &deaths, const Child::Say &say)
{
    const auto point = [&](const QString &name) {
        if (!deaths.seen.contains(name)) {
            say(name.toUtf8());
            die();
        }
        for (auto it = deaths.midway.begin(); it != deaths.midway.end(); ++it) {
            if (name != u"after journal %1 begun"_s.arg(it.key()) || it->isEmpty())
                continue;
            std::thread([say, step = it.key(), delay = it->constFirst()] {
                std::this_thread::sleep_for(delay);
                say(u"%1 ms into %2"_s.arg(QString::number(delay.count()), step).toUtf8());
                die();
            }).detach();
        }
    };
    app::Services services(paths);
    Result<RestoreWorld> world = services.open(Name);
    Result<std::unique_ptr<Ledger>> opened = Ledger::open(paths.ledger());
    if (!world || !opened)
        return 2;
    PointedLedger ledger(*std::move(opened), point);
    SilentProgress progress;
    SystemClock clock;
    Job job{{}, progress, clock};
    Engine engine(*world, ledger);
    const Result<QList<RunRecord>> runs = Engine::runs(ledger, Name);
    RunId id;
    if (runs && runs->size() >= deaths.runs) {
        id = runs->constFirst().id;
    } else {
        Result<Plan> plan = engine.plan(intent, job);
        Result<RunRecord> run = plan ? engine.begin(intent, *plan, job) : Result<RunRecord>(plan.error());
        if (!run) {
            say(describe(run.error()));
            return 3;
        }
        id = run->id;
    }
    Decisions decisions;
    decisions.acceptWarnings = true;
    decisions.confirmedName = Engine::recordOf(ledger, id)->oldInstance.toString();
    const Result<RunRecord> run = what == Play::Undo ? engine.undo(id, job) : engine.drive(id, decisions, job);
    if (!run) {
        say(describe(run.error()));
        return 4;
    }
    for (const StepRecord &step : run->steps) {
        if (step.error)
            say(step.name.toUtf8() + ": " + describe(*step.error));
    }
    const RunState end = what == Play::Undo ? RunState::Undone : RunState::Done;
    return run->state == end && ledger.verifyChain() ? Finished : 5;
}

} // namespace

/// The matrix on a real PostgreSQL with real backups and a real app: one restore whose processes die one after the other, each at the
/// next point of the journal, and in the middle of the long acts.
class tst_RealCrash : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const auto paths = app::Paths::from(m_folder.filePath(u"config"_s), m_folder.filePath(u"state"_s));
        VERIFY_OK(paths);
        m_paths = *paths;
        m_services = std::make_unique<app::Services>(m_paths);
        const auto made = m_services->practice().create(Name, PracticeSize::Small, testJob());
        VERIFY_OK(made);
        m_root = made->directory;
        m_envFile = made->envFile;
        countRedeploys();
    }

    void cleanupTestCase()
    {
        if (m_root.isEmpty())
            return;
        VERIFY_OK(m_services->practice().destroy(Name, testJob()));
        QVERIFY(processesOf(m_root).isEmpty());
        QVERIFY(!QDir(m_root).exists());
    }

    void aRestoreWhoseProcessesDieAtEveryPointEndsWell()
    {
        m_before = textOf(m_envFile);
        const auto incident = m_services->practice().breakIt(Name, IncidentKind::BadImport, testJob());
        VERIFY_OK(incident);
        m_intent.environment = Name;
        m_intent.target = AtMoment{incident->lastGood};
        Deaths deaths;
        using std::chrono::milliseconds;
        deaths.midway = {{step::RestoreInstance, {milliseconds(100), milliseconds(400)}},
                         {step::ProtectInstance, {milliseconds(300), milliseconds(900)}},
                         {step::FirstBackup, {milliseconds(200), milliseconds(800)}},
                         {step::RetireOld, {milliseconds(150)}}};
        const int lives = liveAndDie(Play::Restore, deaths);
        QVERIFY2(lives > 75, qPrintable(m_lastWords));

        const RunRecord run = newestRun();
        QCOMPARE(run.state, RunState::Done);
        QVERIFY(QFile::exists(run.evidence));
        RestoreWorld world = *m_services->open(Name);
        QCOMPARE(world.environment.instance, *run.newInstance);
        QCOMPARE(world.provider->state(run.oldInstance, testJob())->phase, InstancePhase::Held);
        QCOMPARE(instancesOf(world), QStringList({run.oldInstance.toString(), run.newInstance->toString()}));
        QCOMPARE(world.provider->backups(*run.newInstance, {}, testJob())->backups.size(), 1);
        QCOMPARE(redeploys(), 1);
        QCOMPARE(filesBeside(m_envFile), QStringList({u".env"_s, u".env.before-"_s + run.tag}));
        everyStepFinishedOnce(run);
    }

    void anUndoWhoseProcessesDieAtEveryPointEndsWell()
    {
        const RunRecord run = newestRun();
        QCOMPARE(run.state, RunState::Done);
        const int lives = liveAndDie(Play::Undo, {});
        QVERIFY2(lives > 20, qPrintable(m_lastWords));

        QCOMPARE(newestRun().state, RunState::Undone);
        QCOMPARE(textOf(m_envFile), m_before);
        QCOMPARE(filesBeside(m_envFile), QStringList{u".env"_s});
        RestoreWorld world = *m_services->open(Name);
        QCOMPARE(world.environment.instance, run.oldInstance);
        QCOMPARE(world.provider->state(run.oldInstance, testJob())->phase, InstancePhase::Available);
        QCOMPARE(instancesOf(world), QStringList{run.oldInstance.toString()});
        QCOMPARE(redeploys(), 2);
        QVERIFY(processesOf(m_root + u"/instances"_s).isEmpty());
    }

    void aDestructionWhoseProcessesDieAtEveryPointHappensOnce()
    {
        m_intent.old = OldInstance::Destroy;
        Deaths deaths;
        deaths.runs = 2;
        deaths.midway = {{step::Redeploy, {std::chrono::milliseconds(200)}},
                         {step::RetireOld, {std::chrono::milliseconds(300), std::chrono::milliseconds(1500)}}};
        for (const QString &name : m_points) { // What the first restore came by, up to the retiring, is known already.
            if (!name.contains(step::RetireOld) && !name.contains(u"run finished"_s) && !name.contains(u"activity"_s))
                deaths.seen.append(name);
        }
        const int lives = liveAndDie(Play::Restore, deaths);
        QVERIFY2(lives > 5, qPrintable(m_lastWords));

        const RunRecord run = newestRun();
        QCOMPARE(run.state, RunState::Done);
        RestoreWorld world = *m_services->open(Name);
        QCOMPARE(instancesOf(world), QStringList{run.newInstance->toString()});
        QCOMPARE(filesBeside(m_envFile), QStringList{u".env"_s});
        QVERIFY(redeploys() == 2
                || redeploys() == 3); // Cut off, its command may have restarted the app without coming to its end.
        everyStepFinishedOnce(run);
    }

private:
    Life oneLife(Play what, const Deaths &deaths)
    {
        Child child([&](const Child::Say &say) { return live(m_paths, what, m_intent, deaths, say); });
        Life life;
        for (QByteArray line = child.hear(); !line.isEmpty(); line = child.hear())
            life.lastWords = QString::fromUtf8(line);
        life.end = child.wait();
        return life;
    }

    /// Process after process, until one ends by itself. Returns how many died; -1 when one ended badly.
    int liveAndDie(Play what, Deaths deaths)
    {
        for (int lives = 0; lives < 200; ++lives) {
            const Life life = oneLife(what, deaths);
            m_lastWords = life.lastWords;
            if (life.end == Finished)
                return lives;
            qInfo("%3d  %-46s %s", lives + 1, qPrintable(life.lastWords.left(300)),
                  life.end == Killed ? "killed" : "ended badly");
            if (life.end != Killed)
                return -1;
            if (const qsizetype into = life.lastWords.indexOf(u" ms into "_s); into > 0)
                deaths.midway[life.lastWords.mid(into + 9)].removeFirst();
            else
                deaths.seen.append(life.lastWords);
            if (!m_points.contains(life.lastWords))
                m_points.append(life.lastWords);
        }
        return -1;
    }

    RunRecord newestRun() const
    {
        const auto ledger = Ledger::open(m_paths.ledger());
        return Engine::runs(**ledger, Name)->constFirst();
    }

    void everyStepFinishedOnce(const RunRecord &run) const
    {
        const auto ledger = Ledger::open(m_paths.ledger());
        QMap<QString, int> finished;
        const auto entries = (*ledger)->entriesOf(run.id);
        for (const JournalEntry &entry : *entries)
            finished[entry.step] += entry.phase == u"finished"_s;
        for (const StepRecord &step : run.steps)
            QCOMPARE(finished.value(step.name), 1);
    }

    /// The redeploy command, with a line in a file for each time it ran to its end.
    void countRedeploys()
    {
        Environment environment = *m_services->environments().find(Name);
        const QStringList wrapped{u"/bin/sh"_s, u"-c"_s, u"\"$@\" && echo done >> \"$0\""_s,
                                  m_folder.filePath(u"redeploys"_s)};
        environment.cutover.command = wrapped + environment.cutover.command;
        VERIFY_OK(m_services->environments().save(environment));
    }
    int redeploys() const { return int(textOf(m_folder.filePath(u"redeploys"_s)).count('\n')); }

    static QByteArray textOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QStringList filesBeside(const QString &path)
    {
        return QDir(QFileInfo(path).path()).entryList({u".env*"_s}, QDir::Files | QDir::Hidden, QDir::Name);
    }
    static QStringList instancesOf(RestoreWorld &world)
    {
        QStringList names;
        const auto instances = world.provider->instances(testJob());
        for (const Instance &instance : *instances)
            names.append(instance.id.toString());
        names.sort();
        return names;
    }

    QTemporaryDir m_folder;
    app::Paths m_paths;
    std::unique_ptr<app::Services> m_services;
    RestoreIntent m_intent;
    QString m_root;
    QString m_envFile;
    QByteArray m_before;
    QString m_lastWords;
    QStringList m_points;
};

SHUTTLER_TEST(tst_RealCrash)
#include "tst_RealCrash.moc"
