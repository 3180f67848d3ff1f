// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/AskedCodes.h"
#include "app/ctl/Command.h"

#include <QFile>
#include <QGuiApplication>

#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

using namespace shuttler;
using namespace shuttler::app;
using namespace Qt::StringLiterals;

namespace {

int wakePipe[2];

extern "C" void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = ::write(wakePipe[1], &byte, 1); // All that a handler may do.
}

/// Turns SIGINT and SIGTERM into a stop request: the run ends at its next safe point, with its journal.
class StopOnSignal {
public:
    StopOnSignal()
    {
        if (::pipe2(wakePipe, O_CLOEXEC) != 0)
            return;
        struct sigaction action = {};
        action.sa_handler = onSignal;
        ::sigaction(SIGINT, &action, nullptr);
        ::sigaction(SIGTERM, &action, nullptr);
        m_watcher = std::thread([this] {
            char byte = Bye;
            if (::read(wakePipe[0], &byte, 1) == 1 && byte != Bye)
                m_source.request_stop();
        });
    }
    ~StopOnSignal()
    {
        [[maybe_unused]] const ssize_t written = ::write(wakePipe[1], &Bye, 1);
        if (m_watcher.joinable())
            m_watcher.join();
    }
    std::stop_token token() const { return m_source.get_token(); }

private:
    static constexpr char Bye = 1;
    std::stop_source m_source;
    std::thread m_watcher;
};

QList<Command> allCommands()
{
    return {practiceCommand(), credentialCommand(), envCommand(), backupsCommand(), backupCommand(),
            restoreCommand(), verifyCommand(), baselineCommand(), compareCommand(),
            referencesCommand(), logCommand()};
}

QString helpText(const QList<Command> &commands)
{
    QString text = u"Usage: shuttlerctl [--config DIR] [--state DIR] [--json] [--quiet] COMMAND …\n\n"_s;
    for (const Command &command : commands)
        text += u"  %1 %2\n"_s.arg(command.name, -10).arg(command.summary);
    return text + u"\n\"shuttlerctl COMMAND --help\" tells the options of one, with an example.\n"
                  "Exit: 0 good, 1 bad verdict, 2 bad input, 3 refused, 4 unreachable, 5 outcome unknown, 6 stopped, 70 defect.\n"_s;
}

QString helpText(const Command &command, const QCommandLineParser &parser)
{
    QString options = parser.helpText();
    options.remove(0, options.indexOf(u"Options:"_s));
    if (const qsizetype end = options.indexOf(u"\nArguments:"_s); end >= 0)
        options.truncate(end + 1);
    return u"Usage: shuttlerctl %1 %2\n\n%3\n\nExample: %4\n\n%5"_s.arg(command.name, command.usage, command.summary,
                                                                       command.example, options);
}

QList<QCommandLineOption> globalOptions()
{
    return {
        {u"config"_s, u"Folder of the environments and settings."_s, u"DIR"_s},
        {u"state"_s, u"Folder of the ledger, evidence and Practice."_s, u"DIR"_s},
        {u"json"_s, u"Exactly one JSON object on standard output."_s},
        {u"quiet"_s, u"No progress, no messages but errors."_s},
        {u"progress"_s, u"bar, plain or none."_s, u"STYLE"_s},
        {u"mfa-code-stdin"_s, u"Where AWS asks for a device's code: read it from standard input."_s},
        {u"mfa-code-fd"_s, u"The same from this file descriptor."_s, u"N"_s},
        {QStringList{u"h"_s, u"help"_s}, u"Show this help."_s},
        {u"version"_s, u"Show the version."_s},
    };
}

