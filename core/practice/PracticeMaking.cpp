// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyApp.h"
#include "core/practice/AcademyLoader.h"
#include "core/practice/AcademySql.h"
#include "core/practice/PracticeCluster.h"
#include "core/practice/PracticeWorld.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStorageInfo>
#include <QUrl>

/// How a Practice is made, in the order in which it happens. What goes wrong here is undone by `create`.
namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mebibyte = 1024 * 1024;

/// The database, its backups and archive, and room to restore it twice; measured, and rounded up.
qint64 bytesNeededFor(PracticeSize size)
{
    switch (size) {
    case PracticeSize::Small:
        return 600 * mebibyte;
    case PracticeSize::Medium:
        return 2'500 * mebibyte;
    case PracticeSize::Large:
        return 16'000 * mebibyte;
    }
    return 16'000 * mebibyte;
}

QString inGibibytes(qint64 bytes)
{
    return u"%1 GiB"_s.arg(double(bytes) / (1024.0 * double(mebibyte)), 0, 'f', 1);
}

Outcome checkRoom(const PracticePlaces &places, const QString &root, PracticeSize size)
{
    QString existing = root;
    while (existing.size() > 1 && !QFileInfo::exists(existing))
        existing = QFileInfo(existing).path();
    const qint64 found = places.freeBytes ? places.freeBytes(existing) : QStorageInfo(existing).bytesAvailable();
    const qint64 needed = bytesNeededFor(size);
    if (found >= needed)
        return Done{};
    return Error(Fault::Refused, u"There is not enough room on the disk of %1: %2 needed, %3 found."_s.arg(
                                     existing, inGibibytes(needed), inGibibytes(found)))
        .means(u"The Practice was not made."_s)
        .todo(size == PracticeSize::Small
                  ? u"Free some disk space, or keep the Practice elsewhere (--state)."_s
                  : u"Free some disk space, take a smaller size, or keep the Practice elsewhere (--state)."_s);
}

/// pg_ctl hands its paths to a shell between double quotes and does not escape them.
Outcome checkPlace(const QString &root)
{
    static const QRegularExpression dangerous(u"[\"$`\\\\\\x00-\\x1f]"_s);
    if (!dangerous.match(root).hasMatch())
        return Done{};
    return Error(
               Fault::BadInput,
               u"PostgreSQL's programs cannot work in the folder %1: its name holds a \", $, `, \\ or control character."_s
                   .arg(root))
        .means(u"The Practice was not made."_s)
        .todo(u"Keep the Practice in another folder (--state)."_s);
}

Outcome checkPrograms(const PracticePlaces &places)
{
    if (!QFileInfo(places.backupProgram).isExecutable())
        return Error(Fault::NotFound, u"pgBackRest was not found at %1."_s.arg(places.backupProgram))
            .means(u"Without it there are no backups to restore from."_s)
            .todo(u"Install the package pgbackrest."_s);
    if (!QFileInfo(places.practiceApp).isExecutable())
        return Error(Fault::NotFound, u"The academy's stand-in app was not found at %1."_s.arg(places.practiceApp))
            .means(u"Without it nobody uses the database."_s)
            .todo(u"Install Shuttler Ops again."_s);
    return Done{};
}

/// For the app's role. Of characters that need no quoting anywhere.
Secret newPassword()
{
    quint32 words[6];
    QRandomGenerator::system()->fillRange(words);
    return Secret(QByteArray(reinterpret_cast<const char *>(words), sizeof words).toHex());
}

} // namespace

Result<PracticeRecord> PracticeWorld::claim(const EnvironmentName &name, PracticeSize size) const
{
    if (Outcome programs = checkPrograms(m_places); !programs)
        return std::move(programs).error();
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    PracticeRecord record;
    record.folder = PracticeFolder::plan(m_places.state, name, *as);
    record.size = size;
    record.madeAt = m_clock.now();
    if (Outcome place = checkPlace(record.folder.root); !place)
        return std::move(place).error();
    if (Outcome room = checkRoom(m_places, record.folder.root, size); !room)
        return std::move(room).error();
    QDir().mkpath(QFileInfo(record.folder.home).path());
    // Whoever makes this folder has the name; a second one fails here and touches nothing.
    if (Outcome made = makeFolderFor(record.folder.root == record.folder.home ? *as : std::nullopt, record.folder.home);
        !made)
        return std::move(made).error();
    return record;
}

