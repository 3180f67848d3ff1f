// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedCloud.h"

#include "core/base/Process.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTcpServer>

#include <csignal>

namespace shuttler::test {

using namespace Qt::StringLiterals;

static int freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

static bool writePrivately(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(text) == text.size();
}

static Error notWritten()
{
    return Error(Fault::Defect, u"The staged cloud could not be written down."_s);
}

Outcome StagedCloud::stage(const QString &cloud, const QString &kind, const QByteArray &provider, const Credential &credential)
{
    Result<std::unique_ptr<Simulator>> simulator = Simulator::start(cloud);
    if (!simulator)
        return std::move(simulator).error();
    m_simulator = *std::move(simulator);
    const QJsonObject source = m_simulator->sourceNamed();
    const QByteArray password = source.value(u"password"_s).toString().toUtf8();

    const QString credentials = m_ctl.folder() + u"/credentials"_s;
    QDir().mkpath(credentials);
    qputenv("CREDENTIALS_DIRECTORY", credentials.toUtf8());
    if (!writePrivately(credentials + u"/cloud-key"_s, credential(*m_simulator))
        || !writePrivately(credentials + u"/password"_s, password))
        return notWritten();
    if (Outcome laidOut = layOutApp({}); !laidOut)
        return laidOut;
    const QByteArray ca = m_simulator->caFile().toUtf8();
    if (!writePrivately(appFolder() + u"/.env"_s,
                        "DATABASE_URL=postgresql://" + source.value(u"user"_s).toString().toUtf8() + ':' + password + "@localhost:"
                            + QByteArray::number(source.value(u"port"_s).toInt()) + '/' + source.value(u"database"_s).toString().toUtf8()
                            + "?sslmode=verify-full&sslrootcert=" + ca + '\n'))
        return notWritten();
    return writeDown("[provider]\nkind = \"" + kind.toUtf8() + "\"\nendpoint = \"" + m_simulator->endpoint().toUtf8() + "\"\nca = \"" + ca
                    + "\"\ncredential = \"cloud-key\"\ndatabase-ca = \"" + ca + "\"\n" + provider + "[app]\nfile = \""
                    + appFolder().toUtf8() + "/.env\"\n[cutover]\nkind = \"command\"\n" + restart());
}

Outcome StagedCloud::stageRds()
{
    return stage(u"rds"_s, u"aws-rds"_s, "region = \"eu-central-1\"\nuser = \"academy_owner\"\npassword = \"password\"\n",
                 &Simulator::awsKeys);
}

Outcome StagedCloud::stageWithin(const QString &cloud, const QStringList &arguments,
                                 const std::function<QByteArray(const Simulator &)> &tables, const Credential &credential)
{
    if (Outcome opened = open(cloud, arguments, credential); !opened)
        return opened;
    return writeDown(tables(*m_simulator));
}

Outcome StagedCloud::open(const QString &cloud, const QStringList &arguments, const Credential &credential)
{
    Result<std::unique_ptr<Simulator>> simulator = Simulator::start(cloud, arguments);
    if (!simulator)
        return std::move(simulator).error();
    m_simulator = *std::move(simulator);
    m_keyring = std::make_unique<TestKeyring>();
    if (Outcome started = m_keyring->start(); !started)
        return started;
    return keep(u"cloud-key"_s, credential(*m_simulator));
}

Outcome StagedCloud::keep(const QString &name, const QByteArray &secret)
{
    const std::unique_ptr<QProcess> setting = m_ctl.start({u"credential"_s, u"set"_s, name});
    setting->write(secret);
    setting->closeWriteChannel();
    if (!setting->waitForFinished(30'000) || setting->exitCode() != 0)
        return Error(Fault::Refused, QString::fromUtf8(setting->readAllStandardOutput() + setting->readAllStandardError()));
    return Done{};
}

Outcome StagedCloud::layOutApp(const QByteArray &preparation)
{
    QDir().mkpath(appFolder());
    m_appPort = freePort();
    const bool written = writePrivately(
        appFolder() + u"/restart.sh"_s,
        "cd '" + appFolder().toUtf8() + "' || exit 1\n" + preparation
            + "if [ -f app.pid ]; then kill $(cat app.pid); while [ -f app.pid ]; do sleep 0.05; done; fi\n"
              "setsid '" + qgetenv("SHUTTLER_BIN") + "/shuttler-practice-app' --env .env --port " + QByteArray::number(m_appPort)
            + " --pid-file app.pid >>app.log 2>&1 </dev/null &\n"
              "while [ ! -s app.pid ]; do sleep 0.05; done\n");
    return written ? Outcome(Done{}) : Outcome(notWritten());
}

QByteArray StagedCloud::restart() const
{
    const QByteArray health = "http://127.0.0.1:" + QByteArray::number(m_appPort) + "/health";
    return "command = [\"/bin/sh\", \"" + appFolder().toUtf8() + "/restart.sh\"]\nhealth-url = \"" + health
         + "\"\ndatabase-health-url = \"" + health + "/db\"\n";
}

Outcome StagedCloud::writeDown(const QByteArray &tables, const QString &key)
{
    const QJsonObject source = m_simulator->sourceNamed();
    QDir().mkpath(m_ctl.config() + u"/environments"_s);
    const bool written = writePrivately(
        m_ctl.config() + u"/environments/production.toml"_s,
        "database = \"" + source.value(u"database"_s).toString().toUtf8() + "\"\ninstance = \"" + source.value(key).toString().toUtf8()
            + "\"\n" + tables + "[checks]\nreferences = \"" + qgetenv("SHUTTLER_SOURCE") + "/resources/academy/references.toml\"\n");
    return written ? Outcome(Done{}) : Outcome(notWritten());
}

StagedCloud::~StagedCloud()
{
    if (const pid_t app = contentOf(appFolder() + u"/app.pid"_s).trimmed().toInt(); app > 0)
        ::kill(app, SIGKILL);
    qunsetenv("CREDENTIALS_DIRECTORY");
}

QString StagedCloud::instance()
{
    return m_ctl.run({u"env"_s, u"show"_s, u"production"_s}).json.value(u"environments"_s)[0].toObject().value(u"instance"_s).toString();
}

Result<DatabaseUrl> StagedCloud::databaseUrl() const
{
    return DatabaseUrl::parse(contentOf(appFolder() + u"/.env"_s).mid(qstrlen("DATABASE_URL=")).trimmed());
}

QJsonObject StagedCloud::state()
{
    const Result<QJsonObject> told = m_simulator->get(u"state"_s);
    return told ? *told : QJsonObject();
}

QJsonObject StagedCloud::find(const QString &things, const QString &nameOrId)
{
    const QJsonArray all = state().value(things).toArray();
    for (const QJsonValue &one : all)
        if (one[u"name"_s].toString() == nameOrId || one[u"id"_s].toString() == nameOrId)
            return one.toObject();
    return {};
}

CtlAnswer StagedCloud::again(const QString &verb, const CtlAnswer &run)
{
    return m_ctl.run({u"restore"_s, verb, run.json.value(u"run"_s).toString(), u"--json"_s});
}

Outcome StagedCloud::startApp()
{
    Command command;
    command.program = u"/bin/sh"_s;
    command.arguments = {appFolder() + u"/restart.sh"_s};
    Result<CommandResult> started = runCommand(command, testJob());
    if (!started)
        return std::move(started).error();
    return started->exitCode == 0 ? Outcome(Done{}) : Outcome(Error(Fault::Defect, QString::fromUtf8(started->errors)));
}

} // namespace shuttler::test
