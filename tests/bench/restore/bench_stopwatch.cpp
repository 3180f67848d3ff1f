// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include <cerrno>
#include <csignal>
#include <string>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long nowMicros()
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
}

static std::string lineOf(const std::string &file)
{
    char text[4096];
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const ssize_t size = descriptor < 0 ? 0 : ::read(descriptor, text, sizeof text);
    if (descriptor >= 0)
        ::close(descriptor);
    return std::string(text, size > 0 ? size_t(size) : 0).substr(0, size > 0 ? std::string(text, size_t(size)).find('\n') : 0);
}

/// Stands in for another program: runs the one named in `<itself>.real` with the same words, and adds one line to `stopwatch.log` beside
/// it: its own name, when it began and ended, who called it, and the first word that is no option.
int main(int, char **argv)
{
    const std::string self = argv[0];
    const std::string folder = self.substr(0, self.rfind('/'));
    const std::string real = lineOf(self + ".real");
    const std::string caller = lineOf("/proc/" + std::to_string(::getppid()) + "/comm");
    std::string verb = "-";
    for (char **word = argv + 1; *word && verb == "-"; ++word)
        if ((*word)[0] != '-')
            verb = *word;

    const long long begun = nowMicros();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (::getppid() != parent)
            ::_exit(126);
        argv[0] = const_cast<char *>(real.c_str());
        ::execv(real.c_str(), argv);
        ::_exit(127);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const std::string line = self.substr(folder.size() + 1) + ' ' + std::to_string(begun) + ' ' + std::to_string(nowMicros()) + ' '
        + (caller.empty() ? "-" : caller) + ' ' + verb + '\n';
    const int log = ::open((folder + "/stopwatch.log").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    [[maybe_unused]] const ssize_t written = log < 0 ? -1 : ::write(log, line.data(), line.size());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
