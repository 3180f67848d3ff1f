// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/verify/Race.h"

#include <QElapsedTimer>
#include <QTextStream>

#include <algorithm>

namespace shuttler::bench {

static QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

static QString figure(double value)
{
    return QString::number(value, 'f', 2);
}

double Contender::median() const
{
    QList<double> sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted.isEmpty() ? 0 : sorted[sorted.size() / 2];
}

Outcome race(QList<Contender> &contenders, int rounds)
{
    for (int round = 0; round <= rounds; ++round)
        for (Contender &contender : contenders) {
            if (round > contender.most)
                continue;
            QElapsedTimer timer;
            timer.start();
            if (Outcome done = contender.run(); !done)
                return std::move(done).errorDuring(contender.name);
            if (round > 0)
                contender.seconds.append(double(timer.nsecsElapsed()) / 1e9);
        }
    for (const Contender &contender : std::as_const(contenders))
        out() << contender.name.leftJustified(56) << figure(contender.median()) << " s" << Qt::endl;
    return Done{};
}

bool judge(const QString &what, double value, double budget, bool atMost)
{
    const bool good = atMost ? value <= budget : value >= budget;
    out() << (good ? "  " : "! ") << what << ": " << figure(value) << (atMost ? " (at most " : " (at least ") << figure(budget) << ')'
          << Qt::endl;
    return good;
}

void mention(const QString &what, double value)
{
    out() << "  " << what << ": " << figure(value) << " (no budget)" << Qt::endl;
}

int finish(bool good)
{
    out() << (good ? "within budget" : "OVER BUDGET") << Qt::endl;
    return good ? 0 : 1;
}

int fail(const Error &error)
{
    out() << error.forLog() << Qt::endl;
    return 2;
}

} // namespace shuttler::bench
