// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/ui/FirstPaint.h"

#include <QProcess>
#include <QTemporaryDir>

using namespace shuttler::bench;

namespace {

constexpr int Rounds = 15;
constexpr double MostTimes = 3;
constexpr double MostMiB = 150;

/// One kind of window, and what starting it again and again gave.
struct Contender {
    QString name;
    QString program;
    QStringList arguments;
    QList<double> millis;
    QList<double> mebibytes;

    double firstPaint() const { return percentile(millis, 0.5); }
    double memory() const { return percentile(mebibytes, 0.5); }
};

/// Starts the program once and takes down what it prints.
bool measure(Contender &contender)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(contender.program, QStringList{QString::number(monotonicMicros())} + contender.arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return false;
    const QList<QByteArray> words = process.readAllStandardOutput().trimmed().split(' ');
    contender.millis.append(words.value(0).toDouble());
    contender.mebibytes.append(toMiB(words.value(1).toLongLong()));
    return words.size() == 2;
}

} // namespace

/// First paint and memory of the console's window beside an empty Qt Widgets window of the same size, by turns in the same run, on the
/// display this is started on. The empty one links nothing but Qt Widgets and draws no text.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QString bin = QCoreApplication::applicationDirPath() + QLatin1Char('/');
    const QString program = bin + QStringLiteral("bench_window_ours");
    const QTemporaryDir folder;
    if (QProcess::execute(program, {QStringLiteral("prepare"), folder.path()}) != 0)
        return 1;
    Contender empty{QStringLiteral("empty"), bin + QStringLiteral("bench_window_empty"), {}, {}, {}};
    Contender ours{QStringLiteral("ours"), program, {folder.path()}, {}, {}};
    for (int round = 0; round < Rounds; ++round) {
        // By turns, so that a busy machine is busy for both.
        for (Contender *contender : {&empty, &ours}) {
            if (!measure(*contender)) {
                QTextStream(stderr) << contender->name << ": could not be measured\n";
                return 1;
            }
        }
    }
    QTextStream out(stdout);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(1);
    out << "medians of " << Rounds << " starts\n";
    for (const Contender *contender : {&empty, &ours})
        out << contender->name.leftJustified(6) << contender->firstPaint() << " ms to the first paint, " << contender->memory() << " MiB\n";
    const double times = ours.firstPaint() / empty.firstPaint();
    const double weight = ours.memory() / empty.memory();
    out << "first paint: " << times << " times an empty window (budget " << MostTimes << ")\n"
        << "memory: " << weight << " times an empty window (budget " << MostTimes << " and " << MostMiB << " MiB)\n";
    const bool good = times <= MostTimes && weight <= MostTimes && ours.memory() <= MostMiB;
    out << (good ? "within budget\n" : "OVER BUDGET\n");
    return good ? 0 : 1;
}
