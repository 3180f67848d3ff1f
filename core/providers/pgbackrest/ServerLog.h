// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QByteArray>

#include <optional>

namespace shuttler::pgbackrest {

/// What a restored server's own log tells about its latest start. Pure.
struct ServerStory {
    bool started = false;               ///< It said anything at all since it was last started.
    bool recoveryEnded = false;         ///< "archive recovery complete"
    bool paused = false;                ///< Recovery waits for a person: a setting is smaller than the source's.
    std::optional<Instant> recoveredTo; ///< "last completed transaction was at log time …"
    QString fatal; ///< Why it gave up, in its own words; with pgBackRest's, where those came first.
};

/// Reads a log written with lc_messages=C and log_line_prefix='%m [%p] '. Only what follows the last start counts.
ServerStory readServerLog(const QByteArray &log);

/// The beginning and the end of the log file, as much as a story needs.
ServerStory serverStoryIn(const QString &logFile);

} // namespace shuttler::pgbackrest
