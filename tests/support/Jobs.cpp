// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Jobs.h"

namespace shuttler::test {

Outcome ManualClock::sleepFor(Micros span, const std::stop_token &stop) const
{
    if (stop.stop_requested())
        return Error(Fault::Cancelled, QStringLiteral("Stopped on request."));
    std::scoped_lock lock(m_mutex);
    m_now = m_now + span;
    return Done{};
}

void RecordingProgress::counted(qint64 done, qint64 total, const QString &unit)
{
    std::scoped_lock lock(m_mutex);
    m_lines.append(QStringLiteral("%1 of %2 %3").arg(done).arg(total).arg(unit));
}

Job &testJob()
{
    static SilentProgress progress;
    static SystemClock clock;
    static Job job{{}, progress, clock};
    return job;
}

} // namespace shuttler::test