Outcome PracticeWorld::make(const EnvironmentName &name, PracticeRecord &record, Job &job)
{
    const Secret appPassword = newPassword();
    if (Outcome folders = makeFolders(record); !folders)
        return folders;
    if (Outcome database = makeDatabase(name, record, appPassword, job); !database)
        return database;
    if (Outcome saved = m_environments.save(environmentFor(name, record)); !saved)
        return saved;
    if (Outcome backups = makeBackups(name, record, job); !backups)
        return backups;
    if (Outcome app = startApp(record, appPassword, job); !app)
        return app;
    if (Outcome saved = m_environments.save(environmentFor(name, record)); !saved)
        return saved;
    if (Outcome stopped = job.checkStop(); !stopped)
        return stopped;
    record.madeAt = m_clock.now();
    record.isReady = true;
    return saveRecord(record);
}

Outcome PracticeWorld::makeFolders(const PracticeRecord &record) const
{
    const PracticeFolder &folder = record.folder;
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    if (Outcome saved = saveRecord(record); !saved)
        return saved;
    if (folder.root != folder.home) {
        QDir().mkpath(QFileInfo(folder.root).path());
        if (Outcome made = makeFolderFor(*as, folder.root); !made)
            return made;
    }
    for (const QString &part : {folder.sockets, folder.instances(), folder.repository(), folder.spool(), folder.locks(),
                                folder.logs(), folder.app()})
        if (Outcome made = makeFolderFor(*as, part); !made)
            return made;
    for (const auto &[resource, file] :
         {std::pair(u"references.toml"_s, folder.references()), std::pair(u"sanity.toml"_s, folder.sanity())}) {
        Result<QByteArray> text = academyFile(resource);
        if (!text)
            return std::move(text).error();
        if (Outcome written = writeFileFor(*as, file, *text); !written)
            return written;
    }
    return Done{};
}

Outcome PracticeWorld::makeDatabase(const EnvironmentName &name, const PracticeRecord &record,
                                    const Secret &appPassword, Job &job) const
{
    job.progress.stage(u"Starting PostgreSQL on this computer"_s);
    Result<postgres::PgTools> tools = postgres::PgTools::newest(m_places.postgresBin);
    if (!tools)
        return std::move(tools).error();
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    const PracticeCluster cluster(*tools, *as, record, m_places.backupProgram, name.toString());
    if (Outcome made = cluster.initialise(job); !made)
        return made;
    if (Outcome started = cluster.startForLoading(job); !started)
        return started;
    if (Outcome made = cluster.makeDatabase(appPassword, job); !made)
        return made;

    job.progress.stage(u"Filling it like Shuttler: 38 tables, %1"_s.arg(wordFor(record.size)));
    {
        Result<postgres::Connection> owner = cluster.session(academy::database, job);
        if (!owner)
            return std::move(owner).error();
        if (Outcome loaded = loadAcademy(*owner, record.size, m_clock.now(), job); !loaded)
            return loaded;
    }
    return cluster.startServing(job);
}

Outcome PracticeWorld::makeBackups(const EnvironmentName &name, const PracticeRecord &record, Job &job)
{
    job.progress.stage(u"Taking the first backup"_s);
    const PracticeFolder &folder = record.folder;
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    const QStringList lines{
        u"[global]"_s,
        u"repo1-path="_s + folder.repository(),
        u"repo1-bundle=y"_s,
        u"repo1-retention-full=4"_s,
        u"compress-type=zst"_s,
        u"process-max=2"_s,
        u"start-fast=y"_s,
        u"archive-timeout=60"_s,
        u"lock-path="_s + folder.locks(),
        u"log-path="_s + folder.logs(),
        u"spool-path="_s + folder.spool(),
        u"log-level-console=warn"_s,
        u"log-level-file=info"_s,
        QString(),
        u"# Restores fetch ahead. Pushing does not: alone, one record of changes is away in 0.1 s, with a helper in 0.4 s."_s,
        u"[global:archive-get]"_s,
        u"archive-async=y"_s,
        QString(),
        u"[%1]"_s.arg(name.toString()),
        u"pg1-path="_s + folder.cluster(),
        u"pg1-socket-path="_s + folder.sockets,
        u"pg1-port=%1"_s.arg(record.databasePort),
        u"pg1-user="_s + academy::owner,
        u"pg1-database=postgres"_s};
    if (Outcome written = writeFileFor(*as, folder.backupSettings(), lines.join(u'\n').toUtf8() + '\n'); !written)
        return written;
    for (const QString &verb : {u"stanza-create"_s, u"check"_s}) {
        Command command;
        command.program = m_places.backupProgram;
        command.arguments = {u"--config="_s + folder.backupSettings(), u"--stanza="_s + name.toString(), verb};
        command.as = *as;
        command.ceiling = std::chrono::minutes(5);
        if (Outcome done = runToSuccess(command, u"preparing the backups"_s, job); !done)
            return done;
    }

    Result<PgBackRestSettings> settings = PgBackRestSettings::from(environmentFor(name, record).providerSettings);
    if (!settings)
        return std::move(settings).error();
    // The baseline first: it must not be younger than anything that can be restored.
    if (m_beforeFirstBackup) {
        if (Outcome taken = m_beforeFirstBackup(name, job); !taken)
            return taken;
    }
    PgBackRestProvider provider(*settings);
    if (Result<Backup> backup = provider.takeBackup(InstanceId(name.toString()), u"first"_s, job); !backup)
        return std::move(backup).errorDuring(u"taking the first backup"_s);
    return Done{};
}

