// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/FakeWorld.h"

#include "core/base/Files.h"
#include "tests/support/FakePorts.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

QJsonObject firstState(Instant now)
{
    const auto backup = [&](const QString &id, BackupKind kind, std::chrono::hours age) {
        Backup made;
        made.id = BackupId(id);
        made.kind = kind;
        made.instance = InstanceId(u"practice"_s);
        made.startedAt = now - age - std::chrono::minutes(4);
        made.takenAt = now - age;
        made.health = BackupHealth::Healthy;
        made.source = u"the fake repository"_s;
        return toJson(made);
    };
    const QJsonObject practice{{u"phase"_s, u"available"_s}, {u"tag"_s, QString()}, {u"protected"_s, true}};
    return {{u"instances"_s, QJsonObject{{u"practice"_s, practice}}},
            {u"backups"_s, QJsonArray{backup(u"20261101-010000F"_s, BackupKind::Full, std::chrono::hours(240)),
                                      backup(u"20261108-010000F"_s, BackupKind::Full, std::chrono::hours(72))}},
            {u"archivedTo"_s, QJsonObject{{u"practice"_s, (now - std::chrono::minutes(10)).toString()}}},
            {u"url"_s, u"postgresql://app:s%20e?c@practice.db.test:5432/academy?sslmode=require"_s},
            {u"kept"_s, QJsonObject()},
            {u"app"_s, u"practice.db.test"_s},
            {u"serving"_s, u"practice"_s},
            {u"lineage"_s, QJsonArray()},
            {u"gate"_s, u"passed"_s},
            {u"checks"_s, u"passed"_s}};
}

} // namespace

FakeWorld::FakeWorld(QString folder, Instant now) : m_folder(std::move(folder))
{
    QDir().mkpath(m_folder);
    if (!QFile::exists(m_folder + u"/world.json"_s))
        save(firstState(now));
}

RestoreWorld FakeWorld::open()
{
    RestoreWorld world;
    world.environment = environment();
    world.provider = fakeProvider(*this);
    world.target = fakeTarget(*this);
    world.cutover = fakeCutover(*this);
    world.probe = fakeProbe(*this);
    world.verifier = fakeVerifier(*this);
    world.baselines = fakeShelf(*this);
    world.evidence = fakeEvidence(*this, m_folder);
    world.book = this;
    return world;
}

Environment FakeWorld::environment() const
{
    const QJsonObject state = load();
    Environment environment;
    environment.name = EnvironmentName(u"practice"_s);
    environment.kind = EnvironmentKind::Practice;
    environment.title = u"Practice"_s;
    environment.provider = u"fake"_s;
    environment.instance = InstanceId(state.value(u"serving"_s).toString());
    for (const QJsonValue &earlier : state.value(u"lineage"_s).toArray())
        environment.lineage.append(InstanceId(earlier.toString()));
    environment.database = u"academy"_s;
    environment.app.file = u"/srv/academy/.env"_s;
    environment.cutover.command = {u"/usr/bin/true"_s};
    environment.cutover.healthUrl = u"http://127.0.0.1:8000/health"_s;
    return environment;
}

int FakeWorld::acts(const QString &act) const
{
    return load().value(u"acts"_s).toObject().value(act).toInt();
}

QMap<QString, int> FakeWorld::allActs() const
{
    QMap<QString, int> all;
    const QJsonObject acts = load().value(u"acts"_s).toObject();
    for (auto it = acts.begin(); it != acts.end(); ++it)
        all.insert(it.key(), it->toInt());
    return all;
}

QString FakeWorld::databaseUrl() const
{
    return load().value(u"url"_s).toString();
}
QStringList FakeWorld::instances() const
{
    return load().value(u"instances"_s).toObject().keys();
}
QString FakeWorld::appHost() const
{
    return load().value(u"app"_s).toString();
}
QString FakeWorld::serving() const
{
    return load().value(u"serving"_s).toString();
}
QStringList FakeWorld::keptValues() const
{
    return load().value(u"kept"_s).toObject().keys();
}
int FakeWorld::documents() const
{
    return int(QDir(m_folder).entryList({u"evidence-*"_s}).size());
}

