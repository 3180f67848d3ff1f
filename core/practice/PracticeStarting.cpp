// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyApp.h"
#include "core/practice/AppSettings.h"
#include "core/practice/Leftovers.h"
#include "core/practice/PracticeWorld.h"
#include "core/providers/pgbackrest/PgBackRestProvider.h"
#include "core/providers/pgbackrest/Site.h"

#include <QFile>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

/// How a Practice that lies there dead comes up again. Everything it is made of is on disk, and each part has its old place.
namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// A folder for sockets below /tmp, or of a session, does not outlive a restart of the computer; and who comes first may make one of
/// that name there.
Outcome makeSocketsAgain(const QString &folder, const std::optional<RunAs> &as)
{
    struct stat facts = {};
    if (::lstat(QFile::encodeName(folder).constData(), &facts) != 0 && errno == ENOENT) {
        Outcome made = makeFolderFor(as, folder);
        if (made)
            return made;
        return Error(Fault::Refused, made.error().what())
            .means(u"The database cannot be reached without it, so it was not started."_s)
            .todo(
                u"Check that the folder above it is there, then try again. Or reset the Practice: it is made anew elsewhere."_s);
    }
    if (S_ISDIR(facts.st_mode) && facts.st_uid == (as ? as->uid : ::geteuid()) && (facts.st_mode & 0077) == 0)
        return Done{};
    return Error(Fault::Refused, u"The folder %1 is not the Practice's own any more."_s.arg(folder))
        .means(u"Somebody else could answer in the name of the database, so it was not started."_s)
        .todo(u"Remove that folder if nobody needs it, and try again. Or start as the user who made the Practice."_s);
}

} // namespace

Result<PracticeStatus> PracticeWorld::start(const EnvironmentName &name, Job &job)
{
    Result<PracticeRecord> record = recordOf(name);
    if (!record)
        return std::move(record).error();
    if (Outcome database = startDatabaseAgain(name, *record, job); !database)
        return std::move(database).errorDuring(u"starting the database"_s);
    if (Outcome app = startAppAgain(name, *record, job); !app)
        return std::move(app).errorDuring(u"starting the academy's app"_s);
    Result<PracticeStatus> now = status(name, job);
    if (now && !now->isRunning())
        return Error(Fault::Unreachable,
                     u"The Practice \"%1\" was started, but does not answer yet."_s.arg(name.toString()))
            .means(u"Nothing of it is lost."_s)
            .todo(u"Wait a little, then look again: shuttlerctl practice status --name %1"_s.arg(name.toString()))
            .details(now->databaseRuns ? u"The app does not run."_s : now->databaseSilence);
    return now;
}

/// The server that serves now: the first one, or one that was restored since.
Outcome PracticeWorld::startDatabaseAgain(const EnvironmentName &name, const PracticeRecord &record, Job &job) const
{
    Result<Environment> environment = m_environments.find(name);
    if (!environment)
        return std::move(environment).error();
    Result<PgBackRestSettings> settings = PgBackRestSettings::from(environment->providerSettings);
    if (!settings)
        return std::move(settings).error();
    Result<pgbackrest::Site> site = pgbackrest::Site::open(*settings);
    if (!site)
        return std::move(site).error();
    if (Outcome sockets = makeSocketsAgain(record.folder.sockets, site->as()); !sockets)
        return sockets;
    const pgbackrest::LocalCluster cluster = site->clusterOf(environment->instance);
    if (!cluster.running())
        if (Outcome ended = endOrphansIn(cluster.dataFolder()); !ended)
            return ended;
    return PgBackRestProvider(*settings).wake(environment->instance, job);
}

Outcome PracticeWorld::startAppAgain(const EnvironmentName &name, const PracticeRecord &record, Job &job) const
{
    const AcademyApp app(record, m_places.practiceApp, m_places.bookingsPerSecond);
    if (app.isRunning())
        return Done{};
    Result<ConnectionInfo> serving = servingDatabase(name, job);
    if (!serving)
        return std::move(serving).error();
    Result<DatabaseUrl> url = readDatabaseUrl(record.folder.envFile());
    if (!url)
        return std::move(url).error();
    // A restore may have prepared the app's move. To start it now would be to cut over, before anybody has looked at the copy.
    if (url->host() != serving->host || url->port() != serving->port)
        return Error(Fault::Refused,
                     u"The app's DATABASE_URL names another server (port %1) than the one that serves (port %2)."_s.arg(
                         QString::number(url->port()), QString::number(serving->port)))
            .means(u"The database runs. The app was not started: it would move to the other server."_s)
            .todo(
                u"Go on with the open restore, or take it back (shuttlerctl restore list). If there is none, correct %1."_s
                    .arg(record.folder.envFile()));
    job.progress.stage(u"Starting the academy's app"_s);
    return app.start(job);
}

} // namespace shuttler
