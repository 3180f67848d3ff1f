// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Backup.h"
#include "core/domain/Environment.h"
#include "core/domain/Instance.h"
#include "core/domain/ZoneClock.h"

namespace shuttler::ui {

/// Values in words for the person. The only place where local time is written (ui.md §10).
/// Times are to the second, carry the zone's name, and lose the date only when it is today's in the shown zone.
class HumanText {
public:
    explicit HumanText(QTimeZone zone) : m_clock(std::move(zone)) {}

    /// The zone the window shows now. When it changes every widget receives QEvent::LocaleChange.
    static const HumanText &shown();
    static void show(const QTimeZone &zone);
    /// What `Preferences::zone` means: an IANA id, "UTC", or this computer's when empty or unknown.
    static QTimeZone zoneNamed(const QString &id);

    const ZoneClock &clock() const { return m_clock; }

    QString zone(Instant at) const;                        ///< "IST"
    QString zoneLong(Instant at) const;                    ///< "IST, UTC+05:30"
    QString clockTime(Instant at) const;                   ///< "17:12:06"
    QString clockMinute(Instant at) const;                 ///< "17:12"
    QString day(Instant at) const;                         ///< "18 Nov"
    QString dayAndTime(Instant at) const;                  ///< "18 Nov, 17:12:06"
    QString when(Instant at, Instant now) const;           ///< "17:12:06 IST" today, "14 Oct, 07:40:12 IST", "14 Oct 2025, 07:40:12 IST"
    QString moment(Instant at) const;                      ///< "18 November 2026, 17:12:06 IST"
    QString spoken(Instant at) const;                      ///< "18 November 2026 17:12:06 IST, 11:42:06 UTC"

    static QString utcTime(Instant at);                    ///< "11:42:06 UTC"
    static QString utcMoment(Instant at);                  ///< "18 November 2026, 11:42:06 UTC"
    /// `at` in UTC, the day left out when it is the same as in the shown zone: "11:42:06 UTC", "17 Nov, 19:42:06 UTC".
    QString utcBeside(Instant at) const;

    static QString duration(Micros span);                  ///< "24 min 10 s", "9 h 32 min", "35 d 8 h", "0.4 s"
    static QString ago(Micros span);                       ///< "3 min 34 s ago", "in 18 s"
    static QString roughly(Micros span);                   ///< For columns: "19 min", "8 h", "20 d"
    static QString size(qint64 bytes);                     ///< "18.4 GiB", "612 B"; empty when 0
    static QString count(qint64 number);                   ///< "1,284,001", in the locale's grouping

    static QString kind(BackupKind kind);                  ///< "Full backup", "Snapshot"
    static QString health(BackupHealth health);            ///< "Healthy"
    static QString grade(Grade grade);                     ///< "Any second", "Backup only", "Nothing"
    static QString phase(InstancePhase phase);             ///< "creating", "replaying changes", "available"
    static QString label(EnvironmentKind kind);            ///< "PROD", "STAGE", "PRACTICE"
    static QString providerName(const QString &provider);  ///< "pgBackRest"

private:
    ZoneClock m_clock;
};

} // namespace shuttler::ui
