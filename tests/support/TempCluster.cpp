// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/TempCluster.h"

#include "tests/support/Jobs.h"

#include <QFile>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shuttler::test {

using namespace Qt::StringLiterals;

void giveToServers(const QString &path)
{
    if (const Result<std::optional<RunAs>> as = RunAs::forServers(); as && *as)
        [[maybe_unused]] const int given = ::chown(QFile::encodeName(path).constData(), (*as)->uid, (*as)->gid);
}

int freePort()
{
    const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    [[maybe_unused]] const int bound = ::bind(probe, reinterpret_cast<sockaddr *>(&address), size);
    ::getsockname(probe, reinterpret_cast<sockaddr *>(&address), &size);
    ::close(probe);
    return ntohs(address.sin_port);
}

TempCluster::TempCluster(postgres::PgTools tools, std::optional<RunAs> as)
    : m_tools(std::move(tools)), m_as(std::move(as)), m_folder(u"/tmp/pg-XXXXXX"_s)
{
}

TempCluster::~TempCluster()
{
    [[maybe_unused]] const Outcome stopped = stop();
}

Result<std::unique_ptr<TempCluster>> TempCluster::start(const Options &options)
{
    const QString named = options.programs.isEmpty() ? qEnvironmentVariable("SHUTTLER_TEST_POSTGRES") : options.programs;
    Result<postgres::PgTools> tools = postgres::PgTools::newest(named);
    if (!tools)
        return std::move(tools).error();
    Result<std::optional<RunAs>> as = RunAs::forServers();
    if (!as)
        return std::move(as).error();
    std::unique_ptr<TempCluster> cluster(new TempCluster(*tools, *as));
    if (Outcome prepared = cluster->prepare(options); !prepared)
        return std::move(prepared).error();
    if (Outcome started = cluster->startAgain(); !started)
        return std::move(started).error();
    return cluster;
}

Outcome TempCluster::prepare(const Options &options)
{
    if (!m_folder.isValid())
        return Error(Fault::Refused, u"No temporary folder: %1"_s.arg(m_folder.errorString()));
    giveToServers(folder());
    QStringList arguments{u"-D"_s, dataFolder(), u"-U"_s, u"postgres"_s, u"-A"_s, u"trust"_s, u"-E"_s, u"UTF8"_s,
                          u"--locale=C.UTF-8"_s, u"--no-sync"_s};
    if (options.checksums)
        arguments.append(u"-k"_s);
    if (Result<QByteArray> made = program(u"initdb"_s, arguments); !made)
        return std::move(made).error();

    const bool tls = !options.certificateFor.isEmpty();
    const bool tcp = options.tcp || tls;
    if (tcp)
        m_port = freePort();
    if (tls)
        if (Outcome made = makeCertificates(options.certificateFor); !made)
            return made;

    QStringList settings{
        u"port = %1"_s.arg(m_port), u"unix_socket_directories = '%1'"_s.arg(folder()),
        u"listen_addresses = '%1'"_s.arg(tcp ? u"127.0.0.1"_s : QString()), u"fsync = off"_s, u"synchronous_commit = off"_s,
        u"full_page_writes = off"_s, u"shared_buffers = 16MB"_s, u"max_connections = 40"_s, u"autovacuum = off"_s,
        u"track_commit_timestamp = on"_s};
    if (tls)
        settings += {u"ssl = on"_s, u"ssl_cert_file = '%1/server.crt'"_s.arg(folder()),
                     u"ssl_key_file = '%1/server.key'"_s.arg(folder())};
    settings += options.settings;

    const auto write = [](const QString &path, QIODevice::OpenMode mode, const QByteArray &text) {
        QFile file(path);
        return file.open(mode) && file.write(text) == text.size();
    };
    const QByteArray hba = options.hbaFirst + "local all all trust\n" + (tcp ? "host all all 127.0.0.1/32 scram-sha-256\n" : "");
    if (!write(dataFolder() + u"/postgresql.conf"_s, QIODevice::Append, '\n' + settings.join(u'\n').toUtf8() + '\n')
        || !write(dataFolder() + u"/pg_hba.conf"_s, QIODevice::WriteOnly | QIODevice::Truncate, hba))
        return Error(Fault::Refused, u"The test server's settings could not be written."_s);
    return Done{};
}

