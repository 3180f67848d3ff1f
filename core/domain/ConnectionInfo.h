// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Secret.h"

#include <QString>

#include <memory>

namespace shuttler {

/// How to reach one database. The password travels as a `Secret` and is in no printable form of it.
struct ConnectionInfo {
    QString host; ///< A name, an address, or the absolute path of the folder with the Unix socket.
    int port = 5432;
    QString database;
    QString user;
    std::shared_ptr<const Secret> password; ///< Null where none is needed (peer, trust on a private socket).
    QString sslRootCert;                    ///< PEM file; required for `verify-full` over TCP (libpq 15 does not use the system's store).

    bool isLocalSocket() const { return host.startsWith(u'/'); }
    /// A libpq connection string without the password, values quoted by libpq's rules: "host='/run/x' port='5433' …".
    QString withoutPassword() const;
};

} // namespace shuttler
