// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "core/postgres/Handshake.h"

#include <libpq-fe.h>

namespace shuttler::postgres {

/// What one answer of the server is, once it is complete.
using Answer = std::unique_ptr<pg_result, decltype(&PQclear)>;

struct Connection::Session {
    ConnectionHandle link;
    SessionOptions options;
    QByteArray lastState;
    bool cancelSent = false;
    std::chrono::steady_clock::time_point giveUpAt =
        std::chrono::steady_clock::time_point::max(); ///< When a silent server counts as lost.

    Outcome begin(Job &job);
    Outcome flush(Job &job);
    Outcome tick(short events, Job &job);
    void requestCancel();
    Result<Answer> nextAnswer(Job &job);
    Outcome drain(Job &job);
    Outcome send(const QString &sql, const QList<Parameter> &parameters, Job &job);
    Result<Rows> collect(Job &job);
    Outcome finishCopy(const char *refusal, Job &job);
    Error complaintOf(const pg_result *answer, const Job &job);
    Error lost(const QString &words);
};

} // namespace shuttler::postgres