Outcome TempCluster::makeCertificates(const QString &subject)
{
    const QStringList key{u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-days"_s, u"2"_s};
    const auto file = [this](const QString &name) { return folder() + u'/' + name; };
    const QStringList authority =
        QStringList{u"req"_s, u"-x509"_s, u"-subj"_s, u"/CN=Test authority"_s, u"-keyout"_s, file(u"ca.key"_s), u"-out"_s, caFile()}
        + key;
    const QStringList server = QStringList{u"req"_s, u"-x509"_s, u"-subj"_s, u"/CN=Test server"_s, u"-addext"_s,
                                           u"subjectAltName="_s + subject, u"-CA"_s, caFile(), u"-CAkey"_s, file(u"ca.key"_s),
                                           u"-keyout"_s, file(u"server.key"_s), u"-out"_s, file(u"server.crt"_s)}
        + key;
    for (const QStringList &arguments : {authority, server})
        if (Result<QByteArray> made = call(u"/usr/bin/openssl"_s, arguments); !made)
            return std::move(made).error();
    return Done{};
}

Outcome TempCluster::startAgain()
{
    Result<QByteArray> started = program(u"pg_ctl"_s, {u"start"_s, u"-w"_s, u"-t"_s, u"60"_s, u"-s"_s, u"-D"_s, dataFolder(),
                                                       u"-l"_s, folder() + u"/log"_s});
    if (started)
        return Done{};
    QFile log(folder() + u"/log"_s);
    [[maybe_unused]] const bool open = log.open(QIODevice::ReadOnly);
    return Error(started.error()).details(QString::fromUtf8(log.readAll().right(2000)));
}

Outcome TempCluster::stop(const QString &mode)
{
    if (!QFile::exists(dataFolder() + u"/postmaster.pid"_s))
        return Done{};
    Result<QByteArray> stopped =
        program(u"pg_ctl"_s, {u"stop"_s, u"-w"_s, u"-t"_s, u"30"_s, u"-s"_s, u"-D"_s, dataFolder(), u"-m"_s, mode});
    if (!stopped)
        return std::move(stopped).error();
    return Done{};
}

Result<QByteArray> TempCluster::program(const QString &name, const QStringList &arguments) const
{
    return call(m_tools.program(name), arguments);
}

Result<QByteArray> TempCluster::call(const QString &program, const QStringList &arguments) const
{
    Command command;
    command.program = program;
    command.arguments = arguments;
    command.as = m_as;
    command.ceiling = std::chrono::minutes(2);
    Result<CommandResult> result = runCommand(command, testJob());
    if (!result)
        return std::move(result).error();
    if (result->exitCode != 0)
        return Error(Fault::Refused, u"%1 ended with code %2."_s.arg(program).arg(result->exitCode))
            .details(QString::fromUtf8(result->errors + result->output));
    return result->output;
}

ConnectionInfo TempCluster::socket(const QString &database, const QString &user) const
{
    ConnectionInfo info;
    info.host = socketFolder();
    info.port = m_port;
    info.database = database;
    info.user = user;
    return info;
}

ConnectionInfo TempCluster::tcp(const QString &user, const QByteArray &password, const QString &host) const
{
    ConnectionInfo info = socket(u"postgres"_s, user);
    info.host = host;
    info.password = std::make_shared<const Secret>(QByteArray(password));
    return info;
}

Result<postgres::Connection> TempCluster::session(const QString &database) const
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    return postgres::Connection::open(socket(database), options, testJob());
}

Outcome TempCluster::run(const QByteArray &sql, const QString &database) const
{
    Result<postgres::Connection> connection = session(database);
    if (!connection)
        return std::move(connection).error();
    if (Result<postgres::Rows> done = connection->script(sql, testJob()); !done)
        return std::move(done).error();
    return Done{};
}

} // namespace shuttler::test
