// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"

#include <memory>

struct pg_conn;

namespace shuttler::postgres {

struct FreeConnection {
    void operator()(pg_conn *connection) const;
};
using ConnectionHandle = std::unique_ptr<pg_conn, FreeConnection>;

/// "The database server db.example.com, port 5432": how messages name it.
QString placeOf(const ConnectionInfo &info);

/// How far a connection has to be protected, decided from its address alone.
enum class Protection {
    LocalSocket,    ///< No network in between.
    Loopback,       ///< This computer; TLS if it is there.
    VerifiedServer, ///< TLS, with authority and host name checked (sslmode=verify-full).
};
Protection protectionFor(const ConnectionInfo &info);

/// Opens a connection: name look-up, TCP or socket, TLS, password. Blocks, at most for `ceiling`; heeds the job's stop.
/// Neither PG… variables of the environment nor files in the home folder have a say.
Result<ConnectionHandle> shakeHands(const ConnectionInfo &info, const QString &applicationName, Seconds ceiling,
                                    Job &job);

/// Waits until `socket` is ready for `events` (POLLIN, POLLOUT) or a tick of at most 100 ms is over.
void awaitSocket(int socket, short events);

} // namespace shuttler::postgres
