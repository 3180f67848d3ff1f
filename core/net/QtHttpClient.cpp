// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/QtHttpClient.h"

#include "core/net/HttpExchange.h"
#include "core/net/Trust.h"

#include <QHostAddress>
#include <QNetworkProxyFactory>
#include <QThread>

#include <stop_token>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

bool isThisComputer(const QString &host)
{
    return host == u"localhost"_s || QHostAddress(host).isLoopback();
}

/// As the environment says, without making it so for the whole program; nobody else is between here and here.
class ProxyOfTheEnvironment final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return isThisComputer(query.peerHostName()) ? QList{QNetworkProxy(QNetworkProxy::NoProxy)} : systemProxyForQuery(query);
    }
};

Outcome checkAddress(const QUrl &url)
{
    if (url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty()
        && (url.scheme() == u"https"_s || (url.scheme() == u"http"_s && isThisComputer(url.host()))))
        return Done{};
    return Error(Fault::BadInput, u"\"%1\" is no address that can be asked."_s.arg(shown(url)))
        .means(u"Nobody was asked anything."_s)
        .todo(u"Use an https address without a name or password in it; plain http only on this computer itself (127.0.0.1)."_s);
}

} // namespace

/// What lives on the thread: one manager, because its connections belong to one trust.
class QtHttpClient::Line final : public QObject {
public:
    explicit Line(QSslConfiguration trusted) : trust(std::move(trusted)), network(this)
    {
        network.setProxyFactory(new ProxyOfTheEnvironment);
        network.setAutoDeleteReplies(false);
    }

    const QSslConfiguration trust;
    QNetworkAccessManager network;
};

QtHttpClient::QtHttpClient(QString ca) : m_ca(std::move(ca)) {}

QtHttpClient::~QtHttpClient()
{
    if (!m_thread)
        return;
    m_thread->quit();
    m_thread->wait();
}

Result<QtHttpClient::Line *> QtHttpClient::line()
{
    const std::scoped_lock lock(m_mutex);
    if (m_line)
        return m_line;
    Result<QSslConfiguration> trust = trustIn(m_ca);
    if (!trust)
        return std::move(trust).error();
    m_thread = std::make_unique<QThread>();
    m_line = new Line(*std::move(trust));
    m_line->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_line, &QObject::deleteLater);
    m_thread->start();
    return m_line;
}

Result<Response> QtHttpClient::send(const Request &request, Job &job)
{
    if (Outcome sensible = checkAddress(request.url); !sensible)
        return std::move(sensible).error();
    if (Outcome wanted = job.checkStop(); !wanted)
        return std::move(wanted).error();
    Result<Line *> line = this->line();
    if (!line)
        return std::move(line).error();

    auto *const exchange = new HttpExchange(request, (*line)->network, (*line)->trust, m_ca);
    exchange->moveToThread((*line)->thread());
    QMetaObject::invokeMethod(exchange, &HttpExchange::begin, Qt::QueuedConnection);
    Result<Response> answer = [&] {
        const std::stop_callback whenStopped(job.stop, [exchange] {
            QMetaObject::invokeMethod(exchange, &HttpExchange::stop, Qt::QueuedConnection);
        });
        return exchange->wait();
    }();
    exchange->deleteLater();
    return answer;
}

} // namespace shuttler::net
