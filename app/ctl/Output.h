// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/RunRecord.h"

#include <QElapsedTimer>
#include <QJsonObject>

namespace shuttler::app {

/// What a script can rely on (cli.md).
enum class Exit {
    Good = 0,
    BadVerdict = 1,
    BadInput = 2,
    Refused = 3,
    Unreachable = 4,
    OutcomeUnknown = 5,
    Stopped = 6,
    Defect = 70,
};

Exit exitFor(Fault fault);

enum class ProgressStyle { Bar, Plain, None };

/// Results to standard output, progress and messages to standard error. With JSON: exactly one object on standard output.
class Output final : public Progress {
public:
    Output(bool json, bool quiet, ProgressStyle style);
    ~Output() override;

    bool isJson() const { return m_json; }
    /// A line of the result; nothing with JSON.
    void print(const QString &line);
    /// A line for the person: standard error, nothing with --quiet.
    void tell(const QString &line);
    /// The whole result as JSON; printed once, at the end. Nothing without JSON.
    void result(const QJsonObject &object);
    /// The three parts, as text or as {"error":…}; returns the exit code that goes with the fault.
    Exit fail(const Error &error);
    /// The same, with what is known besides the error in the same JSON object.
    Exit fail(const Error &error, QJsonObject beside);

    void stage(const QString &name) override;
    void counted(qint64 done, qint64 total, const QString &unit) override;
    void line(const QString &text) override;

private:
    void clearBar();
    bool m_json;
    bool m_quiet;
    ProgressStyle m_style;
    bool m_barShown = false;
    QString m_stage;
    QElapsedTimer m_lastCount;
};

/// "12.4 MiB", "1,284 rows".
QString amount(qint64 value, const QString &unit);

} // namespace shuttler::app
