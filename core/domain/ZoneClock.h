// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"

#include <QTimeZone>

#include <optional>
#include <variant>

namespace shuttler {

/// What a wall clock's reading in one zone means in UTC (ui.md §10). Qt 6.4's QDateTime answers wrongly on the days
/// clocks change; this asks the zone's transitions instead.
class ZoneClock {
public:
    explicit ZoneClock(QTimeZone zone) : m_zone(std::move(zone)) {}
    const QTimeZone &zone() const { return m_zone; }

    /// The reading never happened: clocks jumped over it. The nearest real moments, and the change itself.
    struct None {
        Instant before;         ///< The last second before the jump.
        Instant after;          ///< The first second after it.
        QString describe;       ///< "02:30:00 did not exist on 29 Mar 2026 in Europe/Berlin; clocks went from 02:00 to 03:00."
    };
    struct One { Instant instant; };
    struct Two { Instant first; Instant second; QString describe; };
    using Reading = std::variant<One, None, Two>;

    Reading toUtc(const QDate &date, const QTime &time) const;
    QDateTime toLocal(Instant instant) const;         ///< As a plain wall clock (Qt::UTC spec), for QDateTimeEdit.
    int offsetSeconds(Instant instant) const;
    QString abbreviation(Instant instant) const;      ///< "IST", "UTC+05:45" where the zone has no letters.

private:
    QTimeZone m_zone;
};

/// Reads a moment as the command line takes it: RFC 3339 with an offset, or local time ("2026-11-18 17:12:06", "17:12:06"
/// for today in that zone) with `zone`. Local times that never were or were twice are Fault::BadInput and say both readings;
/// so is a text without offset when `zone` is missing.
Result<Instant> readMoment(const QString &text, const std::optional<QTimeZone> &zone, Instant now);

} // namespace shuttler
