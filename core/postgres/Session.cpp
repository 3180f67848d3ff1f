// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Session.h"

#include "core/postgres/ServerFault.h"

#include <poll.h>

#include <thread>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;
using Monotonic = std::chrono::steady_clock;

/// Every statement starts here: nothing of the last one may stick.
Outcome Connection::Session::begin(Job &job)
{
    lastState.clear();
    cancelSent = false;
    giveUpAt = options.statementTimeout.count() > 0
                 ? Monotonic::now() + options.statementTimeout
                       + std::chrono::seconds(5) // The server itself should have said so by then.
                 : Monotonic::time_point::max();
    if (!link)
        return lost({});
    return job.checkStop();
}

/// The server is gone, or as good as gone. Nothing can be asked over this connection any more.
Error Connection::Session::lost(const QString &words)
{
    link.reset();
    if (options.access == Access::ReadOnly)
        return Error(Fault::Unreachable, u"The connection to the database broke."_s)
            .means(u"The question was not answered. Nothing was changed."_s)
            .todo(u"Check that the server runs, then try again."_s)
            .details(words);
    return Error(Fault::OutcomeUnknown, u"The connection to the database broke before it answered."_s)
        .means(u"The change that was under way may or may not have been made."_s)
        .todo(u"Look at the database before trying again."_s)
        .details(words);
}

/// PQcancel blocks on a connection of its own, so it gets a thread of its own.
void Connection::Session::requestCancel()
{
    if (cancelSent)
        return;
    cancelSent = true;
    giveUpAt = std::min(giveUpAt, Monotonic::now() + std::chrono::seconds(10));
    if (PGcancel *handle = PQgetCancel(link.get()))
        std::thread([handle] {
            char reason[256];
            PQcancel(handle, reason, sizeof reason);
            PQfreeCancel(handle);
        }).detach();
}

/// One wait of at most 100 ms; where a stop or the end of patience is noticed.
Outcome Connection::Session::tick(short events, Job &job)
{
    awaitSocket(PQsocket(link.get()), events);
    if (job.stop.stop_requested())
        requestCancel();
    if (Monotonic::now() < giveUpAt)
        return Done{};
    if (job.stop.stop_requested()) {
        link.reset();
        return job.checkStop();
    }
    return lost(u"no answer in time"_s);
}

Outcome Connection::Session::flush(Job &job)
{
    for (;;) {
        if (PQflush(link.get()) <= 0)
            return Done{}; // If it broke: what the server managed to say before it went is in the next result.
        if (Outcome ticked = tick(POLLIN | POLLOUT, job); !ticked)
            return ticked;
        // The server may be sending before it goes on reading; what it says has to be taken in.
        if (PQconsumeInput(link.get()) == 0)
            return Done{};
    }
}

/// The next answer to the statement under way; null when there is none left.
Result<Answer> Connection::Session::nextAnswer(Job &job)
{
    while (PQisBusy(link.get()) != 0) {
        if (Outcome ticked = tick(POLLIN, job); !ticked)
            return std::move(ticked).error();
        if (PQconsumeInput(link.get()) == 0)
            break;
    }
    return Answer(PQgetResult(link.get()), PQclear);
}

/// Takes in what is left, so that the next statement finds a clean line.
Outcome Connection::Session::drain(Job &job)
{
    while (link) {
        Result<Answer> answer = nextAnswer(job);
        if (!answer)
            return std::move(answer).error();
        if (!*answer)
            break;
        if (const ExecStatusType status = PQresultStatus(answer->get());
            PQstatus(link.get()) == CONNECTION_BAD || status == PGRES_COPY_IN || status == PGRES_COPY_OUT)
            return lost(QString::fromUtf8(PQerrorMessage(link.get())).trimmed());
    }
    return Done{};
}

Error Connection::Session::complaintOf(const pg_result *answer, const Job &job)
{
    const auto field = [answer](int code) { return QByteArray(PQresultErrorField(answer, code)); };
    lastState = field(PG_DIAG_SQLSTATE);
    // After these the server hangs up, whether or not we have noticed yet.
    const QByteArray severity = field(PG_DIAG_SEVERITY_NONLOCALIZED);
    if (PQstatus(link.get()) == CONNECTION_BAD || severity == "FATAL" || severity == "PANIC" || lastState.startsWith("57P")
        || lastState.startsWith("08")) {
        const ServerComplaint complaint{lastState, QString::fromUtf8(field(PG_DIAG_MESSAGE_PRIMARY)), {}};
        const Error broken = lost(QString::fromUtf8(PQresultErrorMessage(answer)).trimmed());
        return isStandbyConflict(complaint) ? statementError(complaint) : broken;
    }
    if (lastState == "57014" && job.stop.stop_requested())
        return Error(Fault::Cancelled, u"Stopped on request."_s).means(u"The statement under way was undone."_s);
    QByteArray more = field(PG_DIAG_MESSAGE_DETAIL);
    if (const QByteArray hint = field(PG_DIAG_MESSAGE_HINT); !hint.isEmpty())
        more += (more.isEmpty() ? "" : "\n") + hint;
    return statementError({lastState, QString::fromUtf8(field(PG_DIAG_MESSAGE_PRIMARY)), QString::fromUtf8(more)});
}

Outcome Connection::Session::send(const QString &sql, const QList<Parameter> &parameters, Job &job)
{
    if (Outcome ready = begin(job); !ready)
        return ready;
    QList<const char *> values;
    QList<int> lengths;
    for (const Parameter &parameter : parameters) {
        values.append(parameter ? parameter->constData() : nullptr);
        lengths.append(parameter ? int(parameter->size()) : 0);
    }
    if (PQsendQueryParams(link.get(), sql.toUtf8().constData(), int(values.size()), nullptr, values.constData(),
                          lengths.constData(), nullptr, 0)
        == 0)
        return lost(QString::fromUtf8(PQerrorMessage(link.get())).trimmed());
    return flush(job);
}

/// Every answer of the statement under way; the rows of the last.
Result<Rows> Connection::Session::collect(Job &job)
{
    std::optional<Rows> last;
    std::optional<Error> wrong;
    for (;;) {
        Result<Answer> answer = nextAnswer(job);
        if (!answer)
            return std::move(answer).error();
        if (!*answer)
            break;
        switch (PQresultStatus(answer->get())) {
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY:
            last = Rows(answer->release());
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            wrong = Error(Fault::Defect, u"COPY was sent as an ordinary statement."_s);
            link.reset();
            return *wrong;
        default:
            if (!wrong)
                wrong = complaintOf(answer->get(), job);
        }
        if (!link)
            break;
    }
    if (wrong)
        return *wrong;
    if (!last)
        return lost(u"the server sent no answer"_s);
    return *last;
}

Outcome Connection::Session::finishCopy(const char *refusal, Job &job)
{
    for (int taken = 0; taken == 0;) {
        taken = PQputCopyEnd(link.get(), refusal);
        if (taken < 0)
            return lost(QString::fromUtf8(PQerrorMessage(link.get())).trimmed());
        if (taken == 0)
            if (Outcome ticked = tick(POLLOUT, job); !ticked)
                return ticked;
    }
    return flush(job);
}

} // namespace shuttler::postgres
