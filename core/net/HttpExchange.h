// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QTimer>

#include <semaphore>

namespace shuttler::net {

/// The address as it may be shown: without a name, a password or a token that somebody put into it.
QString shown(const QUrl &address);

/// One request on its way, on the thread of the manager. Who asked waits on another.
class HttpExchange final : public QObject {
public:
    HttpExchange(const Request &request, QNetworkAccessManager &network, const QSslConfiguration &trust, QString ca);
    void begin();
    void stop();
    /// For the one who asked: returns when the exchange has ended.
    Result<Response> wait();

private:
    enum class Cut { None, Stopped, Silence, Deadline, TooLarge };

    QNetworkRequest requestForQt() const;
    void take();
    void cutOff(Cut reason);
    void finish();
    void end(Result<Response> result);

    Error failureOf(QNetworkReply::NetworkError error) const;
    Error cutError() const;
    Error lost(const QString &what, const QString &why, const QString &details) const;

    const Request m_request;
    QNetworkAccessManager &m_network;
    const QSslConfiguration m_trust;
    const QString m_ca;
    std::unique_ptr<QNetworkReply> m_reply;
    std::unique_ptr<QIODevice> m_upload;
    QTimer m_silence;
    QTimer m_deadline;
    QList<QSslError> m_distrusted;
    QByteArray m_body;
    Cut m_cut = Cut::None;
    bool m_isOver = false;
    std::optional<Result<Response>> m_result;
    std::binary_semaphore m_ended{0};
};

} // namespace shuttler::net
