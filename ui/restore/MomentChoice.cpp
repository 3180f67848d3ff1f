// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentChoice.h"

namespace shuttler::ui {

void MomentChoice::set(Instant moment)
{
    m_moment = moment.flooredToSecond();
    m_doubt.reset();
}

void MomentChoice::setZone(const QTimeZone &zone)
{
    m_clock = ZoneClock(zone);
    m_doubt.reset();
}

void MomentChoice::type(const QDateTime &wall)
{
    // The clock's own reading of the moment is no new choice: in a repeated hour it would otherwise become doubtful by being shown.
    if (!m_doubt && m_clock.toLocal(m_moment) == wall)
        return;
    const ZoneClock::Reading reading = m_clock.toUtc(wall.date(), wall.time());
    if (const auto *one = std::get_if<ZoneClock::One>(&reading))
        return set(one->instant);
    m_typed = wall;
    m_doubt = reading;
}

void MomentChoice::meanFirst()
{
    if (const ZoneClock::Two *both = twice())
        set(Instant(both->first));
}

void MomentChoice::meanSecond()
{
    if (const ZoneClock::Two *both = twice())
        set(Instant(both->second));
}

QDateTime MomentChoice::wall() const
{
    return m_doubt ? m_typed : m_clock.toLocal(m_moment);
}

} // namespace shuttler::ui
