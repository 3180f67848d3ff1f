// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

namespace shuttler::ui {

enum class Zoom { FiveMinutes, Hour, Day };
Micros spanOf(Zoom zoom);

/// The stretch of time that slider and picture show, and where a moment of it lies on the screen. Both use this one mapping, so that
/// the handle stands below the marker to the pixel: both keep half a handle free at either end.
class MomentScale {
public:
    static constexpr double Inset = 8; ///< Half the slider's handle.

    MomentScale() = default;
    /// `zoom` around `moment`, beginning on a whole minute (day: hour) so that it stands still while the moment moves a little.
    static MomentScale around(Instant moment, Zoom zoom);
    /// The same stretch while it holds `moment`, with a tenth to spare; else one around it.
    MomentScale holding(Instant moment) const;
    MomentScale movedBy(Micros span) const;

    Zoom zoom() const { return m_zoom; }
    Instant from() const { return m_from; }
    Instant until() const { return m_from + spanOf(m_zoom); }
    bool contains(Instant moment) const { return from() <= moment && moment <= until(); }
    int seconds() const;                                ///< The slider's maximum; its minimum is 0.
    int pageSeconds() const { return seconds() / 10; }
    int valueOf(Instant moment) const;                  ///< The slider's value, held inside its range.
    Instant momentOf(int value) const;
    double xOf(Instant moment, double width) const;
    Instant at(double x, double width) const;           ///< A whole second, held inside the stretch.

    friend bool operator==(const MomentScale &, const MomentScale &) = default;

private:
    MomentScale(Instant from, Zoom zoom) : m_from(from), m_zoom(zoom) {}
    Instant m_from;
    Zoom m_zoom = Zoom::FiveMinutes;
};

/// All that can be restored to, drawn into a width of its own with the same inset: the strip above.
struct WindowScale {
    Instant earliest;
    Instant latest;
    double xOf(Instant moment, double width) const;
    Instant at(double x, double width) const;           ///< Held inside.
};

} // namespace shuttler::ui
