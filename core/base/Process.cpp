// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Process.h"

#include <QFile>
#include <QProcess>

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace shuttler {

using namespace Qt::StringLiterals;

Result<std::optional<RunAs>> RunAs::forServers()
{
    if (::geteuid() != 0)
        return std::optional<RunAs>();
    const passwd *entry = ::getpwnam("postgres");
    if (!entry)
        return Error(Fault::NotFound, u"There is no user \"postgres\" on this computer."_s)
            .means(u"PostgreSQL refuses to run as root, and nobody else was found to run it."_s)
            .todo(u"Install the package postgresql-15, or start Shuttler Ops as an ordinary user."_s);
    return std::optional(RunAs{entry->pw_uid, entry->pw_gid, QString::fromLocal8Bit(entry->pw_name),
                               QString::fromLocal8Bit(entry->pw_dir)});
}

namespace {

QProcessEnvironment environmentOf(const Command &command)
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    environment.insert(u"PATH"_s, ours.value(u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s));
    environment.insert(u"HOME"_s, command.as ? command.as->home : ours.value(u"HOME"_s, u"/"_s));
    environment.insert(u"LANG"_s, u"C.UTF-8"_s);
    environment.insert(u"TZ"_s, u"UTC"_s);
    for (auto it = command.environment.cbegin(); it != command.environment.cend(); ++it)
        environment.insert(it.key(), it.value());
    for (auto it = command.secrets.cbegin(); it != command.secrets.cend(); ++it)
        if (*it)
            environment.insert(it.key(), (*it)->expose([](const char *plain) { return QString::fromUtf8(plain); }));
    return environment;
}

/// A descriptor that was handed over.
class Handed {
public:
    explicit Handed(std::optional<int> descriptor) : m_descriptor(descriptor) {}
    Handed(const Handed &) = delete;
    Handed &operator=(const Handed &) = delete;
    ~Handed() { close(); }
    void close()
    {
        if (m_descriptor)
            ::close(*m_descriptor);
        m_descriptor.reset();
    }

private:
    std::optional<int> m_descriptor;
};

/// Runs in the child between fork and exec: only what is safe there.
void becomeChild(const std::optional<RunAs> &as, pid_t parent, std::optional<int> input, std::optional<int> output)
{
    if ((input && ::dup2(*input, STDIN_FILENO) < 0) || (output && ::dup2(*output, STDOUT_FILENO) < 0))
        ::_exit(126);
    ::setpgid(0, 0); // Ctrl+C on the console is ours to handle; the child hears it from us.
    if (as && (::setgroups(0, nullptr) != 0 || ::setgid(as->gid) != 0 || ::setuid(as->uid) != 0))
        ::_exit(126);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // After setuid, which clears it.
    if (::getppid() != parent) // It died before it could be watched.
        ::_exit(126);
}

Error couldNotStart(const Command &command, const QString &reason)
{
    return Error(Fault::NotFound, u"%1 could not be started."_s.arg(command.program))
        .means(u"The step that needs it was not begun."_s)
        .todo(u"Check that it is installed and may be executed."_s)
        .details(reason);
}

void handOver(QByteArray &pending, const QByteArray &fresh, const std::function<void(const QByteArray &)> &onLine)
{
    pending += fresh;
    for (qsizetype end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
        onLine(pending.first(end));
        pending.remove(0, end + 1);
    }
}

} // namespace

