// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Services.h"
#include "ui/common/ErrorCard.h"
#include "ui/common/Theme.h"
#include "ui/shell/MainWindow.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDialog>
#include <QTextStream>
#include <QVBoxLayout>

using namespace shuttler;
using namespace Qt::StringLiterals;

namespace {

struct Options {
    QCommandLineParser parser;
    QCommandLineOption config{u"config"_s, u"Folder of settings and environments (default: $XDG_CONFIG_HOME/shuttler-ops)."_s, u"DIR"_s};
    QCommandLineOption state{u"state"_s, u"Folder of the activity log and evidence (default: $XDG_STATE_HOME/shuttler-ops)."_s, u"DIR"_s};
    QCommandLineOption practice{u"practice"_s, u"Open Practice; make it first when there is none."_s};
    QCommandLineOption help;
    QCommandLineOption version;

    Options() : help(parser.addHelpOption()), version(parser.addVersionOption())
    {
        parser.setApplicationDescription(u"Watches the backups of a PostgreSQL database and walks its owner through a restore.\n\n"
                                         "Example: shuttler-ops --practice\n"
                                         "Environment: SHUTTLER_REDUCE_MOTION=1 keeps the running rings still."_s);
        parser.addOptions({config, state, practice});
    }
};

void nameProgram()
{
    QCoreApplication::setApplicationName(u"shuttler-ops"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(SHUTTLER_VERSION));
}

/// Answers what needs no window, so that it also works without a display. Nothing: go on and show one.
std::optional<int> answerWithoutWindow(int &argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Options options;
    if (!options.parser.parse(QCoreApplication::arguments()) || !options.parser.positionalArguments().isEmpty()) {
        QTextStream(stderr) << (options.parser.errorText().isEmpty() ? u"Nothing but options is understood."_s : options.parser.errorText())
                            << u"\nTry: shuttler-ops --help\n"_s;
        return 2;
    }
    if (options.parser.isSet(options.version)) {
        QTextStream(stdout) << u"shuttler-ops "_s << QCoreApplication::applicationVersion() << u'\n';
        return 0;
    }
    if (options.parser.isSet(options.help)) {
        QTextStream(stdout) << options.parser.helpText();
        return 0;
    }
    return std::nullopt;
}

int showAndQuit(const Error &error)
{
    QTextStream(stderr) << error.what() << u' ' << error.means() << u' ' << error.todo() << u'\n';
    ui::applyLook(Appearance::FollowSystem, 100);
    QDialog dialog;
    dialog.setWindowTitle(u"Shuttler Ops"_s);
    auto *column = new QVBoxLayout(&dialog);
    column->addWidget(new ui::ErrorCard(error, &dialog));
    dialog.setMinimumWidth(560);
    dialog.exec();
    return 3;
}

} // namespace

int main(int argc, char **argv)
{
    nameProgram();
    if (const std::optional<int> exit = answerWithoutWindow(argc, argv))
        return *exit;

    QApplication application(argc, argv);
    QGuiApplication::setDesktopFileName(u"shuttler-ops"_s);
    Options options;
    options.parser.parse(QCoreApplication::arguments());
    Result<app::Paths> paths = app::Paths::from(options.parser.value(options.config), options.parser.value(options.state));
    if (!paths)
        return showAndQuit(paths.error());

    app::Services services(*paths);
    const ui::Console console{services.clock(),
                              services.environments(),
                              services,
                              services.secrets(),
                              [&services](const Environment &environment, SecretStore &secrets) { return services.open(environment, secrets); },
                              [&services](PlaceKind kind, const QMap<QString, QString> &access, SecretStore &secrets, Job &job) {
                                  return services.places(kind, access, secrets, job);
                              },
                              services.practice(),
                              services.paths().ledger(),
                              services.paths().preferences(),
                              services.evidenceFolder(),
                              QCoreApplication::applicationVersion()};
    ui::MainWindow window(console);
    window.show();
    if (options.parser.isSet(options.practice))
        window.openPractice();
    return QApplication::exec();
}
