// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"

#include <QByteArrayView>

#include <future>

namespace shuttler {

/// A program that runs beside us while we feed it, or read what it says, through pipes of one MiB: for what is too long to be held.
/// Belongs to one thread, but reading and writing may be two. Stopped and waited for when it is forgotten, or when the job is stopped.
class PipedCommand {
public:
    enum class Pipes { Output, Input, Both };
    enum class Taken { All, NoLongerWanted };

    /// Starts it. That it could not be started is said by `finish`.
    static Result<std::unique_ptr<PipedCommand>> start(Command command, Pipes pipes, const Job &job);
    PipedCommand(const PipedCommand &) = delete;
    PipedCommand &operator=(const PipedCommand &) = delete;
    ~PipedCommand();

    /// Up to `most` bytes of its output; zero when it has closed it, which does not say that all went well: see `finish`.
    Result<qint64> read(char *buffer, qint64 most, Job &job);
    /// All of it, or NoLongerWanted when the program does not read any more.
    Result<Taken> write(QByteArrayView bytes, Job &job);
    void closeInput();
    /// Waits for its end, after everything was read; closes its input. To be asked once.
    Result<CommandResult> finish();

private:
    PipedCommand() = default;
    struct Halt {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    std::stop_source m_halt;
    std::optional<std::stop_callback<Halt>> m_relay;
    int m_output = -1; ///< Where we read what it says.
    int m_input = -1;  ///< Where we write what it reads.
    std::future<Result<CommandResult>> m_end;
};

} // namespace shuttler
