// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/PipedCommand.h"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr int PipeBytes = 1024 * 1024; ///< The most that an ordinary user gets (pipe(7)); with less, both sides wait more often.
constexpr int Tick = 100;              ///< Milliseconds until the person's wish to stop is heard.

Error pipeFailed(const QString &program)
{
    return Error(Fault::Refused, u"No pipe to %1 could be made."_s.arg(program))
        .means(u"It was not started."_s)
        .todo(u"Close other programs, then try again."_s)
        .details(QString::fromLocal8Bit(::strerror(errno)));
}

struct Pipe {
    int reads = -1;
    int writes = -1;
};

std::optional<Pipe> newPipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return std::nullopt;
    ::fcntl(ends[0], F_SETPIPE_SZ, PipeBytes); // Refused: it is only smaller.
    return Pipe{ends[0], ends[1]};
}

void closeOnce(int &descriptor)
{
    if (descriptor >= 0)
        ::close(descriptor);
    descriptor = -1;
}

/// Whether something can be done with a descriptor; Fault::Cancelled once that is no longer wished.
Outcome await(int descriptor, short events, Job &job)
{
    for (;;) {
        if (Outcome wanted = job.checkStop(); !wanted)
            return wanted;
        pollfd watched{descriptor, events, 0};
        if (::poll(&watched, 1, Tick) > 0)
            return Done{};
    }
}

} // namespace

Result<std::unique_ptr<PipedCommand>> PipedCommand::start(Command command, Pipes pipes, const Job &job)
{
    ::signal(SIGPIPE, SIG_IGN); // That a program reads no more is an answer, not our end. Qt does the same for its own.
    std::unique_ptr<PipedCommand> running(new PipedCommand);
    if (pipes != Pipes::Input) {
        const std::optional<Pipe> output = newPipe();
        if (!output)
            return pipeFailed(command.program);
        running->m_output = output->reads;
        command.writesTo = output->writes;
    }
    if (pipes != Pipes::Output) {
        const std::optional<Pipe> input = newPipe();
        if (!input) {
            Error failed = pipeFailed(command.program);
            if (command.writesTo)
                ::close(*command.writesTo);
            return failed;
        }
        running->m_input = input->writes;
        ::fcntl(input->writes, F_SETFL, O_NONBLOCK); // Room for a little is not room for all.
        command.readsFrom = input->reads;
    }
    running->m_relay.emplace(job.stop, Halt{running->m_halt});
    running->m_end = std::async(std::launch::async, [command = std::move(command), stop = running->m_halt.get_token(), &clock = job.clock] {
        SilentProgress silent;
        Job supervising{stop, silent, clock};
        return runCommand(command, supervising);
    });
    return running;
}

PipedCommand::~PipedCommand()
{
    m_halt.request_stop();
    closeOnce(m_input);
    closeOnce(m_output);
}

Result<qint64> PipedCommand::read(char *buffer, qint64 most, Job &job)
{
    for (;;) {
        if (Outcome ready = await(m_output, POLLIN, job); !ready)
            return std::move(ready).error();
        const ssize_t got = ::read(m_output, buffer, size_t(most));
        if (got > 0)
            return qint64(got);
        if (got == 0) {
            if (Outcome wanted = job.checkStop(); !wanted) // Then it was ended, and has not closed anything.
                return std::move(wanted).error();
            return qint64(0);
        }
        if (errno != EINTR && errno != EAGAIN)
            return Error(Fault::Unreachable, u"What a program says can no longer be read."_s)
                .details(QString::fromLocal8Bit(::strerror(errno)));
    }
}

Result<PipedCommand::Taken> PipedCommand::write(QByteArrayView bytes, Job &job)
{
    while (!bytes.isEmpty()) {
        if (m_input < 0) {
            if (Outcome wanted = job.checkStop(); !wanted)
                return std::move(wanted).error();
            return Taken::NoLongerWanted;
        }
        if (Outcome ready = await(m_input, POLLOUT, job); !ready)
            return std::move(ready).error();
        const ssize_t gone = ::write(m_input, bytes.data(), size_t(bytes.size()));
        if (gone > 0)
            bytes = bytes.sliced(gone);
        else if (errno != EINTR && errno != EAGAIN)
            closeOnce(m_input);
    }
    return Taken::All;
}

void PipedCommand::closeInput()
{
    closeOnce(m_input);
}

Result<CommandResult> PipedCommand::finish()
{
    closeOnce(m_input);
    return m_end.get();
}

} // namespace shuttler
