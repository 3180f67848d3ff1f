// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/ui/FirstPaint.h"

#include <QProcess>

using namespace shuttler::bench;

namespace {

constexpr int Rounds = 9;
constexpr double MostTimes = 3;
constexpr double MostMiB = 150;

struct Figures {
    QList<double> millis;
    QList<double> mebibytes;
};

/// Starts the program once and takes down what it prints.
bool measure(const QString &program, Figures &figures)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, {QString::number(monotonicMicros())});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return false;
    const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
    figures.millis.append(words.value(0).toDouble());
    figures.mebibytes.append(toMiB(words.value(1).toLongLong()));
    return words.size() == 2;
}

} // namespace

/// First paint and memory of the console's window, as a ratio to an empty Qt Widgets window in the same run.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString folder = QCoreApplication::applicationDirPath() + QLatin1Char('/');
    Figures empty;
    Figures ours;
    for (int round = 0; round < Rounds; ++round) {
        // By turns, so that a busy machine is busy for both.
        if (!measure(folder + QStringLiteral("bench_window_empty"), empty) || !measure(folder + QStringLiteral("bench_window_ours"), ours)) {
            QTextStream(stderr) << "a window could not be measured\n";
            return 1;
        }
    }
    const auto median = [](const QList<double> &values) { return percentile(values, 0.5); };
    const double times = median(ours.millis) / median(empty.millis);
    const double memory = median(ours.mebibytes);
    QTextStream out(stdout);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(1);
    out << "first paint, median of " << Rounds << ": empty " << median(empty.millis) << " ms, ours " << median(ours.millis) << " ms, "
        << times << " times (budget " << MostTimes << ")\n"
        << "memory, median: empty " << median(empty.mebibytes) << " MiB, ours " << memory << " MiB, "
        << memory / median(empty.mebibytes) << " times (budget " << MostTimes << " and " << MostMiB << " MiB)\n";
    const bool good = times <= MostTimes && memory <= MostMiB && memory <= MostTimes * median(empty.mebibytes);
    out << (good ? "within budget\n" : "OVER BUDGET\n");
    return good ? 0 : 1;
}
