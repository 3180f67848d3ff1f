// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Instant.h"
#include "tests/bench/restore/Stopwatch.h"
#include "tests/e2e/StagedPractice.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QTextStream>

using namespace shuttler;
using namespace shuttler::bench;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int Rounds = 3;
constexpr double MostShare = 0.03;
constexpr double MostSeconds = 0.5;

QTextStream out(stdout);

qint64 nowMicros()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

/// One restore through all seven steps, taken apart. Each part counts what none before it has counted.
struct Parts {
    double wall = 0;
    double pgBackRest = 0;
    double servers = 0;
    double checks = 0;
    double app = 0;
    double own() const { return wall - pgBackRest - servers - checks - app; }
    QMap<QString, double> ownWithin; ///< By step.
};

/// How much of the first is covered by none of the others.
double uncovered(Span span, const QList<Span> &others)
{
    QList<Span> inside;
    for (const Span &other : others)
        inside.append({std::clamp(other.from, span.from, span.until), std::clamp(other.until, span.from, span.until)});
    return double(span.until - span.from - covered(inside)) / 1e6;
}

QList<Span> stepsNamed(const CtlAnswer &done, const QStringList &names)
{
    QList<Span> spans;
    for (const QJsonValue &step : done.json.value(u"steps"_s).toArray()) {
        const Result<Instant> began = Instant::parse(step[u"startedAt"_s].toString());
        if (began && names.contains(step[u"name"_s].toString()))
            spans.append({began->unixMicros(), began->unixMicros() + qint64(step[u"seconds"_s].toDouble() * 1e6)});
    }
    return spans;
}

Parts takeApart(const CtlAnswer &done, Span wall, StagedPractice &practice, const QString &oldServerLog)
{
    QList<Span> pgBackRest;
    QList<Span> app = stepsNamed(done, {u"wait-app-moved"_s});
    for (const Stopwatch::Call &call : Stopwatch::callsSince(wall.from, practice.ctl().folder())) {
        if (call.program == u"redeploy")
            app.append(call.span);
        else if (call.verb != u"archive-get" || call.caller == u"shuttlerctl") // The server's own are part of its recovery.
            pgBackRest.append(call.span);
    }
    const QString copy = done.json.value(u"instance"_s).toString();
    const QList<Span> servers = comingsAndGoings(u"%1/%2/server.log"_s.arg(practice.instances(), copy)) + comingsAndGoings(oldServerLog);
    const QList<Span> checks = stepsNamed(done, {u"contents-gate"_s, u"verify"_s, u"first-baseline"_s});

    Parts parts;
    QList<Span> counted;
    qint64 before = 0;
    const auto count = [&](const QList<Span> &spans) {
        for (const Span &span : spans)
            counted.append({std::clamp(span.from, wall.from, wall.until), std::clamp(span.until, wall.from, wall.until)});
        const qint64 more = covered(counted) - before;
        before += more;
        return double(more) / 1e6;
    };
    parts.wall = double(wall.until - wall.from) / 1e6;
    parts.pgBackRest = count(pgBackRest);
    parts.servers = count(servers);
    parts.checks = count(checks);
    parts.app = count(app);
    qint64 last = wall.from;
    for (const QJsonValue &step : done.json.value(u"steps"_s).toArray()) {
        const QString name = step[u"name"_s].toString();
        const Span span = stepsNamed(done, {name}).value(0);
        parts.ownWithin[name] += uncovered(span, counted);
        parts.ownWithin[last == wall.from ? u"before the first step"_s : u"between steps"_s] += uncovered({last, span.from}, counted);
        last = span.until;
    }
    parts.ownWithin.insert(u"after the last step"_s, uncovered({last, wall.until}, counted));
    return parts;
}

bool prepare(StagedPractice &practice)
{
    const QString folder = practice.ctl().folder();
    const QString ctl = qEnvironmentVariable("SHUTTLER_BIN", QCoreApplication::applicationDirPath()) + u"/shuttlerctl"_s;
    QByteArray environment = contentOf(practice.environmentFile());
    environment.replace("\"/usr/bin/pgbackrest\"", '"' + folder.toUtf8() + "/pgbackrest\"");
    environment.replace("command = [\"" + ctl.toUtf8() + '"', "command = [\"" + folder.toUtf8() + "/redeploy\"");
    const QByteArray push = "ALTER SYSTEM SET archive_command = '" + folder.toUtf8()
                          + "/pgbackrest --config=" + practice.directory().toUtf8()
                          + "/pgbackrest.conf --stanza=" + practice.name().toUtf8() + " archive-push \"%p\"'";
    return environment.contains("/redeploy\"") && Stopwatch::place(folder, u"pgbackrest"_s, u"/usr/bin/pgbackrest"_s)
        && Stopwatch::place(folder, u"redeploy"_s, ctl) && writeTo(practice.environmentFile(), environment)
        && StagedPractice::run(practice.serving(), push) && StagedPractice::run(practice.serving(), "SELECT pg_reload_conf()");
}

} // namespace

/// How much of a medium Practice restore is our own doing: the wall less pgBackRest, PostgreSQL on its way up and down (recovery most of
/// all), the checks, and the app's own start.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    StagedPractice practice;
    const CtlAnswer created = practice.create(u"medium"_s);
    if (created.exit != 0 || !prepare(practice)) {
        out << "the Practice could not be made:\n" << created.describe() << Qt::endl;
        return 2;
    }
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(2);
    QList<double> own;
    QList<double> shares;
    QString serverLog = practice.directory() + u"/log/postgresql.log"_s;
    for (int round = 1; round <= Rounds; ++round) {
        const CtlAnswer broken = practice.ctl().run({u"practice"_s, u"break"_s, u"truncate"_s});
        const QString lastGood = broken.json.value(u"incidents"_s)[0][u"lastGood"_s].toString();
        Span wall{nowMicros(), 0};
        const CtlAnswer done = practice.restore({u"--at"_s, lastGood, u"--accept-warnings"_s});
        wall.until = nowMicros();
        if (done.exit != 0) {
            out << "a restore failed:\n" << done.describe() << Qt::endl;
            return 2;
        }
        const Parts parts = takeApart(done, wall, practice, serverLog);
        serverLog = u"%1/%2/server.log"_s.arg(practice.instances(), done.json.value(u"instance"_s).toString());
        out << "round " << round << ": wall " << parts.wall << " s = pgBackRest " << parts.pgBackRest << " + servers up and down, recovery "
            << parts.servers << " + checks " << parts.checks << " + the app's start " << parts.app << " + our own " << parts.own() << " ("
            << 100 * parts.own() / parts.wall << " %)" << Qt::endl;
        for (auto part = parts.ownWithin.cbegin(); part != parts.ownWithin.cend(); ++part)
            if (*part >= 0.02)
                out << "    own, " << part.key() << ": " << *part << " s" << Qt::endl;
        own.append(parts.own());
        shares.append(parts.own() / parts.wall);
    }
    const bool good = median(own) <= MostSeconds || median(shares) <= MostShare;
    out << "our own, median of " << Rounds << ": " << median(own) << " s, " << 100 * median(shares) << " % (budget " << MostSeconds
        << " s or " << 100 * MostShare << " %)\n"
        << (good ? "within budget" : "OVER BUDGET") << Qt::endl;
    return good ? 0 : 1;
}
