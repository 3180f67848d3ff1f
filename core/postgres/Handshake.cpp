// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Handshake.h"

#include "core/postgres/ServerFault.h"

#include <QByteArrayList>

#include <libpq-fe.h>

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>

#include <future>
#include <thread>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;
using Monotonic = std::chrono::steady_clock;

void FreeConnection::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

QString placeOf(const ConnectionInfo &info)
{
    if (info.isLocalSocket())
        return u"The database server at %1, port %2,"_s.arg(info.host).arg(info.port);
    return u"The database server %1, port %2,"_s.arg(info.host).arg(info.port);
}

Protection protectionFor(const ConnectionInfo &info)
{
    if (info.isLocalSocket())
        return Protection::LocalSocket;
    if (!info.sslRootCert.isEmpty())
        return Protection::VerifiedServer;
    in_addr four{};
    const bool loopback =
        info.host == u"localhost"_s || info.host == u"::1"_s
        || (::inet_pton(AF_INET, info.host.toUtf8().constData(), &four) == 1 && (ntohl(four.s_addr) >> 24) == 127);
    return loopback ? Protection::Loopback : Protection::VerifiedServer;
}

void awaitSocket(int socket, short events)
{
    pollfd watched{socket, events, 0};
    ::poll(&watched, 1, 100);
}

