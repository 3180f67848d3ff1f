// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/ConnectionInfo.h"
#include "core/practice/AcademySql.h"

#include <atomic>
#include <thread>

namespace shuttler::practiceapp {

/// Somebody at the academy's desk who books all day: attendance, fees, payments. A database that is gone is asked again, ever less
/// often; a table that is gone makes each booking fail, as it would the program.
class BookingDesk {
public:
    BookingDesk(ConnectionInfo database, QList<SqlSection> booking, double perSecond);
    ~BookingDesk(); ///< Finishes or drops the booking under way.

    qint64 booked() const { return m_booked; }
    qint64 failed() const { return m_failed; }

    /// Whether the database answers the app now.
    static bool answers(const ConnectionInfo &database);

private:
    void workUntil(const std::stop_token &stop);

    ConnectionInfo m_database;
    QList<SqlSection> m_booking;
    double m_perSecond;
    std::atomic<qint64> m_booked = 0;
    std::atomic<qint64> m_failed = 0;
    std::jthread m_thread; // Last: it uses all of the above.
};

} // namespace shuttler::practiceapp
