// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QEventLoop>
#include <QSslServer>
#include <QTcpSocket>
#include <QThread>
#include <QUrl>

#include <functional>
#include <future>
#include <memory>
#include <optional>

namespace shuttler::test {

/// A server on this computer that answers as it is told, on a thread of its own.
class Loopback {
public:
    using Serve = std::function<void(QTcpSocket &socket)>;
    explicit Loopback(Serve serve, const std::optional<QSslConfiguration> &tls = std::nullopt)
    {
        std::promise<quint16> port;
        std::future<quint16> listening = port.get_future();
        m_thread.reset(QThread::create([serve = std::move(serve), tls, &port] {
            QTcpServer bare;
            QSslServer secured;
            if (tls)
                secured.setSslConfiguration(*tls);
            QTcpServer &server = tls ? secured : bare;
            QObject::connect(&server, &QTcpServer::pendingConnectionAvailable, &server, [&] {
                QTcpSocket *socket = server.nextPendingConnection();
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, serve] { serve(*socket); });
            });
            server.listen(QHostAddress::LocalHost);
            port.set_value(server.serverPort());
            QEventLoop().exec();
        }));
        m_thread->start();
        m_port = listening.get();
    }
    ~Loopback()
    {
        m_thread->quit();
        m_thread->wait();
    }
    QUrl url(const QString &path = QStringLiteral("/health"), const QString &scheme = QStringLiteral("http")) const
    {
        return QUrl(QStringLiteral("%1://127.0.0.1:%2%3").arg(scheme).arg(m_port).arg(path));
    }

private:
    std::unique_ptr<QThread> m_thread;
    quint16 m_port = 0;
};

inline Loopback::Serve saying(const QByteArray &answer)
{
    return [answer](QTcpSocket &socket) {
        socket.readAll();
        socket.write(answer);
        socket.disconnectFromHost();
    };
}

} // namespace shuttler::test