Result<CommandResult> runCommand(const Command &command, Job &job,
                                 const std::function<void(const QByteArray &line)> &onLine)
{
    Handed childsInput(command.readsFrom);
    Handed childsOutput(command.writesTo);
    if (Outcome stopped = job.checkStop(); !stopped)
        return std::move(stopped).error();

    QProcess process;
    process.setProgram(command.program);
    process.setArguments(command.arguments);
    process.setProcessEnvironment(environmentOf(command));
    process.setWorkingDirectory(command.directory.isEmpty() ? u"/"_s : command.directory);
    process.setChildProcessModifier([as = command.as, parent = ::getpid(), in = command.readsFrom, out = command.writesTo] {
        becomeChild(as, parent, in, out);
    });
    if (command.readsFrom)
        process.setInputChannelMode(QProcess::ForwardedInputChannel);
    if (command.writesTo)
        process.setProcessChannelMode(QProcess::ForwardedOutputChannel);

    using Monotonic = std::chrono::steady_clock;
    const auto begun = Monotonic::now();
    process.start();
    if (!process.waitForStarted(30'000))
        return couldNotStart(command, process.errorString());
    childsInput.close(); // Whoever is at the other end shall see when the program is gone.
    childsOutput.close();
    if (!command.input.isEmpty())
        process.write(command.input);
    process.closeWriteChannel();

    CommandResult result;
    QByteArray pendingOutput;
    QByteArray pendingErrors;
    std::optional<Monotonic::time_point> killAt;
    Fault endedBy = Fault::Defect;
    const auto takeOutput = [&] {
        const QByteArray output = process.readAllStandardOutput();
        const QByteArray errors = process.readAllStandardError();
        result.output += output;
        result.errors += errors;
        if (onLine) {
            handOver(pendingOutput, output, onLine);
            handOver(pendingErrors, errors, onLine);
        }
    };

    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(20); // Also moves the output along.
        takeOutput();
        const auto now = Monotonic::now();
        if (!killAt && (job.stop.stop_requested() || now - begun > command.ceiling)) {
            endedBy = job.stop.stop_requested() ? Fault::Cancelled : Fault::Unreachable;
            killAt = now + std::chrono::seconds(10);
            process.terminate();
        } else if (killAt && now > *killAt) {
            process.kill();
        }
    }
    takeOutput();
    if (onLine && !pendingOutput.isEmpty())
        onLine(pendingOutput);
    if (onLine && !pendingErrors.isEmpty())
        onLine(pendingErrors);

    result.took = std::chrono::duration_cast<Micros>(Monotonic::now() - begun);
    if (killAt && endedBy == Fault::Cancelled)
        return Error(Fault::Cancelled, u"Stopped on request."_s);
    if (killAt)
        return Error(Fault::Unreachable, u"%1 did not end in time and was stopped."_s.arg(command.program))
            .means(u"What it was doing is unfinished."_s)
            .todo(u"Look at its last words under Details, then try again."_s)
            .details(QString::fromUtf8(result.errors.right(2000)));
    result.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : 128 + SIGKILL;
    return result;
}

Result<pid_t> startDetached(const Command &command, const QString &logFile)
{
    // Everything that allocates is made before the fork.
    std::vector<QByteArray> words{QFile::encodeName(command.program)};
    for (const QString &argument : command.arguments)
        words.push_back(argument.toLocal8Bit());
    std::vector<QByteArray> settings;
    for (const QString &setting : environmentOf(command).toStringList())
        settings.push_back(setting.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::vector<char *> envp;
    for (QByteArray &setting : settings)
        envp.push_back(setting.data());
    envp.push_back(nullptr);
    const QByteArray directory = command.directory.isEmpty() ? QByteArray("/") : QFile::encodeName(command.directory);
    const QByteArray log = QFile::encodeName(logFile);

    int report[2]; // The grandchild's pid, then the errno of a failed exec; closed by a successful one.
    if (::pipe2(report, O_CLOEXEC) != 0)
        return couldNotStart(command, QString::fromLocal8Bit(::strerror(errno)));
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        const pid_t grandchild = ::fork();
        if (grandchild != 0)
            ::_exit(grandchild < 0 ? 1 : 0);
        const pid_t self = ::getpid();
        [[maybe_unused]] ssize_t written = ::write(report[1], &self, sizeof self);
        const RunAs *as = command.as ? &*command.as : nullptr;
        if (as && (::setgroups(0, nullptr) != 0 || ::setgid(as->gid) != 0 || ::setuid(as->uid) != 0))
            ::_exit(126);
        const int nothing = ::open("/dev/null", O_RDONLY);
        const int out = ::open(log.constData(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(nothing, 0);
        ::dup2(out < 0 ? nothing : out, 1);
        ::dup2(out < 0 ? nothing : out, 2);
        // Nothing of ours may live on in it: a lock file's descriptor would keep the lock.
        const unsigned kept = unsigned(report[1]); // Until the exec, which closes it.
        if (kept > 3)
            ::close_range(3, kept - 1, 0);
        ::close_range(kept + 1, ~0U, 0);
        if (::chdir(directory.constData()) == 0)
            ::execve(argv[0], argv.data(), envp.data());
        const int failure = errno;
        written = ::write(report[1], &failure, sizeof failure);
        ::_exit(127);
    }
    ::close(report[1]);
    if (child > 0) {
        int status = 0;
        ::waitpid(child, &status, 0);
    }
    pid_t pid = -1;
    int failure = 0;
    const bool started = ::read(report[0], &pid, sizeof pid) == sizeof pid;
    const bool failed = ::read(report[0], &failure, sizeof failure) == sizeof failure;
    ::close(report[0]);
    if (child < 0 || !started || failed)
        return couldNotStart(command, QString::fromLocal8Bit(::strerror(failed ? failure : errno)));
    return pid;
}

} // namespace shuttler
