// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/ConnectionInfo.h"

#include <QMap>

#include <thread>

namespace shuttler::test {

/// Commits a numbered row every few milliseconds, in a database of the same server that belongs to no app. So, close to any moment
/// whatsoever there is a commit before it and one after it, while the academy's own tables stand still.
class MarkerWriter {
public:
    /// Makes its table; needs the owner of the server.
    static Outcome prepare(ConnectionInfo server);

    explicit MarkerWriter(ConnectionInfo server);
    ~MarkerWriter();
    void stop(); ///< Returns when nothing more will be written.

    /// Every marker of a server, each with the moment of its commit to the microsecond, as the server itself keeps it.
    static Result<QMap<qint64, Instant>> markersOf(ConnectionInfo server);

private:
    std::jthread m_thread;
};

} // namespace shuttler::test
