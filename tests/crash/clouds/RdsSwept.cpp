// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/crash/clouds/RdsSwept.h"

#include "tests/support/Jobs.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

class AppRestart final : public Cutover {
public:
    explicit AppRestart(RdsSwept &cloud) : m_cloud(cloud) {}
    QString describe() const override { return u"Restart the app"_s; }
    Outcome check(Job &) override { return Done{}; }
    Outcome run(Job &) override { return m_cloud.restartApp(); }

private:
    RdsSwept &m_cloud;
};

bool letsAppIn(const DatabaseUrl &url, const QString &ca)
{
    ConnectionInfo info = url.connection();
    info.sslRootCert = ca;
    Result<postgres::Connection> session = postgres::Connection::open(info, {}, testJob());
    return session && session->query(u"SELECT 1"_s, testJob());
}

} // namespace

QByteArray RdsSwept::tables(const Simulator &simulator, const QString &folder) const
{
    return "region = \"" + simulator.credentials()[u"region"_s].toString().toUtf8() + "\"\nuser = \""
         + simulator.sourceNamed()[u"user"_s].toString().toUtf8() + "\"\npassword = \"password\"\n[app]\nfile = \"" + folder.toUtf8()
         + "/.env\"\n[cutover]\nkind = \"command\"\ncommand = [\"/bin/sh\", \"-c\", \"touch '" + folder.toUtf8()
         + "/restart'; while [ -e '" + folder.toUtf8() + "/restart' ]; do sleep 0.02; done\"]\n";
}

QByteArray RdsSwept::credential(const Simulator &simulator) const
{
    return simulator.awsKeys();
}

Outcome RdsSwept::reset(Simulator &simulator, const QString &folder)
{
    if (Result<QJsonObject> done = simulator.post(u"reset"_s, {}); !done)
        return std::move(done).error();
    m_envFile = folder + u"/.env"_s;
    m_wish = folder + u"/restart"_s;
    QFile::remove(m_wish);
    m_ca = simulator.caFile();
    const QJsonObject source = simulator.sourceNamed();
    QFile file(m_envFile);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return Error(Fault::Defect, u"The .env file could not be written."_s);
    file.write("DATABASE_URL=postgresql://" + source[u"user"_s].toString().toUtf8() + ':' + source[u"password"_s].toString().toUtf8()
               + "@localhost:" + QByteArray::number(source[u"port"_s].toInt()) + '/' + source[u"database"_s].toString().toUtf8()
               + "?sslmode=verify-full&sslrootcert=" + m_ca.toUtf8() + '\n');
    file.close();
    return restartApp();
}

void RdsSwept::furnish(RestoreWorld &world)
{
    world.cutover = std::make_unique<AppRestart>(*this);
}

Result<DatabaseUrl> RdsSwept::databaseUrl() const
{
    QFile file(m_envFile);
    if (!file.open(QIODevice::ReadOnly))
        return Error(Fault::NotFound, u"There is no .env file."_s);
    return DatabaseUrl::parse(file.readAll().mid(qstrlen("DATABASE_URL=")).trimmed());
}

Outcome RdsSwept::restartApp()
{
    m_app.reset();
    m_appPort = 0;
    const Result<DatabaseUrl> url = databaseUrl();
    if (!url)
        return url.error();
    ConnectionInfo info = url->connection();
    info.sslRootCert = m_ca;
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    options.applicationName = u"academy"_s;
    Result<postgres::Connection> session = postgres::Connection::open(info, options, testJob());
    if (!session)
        return std::move(session).error();
    m_app = *std::move(session);
    m_appPort = url->port();
    return Done{};
}

Outcome RdsSwept::serveApp()
{
    if (!QFile::exists(m_wish))
        return Done{};
    Outcome restarted = restartApp();
    QFile::remove(m_wish);
    return restarted;
}

bool RdsSwept::isChange(const QJsonObject &request) const
{
    return !QRegularExpression(u"^(Get|Describe|List)"_s).match(request[u"action"_s].toString()).hasMatch();
}

Result<CloudTruth> RdsSwept::truth(Simulator &simulator)
{
    Result<QJsonObject> state = simulator.get(u"state"_s);
    if (!state)
        return std::move(state).error();
    CloudTruth truth;
    truth.shown = QString::fromUtf8(QJsonDocument(*state).toJson(QJsonDocument::Compact));
    const QString old = simulator.sourceNamed()[u"name"_s].toString();
    const int oldPort = simulator.sourceNamed()[u"port"_s].toInt();
    int newPort = -1;
    QString copy;
    const QJsonArray instances = (*state)[u"instances"_s].toArray();
    for (const QJsonValue &one : instances) {
        const QString status = one[u"status"_s].toString();
        if (one[u"tags"_s].toObject().contains(u"shuttler:run"_s)) {
            ++truth.copies;
            copy = one[u"name"_s].toString();
            newPort = one[u"port"_s].toInt(-1);
            // A copy that is given backups, or has one taken, serves all the while.
            static const QStringList serves{u"available"_s, u"backing-up"_s, u"modifying"_s};
            truth.isCopyReady = newPort > 0 && serves.contains(status);
        } else if (one[u"name"_s].toString() == old) {
            truth.isSourceHeld = status == u"stopped"_s;
            truth.isSourceUnharmed = QStringList({u"available"_s, u"stopping"_s, u"stopped"_s}).contains(status)
                                  && one[u"settings"_s][u"DeletionProtection"_s].toBool()
                                  && one[u"settings"_s][u"BackupRetentionPeriod"_s].toInt() == 35;
        } else {
            truth.copies += 2; // Nobody else makes any here.
        }
    }
    for (const QJsonValue &one : (*state)[u"snapshots"_s].toArray())
        truth.hasCopyBackups = truth.hasCopyBackups || (!copy.isEmpty() && one[u"name"_s].toString().contains(copy)
                                                        && one[u"status"_s].toString() == u"available"_s);
    const Result<DatabaseUrl> url = databaseUrl();
    if (url && letsAppIn(*url, m_ca))
        truth.url = url->port() == oldPort ? CloudTruth::Url::Old : url->port() == newPort ? CloudTruth::Url::New : CloudTruth::Url::Lost;
    truth.isAppOnCopy = m_app && m_appPort == newPort;
    return truth;
}

} // namespace shuttler::test
