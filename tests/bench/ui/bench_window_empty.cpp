// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/ui/FirstPaint.h"

#include <QApplication>
#include <QMainWindow>

/// What Qt Widgets cost before anything of ours: an empty window of the same size.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.resize(1280, 800);
    const shuttler::bench::FirstPaint paint(&window, QApplication::arguments().value(1).toLongLong());
    window.show();
    return QApplication::exec();
}
