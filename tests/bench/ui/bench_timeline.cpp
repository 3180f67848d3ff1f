// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/ui/Figures.h"
#include "ui/common/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QImage>
#include <QTextStream>

#include <random>

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int Marks = 1'000'000;
constexpr int Lanes = 8;
constexpr int Frames = 200;
constexpr double MostMillis = 16;
constexpr double MostMiB = 40;
const Instant Now = Instant::fromUnixSeconds(1'795'000'000);
constexpr Micros Reach = std::chrono::hours(24 * 365 * 3);

TimelinePicture pictureWith(int marks)
{
    std::mt19937 random(20261118);
    const qint64 seconds = std::chrono::duration_cast<Seconds>(Reach).count();
    TimelinePicture picture;
    picture.now = Now;
    picture.bandTitle = u"Any second"_s;
    if (marks > 0)
        picture.bands = {{Now - Reach, Now, 0, false}};
    for (int lane = 0; lane < Lanes; ++lane) {
        std::vector<Mark> row;
        row.reserve(size_t(marks / Lanes));
        for (int i = 0; i < marks / Lanes; ++i)
            row.push_back({Now.unixSeconds() - qint64(random() % quint64(seconds)), quint32(i),
                           i % 9 == 0 ? MarkKind::Manual : MarkKind::Automated, quint8(random() % 5000 == 0 ? 2 : 0)});
        picture.lanes.append(makeLane(u"Lane %1"_s.arg(lane), std::move(row)));
    }
    picture.label = [](quint32 entry) { return u"Backup %1"_s.arg(entry); };
    picture.words = picture.label;
    return picture;
}

/// Milliseconds of each frame while `move` changes what is seen.
template <typename Move>
QList<double> framesOf(TimelineView &view, QImage &image, Move move)
{
    QList<double> millis;
    for (int frame = 0; frame < Frames; ++frame) {
        move(frame);
        QElapsedTimer timer;
        timer.start();
        view.render(&image);
        millis.append(double(timer.nsecsElapsed()) / 1e6);
    }
    return millis;
}

} // namespace

/// A million marks: how long a frame takes while panning and zooming, and what they weigh.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    applyLook(Appearance::Light, 100);
    QTextStream out(stdout);
    out.setRealNumberNotation(QTextStream::FixedNotation);
    out.setRealNumberPrecision(2);

    TimelineView view;
    view.setFixedSize(1600, 600);
    view.setPicture(pictureWith(0));
    view.show();
    QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
    view.render(&image);
    const qint64 before = bench::residentBytes();
    view.setPicture(pictureWith(Marks));
    view.showAll();
    view.render(&image);
    const double weight = bench::toMiB(bench::residentBytes() - before);

    bool good = weight <= MostMiB;
    out << Marks << " marks weigh " << weight << " MiB over an empty timeline (budget " << MostMiB << ")\n";
    const auto report = [&](const QString &name, const QList<double> &millis) {
        const double p95 = bench::percentile(millis, 0.95);
        out << name.leftJustified(22) << "p50 " << bench::percentile(millis, 0.5) << " ms, p95 " << p95 << " ms (budget " << MostMillis
            << ")\n";
        good = good && p95 <= MostMillis;
    };
    const auto panning = [&](qint64 part) {
        const Micros span = Reach / part;
        return [&view, span](int frame) {
            const Instant from = Now - span - (Reach - span) / Frames * frame;
            view.setRange(from, from + span);
        };
    };
    report(u"pan, everything"_s, framesOf(view, image, panning(1)));
    report(u"pan, 1/30"_s, framesOf(view, image, panning(30)));
    report(u"pan, 1/1000"_s, framesOf(view, image, panning(1000)));
    view.showAll();
    report(u"zoom sweep"_s, framesOf(view, image, [&view](int frame) { view.zoom(frame < Frames / 2 ? 1.1 : 1 / 1.1); }));
    out << (good ? "within budget\n" : "OVER BUDGET\n");
    return good ? 0 : 1;
}