Outcome PracticeWorld::startApp(PracticeRecord &record, const Secret &appPassword, Job &job)
{
    job.progress.stage(u"Starting the academy's app"_s);
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    const QByteArray place = QUrl::toPercentEncoding(record.folder.sockets, "/");
    const QByteArray text = appPassword.expose([&](const char *password) {
        return "# Settings of the academy's app. It reads them when it starts.\n"
               "APP_NAME=shuttler\n"
               "DATABASE_URL=postgresql://"
             + academy::app.toUtf8() + ':' + password + "@/" + academy::database.toUtf8() + "?host=" + place
             + "&port=" + QByteArray::number(record.databasePort)
             + "\n"
               "LOG_LEVEL=info\n";
    });
    if (Outcome written = writeFileFor(*as, record.folder.envFile(), text); !written)
        return written;

    // Somebody may take the port between our looking and the app's listening: then another one is tried.
    Outcome started = Done{};
    for (int attempt = 0; attempt < 5; ++attempt) {
        record.appPort = freeLoopbackPort();
        started = AcademyApp(record, m_places.practiceApp, m_places.bookingsPerSecond).start(job);
        if (started || started.error().fault() != Fault::Refused)
            break;
    }
    return started;
}

Environment PracticeWorld::environmentFor(const EnvironmentName &name, const PracticeRecord &record) const
{
    const PracticeFolder &folder = record.folder;
    Environment environment;
    environment.name = name;
    environment.kind = EnvironmentKind::Practice;
    environment.title = name.toString() == u"practice"_s ? u"Practice"_s : u"Practice "_s + name.toString();
    environment.provider = u"pgbackrest"_s;
    environment.providerSettings = {
        {u"program"_s, m_places.backupProgram}, {u"config"_s, folder.backupSettings()},
        {u"stanza"_s, name.toString()},         {u"data"_s, folder.cluster()},
        {u"socket"_s, folder.sockets},          {u"port"_s, QString::number(record.databasePort)},
        {u"instances"_s, folder.instances()},   {u"owner-role"_s, academy::owner},
        {u"reader-role"_s, academy::reader},    {u"database"_s, academy::database}};
    if (!m_places.postgresBin.isEmpty())
        environment.providerSettings.insert(u"bin"_s, m_places.postgresBin);
    environment.instance = InstanceId(name.toString());
    environment.database = academy::database;
    environment.app.file = folder.envFile();
    environment.cutover.command = {m_places.shuttlerctl, u"--config"_s,  m_places.config,
                                   u"--state"_s,         m_places.state, u"practice"_s,
                                   u"restart-app"_s,     u"--name"_s,    name.toString()};
    if (record.appPort > 0) {
        const QString address = AcademyApp(record, m_places.practiceApp, m_places.bookingsPerSecond).address();
        environment.cutover.healthUrl = address + u"/health"_s;
        environment.cutover.databaseHealthUrl = address + u"/health/db"_s;
    }
    environment.referencesFile = folder.references();
    environment.sanityFile = folder.sanity();
    return environment;
}

} // namespace shuttler
