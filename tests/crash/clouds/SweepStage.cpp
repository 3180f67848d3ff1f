// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/SweepStage.h"

#include "app/composition/Clouds.h"
#include "core/restore/FolderBaselineShelf.h"
#include "core/restore/StepNames.h"
#include "core/settings/EnvironmentStore.h"
#include "core/targets/EnvFile.h"
#include "tests/crash/clouds/BeginOrGoOn.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <algorithm>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

const EnvironmentName Production(u"production"_s);

bool keepPrivately(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(text) == text.size();
}

/// The environments' files.
class Book final : public EnvironmentBook {
public:
    explicit Book(EnvironmentStore &store) : m_store(store) {}
    Result<Environment> find(const EnvironmentName &name) const override { return m_store.find(name); }
    Outcome setServing(const EnvironmentName &name, const InstanceId &serving, const QList<InstanceId> &lineage) override
    {
        Result<Environment> environment = m_store.find(name);
        if (!environment)
            return std::move(environment).error();
        environment->instance = serving;
        environment->lineage = lineage;
        return m_store.save(*environment);
    }

private:
    EnvironmentStore &m_store;
};

bool isDone(const RunRecord &run, const QString &step)
{
    const StepRecord *record = run.find(step);
    return record && record->state == StepState::Done;
}

/// Why it stopped, and what to do: in some step, with advice.
bool saysWhy(const RunRecord &run)
{
    return std::any_of(run.steps.begin(), run.steps.end(), [](const StepRecord &step) {
        return step.error && !step.error->what().isEmpty() && !step.error->todo().isEmpty();
    });
}

} // namespace

SweepStage::InMemory::InMemory() : m_before(qgetenv("TMPDIR"))
{
    if (QFileInfo(u"/dev/shm"_s).isWritable())
        qputenv("TMPDIR", "/dev/shm");
}

SweepStage::InMemory::~InMemory()
{
    if (m_before.isEmpty())
        qunsetenv("TMPDIR");
    else
        qputenv("TMPDIR", m_before);
}

SweepStage::~SweepStage()
{
    qunsetenv("CREDENTIALS_DIRECTORY");
}

