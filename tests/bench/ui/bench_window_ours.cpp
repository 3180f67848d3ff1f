// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "tests/bench/ui/FirstPaint.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>

using namespace shuttler;
using namespace Qt::StringLiterals;

namespace {

/// One environment in the book, as on any day but the first.
int prepare(const QString &folder)
{
    Result<app::Paths> paths = app::Paths::from(folder + u"/config"_s, folder + u"/state"_s);
    if (!paths)
        qFatal("%s", qUtf8Printable(paths.error().what()));
    Environment environment;
    environment.name = EnvironmentName(u"academy"_s);
    environment.title = u"Academy"_s;
    environment.provider = u"pgbackrest"_s;
    environment.instance = InstanceId(u"main"_s);
    environment.database = u"academy"_s;
    environment.providerSettings = {{u"config"_s, folder + u"/none.conf"_s}, {u"stanza"_s, u"main"_s}, {u"data"_s, folder + u"/data"_s},
                                    {u"socket"_s, folder}, {u"instances"_s, folder + u"/instances"_s}};
    if (Outcome saved = app::Services(*paths).environments().save(environment); !saved)
        qFatal("%s", qUtf8Printable(saved.error().what()));
    return 0;
}

} // namespace

/// The console as shuttler-ops wires it: `bench_window_ours prepare DIR` once, then `bench_window_ours STARTED DIR`.
int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(2);
    if (arguments.value(1) == u"prepare"_s)
        return prepare(folder);
    Result<app::Paths> paths = app::Paths::from(folder + u"/config"_s, folder + u"/state"_s);
    if (!paths)
        qFatal("%s", qUtf8Printable(paths.error().what()));
    app::Services services(*paths);
    const auto openUnsaved = [&services](const Environment &environment, SecretStore &secrets) { return services.open(environment, secrets); };
    const auto listPlaces = [&services](PlaceKind kind, const QMap<QString, QString> &access, SecretStore &secrets, Job &job) {
        return services.places(kind, access, secrets, job);
    };
    const ui::Console console{services.clock(),         services.environments(),          services,
                              services.secrets(),       openUnsaved,
                              listPlaces,
                              services.practice(),      services.paths().ledger(),        services.paths().preferences(),
                              services.evidenceFolder(), u"bench"_s};
    const qint64 started = arguments.value(1).toLongLong();
    ui::MainWindow window(console);
    const bench::FirstPaint paint(&window, started);
    window.show();
    return QApplication::exec();
}
