// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/practiceapp/BookingDesk.h"
#include "app/practiceapp/HealthServer.h"
#include "core/practice/AppSettings.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QThreadPool>

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::practiceapp;
using namespace Qt::StringLiterals;

static int complain(const QString &text)
{
    std::fprintf(stderr, "shuttler-practice-app: %s\n", qUtf8Printable(text));
    return 1;
}

/// SIGTERM and SIGINT as something the event loop can read. Before any thread is made, so that all of them hold the signals back.
static int stopSignals()
{
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, SIGTERM);
    sigaddset(&held, SIGINT);
    sigprocmask(SIG_BLOCK, &held, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    return ::signalfd(-1, &held, SFD_CLOEXEC);
}

/// The stand-in for the academy's app: reads DATABASE_URL from its .env when it starts, books, and says how it is.
int main(int argc, char **argv)
{
    const int signalled = stopSignals();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationVersion(QStringLiteral(SHUTTLER_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"The academy's stand-in app, part of a Practice. Started by shuttlerctl practice create."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({u"env"_s, u"The .env file with DATABASE_URL."_s, u"FILE"_s});
    parser.addOption({u"port"_s, u"Where it answers, on 127.0.0.1."_s, u"PORT"_s});
    parser.addOption({u"pid-file"_s, u"Where it writes its process id."_s, u"FILE"_s});
    parser.addOption({u"rate"_s, u"Bookings per second (2)."_s, u"N"_s, u"2"_s});
    parser.process(application);
    const int port = parser.value(u"port"_s).toInt();
    const double rate = parser.value(u"rate"_s).toDouble();
    if (!parser.isSet(u"env"_s) || !parser.isSet(u"pid-file"_s) || port < 1 || port > 65535 || rate < 0.01
        || rate > 1000)
        return complain(u"--env, --port, --pid-file and a rate from 0.01 to 1000 are needed; see --help."_s);

    const Result<DatabaseUrl> url = readDatabaseUrl(parser.value(u"env"_s));
    if (!url)
        return complain(url.error().what());
    const Result<QByteArray> booking = academyFile(u"booking.sql"_s);
    if (!booking)
        return complain(booking.error().what());

    HealthServer server;
    QString problem;
    if (!server.listen(quint16(port), &problem))
        return complain(u"port %1: %2"_s.arg(port).arg(problem));
    QFile pidFile(parser.value(u"pid-file"_s));
    if (!pidFile.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || pidFile.write(QByteArray::number(::getpid()) + '\n') < 0)
        return complain(u"%1: %2"_s.arg(pidFile.fileName(), pidFile.errorString()));
    pidFile.close();

    const ConnectionInfo database = url->connection();
    const Instant startedAt = SystemClock().now();
    BookingDesk desk(database, sectionsOf(*booking), rate);
    server.add("/health", [] {
        return HttpAnswer{200, "application/json", R"({"status":"ok","app":"shuttler","version":"1.0.0"})"};
    });
    server.add("/health/db", [database] {
        return BookingDesk::answers(database)
                 ? HttpAnswer{200, "application/json", R"({"status":"ok","database":"connected"})"}
                 : HttpAnswer{500, "text/plain; charset=utf-8", "Internal Server Error"};
    });
    server.add("/bookings", [&desk, startedAt] {
        const QJsonObject answer{{u"count"_s, desk.booked()},
                                 {u"failed"_s, desk.failed()},
                                 {u"startedAt"_s, startedAt.toString()},
                                 {u"pid"_s, qint64(::getpid())}};
        return HttpAnswer{200, "application/json", QJsonDocument(answer).toJson(QJsonDocument::Compact)};
    });

    QSocketNotifier stop(signalled, QSocketNotifier::Read);
    QObject::connect(&stop, &QSocketNotifier::activated, &application, [] { QCoreApplication::quit(); });
    const int code = QCoreApplication::exec();
    QThreadPool::globalInstance()->waitForDone();
    QFile::remove(pidFile.fileName());
    return code;
}
