// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/e2e/StagedCloud.h"

#include "core/base/Process.h"
#include "tests/e2e/StagedPractice.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFile>
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

Outcome StagedCloud::stage(const QString &cloud, const QString &kind, const QByteArray &provider,
                           const std::function<QByteArray(const Simulator &)> &credential)
{
    Result<std::unique_ptr<Simulator>> simulator = Simulator::start(cloud);
    if (!simulator)
        return std::move(simulator).error();
    m_simulator = *std::move(simulator);
    const QJsonObject source = m_simulator->sourceNamed();
    const QByteArray user = source.value(u"user"_s).toString().toUtf8();
    const QByteArray password = source.value(u"password"_s).toString().toUtf8();

    const QString credentials = m_ctl.folder() + u"/credentials"_s;
    for (const QString &folder : {credentials, appFolder(), m_ctl.config() + u"/environments"_s})
        QDir().mkpath(folder);
    qputenv("CREDENTIALS_DIRECTORY", credentials.toUtf8());
    const QByteArray port = QByteArray::number(freePort());
    const QByteArray app = appFolder().toUtf8();
    const QByteArray ca = m_simulator->caFile().toUtf8();
    const bool written =
        writePrivately(credentials + u"/cloud-key"_s, credential(*m_simulator)) && writePrivately(credentials + u"/password"_s, password)
        && writePrivately(appFolder() + u"/.env"_s,
                          "DATABASE_URL=postgresql://" + user + ':' + password + "@localhost:"
                              + QByteArray::number(source.value(u"port"_s).toInt()) + '/' + source.value(u"database"_s).toString().toUtf8()
                              + "?sslmode=verify-full&sslrootcert=" + ca + '\n')
        && writePrivately(appFolder() + u"/restart.sh"_s,
                          "cd '" + app + "' || exit 1\n"
                          "if [ -f app.pid ]; then kill $(cat app.pid); while [ -f app.pid ]; do sleep 0.05; done; fi\n"
                          "setsid '" + qgetenv("SHUTTLER_BIN") + "/shuttler-practice-app' --env .env --port " + port
                              + " --pid-file app.pid >>app.log 2>&1 </dev/null &\n"
                          "while [ ! -s app.pid ]; do sleep 0.05; done\n")
        && writePrivately(m_ctl.config() + u"/environments/production.toml"_s,
                          named() + "[provider]\nkind = \"" + kind.toUtf8() + "\"\nendpoint = \""
                              + m_simulator->endpoint().toUtf8() + "\"\nca = \"" + ca + "\"\ncredential = \"cloud-key\"\ndatabase-ca = \"" + ca + "\"\n"
                              + provider + "[app]\nfile = \"" + app + "/.env\"\n[cutover]\nkind = \"command\"\ncommand = [\"/bin/sh\", \"" + app
                              + "/restart.sh\"]\nhealth-url = \"http://127.0.0.1:" + port + "/health\"\ndatabase-health-url = \"http://127.0.0.1:" + port
                              + "/health/db\"\n" + checks());
    return written ? Outcome(Done{}) : Outcome(Error(Fault::Defect, u"The staged cloud could not be written down."_s));
}

Outcome StagedCloud::stageWithin(const QString &cloud, const QStringList &arguments,
                                 const std::function<QByteArray(const Simulator &)> &tables,
                                 const std::function<QByteArray(const Simulator &)> &credential)
{
    Result<std::unique_ptr<Simulator>> simulator = Simulator::start(cloud, arguments);
    if (!simulator)
        return std::move(simulator).error();
    m_simulator = *std::move(simulator);
    m_keyring = std::make_unique<TestKeyring>();
    if (Outcome started = m_keyring->start(); !started)
        return started;
    const std::unique_ptr<QProcess> setting = m_ctl.start({u"credential"_s, u"set"_s, u"cloud-key"_s});
    setting->write(credential(*m_simulator));
    setting->closeWriteChannel();
    if (!setting->waitForFinished(30'000) || setting->exitCode() != 0)
        return Error(Fault::Refused, QString::fromUtf8(setting->readAllStandardOutput() + setting->readAllStandardError()));
    QDir().mkpath(m_ctl.config() + u"/environments"_s);
    if (!writePrivately(m_ctl.config() + u"/environments/production.toml"_s, named() + tables(*m_simulator) + checks()))
        return Error(Fault::Defect, u"The staged cloud could not be written down."_s);
    return Done{};
}

QByteArray StagedCloud::named() const
{
    const QJsonObject source = m_simulator->sourceNamed();
    return "database = \"" + source.value(u"database"_s).toString().toUtf8() + "\"\ninstance = \""
         + source.value(u"name"_s).toString().toUtf8() + "\"\n";
}

QByteArray StagedCloud::checks()
{
    return "[checks]\nreferences = \"" + qgetenv("SHUTTLER_SOURCE") + "/resources/academy/references.toml\"\n";
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