namespace {

/// libpq takes an empty value for "not given" and then asks the environment, so keys alone cannot keep PGSERVICE out.
void forgetPostgresEnvironment()
{
    static const QByteArrayList names = [] {
        QByteArrayList all{"PGSERVICE", "PGSERVICEFILE", "PGSYSCONFDIR", "PGDATESTYLE",
                           "PGTZ",      "PGGEQO",        "PGREQUIRESSL"};
        PQconninfoOption *options = PQconndefaults();
        for (const PQconninfoOption *option = options; option && option->keyword; ++option)
            if (option->envvar)
                all.append(option->envvar);
        PQconninfoFree(options);
        return all;
    }();
    for (const QByteArray &name : names)
        if (qEnvironmentVariableIsSet(name.constData()))
            qunsetenv(name.constData());
}

Error tookTooLong(const ConnectionInfo &info, Seconds ceiling)
{
    return Error(Fault::Unreachable,
                 u"%1 did not answer within %2 seconds."_s.arg(placeOf(info)).arg(qint64(ceiling.count())))
        .means(u"Nothing was asked and nothing was changed."_s)
        .todo(u"Check that the server runs and that host, port and firewall are right."_s);
}

Outcome checkInfo(const ConnectionInfo &info)
{
    const auto refuse = [](const QString &what, const QString &todo) {
        return Error(Fault::BadInput, what).means(u"No connection was tried."_s).todo(todo);
    };
    for (const QString &text : {info.host, info.database, info.user, info.sslRootCert})
        if (text.contains(QChar(u'\0')))
            return refuse(u"The connection's settings contain a zero byte."_s, u"Enter them again."_s);
    if (info.host.contains(u','))
        return refuse(u"\"%1\" is not the name of one server: it contains a comma."_s.arg(info.host),
                      u"Name exactly one server, or a socket folder without a comma."_s);
    if (info.port < 1 || info.port > 65535)
        return refuse(u"%1 is not a port."_s.arg(info.port), u"Use a number from 1 to 65535."_s);
    if (info.user.isEmpty() || info.database.isEmpty())
        return refuse(u"The connection names no user or no database."_s, u"Name both."_s);
    if (protectionFor(info) == Protection::VerifiedServer && info.sslRootCert.isEmpty())
        return Error(Fault::Refused,
                     u"It is not known which certificate authority %1 has to be vouched for by."_s.arg(info.host))
            .means(u"Without it nobody can tell the server from an impostor, so no connection was tried."_s)
            .todo(u"Give the authority's certificate (a PEM file; providers offer it for download)."_s);
    return Done{};
}

/// The addresses of a host, found on a thread of its own: getaddrinfo cannot be stopped.
Result<QList<QByteArray>> addressesOf(const ConnectionInfo &info, Monotonic::time_point deadline, Seconds ceiling,
                                      Job &job)
{
    auto promise = std::make_shared<std::promise<QList<QByteArray>>>();
    std::future<QList<QByteArray>> answer = promise->get_future();
    std::thread([promise, host = info.host.toUtf8()] {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        addrinfo *found = nullptr;
        QList<QByteArray> addresses;
        if (::getaddrinfo(host.constData(), nullptr, &hints, &found) == 0) {
            for (const addrinfo *one = found; one; one = one->ai_next) {
                char text[NI_MAXHOST];
                if (::getnameinfo(one->ai_addr, one->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
                    addresses.append(QByteArray(text));
            }
            ::freeaddrinfo(found);
        }
        promise->set_value(addresses);
    }).detach();

    while (answer.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
        if (Outcome stopped = job.checkStop(); !stopped)
            return std::move(stopped).error();
        if (Monotonic::now() > deadline)
            return tookTooLong(info, ceiling);
    }
    QList<QByteArray> addresses = answer.get();
    if (addresses.isEmpty())
        return Error(Fault::Unreachable, u"No server named %1 is known here."_s.arg(info.host))
            .means(u"Nothing was asked and nothing was changed."_s)
            .todo(u"Check the host name and this computer's network."_s);
    return addresses;
}

/// Keys and values for libpq; never one pasted string.
class Keys {
public:
    void add(const char *key, const QByteArray &value)
    {
        m_values.append(value);
        m_keys.append(key);
    }
    ConnectionHandle start(const Secret *password) const
    {
        QList<const char *> keys = m_keys;
        QList<const char *> values;
        for (const QByteArray &value : m_values)
            values.append(value.constData());
        const auto begin = [&keys, &values] {
            keys.append(nullptr);
            values.append(nullptr);
            return ConnectionHandle(PQconnectStartParams(keys.constData(), values.constData(), 0));
        };
        if (!password)
            return begin();
        return password->expose([&](const char *plain) {
            keys.append("password");
            values.append(plain);
            return begin();
        });
    }

private:
    QList<const char *> m_keys;
    QList<QByteArray> m_values;
};

Keys keysFor(const ConnectionInfo &info, const QList<QByteArray> &addresses, const QString &applicationName)
{
    Keys keys;
    const QByteArray host = info.host.toUtf8();
    if (addresses.isEmpty()) {
        keys.add("host", host);
    } else {
        // One entry per address: libpq tries them in turn and checks the certificate against the name.
        keys.add("host", QByteArrayList(addresses.size(), host).join(','));
        keys.add("hostaddr", addresses.join(','));
    }
    keys.add("port", QByteArray::number(info.port));
    keys.add("dbname", info.database.toUtf8());
    keys.add("user", info.user.toUtf8());
    keys.add("application_name", applicationName.toUtf8());
    keys.add("client_encoding", "UTF8");
    keys.add("passfile", "/dev/null/none"); // Not /dev/null itself: libpq complains on standard error about that.
    keys.add("sslcert", "/dev/null/none");
    keys.add("sslkey", "/dev/null/none");
    keys.add("gssencmode", "disable");
    keys.add("target_session_attrs", "any");
    keys.add("keepalives_idle", "30");
    keys.add("keepalives_interval", "10");
    keys.add("keepalives_count", "3");
    switch (protectionFor(info)) {
    case Protection::LocalSocket:
        keys.add("sslmode", "disable");
        break;
    case Protection::Loopback:
        keys.add("sslmode", "prefer");
        keys.add("sslrootcert", "/dev/null/none");
        break;
    case Protection::VerifiedServer:
        keys.add("sslmode", "verify-full");
        keys.add("sslrootcert", info.sslRootCert.toUtf8());
        break;
    }
    return keys;
}

} // namespace

Result<ConnectionHandle> shakeHands(const ConnectionInfo &info, const QString &applicationName, Seconds ceiling,
                                    Job &job)
{
    if (Outcome good = checkInfo(info); !good)
        return std::move(good).error();
    if (Outcome stopped = job.checkStop(); !stopped)
        return std::move(stopped).error();
    forgetPostgresEnvironment();

    const Monotonic::time_point deadline = Monotonic::now() + ceiling;
    QList<QByteArray> addresses;
    if (!info.isLocalSocket()) {
        Result<QList<QByteArray>> found = addressesOf(info, deadline, ceiling, job);
        if (!found)
            return std::move(found).error();
        addresses = *found;
    }

    ConnectionHandle connection = keysFor(info, addresses, applicationName).start(info.password.get());
    if (!connection)
        return Error(Fault::Refused, u"There is not enough memory for a database connection."_s)
            .means(u"Nothing was asked."_s)
            .todo(u"Close other programs, then try again."_s);
    PQsetNoticeProcessor(
        connection.get(), [](void *, const char *) {}, nullptr);

    // As libpq's manual has it: behave as if PQconnectPoll had last said "writing".
    PostgresPollingStatusType wanted =
        PQstatus(connection.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
    while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
        pollfd watched{PQsocket(connection.get()), short(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const bool ready = ::poll(&watched, 1, 100) > 0;
        if (Outcome stopped = job.checkStop(); !stopped)
            return std::move(stopped).error();
        if (ready)
            wanted = PQconnectPoll(connection.get());
        else if (Monotonic::now() > deadline)
            return tookTooLong(info, ceiling);
    }
    if (wanted == PGRES_POLLING_FAILED) {
        const QString words = QString::fromUtf8(PQerrorMessage(connection.get())).trimmed();
        const bool passwordAsked =
            PQconnectionUsedPassword(connection.get()) || PQconnectionNeedsPassword(connection.get());
        return connectError({passwordAsked ? "28P01" : "", words, {}}, info.database, info.user, placeOf(info));
    }
    return connection;
}

} // namespace shuttler::postgres
