// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <functional>

#include <sys/types.h>

namespace shuttler::test {

/// Another process that runs `work` and ends: for what only a second process, or a killed one, can show.
/// It ends with what `work` returns; nothing of the test runs on in it. Killed and waited for when forgotten.
class Child {
public:
    /// `say` sends a line to the test, which reads it with `hear`.
    using Say = std::function<void(const QByteArray &line)>;
    explicit Child(const std::function<int(const Say &say)> &work);
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child();

    pid_t pid() const { return m_pid; }
    /// The next line; empty once the child has ended and said everything.
    QByteArray hear();
    /// Its end: the code it returned, or 128 + the signal.
    int wait();
    int kill();

private:
    pid_t m_pid = -1;
    int m_ear = -1;
    QByteArray m_heard;
};

} // namespace shuttler::test
