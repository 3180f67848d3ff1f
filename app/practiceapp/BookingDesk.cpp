// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/practiceapp/BookingDesk.h"

#include "core/postgres/Connection.h"

#include <QRandomGenerator>

namespace shuttler::practiceapp {

using namespace Qt::StringLiterals;
using postgres::Connection;
using postgres::Rows;

namespace {

Result<Connection> connectTo(const ConnectionInfo &database, Job &job)
{
    postgres::SessionOptions options;
    options.access = postgres::Access::ReadWrite;
    options.connectTimeout = Seconds(5);
    options.statementTimeout = Seconds(20);
    options.lockTimeout = Seconds(10);
    options.applicationName = u"academy-app"_s;
    return Connection::open(database, options, job);
}

/// All sections in one transaction; only the first takes parameters.
Outcome bookOne(Connection &connection, const QList<SqlSection> &booking, Job &job)
{
    if (Result<Rows> begun = connection.query(u"BEGIN"_s, job); !begun)
        return std::move(begun).error();
    const QByteArray dice = QByteArray::number(qint64(QRandomGenerator::global()->generate64() >> 1));
    QList<postgres::Parameter> parameters{job.clock.now().toString().toUtf8(), dice};
    for (const SqlSection &section : booking) {
        if (Result<Rows> done = connection.query(QString::fromUtf8(section.sql), parameters, job); !done) {
            Outcome failed = std::move(done).errorDuring(u"booking: "_s + section.name);
            [[maybe_unused]] const Result<Rows> undone = connection.query(u"ROLLBACK"_s, job);
            return failed;
        }
        parameters.clear();
    }
    if (Result<Rows> committed = connection.query(u"COMMIT"_s, job); !committed)
        return std::move(committed).error();
    return Done{};
}

/// Says something once, not twice a second.
class Journal {
public:
    void say(const QString &text)
    {
        if (text == m_last)
            return;
        m_last = text;
        std::fprintf(stdout, "%s %s\n", qUtf8Printable(SystemClock().now().flooredToSecond().toString()),
                     qUtf8Printable(text));
        std::fflush(stdout);
    }

private:
    QString m_last;
};

} // namespace

BookingDesk::BookingDesk(ConnectionInfo database, QList<SqlSection> booking, double perSecond)
    : m_database(std::move(database))
    , m_booking(std::move(booking))
    , m_perSecond(perSecond)
    , m_thread([this](const std::stop_token &stop) { workUntil(stop); })
{}

BookingDesk::~BookingDesk() = default;

void BookingDesk::workUntil(const std::stop_token &stop)
{
    const SystemClock clock;
    SilentProgress silent;
    Job job{stop, silent, clock};
    Journal journal;
    std::optional<Connection> connection;
    const Micros pause(qint64(1e6 / m_perSecond));
    Micros retry = std::chrono::milliseconds(200);

    while (!stop.stop_requested()) {
        if (!connection) {
            Result<Connection> opened = connectTo(m_database, job);
            if (!opened) {
                journal.say(u"no database: "_s + opened.error().forLog());
                if (!job.sleepFor(retry))
                    return;
                retry = std::min(retry * 2, Micros(Seconds(2)));
                continue;
            }
            journal.say(u"connected to the database"_s);
            retry = std::chrono::milliseconds(200);
            connection = *std::move(opened);
        }
        Outcome done = bookOne(*connection, m_booking, job);
        if (stop.stop_requested())
            return;
        if (done) {
            ++m_booked;
            journal.say(u"booking"_s);
        } else {
            ++m_failed;
            journal.say(done.error().forLog());
            if (!connection->query(u"SELECT 1"_s, job))
                connection.reset();
        }
        if (!job.sleepFor(pause))
            return;
    }
}

bool BookingDesk::answers(const ConnectionInfo &database)
{
    const SystemClock clock;
    SilentProgress silent;
    Job job{{}, silent, clock};
    postgres::SessionOptions options;
    options.connectTimeout = Seconds(2);
    options.statementTimeout = Seconds(2);
    options.applicationName = u"academy-app"_s;
    Result<Connection> connection = Connection::open(database, options, job);
    return connection && connection->query(u"SELECT 1"_s, job);
}

} // namespace shuttler::practiceapp