/// Where the code of a device comes from, if not from a terminal.
Result<std::optional<int>> codeDescriptor(const QCommandLineParser &parser)
{
    if (parser.isSet(u"mfa-code-stdin"_s))
        return std::optional<int>(STDIN_FILENO);
    if (!parser.isSet(u"mfa-code-fd"_s))
        return std::optional<int>();
    bool isNumber = false;
    const int descriptor = parser.value(u"mfa-code-fd"_s).toInt(&isNumber);
    if (!isNumber || descriptor < 0 || ::fcntl(descriptor, F_GETFD) == -1)
        return Error(Fault::BadInput,
                     u"--mfa-code-fd takes the number of an open file descriptor, not \"%1\"."_s.arg(parser.value(u"mfa-code-fd"_s)));
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); // No program that we run is to read it.
    return std::optional<int>(descriptor);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"shuttlerctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SHUTTLER_VERSION));
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));

    // The command is the first word that is neither a global option nor the value of one.
    const QList<Command> commands = allCommands();
    const Command *chosen = nullptr;
    qsizetype at = 1;
    for (; at < arguments.size(); ++at) {
        const QString &word = arguments[at];
        if (!word.startsWith(u'-'))
            break;
        if (word == u"--config"_s || word == u"--state"_s || word == u"--progress"_s || word == u"--mfa-code-fd"_s)
            ++at;
    }
    for (const Command &command : commands) {
        if (at < arguments.size() && command.name == arguments[at])
            chosen = &command;
    }

    QCommandLineParser parser;
    parser.addOptions(globalOptions());
    if (chosen)
        parser.addOptions(chosen->options);
    QStringList words = arguments;
    if (chosen)
        words.removeAt(at);
    const bool parsed = parser.parse(words);

    const bool json = parsed ? parser.isSet(u"json"_s) : arguments.contains(u"--json"_s);
    ProgressStyle style = ::isatty(STDERR_FILENO) ? ProgressStyle::Bar : ProgressStyle::Plain;
    const QString wantedStyle = parsed ? parser.value(u"progress"_s) : QString();
    if (!wantedStyle.isEmpty())
        style = wantedStyle == u"bar"_s ? ProgressStyle::Bar : wantedStyle == u"plain"_s ? ProgressStyle::Plain : ProgressStyle::None;
    Output out(json, parsed && parser.isSet(u"quiet"_s), style);

    if (parsed && parser.isSet(u"version"_s)) {
        out.print(u"shuttlerctl "_s + QCoreApplication::applicationVersion());
        return 0;
    }
    if (parsed && parser.isSet(u"help"_s)) {
        out.print(chosen ? helpText(*chosen, parser) : helpText(commands));
        return 0;
    }
    if (!chosen) {
        const QString what = at < arguments.size() ? u"There is no command \"%1\"."_s.arg(arguments[at]) : u"No command was given."_s;
        return int(out.fail(Error(Fault::BadInput, what).means(u"Nothing was done."_s).todo(u"\"shuttlerctl --help\" lists the commands."_s)));
    }
    if (!parsed)
        return int(out.fail(usageError(parser.errorText(), *chosen)));
    if (!wantedStyle.isEmpty() && !QStringList{u"bar"_s, u"plain"_s, u"none"_s}.contains(wantedStyle))
        return int(out.fail(usageError(u"--progress takes bar, plain or none."_s, *chosen)));

    const Result<std::optional<int>> codes = codeDescriptor(parser);
    if (!codes)
        return int(out.fail(usageError(codes.error().what(), *chosen)));
    Result<Paths> paths = Paths::from(parser.value(u"config"_s), parser.value(u"state"_s));
    if (!paths)
        return int(out.fail(paths.error()));
    // Evidence is drawn by Qt: it needs an application, but never a screen, and no folder outside ours.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    if (qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        qputenv("XDG_RUNTIME_DIR", QFile::encodeName(paths->state));
    QGuiApplication application(argc, argv);
    const bool interactive = ::isatty(STDIN_FILENO) == 1;
    Services services(*std::move(paths),
                      std::make_unique<AskedCodes>(secretsOfThisComputer(), *codes, interactive && ::isatty(STDERR_FILENO) == 1));
    StopOnSignal stop;
    Job job{stop.token(), out, services.clock()};
    Context context{services, out, job, interactive};
    return int(chosen->run(parser, context));
}

namespace shuttler::app {

Error usageError(const QString &what, const Command &command)
{
    return Error(Fault::BadInput, what)
        .means(u"Nothing was done."_s)
        .todo(u"Usage: shuttlerctl %1 %2"_s.arg(command.name, command.usage));
}

} // namespace shuttler::app