Outcome SweepStage::stage(int secondsPerRequest)
{
    Result<std::unique_ptr<Simulator>> simulator = Simulator::start(m_cloud.name(), m_cloud.arguments() + QStringList{u"--standing"_s});
    if (!simulator)
        return std::move(simulator).error();
    m_simulator = *std::move(simulator);
    // A request takes a while over there, so that nobody has to wait for what is made.
    if (Result<QJsonObject> paced = m_simulator->post(u"clock"_s, {{u"perRequest"_s, secondsPerRequest}}); !paced)
        return std::move(paced).error();
    m_moment = SystemClock().now().flooredToSecond() + Seconds(1);
    if (!QTest::qWaitFor([this] { return SystemClock().now() > m_moment + Seconds(1); }, 10'000))
        return Error(Fault::Defect, u"The clock stands still."_s);
    const QByteArray key = m_cloud.credential(*m_simulator);
    const QByteArray password = m_simulator->sourceNamed()[u"password"_s].toString().toUtf8();
    m_secrets.with(u"cloud-key"_s, key).with(u"password"_s, password);
    const QString credentials = m_ctl.folder() + u"/credentials"_s;
    QDir().mkpath(credentials);
    qputenv("CREDENTIALS_DIRECTORY", credentials.toUtf8());
    const bool kept = keepPrivately(credentials + u"/cloud-key"_s, key) && keepPrivately(credentials + u"/password"_s, password);
    return kept ? Outcome(Done{}) : Outcome(Error(Fault::Defect, u"The credentials could not be laid out."_s));
}

Outcome SweepStage::reset()
{
    if (Outcome quiet = m_simulator->failNothing(); !quiet)
        return quiet;
    if (const Result<QJsonObject> awake = m_simulator->post(u"clock"_s, {{u"skew"_s, 0}}); !awake)
        return awake.error();
    m_clock = std::make_unique<HastyClock>([this](Micros span) { return m_simulator->door().sleep(span); });
    QDir(m_ctl.state()).removeRecursively();
    QDir(m_ctl.config()).removeRecursively();
    Result<app::Paths> paths = app::Paths::from(m_ctl.config(), m_ctl.state());
    if (!paths)
        return std::move(paths).error();
    m_paths = *paths;
    QDir().mkpath(m_paths.environments());
    const QJsonObject source = m_simulator->sourceNamed();
    const QByteArray ca = m_simulator->caFile().toUtf8();
    const QByteArray text = "database = \"" + source[u"database"_s].toString().toUtf8() + "\"\ninstance = \""
                          + source[u"name"_s].toString().toUtf8() + "\"\n[provider]\nkind = \"" + m_cloud.kind().toUtf8()
                          + "\"\nendpoint = \"" + m_cloud.endpoint(*m_simulator).toUtf8() + "\"\nca = \"" + ca + "\"\ncredential = \"cloud-key\"\ndatabase-ca = \"" + ca + "\"\n"
                          + m_cloud.tables(*m_simulator, m_ctl.folder());
    if (!keepPrivately(m_paths.environments() + u"/production.toml"_s, text))
        return Error(Fault::Defect, u"The environment could not be written down."_s);
    return m_cloud.reset(*m_simulator, m_ctl.folder());
}

Result<RunRecord> SweepStage::goOn()
{
    EnvironmentStore store(m_paths.environments());
    app::Clouds clouds(m_secrets);
    Book book(store);
    Result<Environment> environment = store.find(Production);
    if (!environment)
        return std::move(environment).error();
    RestoreWorld world;
    world.environment = *std::move(environment);
    world.target = std::make_unique<EnvFile>(world.environment.app.file, world.environment.app.variable);
    world.verifier = std::make_unique<StandingVerifier>(m_answers);
    world.baselines = std::make_unique<FolderBaselineShelf>(m_paths.baselines());
    world.book = &book;
    if (Outcome furnished = clouds.furnish(world); !furnished)
        return std::move(furnished).error();
    m_cloud.furnish(world);
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_paths.ledger());
    if (!ledger)
        return std::move(ledger).error();
    m_clock->rest();
    SilentProgress progress;
    Job job{{}, progress, *m_clock};
    return beginOrGoOn(world, **ledger, intent(), job);
}

Result<CloudTruth> SweepStage::truth()
{
    if (Outcome rested = m_simulator->door().sleep(Micros(0)); !rested)
        return std::move(rested).error();
    return m_cloud.truth(*m_simulator);
}

RestoreIntent SweepStage::intent() const
{
    RestoreIntent intent;
    intent.environment = Production;
    intent.target = AtMoment{m_moment};
    intent.old = m_cloud.fateOfOld();
    return intent;
}

InstanceId SweepStage::serving() const
{
    const Result<Environment> environment = EnvironmentStore(m_paths.environments()).find(Production);
    return environment ? environment->instance : InstanceId();
}

QStringList SweepStage::complaints(const Result<RunRecord> &told, const CloudTruth &truth) const
{
    QStringList wrong;
    const auto demand = [&wrong](bool holds, const QString &otherwise) {
        if (!holds)
            wrong.append(otherwise);
    };
    demand(truth.copies <= 1, u"there are %1 new instances"_s.arg(truth.copies));
    demand(truth.isSourceUnharmed, u"the source was harmed"_s);
    demand(truth.url != CloudTruth::Url::Lost, u"DATABASE_URL leads nowhere"_s);
    if (!told) {
        demand(!told.error().what().isEmpty() && !told.error().todo().isEmpty(), u"no advice: "_s + told.error().forLog());
        return wrong;
    }
    const RunRecord &run = *told;
    const bool isOver = run.state == RunState::Done;
    const auto agree = [&](const QString &step, bool holds, const QString &otherwise) {
        demand(!(isOver || isDone(run, step)) || holds, u"said to be done, but "_s + otherwise);
    };
    demand(isOver || saysWhy(run), u"stopped without saying why"_s);
    agree(step::RestoreInstance, truth.copies == 1, u"there is no new instance"_s);
    agree(step::WaitUntilReady, truth.isCopyReady, u"the new instance is not ready"_s);
    agree(step::WriteDatabaseUrl, truth.url == CloudTruth::Url::New, u"DATABASE_URL is not the new one"_s);
    agree(step::WaitAppMoved, truth.isAppOnCopy, u"the app is not on the new one"_s);
    agree(step::SetServing, run.newInstance && serving() == *run.newInstance, u"the environment names the old one"_s);
    agree(step::FirstBackup, truth.hasCopyBackups, u"the new instance has no backup"_s);
    agree(step::RetireOld, truth.isSourceHeld, u"the old one is not held"_s);
    demand(isDone(run, step::Verify) || truth.url == CloudTruth::Url::Old || run.find(step::WriteDatabaseUrl)->startedAt,
           u"DATABASE_URL changed without anybody saying so"_s);
    demand(!truth.isSourceHeld || truth.isAppOnCopy, u"the old one is stopped while the app is on it"_s);
    return wrong;
}

} // namespace shuttler::test
