// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/AskedCodes.h"

#include <QRegularExpression>

#include <cerrno>
#include <cstring>
#include <cstdio>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestLine = 256;
constexpr int LookForStop = 200; // Milliseconds.

/// A terminal that does not show what is typed, until the end of this object.
class Unechoed {
public:
    explicit Unechoed(int terminal) : m_terminal(terminal)
    {
        m_isTerminal = ::tcgetattr(m_terminal, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        if (m_isTerminal)
            ::tcsetattr(m_terminal, TCSAFLUSH, &quiet);
    }
    ~Unechoed()
    {
        if (m_isTerminal)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_before);
    }
    Unechoed(const Unechoed &) = delete;
    Unechoed &operator=(const Unechoed &) = delete;

private:
    const int m_terminal;
    termios m_before = {};
    bool m_isTerminal = false;
};

/// Up to the end of a line or of everything. Can be stopped.
Result<QByteArray> lineFrom(int descriptor, Job &job)
{
    QByteArray line;
    for (;;) {
        if (Outcome going = job.checkStop(); !going)
            return std::move(going).error();
        pollfd there{descriptor, POLLIN, 0};
        if (::poll(&there, 1, LookForStop) <= 0)
            continue;
        char byte = 0;
        const ssize_t got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return Error(Fault::BadInput, u"The code cannot be read from file descriptor %1."_s.arg(descriptor))
                .means(u"Nothing was asked of AWS."_s)
                .todo(u"Name one that is open for reading."_s)
                .details(QString::fromLocal8Bit(::strerror(errno)));
        if (got == 0 || byte == '\n' || line.size() == LongestLine)
            return line;
        line.append(byte);
    }
}

Result<std::shared_ptr<const Secret>> codeIn(QByteArray line)
{
    static const QRegularExpression sixDigits(QRegularExpression::anchoredPattern(u"[0-9]{6}"_s));
    QByteArray code = line.trimmed();
    line.fill('\0');
    if (sixDigits.match(QString::fromLatin1(code)).hasMatch())
        return std::make_shared<const Secret>(std::move(code));
    return Error(Fault::BadInput, u"What was given is no code: a device shows six digits."_s)
        .means(u"Nothing was asked of AWS."_s)
        .todo(u"Give the six digits that it shows now."_s);
}

bool isCode(const QString &name)
{
    return name.endsWith(u"/mfa-code"_s);
}

bool isSession(const QString &name)
{
    return name.endsWith(u"/session"_s);
}

} // namespace

Result<std::shared_ptr<const Secret>> AskedCodes::read(const QString &name, Job &job)
{
    const std::lock_guard lock(m_mutex);
    if (isCode(name))
        return code(name, job);
    if (const auto lent = m_sessions.find(name); lent != m_sessions.end())
        return lent->second;
    return m_kept->read(name, job);
}

Result<std::shared_ptr<const Secret>> AskedCodes::code(const QString &name, Job &job)
{
    m_wasGiven = false;
    if (m_descriptor) {
        Result<QByteArray> line = lineFrom(*std::exchange(m_descriptor, std::nullopt), job);
        if (!line)
            return std::move(line).error();
        m_wasGiven = true;
        return codeIn(*std::move(line));
    }
    Result<std::shared_ptr<const Secret>> kept = m_kept->read(name, job);
    if (kept || !m_asks || kept.error().fault() == Fault::Cancelled)
        return kept; // No terminal: whoever asked says how a code can be given.
    std::fputs(qPrintable(u"\r\033[KCode for %1: "_s.arg(name.section(u'/', 0, -2))), stderr);
    Result<QByteArray> line = [&] {
        const Unechoed unechoed(STDIN_FILENO);
        return lineFrom(STDIN_FILENO, job);
    }();
    std::fputs("\n", stderr);
    if (!line)
        return std::move(line).error();
    m_wasGiven = true;
    return codeIn(*std::move(line));
}

Outcome AskedCodes::write(const QString &name, const Secret &secret, Job &job)
{
    const std::lock_guard lock(m_mutex);
    Outcome written = m_kept->write(name, secret, job);
    if (written || !isSession(name))
        return written;
    job.progress.line(u"The sign-in lasts for this program only: %1"_s.arg(written.error().what()));
    m_sessions[name] = std::make_shared<const Secret>(secret.clone());
    return Done{};
}

Outcome AskedCodes::forget(const QString &name, Job &job)
{
    const std::lock_guard lock(m_mutex);
    if (isCode(name) && std::exchange(m_wasGiven, false))
        return Done{};
    m_sessions.erase(name);
    return m_kept->forget(name, job);
}

} // namespace shuttler::app
