// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QDateTime>
#include <QString>

#include <chrono>
#include <compare>

namespace shuttler {

using Micros = std::chrono::microseconds;
using Seconds = std::chrono::seconds;

/// A moment in UTC, to the microsecond, independent of any clock or zone. Local time exists only in `ZoneClock`.
class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant fromUnixMicros(qint64 micros) { return Instant(Micros(micros)); }
    static constexpr Instant fromUnixSeconds(qint64 seconds) { return Instant(Seconds(seconds)); }
    static Instant fromDateTime(const QDateTime &moment);
    /// Reads RFC 3339 with an offset or Z: "2026-11-18T11:42:06Z", "2026-11-18 17:12:06.25+05:30". A text without an
    /// offset is Fault::BadInput: it would mean another moment on another computer.
    static Result<Instant> parse(const QString &text);

    constexpr qint64 unixMicros() const { return m_sinceEpoch.count(); }
    constexpr qint64 unixSeconds() const { return std::chrono::floor<Seconds>(m_sinceEpoch).count(); }
    constexpr Instant flooredToSecond() const { return fromUnixSeconds(unixSeconds()); }
    QDateTime toDateTime() const; ///< In UTC, milliseconds.

    /// "2026-11-18T11:42:06Z"; with a fraction only when there is one.
    QString toString() const;
    /// "20261118-114206", as it stands in names of instances and files.
    QString toCompactString() const;

    constexpr Instant operator+(Micros span) const { return Instant(m_sinceEpoch + span); }
    constexpr Instant operator-(Micros span) const { return Instant(m_sinceEpoch - span); }
    constexpr Micros operator-(Instant other) const { return m_sinceEpoch - other.m_sinceEpoch; }
    friend constexpr auto operator<=>(const Instant &, const Instant &) = default;

private:
    explicit constexpr Instant(Micros sinceEpoch) : m_sinceEpoch(sinceEpoch) {}
    Micros m_sinceEpoch{0};
};

} // namespace shuttler
