// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/bench/restore/Spans.h"

#include <QString>

namespace shuttler::bench {

/// Stands between a program and those who call it, and takes down when it ran.
class Stopwatch {
public:
    /// Puts the stand-in into `folder` under `name`; `real` is what it runs.
    static bool place(const QString &folder, const QString &name, const QString &real);

    struct Call {
        QString program;
        Span span;
        QString caller;
        QString verb;
    };
    /// What was called since `from`, by any stand-in of that folder.
    static QList<Call> callsSince(qint64 from, const QString &folder);
};

/// When a PostgreSQL server was on its way up or down, by its own log: from "starting PostgreSQL" to "ready to accept connections",
/// and from the request to shut down to the end.
QList<Span> comingsAndGoings(const QString &serverLog);

} // namespace shuttler::bench
