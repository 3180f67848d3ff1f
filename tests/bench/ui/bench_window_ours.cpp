// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "tests/bench/ui/FirstPaint.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>
#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// The console as shuttler-ops wires it, with one environment in its book: what the person waits for.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    Result<app::Paths> paths = app::Paths::from(folder.path() + u"/config"_s, folder.path() + u"/state"_s);
    if (!paths)
        qFatal("%s", qUtf8Printable(paths.error().what()));
    app::Services services(*paths);
    Environment environment;
    environment.name = EnvironmentName(u"academy"_s);
    environment.title = u"Academy"_s;
    environment.provider = u"pgbackrest"_s;
    environment.instance = InstanceId(u"main"_s);
    environment.database = u"academy"_s;
    environment.providerSettings = {{u"config"_s, folder.path() + u"/none.conf"_s}, {u"stanza"_s, u"main"_s},
                                    {u"data"_s, folder.path() + u"/data"_s},        {u"socket"_s, folder.path()},
                                    {u"instances"_s, folder.path() + u"/instances"_s}};
    if (Outcome saved = services.environments().save(environment); !saved)
        qFatal("%s", qUtf8Printable(saved.error().what()));

    const ui::Console console{services.clock(),         services.environments(),          services,
                              services.practice(),      services.paths().ledger(),        services.paths().preferences(),
                              services.evidenceFolder(), u"bench"_s};
    ui::MainWindow window(console);
    const bench::FirstPaint paint(&window, QApplication::arguments().value(1).toLongLong());
    window.show();
    return QApplication::exec();
}
