// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Child.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace shuttler::test {

Child::Child(const std::function<int(const Say &say)> &work)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return;
    m_pid = ::fork();
    if (m_pid == 0) {
        ::close(ends[0]);
        const int code = work([mouth = ends[1]](const QByteArray &line) {
            [[maybe_unused]] const ssize_t said = ::write(mouth, (line + '\n').constData(), size_t(line.size() + 1));
        });
        ::_exit(code); // Neither destructors nor the rest of the test.
    }
    ::close(ends[1]);
    m_ear = ends[0];
}

Child::~Child()
{
    if (m_pid > 0)
        kill();
    ::close(m_ear);
}

QByteArray Child::hear()
{
    while (!m_heard.contains('\n')) {
        char piece[4096];
        const ssize_t size = ::read(m_ear, piece, sizeof piece);
        if (size <= 0)
            return {};
        m_heard.append(piece, qsizetype(size));
    }
    const qsizetype end = m_heard.indexOf('\n');
    const QByteArray line = m_heard.first(end);
    m_heard.remove(0, end + 1);
    return line;
}

int Child::wait()
{
    int status = 0;
    if (m_pid <= 0 || ::waitpid(m_pid, &status, 0) != m_pid)
        return -1;
    m_pid = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int Child::kill()
{
    ::kill(m_pid, SIGKILL);
    return wait();
}

} // namespace shuttler::test