QString FakeWorld::phaseOf(const QString &instance) const
{
    return load().value(u"instances"_s).toObject().value(instance).toObject().value(u"phase"_s).toString();
}

QJsonObject FakeWorld::outcome() const
{
    QJsonObject state = load();
    for (const QString &counter : {u"acts"_s, u"archivedTo"_s, u"baselines"_s})
        state.remove(counter);
    return state;
}

void FakeWorld::failCall(int position, Fault fault, Effect effect)
{
    m_calls = 0;
    m_failure = Failure{position, fault, effect};
}

void FakeWorld::set(const QString &key, const QJsonValue &value)
{
    QJsonObject state = load();
    state.insert(key, value);
    save(state);
}

void FakeWorld::lose(const QString &instance)
{
    QJsonObject state = load();
    QJsonObject all = state.value(u"instances"_s).toObject();
    all.remove(instance);
    state.insert(u"instances"_s, all);
    save(state);
}

void FakeWorld::setPhase(const QString &instance, const QString &phase)
{
    QJsonObject state = load();
    QJsonObject all = state.value(u"instances"_s).toObject();
    QJsonObject one = all.value(instance).toObject();
    one.insert(u"phase"_s, phase);
    all.insert(instance, one);
    state.insert(u"instances"_s, all);
    save(state);
}

QJsonObject FakeWorld::load() const
{
    const Result<QByteArray> text = readWholeFile(m_folder + u"/world.json"_s);
    return text ? QJsonDocument::fromJson(*text).object() : QJsonObject();
}

void FakeWorld::save(const QJsonObject &state) const
{
    // Renamed into place but not synced: the world has to survive a killed process, not a power cut.
    QSaveFile file(m_folder + u"/world.json"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(state).toJson()) < 0 || !file.commit())
        qFatal("the fake world could not be saved");
}

Outcome FakeWorld::act(const QString &name, Job &job, const std::function<Outcome(QJsonObject &state)> &change)
{
    if (Outcome wanted = job.checkStop(); !wanted)
        return wanted;
    ++m_calls;
    if (std::optional<Error> failed = failing(name, Effect::None))
        return *std::move(failed);
    if (onPoint)
        onPoint(u"before "_s + name);
    QJsonObject state = load();
    if (Outcome changed = change(state); !changed)
        return changed;
    QJsonObject acts = state.value(u"acts"_s).toObject();
    acts.insert(name, acts.value(name).toInt() + 1);
    state.insert(u"acts"_s, acts);
    save(state);
    if (onPoint)
        onPoint(u"after "_s + name);
    if (std::optional<Error> failed = failing(name, Effect::Done))
        return *std::move(failed);
    return Done{};
}

Outcome FakeWorld::look(const QString &name, Job &job)
{
    if (Outcome wanted = job.checkStop(); !wanted)
        return wanted;
    ++m_calls;
    for (const Effect effect : {Effect::None, Effect::Done}) {
        if (std::optional<Error> failed = failing(name, effect))
            return *std::move(failed);
    }
    return Done{};
}

std::optional<Error> FakeWorld::failing(const QString &name, Effect effect)
{
    if (!m_failure || m_failure->position != m_calls || m_failure->effect != effect)
        return std::nullopt;
    m_lastFailed = name;
    return Error(m_failure->fault, u"The fake world failed at \"%1\"."_s.arg(name))
        .means(u"It was told to."_s)
        .todo(u"Try again."_s);
}

Result<Environment> FakeWorld::find(const EnvironmentName &) const
{
    return environment();
}

Outcome FakeWorld::setServing(const EnvironmentName &, const InstanceId &serving, const QList<InstanceId> &lineage)
{
    SilentProgress progress;
    SystemClock clock;
    Job job{{}, progress, clock};
    return act(u"set-serving"_s, job, [&](QJsonObject &state) -> Outcome {
        QJsonArray earlier;
        for (const InstanceId &instance : lineage)
            earlier.append(instance.toString());
        state.insert(u"serving"_s, serving.toString());
        state.insert(u"lineage"_s, earlier);
        return Done{};
    });
}

} // namespace shuttler::test
