// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ZoneClock.h"

namespace shuttler::ui {

/// A moment as the person chooses it: by stepping real seconds, or by typing what a wall clock in some zone showed. What is typed may
/// never have been, or have been twice; then nothing is chosen until the person has said what is meant.
class MomentChoice {
public:
    MomentChoice(Instant moment, QTimeZone zone) : m_clock(std::move(zone)), m_moment(moment.flooredToSecond()) {}

    /// Steps, slider, buttons: real seconds, never in doubt.
    void set(Instant moment);
    /// The moment stays; its wall clock becomes another.
    void setZone(const QTimeZone &zone);
    /// What the field shows now, as a plain wall clock (Qt::UTC spec).
    void type(const QDateTime &wall);
    void meanFirst();
    void meanSecond();

    std::optional<Instant> chosen() const { return m_doubt ? std::nullopt : std::optional(m_moment); }
    Instant lastChosen() const { return m_moment; }  ///< What was meant before the doubt, where there is one.
    QDateTime wall() const;                          ///< What the field has to show.
    const ZoneClock &clock() const { return m_clock; }

    const ZoneClock::None *never() const { return m_doubt ? std::get_if<ZoneClock::None>(&*m_doubt) : nullptr; }
    const ZoneClock::Two *twice() const { return m_doubt ? std::get_if<ZoneClock::Two>(&*m_doubt) : nullptr; }

private:
    ZoneClock m_clock;
    Instant m_moment;
    QDateTime m_typed;                               ///< While in doubt.
    std::optional<ZoneClock::Reading> m_doubt;       ///< None or Two.
};

} // namespace shuttler::ui
