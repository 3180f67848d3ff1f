// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Simulator.h"

#include "tests/support/Written.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <csignal>
#include <sys/prctl.h>

namespace shuttler::test {

using namespace Qt::StringLiterals;

static const QString python = u"/usr/bin/python3"_s;

Simulator::Simulator() : m_folder(u"/tmp/cloud-XXXXXX"_s) {}

Simulator::~Simulator()
{
    m_door.reset();
    written::logs(folder());
    // It takes the end of its input for ours, and cleans up.
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(60'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool Simulator::isPossible(const QString &cloud)
{
    static const QMap<QString, QString> modules{{u"rds"_s, u"botocore"_s}, {u"s3"_s, u"botocore"_s}, {u"railway"_s, u"graphql"_s}};
    if (!QFileInfo(python).isExecutable() || !QFileInfo(u"/usr/bin/pgbackrest"_s).isExecutable())
        return false;
    const QString module = modules.value(cloud, u"json"_s);
    const QString look = u"import importlib.util, sys; sys.exit(not importlib.util.find_spec('%1'))"_s.arg(module);
    return QProcess::execute(python, {u"-c"_s, look}) == 0;
}

Result<std::unique_ptr<Simulator>> Simulator::start(const QString &cloud, const QStringList &arguments)
{
    std::unique_ptr<Simulator> simulator(new Simulator);
    if (Outcome begun = simulator->begin(cloud, arguments); !begun)
        return std::move(begun).error();
    return simulator;
}

Outcome Simulator::begin(const QString &cloud, const QStringList &arguments)
{
    const QString program = qEnvironmentVariable("SHUTTLER_SOURCE") + u"/tests/simulators/%1.py"_s.arg(cloud);
    if (!QFileInfo::exists(program) || !isPossible(cloud))
        return Error(Fault::NotFound, u"The simulated %1 cannot run here: %2 or what it needs is missing."_s.arg(cloud, program));
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.start(python, QStringList{u"-B"_s, program, u"--directory"_s, folder()} + arguments);
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(300'000))
            return Error(Fault::Refused, u"The simulated %1 did not start."_s.arg(cloud));
    m_greeting = QJsonDocument::fromJson(m_process.readLine()).object();
    written::secretsIn(credentials());
    written::secret(sourceNamed()[u"password"_s].toString().toUtf8());
    m_door = std::make_unique<SimulatorDoor>(doorAddress(), caFile());
    return Done{};
}

QByteArray Simulator::awsKeys() const
{
    const QJsonObject keys = credentials();
    return (keys[u"accessKey"_s].toString() + u':' + keys[u"secretKey"_s].toString()).toLatin1();
}

ConnectionInfo Simulator::source() const
{
    const QJsonObject named = sourceNamed();
    ConnectionInfo info;
    info.host = named[u"host"_s].toString();
    info.port = named[u"port"_s].toInt();
    info.database = named[u"database"_s].toString();
    info.user = named[u"user"_s].toString();
    info.password = std::make_shared<const Secret>(named[u"password"_s].toString().toUtf8());
    info.sslRootCert = caFile();
    return info;
}

Outcome Simulator::failAt(int request, const QString &kind, QJsonObject more)
{
    more[u"at"_s] = request;
    more[u"kind"_s] = kind;
    return plan(more);
}

Outcome Simulator::failOn(const QString &action, const QString &kind, QJsonObject more)
{
    more[u"action"_s] = action;
    more[u"kind"_s] = kind;
    return plan(more);
}

Outcome Simulator::failNothing()
{
    return plan({});
}

Outcome Simulator::advance(std::chrono::seconds span)
{
    if (Result<QJsonObject> moved = post(u"clock"_s, {{u"advance"_s, qint64(span.count())}}); !moved)
        return std::move(moved).error();
    return Done{};
}

Outcome Simulator::plan(const QJsonObject &fault)
{
    const QJsonArray faults = fault.isEmpty() ? QJsonArray() : QJsonArray{fault};
    if (Result<QJsonObject> planned = post(u"faults"_s, {{u"faults"_s, faults}}); !planned)
        return std::move(planned).error();
    return Done{};
}

} // namespace shuttler::test
