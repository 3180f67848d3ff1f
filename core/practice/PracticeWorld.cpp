// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/PracticeWorld.h"

#include "core/practice/AcademyApp.h"
#include "core/practice/IncidentScript.h"
#include "core/practice/Leftovers.h"
#include "core/practice/PracticeCluster.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"

#include <QDir>
#include <QFileInfo>

namespace shuttler {

using namespace Qt::StringLiterals;

PracticeWorld::PracticeWorld(PracticePlaces places, EnvironmentStore &environments, const Clock &clock,
                             BeforeFirstBackup beforeFirstBackup)
    : m_places(std::move(places))
    , m_environments(environments)
    , m_clock(clock)
    , m_beforeFirstBackup(std::move(beforeFirstBackup))
{}

bool PracticeWorld::isHere(const EnvironmentName &name) const
{
    const QStringList roots = PracticeFolder::possibleRoots(m_places.state, name);
    return std::any_of(roots.begin(), roots.end(), [](const QString &root) { return QFileInfo::exists(root); });
}

Outcome PracticeWorld::checkFree(const EnvironmentName &name) const
{
    if (Outcome good = EnvironmentStore::checkName(name.toString()); !good)
        return good;
    if (isHere(name))
        return Error(Fault::Refused,
                     u"There is a Practice named \"%1\" already, or what is left of one."_s.arg(name.toString()))
            .means(u"Nothing was changed."_s)
            .todo(
                u"Use another name, or remove it first: shuttlerctl practice destroy --name %1"_s.arg(name.toString()));
    if (const Result<Environment> taken = m_environments.find(name); taken || taken.error().fault() != Fault::NotFound)
        return Error(Fault::Refused, u"There is an environment named \"%1\" already."_s.arg(name.toString()))
            .means(u"Nothing was changed."_s)
            .todo(u"Use another name."_s);
    return Done{};
}

Result<PracticeStatus> PracticeWorld::create(const EnvironmentName &name, PracticeSize size, Job &job)
{
    if (Outcome free = checkFree(name); !free)
        return std::move(free).error();
    Result<PracticeRecord> record = claim(name, size);
    if (!record)
        return std::move(record).error();
    if (Outcome made = make(name, *record, job); !made) {
        job.progress.stage(u"Removing what was half made"_s);
        if (Outcome removed = removeEverything(name); !removed)
            return Error(removed.error()).during(u"removing a half made Practice after: "_s + made.error().what());
        return std::move(made).errorDuring(u"making the Practice \"%1\""_s.arg(name.toString()));
    }
    return status(name, job);
}

Result<PracticeStatus> PracticeWorld::reset(const EnvironmentName &name, Job &job)
{
    Result<PracticeRecord> record = recordOf(name);
    if (!record)
        return std::move(record).error();
    if (Outcome destroyed = destroy(name, job); !destroyed)
        return std::move(destroyed).error();
    return create(name, record->size, job);
}

Result<PracticeRecord> PracticeWorld::recordOf(const EnvironmentName &name) const
{
    if (!isHere(name))
        return Error(Fault::NotFound, u"There is no Practice named \"%1\"."_s.arg(name.toString()))
            .means(u"Nothing was done."_s)
            .todo(u"Make one: shuttlerctl practice create --name %1"_s.arg(name.toString()));
    Result<PracticeRecord> record = loadRecord(m_places.state, name);
    if (!record)
        return std::move(record).error();
    if (!record->isReady)
        return Error(Fault::Refused, u"The Practice \"%1\" was never finished."_s.arg(name.toString()))
            .means(u"It is being made right now, or the making was cut off."_s)
            .todo(u"If nobody is making it, remove it: shuttlerctl practice destroy --name %1"_s.arg(name.toString()));
    return record;
}

/// As the owner, on whichever instance serves the app now.
Result<ConnectionInfo> PracticeWorld::servingDatabase(const EnvironmentName &name, Job &job) const
{
    Result<Environment> environment = m_environments.find(name);
    if (!environment)
        return std::move(environment).error();
    Result<PgBackRestSettings> settings = PgBackRestSettings::from(environment->providerSettings);
    if (!settings)
        return std::move(settings).error();
    PgBackRestProvider provider(*settings);
    Result<ConnectionInfo> info = provider.connection(environment->instance, job);
    if (info)
        info->user = academy::owner;
    return info;
}

Result<PracticeStatus> PracticeWorld::status(const EnvironmentName &name, Job &job)
{
    Result<PracticeRecord> record = recordOf(name);
    if (!record)
        return std::move(record).error();
    const AcademyApp app(*record, m_places.practiceApp, m_places.bookingsPerSecond);

    PracticeStatus status;
    status.name = name;
    status.directory = record->folder.root;
    status.envFile = record->folder.envFile();
    status.healthUrl = app.address() + u"/health"_s;
    status.appRuns = app.isRunning();
    status.size = wordFor(record->size);
    status.incidents = record->incidents;
    if (Result<ConnectionInfo> info = servingDatabase(name, job); info) {
        status.connection = info->withoutPassword();
        postgres::SessionOptions options;
        options.connectTimeout = Seconds(5);
        const Result<postgres::Connection> answers = postgres::Connection::open(*info, options, job);
        status.databaseRuns = answers.has_value();
        if (!answers)
            status.databaseSilence = answers.error().details();
    } else {
        status.databaseSilence = info.error().what();
    }
    return status;
}

Result<Incident> PracticeWorld::breakIt(const EnvironmentName &name, IncidentKind kind, Job &job)
{
    Result<PracticeRecord> record = recordOf(name);
    if (!record)
        return std::move(record).error();
    Result<IncidentScript> script = IncidentScript::load(kind);
    if (!script)
        return std::move(script).error();
    Result<ConnectionInfo> info = servingDatabase(name, job);
    if (!info)
        return std::move(info).error();
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    options.lockTimeout = Seconds(60);
    Result<postgres::Connection> owner = postgres::Connection::open(*info, options, job);
    if (!owner && owner.error().fault() == Fault::Unreachable)
        return Error(Fault::Unreachable, owner.error().what())
            .means(u"Nothing was broken."_s)
            .todo(
                u"If the Practice does not run, start it: shuttlerctl practice start --name %1"_s.arg(name.toString()))
            .details(owner.error().details());
    if (!owner)
        return std::move(owner).error();

    const auto waitUntil = [this, &job](Instant moment) {
        const Micros rest = moment - m_clock.now();
        return rest.count() > 0 ? job.sleepFor(rest) : Outcome(Done{});
    };
    // There has to be a whole good second after the first backup to go back to.
    if (Outcome waited = waitUntil(record->madeAt.flooredToSecond() + Seconds(2)); !waited)
        return std::move(waited).error();
    job.progress.stage(script->title);
    Result<Damage> damage = letLoose(*script, *owner, job);
    if (!damage)
        return std::move(damage).error();

    const Incident incident{kind,        script->title, script->effect, damage->at, lastGoodSecondBefore(damage->at),
                            damage->rows};
    record->incidents.append(incident);
    if (Outcome saved = saveRecord(*record); !saved)
        return std::move(saved).error();
    if (Outcome over = waitUntil(damage->at.flooredToSecond() + Seconds(1)); !over)
        return std::move(over).error();
    return incident;
}

Outcome PracticeWorld::restartApp(const EnvironmentName &name, Job &job)
{
    Result<PracticeRecord> record = recordOf(name);
    if (!record)
        return std::move(record).error();
    const AcademyApp app(*record, m_places.practiceApp, m_places.bookingsPerSecond);
    if (Outcome stopped = app.stop(); !stopped)
        return stopped;
    return app.start(job);
}

Outcome PracticeWorld::destroy(const EnvironmentName &name, Job &)
{
    const Result<Environment> environment = m_environments.find(name);
    if (!environment && environment.error().fault() != Fault::NotFound && !isHere(name))
        return environment.error();
    if (environment && environment->kind != EnvironmentKind::Practice)
        return Error(Fault::Refused, u"\"%1\" is no Practice but a real environment."_s.arg(name.toString()))
            .means(u"Nothing was touched."_s)
            .todo(u"Name a Practice."_s);
    if (!environment && !isHere(name))
        return Error(Fault::NotFound, u"There is no Practice named \"%1\"."_s.arg(name.toString()))
            .means(u"Nothing was done."_s)
            .todo(u"Look at the list of environments: shuttlerctl env list"_s);
    return removeEverything(name);
}

/// Takes no job: once begun it goes to its end, so that nothing is left that nobody knows of.
Outcome PracticeWorld::removeEverything(const EnvironmentName &name)
{
    QStringList roots = PracticeFolder::possibleRoots(m_places.state, name);
    QString sockets;
    if (const Result<PracticeRecord> record = loadRecord(m_places.state, name); record) {
        if (!roots.contains(record->folder.root) && record->folder.root.endsWith(u'/' + name.toString()))
            roots.append(record->folder.root);
        if (record->folder.sockets.contains(u"/shuttler-practice-"_s))
            sockets = record->folder.sockets;
    }
    for (const QString &root : roots)
        if (Outcome ended = endProcessesOf(root); !ended)
            return ended;
    if (const Result<Environment> environment = m_environments.find(name);
        environment || environment.error().fault() != Fault::NotFound)
        if (Outcome removed = m_environments.remove(name); !removed)
            return removed;
    if (!sockets.isEmpty())
        QDir(sockets).removeRecursively();
    // The record goes last: until then the rest can be found again.
    for (auto root = roots.crbegin(); root != roots.crend(); ++root) {
        // A program that is just ending may still write while we remove.
        bool gone = false;
        for (int attempt = 0; attempt < 3 && !gone; ++attempt) {
            if (Outcome ended = endProcessesOf(*root); !ended)
                return ended;
            releaseSharedMemoryOf(*root);
            gone = !QFileInfo::exists(*root) || QDir(*root).removeRecursively();
        }
        if (!gone)
            return Error(Fault::Refused, u"The folder %1 could not be removed completely."_s.arg(*root))
                .means(u"The Practice is stopped; some of its files are left."_s)
                .todo(u"Run this as the user who made the Practice, or remove the folder by hand."_s);
        // Folders above it that held nothing else.
        const QStringList kept{QDir::cleanPath(m_places.state), u"/var/lib"_s};
        for (QString above = QFileInfo(*root).path(); !kept.contains(above) && QDir().rmdir(above);)
            above = QFileInfo(above).path();
    }
    return Done{};
}

} // namespace shuttler
