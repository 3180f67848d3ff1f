// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/MomentScale.h"

#include <algorithm>
#include <cmath>

namespace shuttler::ui {

namespace {

double place(Instant from, Micros span, Instant moment, double width)
{
    const double part = double((moment - from).count()) / double(std::max<qint64>(1, span.count()));
    return MomentScale::Inset + part * (width - 2 * MomentScale::Inset);
}

double partAt(double x, double width)
{
    const double room = std::max(1.0, width - 2 * MomentScale::Inset);
    return std::clamp((x - MomentScale::Inset) / room, 0.0, 1.0);
}

} // namespace

Micros spanOf(Zoom zoom)
{
    switch (zoom) {
    case Zoom::FiveMinutes: return std::chrono::minutes(5);
    case Zoom::Hour: return std::chrono::hours(1);
    case Zoom::Day: return std::chrono::hours(24);
    }
    Q_UNREACHABLE();
}

MomentScale MomentScale::around(Instant moment, Zoom zoom)
{
    const qint64 grid = zoom == Zoom::Day ? 3600 : zoom == Zoom::Hour ? 300 : 60;
    const qint64 middle = (moment - spanOf(zoom) / 2).unixSeconds();
    const qint64 below = middle - ((middle % grid) + grid) % grid;
    // To the nearer line of the grid, so that the moment stands as near the middle as it can.
    return MomentScale(Instant::fromUnixSeconds(middle - below > grid / 2 ? below + grid : below), zoom);
}

MomentScale MomentScale::holding(Instant moment) const
{
    const Micros spare = spanOf(m_zoom) / 10;
    return from() + spare <= moment && moment <= until() - spare ? *this : around(moment, m_zoom);
}

MomentScale MomentScale::movedBy(Micros span) const
{
    return MomentScale(m_from + span, m_zoom);
}

int MomentScale::seconds() const
{
    return int(std::chrono::duration_cast<Seconds>(spanOf(m_zoom)).count());
}

int MomentScale::valueOf(Instant moment) const
{
    return int(std::clamp<qint64>(moment.unixSeconds() - m_from.unixSeconds(), 0, seconds()));
}

Instant MomentScale::momentOf(int value) const
{
    return m_from + Seconds(value);
}

double MomentScale::xOf(Instant moment, double width) const
{
    return place(m_from, spanOf(m_zoom), moment, width);
}

Instant MomentScale::at(double x, double width) const
{
    return momentOf(int(std::lround(partAt(x, width) * seconds())));
}

double WindowScale::xOf(Instant moment, double width) const
{
    return place(earliest, latest - earliest, moment, width);
}

Instant WindowScale::at(double x, double width) const
{
    const auto span = double((latest - earliest).count());
    return (earliest + Micros(qint64(partAt(x, width) * span))).flooredToSecond();
}

} // namespace shuttler::ui
