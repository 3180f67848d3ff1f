// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/S3Servers.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>

#include <csignal>
#include <sys/prctl.h>

namespace shuttler::test {

using namespace Qt::StringLiterals;

namespace {

QString besideUs(const QString &file)
{
    return qEnvironmentVariable("SHUTTLER_SOURCE") + u"/tests/support/"_s + file;
}

/// The command that starts one; its folder and its bucket follow.
QStringList commandOf(const QString &kind)
{
    if (kind == u"swift")
        return {u"/usr/bin/python3"_s, u"-B"_s, besideUs(u"swift_s3.py"_s)};
    return {QStandardPaths::findExecutable(u"node"_s), u"--openssl-legacy-provider"_s, besideUs(u"s3rver/start.js"_s)};
}

} // namespace

bool S3Server::isPossible(const QString &kind)
{
    if (!QFileInfo(commandOf(kind).first()).isExecutable())
        return false;
    if (kind == u"swift")
        return QProcess::execute(u"/usr/bin/python3"_s,
                                 {u"-c"_s, u"import importlib.util, sys; sys.exit(not importlib.util.find_spec('swift'))"_s}) == 0;
    return QFileInfo::exists(besideUs(u"s3rver/node_modules/s3rver"_s));
}

Result<std::unique_ptr<S3Server>> S3Server::start(const QString &kind)
{
    if (!isPossible(kind))
        return Error(Fault::NotFound, u"%1 cannot run here."_s.arg(kind)).todo(u"Run packaging/install-deps --test."_s);
    std::unique_ptr<S3Server> server(new S3Server);
    const QStringList command = commandOf(kind);
    server->m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    server->m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    server->m_process.start(command.first(), command.mid(1) + QStringList{server->m_folder.path(), bucket()});
    while (!server->m_process.canReadLine())
        if (!server->m_process.waitForReadyRead(60'000))
            return Error(Fault::Refused, u"%1 did not start."_s.arg(kind));
    const QJsonObject greeting = QJsonDocument::fromJson(server->m_process.readLine()).object();
    server->m_endpoint = QUrl(greeting.value(u"endpoint"_s).toString());
    server->m_keys.accessKey = greeting.value(u"accessKey"_s).toString();
    server->m_keys.secretKey = std::make_shared<const Secret>(greeting.value(u"secretKey"_s).toString().toUtf8());
    return server;
}

net::AwsCredentialSource S3Server::keys() const
{
    return [keys = m_keys](Job &) -> Result<net::AwsCredentials> { return keys; };
}

S3Server::~S3Server()
{
    // It takes the end of its input for its own.
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(10'000)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

} // namespace shuttler::test
