// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Session.h"

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

Connection::Connection(std::unique_ptr<Session> session) : m_session(std::move(session)) {}
Connection::Connection(Connection &&) noexcept = default;
Connection &Connection::operator=(Connection &&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const ConnectionInfo &info, const SessionOptions &options, Job &job)
{
    Result<ConnectionHandle> link = shakeHands(info, options.applicationName, options.connectTimeout, job);
    if (!link)
        return std::move(link).error();
    PQsetnonblocking(link->get(), 1);
    auto session = std::make_unique<Session>();
    session->link = std::move(*link);
    session->options = options;
    Connection connection(std::move(session));

    // As statements and not as start-up options: poolers pass the former and refuse the latter.
    const QByteArray settings =
        QByteArray("SET default_transaction_read_only = ") + (options.access == Access::ReadOnly ? "on" : "off")
        + "; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 3"
          "; SET standard_conforming_strings = on; SET statement_timeout = "
        + QByteArray::number(qint64(options.statementTimeout.count()))
        + "; SET lock_timeout = " + QByteArray::number(qint64(options.lockTimeout.count()));
    connection.m_session->giveUpAt = std::chrono::steady_clock::now() + options.connectTimeout;
    if (Result<Rows> set = connection.script(settings, job); !set)
        return std::move(set).errorDuring(u"preparing the session"_s);
    return connection;
}

Result<Rows> Connection::query(const QString &sql, const QList<Parameter> &parameters, Job &job)
{
    if (Outcome sent = m_session->send(sql, parameters, job); !sent)
        return std::move(sent).error();
    return m_session->collect(job);
}

Result<Rows> Connection::script(const QByteArray &sql, Job &job)
{
    if (Outcome ready = m_session->begin(job); !ready)
        return std::move(ready).error();
    if (PQsendQuery(m_session->link.get(), sql.constData()) == 0)
        return m_session->lost(QString::fromUtf8(PQerrorMessage(m_session->link.get())).trimmed());
    if (Outcome flushed = m_session->flush(job); !flushed)
        return std::move(flushed).error();
    return m_session->collect(job);
}

int Connection::serverVersion() const
{
    return m_session->link ? PQserverVersion(m_session->link.get()) : 0;
}

QString Connection::serverVersionText() const
{
    const int version = serverVersion();
    return u"%1.%2"_s.arg(version / 10000).arg(version % 10000);
}

QByteArray Connection::lastState() const
{
    return m_session->lastState;
}

QString Connection::quoted(const QString &identifier)
{
    return u'"' + QString(identifier).replace(u'"', u"\"\""_s) + u'"';
}

QString Connection::literal(const QString &text)
{
    const QString doubled = QString(text).replace(u'\'', u"''"_s);
    if (!doubled.contains(u'\\'))
        return u'\'' + doubled + u'\'';
    return u" E'"_s + QString(doubled).replace(u'\\', u"\\\\"_s) + u'\'';
}

} // namespace shuttler::postgres
