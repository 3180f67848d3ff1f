// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QTcpServer>

#include <functional>

class QTcpSocket;

namespace shuttler::practiceapp {

struct HttpAnswer {
    int status = 200;
    QByteArray type = "application/json";
    QByteArray body;
};

/// The app's few addresses on 127.0.0.1, worded as the real one words them. One request per connection, 8 KiB of head, five
/// seconds in all, sixteen connections at once.
class HealthServer : public QObject {
    Q_OBJECT

public:
    using Route = std::function<HttpAnswer()>;
    explicit HealthServer(QObject *parent = nullptr);

    /// Answered from a thread of its own: may take long.
    void add(const QByteArray &path, Route route) { m_routes.insert(path, std::move(route)); }
    /// False when the port is taken; `problem` says it in words.
    bool listen(quint16 port, QString *problem);

private:
    void accept();
    void read(QTcpSocket *socket);
    void respond(QTcpSocket *socket, const QByteArray &head);
    static void send(QTcpSocket *socket, const HttpAnswer &answer);

    QTcpServer m_server;
    QHash<QByteArray, Route> m_routes;
    int m_open = 0;
};

} // namespace shuttler::practiceapp
