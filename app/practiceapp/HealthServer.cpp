// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/practiceapp/HealthServer.h"

#include <QPointer>
#include <QTcpSocket>
#include <QThreadPool>
#include <QTimer>

namespace shuttler::practiceapp {

using namespace Qt::StringLiterals;

static constexpr int largestHead = 8192;
static constexpr int mostConnections = 16;

HealthServer::HealthServer(QObject *parent) : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, &HealthServer::accept);
}

bool HealthServer::listen(quint16 port, QString *problem)
{
    const bool good = m_server.listen(QHostAddress::LocalHost, port);
    *problem = m_server.errorString();
    return good;
}

void HealthServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (m_open >= mostConnections) {
            socket->abort();
            continue;
        }
        ++m_open;
        connect(socket, &QObject::destroyed, this, [this] { --m_open; });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        QTimer::singleShot(5000, socket, [socket] { socket->abort(); });
    }
}

void HealthServer::read(QTcpSocket *socket)
{
    const QByteArray head = socket->peek(largestHead + 1);
    const qsizetype end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.size() <= largestHead)
        return;
    disconnect(socket, &QTcpSocket::readyRead, this, nullptr);
    if (end < 0)
        send(socket, {431, "application/json", R"({"detail":"Request Header Fields Too Large"})"});
    else
        respond(socket, head.first(end));
}

void HealthServer::respond(QTcpSocket *socket, const QByteArray &head)
{
    const QList<QByteArray> words = head.split('\r').first().split(' ');
    if (words.size() != 3 || !words[2].startsWith("HTTP/1."))
        return send(socket, {400, "application/json", R"({"detail":"Bad Request"})"});
    const auto route = m_routes.constFind(words[1].split('?').first());
    if (route == m_routes.constEnd())
        return send(socket, {404, "application/json", R"({"detail":"Not Found"})"});
    if (words[0] != "GET")
        return send(socket, {405, "application/json", R"({"detail":"Method Not Allowed"})"});
    QThreadPool::globalInstance()->start([this, route = *route, waiting = QPointer(socket)] {
        const HttpAnswer answer = route();
        QMetaObject::invokeMethod(this, [answer, waiting] {
            if (waiting)
                send(waiting, answer);
        });
    });
}

void HealthServer::send(QTcpSocket *socket, const HttpAnswer &answer)
{
    static const QHash<int, QByteArray> reasons{{200, "OK"},
                                                {400, "Bad Request"},
                                                {404, "Not Found"},
                                                {405, "Method Not Allowed"},
                                                {431, "Request Header Fields Too Large"},
                                                {500, "Internal Server Error"}};
    socket->write("HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + reasons.value(answer.status) + "\r\n"
                  + (answer.status == 405 ? "allow: GET\r\n" : "")
                  + "content-length: " + QByteArray::number(answer.body.size()) + "\r\ncontent-type: " + answer.type
                  + "\r\nconnection: close\r\n\r\n" + answer.body);
    socket->disconnectFromHost();
}

} // namespace shuttler::practiceapp
