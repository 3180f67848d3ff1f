// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <mutex>

class QThread;

namespace shuttler::net {

/// The network, through Qt. Plain http only to this computer itself. Proxies as the environment names them (https_proxy, no_proxy).
/// Connections are kept and shared by all who use this client, and by no other client: what one trusts never serves another.
/// An answer in chunks that breaks off can pass for whole now and then, because Qt takes it for that; XML and JSON show it by not being
/// complete, and who reads anything else has to look for its end. Needs a QCoreApplication. Nobody may be sending any more when it dies.
class QtHttpClient final : public HttpClient {
public:
    /// `ca`: a PEM file whose authorities are trusted besides the system's; read with the first request.
    explicit QtHttpClient(QString ca = {});
    ~QtHttpClient() override;
    /// Stops within a moment of being asked to.
    Result<Response> send(const Request &request, Job &job) override;

private:
    class Line;
    Result<Line *> line();

    QString m_ca;
    std::mutex m_mutex;
    std::unique_ptr<QThread> m_thread;
    Line *m_line = nullptr; ///< Lives on the thread.
};

} // namespace shuttler::net
