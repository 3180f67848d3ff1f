// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/practice/PracticeRecord.h"

namespace shuttler {

/// The running stand-in app of one Practice, seen from outside: a program that lives on when we are gone.
class AcademyApp {
public:
    AcademyApp(const PracticeRecord &record, QString program, double bookingsPerSecond)
        : m_record(record)
        , m_program(std::move(program))
        , m_bookingsPerSecond(bookingsPerSecond)
    {}

    QString address() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_record.appPort); }
    bool isRunning() const;
    /// Starts it and waits until it answers. Always at the port it was given once, which the environment names. Fault::Refused when
    /// somebody else has that.
    Outcome start(Job &job) const;
    /// Ends it and waits until it is gone. Nothing to do when it does not run.
    Outcome stop() const;

private:
    pid_t pid() const; ///< 0 when it does not run.
    Result<Command> command() const;

    const PracticeRecord &m_record;
    QString m_program;
    double m_bookingsPerSecond;
};

/// A port of 127.0.0.1 where nobody listens now.
int freeLoopbackPort();

} // namespace shuttler
