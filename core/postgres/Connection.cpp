// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"

#include "core/postgres/Handshake.h"
#include "core/postgres/ServerFault.h"

#include <libpq-fe.h>

#include <poll.h>

#include <thread>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;
using Monotonic = std::chrono::steady_clock;

// --- Rows

Rows::Rows(pg_result *result) : m_result(result, PQclear) {}

int Rows::size() const
{
    return PQntuples(m_result.get());
}

int Rows::columns() const
{
    return PQnfields(m_result.get());
}

QString Rows::columnName(int column) const
{
    return QString::fromUtf8(PQfname(m_result.get(), column));
}

bool Rows::isNull(int row, int column) const
{
    return PQgetisnull(m_result.get(), row, column) != 0;
}

QString Rows::text(int row, int column) const
{
    return QString::fromUtf8(PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column));
}

QByteArray Rows::bytes(int row, int column) const
{
    return QByteArray(PQgetvalue(m_result.get(), row, column), PQgetlength(m_result.get(), row, column));
}

qint64 Rows::integer(int row, int column) const
{
    return bytes(row, column).toLongLong();
}

qint64 Rows::affected() const
{
    return QByteArray(PQcmdTuples(m_result.get())).toLongLong();
}

// --- The session

/// What one answer of the server is, once it is complete.
using Answer = std::unique_ptr<pg_result, decltype(&PQclear)>;

struct Connection::Session {
    ConnectionHandle link;
    SessionOptions options;
    QByteArray lastState;
    bool cancelSent = false;
    Monotonic::time_point giveUpAt = Monotonic::time_point::max(); ///< When a silent server counts as lost.

    Outcome begin(Job &job);
    Outcome flush(Job &job);
    Outcome tick(short events, Job &job);
    void requestCancel();
    Result<Answer> nextAnswer(Job &job);
    Outcome drain(Job &job);
    Outcome send(const QString &sql, const QList<Parameter> &parameters, Job &job);
    Result<Rows> collect(Job &job);
    Outcome finishCopy(const char *refusal, Job &job);
    Error complaintOf(const pg_result *answer, const Job &job);
    Error lost(const QString &words);
};

/// Every statement starts here: nothing of the last one may stick.
Outcome Connection::Session::begin(Job &job)
{
    lastState.clear();
    cancelSent = false;
    giveUpAt = options.statementTimeout.count() > 0
        ? Monotonic::now() + options.statementTimeout + std::chrono::seconds(5) // The server itself should have said so by then.
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
        const int left = PQflush(link.get());
        if (left == 0)
            return Done{};
        if (left < 0)
            return lost(QString::fromUtf8(PQerrorMessage(link.get())).trimmed());
        if (Outcome ticked = tick(POLLIN | POLLOUT, job); !ticked)
            return ticked;
        // The server may be sending before it goes on reading; what it says has to be taken in.
        if (PQconsumeInput(link.get()) == 0)
            return lost(QString::fromUtf8(PQerrorMessage(link.get())).trimmed());
    }
}

/// The next answer to the statement under way; null when there is none left.
Result<Answer> Connection::Session::nextAnswer(Job &job)
{
    while (PQisBusy(link.get()) != 0) {
        if (Outcome ticked = tick(POLLIN, job); !ticked)
            return std::move(ticked).error();
        if (PQconsumeInput(link.get()) == 0)
            break; // What the server managed to say before it went is in the next result.
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
    // After 57P01 and its kin the server hangs up, whether or not we have noticed yet.
    if (PQstatus(link.get()) == CONNECTION_BAD || lastState.startsWith("57P") || lastState.startsWith("08"))
        return lost(QString::fromUtf8(PQresultErrorMessage(answer)).trimmed());
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
                          lengths.constData(), nullptr, 0) == 0)
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

// --- Connection

Connection::Connection(std::unique_ptr<Session> session) : m_session(std::move(session)) {}
Connection::Connection(Connection &&) noexcept = default;
Connection &Connection::operator=(Connection &&) noexcept = default;
Connection::~Connection() = default;

Result<Connection> Connection::open(const ConnectionInfo &info, const SessionOptions &options, Job &job)
{
    Result<ConnectionHandle> link = shakeHands(info, options.applicationName, options.connectTimeout, job);
    if (!link)
        return std::move(link).error();
    PQsetnonblocking(link->get(), 1);
    auto session = std::make_unique<Session>();
    session->link = std::move(*link);
    session->options = options;
    Connection connection(std::move(session));

    // As statements and not as start-up options: poolers pass the former and refuse the latter.
    const QByteArray settings = QByteArray("SET default_transaction_read_only = ")
        + (options.access == Access::ReadOnly ? "on" : "off")
        + "; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 3"
          "; SET standard_conforming_strings = on; SET statement_timeout = "
        + QByteArray::number(qint64(options.statementTimeout.count())) + "; SET lock_timeout = "
        + QByteArray::number(qint64(options.lockTimeout.count()));
    connection.m_session->giveUpAt = Monotonic::now() + options.connectTimeout;
    if (Result<Rows> set = connection.script(settings, job); !set)
        return std::move(set).errorDuring(u"preparing the session"_s);
    return connection;
}

Result<Rows> Connection::query(const QString &sql, const QList<Parameter> &parameters, Job &job)
{
    if (Outcome sent = m_session->send(sql, parameters, job); !sent)
        return std::move(sent).error();
    return m_session->collect(job);
}

Result<Rows> Connection::script(const QByteArray &sql, Job &job)
{
    if (Outcome ready = m_session->begin(job); !ready)
        return std::move(ready).error();
    if (PQsendQuery(m_session->link.get(), sql.constData()) == 0)
        return m_session->lost(QString::fromUtf8(PQerrorMessage(m_session->link.get())).trimmed());
    if (Outcome flushed = m_session->flush(job); !flushed)
        return std::move(flushed).error();
    return m_session->collect(job);
}

Outcome Connection::stream(const QString &sql, const QList<Parameter> &parameters,
                           const std::function<bool(const Rows &row)> &take, Job &job)
{
    if (Outcome sent = m_session->send(sql, parameters, job); !sent)
        return sent;
    PQsetSingleRowMode(m_session->link.get());
    for (;;) {
        Result<Answer> answer = m_session->nextAnswer(job);
        if (!answer)
            return std::move(answer).error();
        if (!*answer)
            return Done{};
        switch (PQresultStatus(answer->get())) {
        case PGRES_SINGLE_TUPLE:
            if (!m_session->cancelSent && !take(Rows(answer->release())))
                m_session->requestCancel();
            if (job.stop.stop_requested())
                m_session->requestCancel();
            break;
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
            break;
        default: {
            Error wrong = m_session->complaintOf(answer->get(), job);
            const bool ours = m_session->cancelSent && m_session->lastState == "57014" && !job.stop.stop_requested();
            if (Outcome drained = m_session->drain(job); !drained || ours)
                return drained;
            return wrong;
        }
        }
    }
}

Outcome Connection::copyOut(const QString &sql, const std::function<void(const QByteArray &piece)> &take, Job &job)
{
    if (Outcome sent = m_session->send(sql, {}, job); !sent)
        return sent;
    Result<Answer> opened = m_session->nextAnswer(job);
    if (!opened)
        return std::move(opened).error();
    if (PQresultStatus(opened->get()) != PGRES_COPY_OUT) {
        Error wrong = *opened && PQresultStatus(opened->get()) == PGRES_FATAL_ERROR
            ? m_session->complaintOf(opened->get(), job)
            : Error(Fault::Defect, u"A statement that is no COPY … TO STDOUT was sent as one."_s);
        if (Outcome drained = m_session->drain(job); !drained)
            return drained;
        return wrong;
    }
    pg_conn *link = m_session->link.get();
    for (;;) {
        char *bytes = nullptr;
        const int size = PQgetCopyData(link, &bytes, 1);
        if (size > 0) {
            take(QByteArray(bytes, size));
            PQfreemem(bytes);
            if (job.stop.stop_requested())
                m_session->requestCancel();
        } else if (size == 0) {
            if (Outcome ticked = m_session->tick(POLLIN, job); !ticked)
                return ticked;
            if (PQconsumeInput(link) == 0)
                return m_session->lost(QString::fromUtf8(PQerrorMessage(link)).trimmed());
        } else {
            break;
        }
    }
    if (Result<Rows> finished = m_session->collect(job); !finished)
        return std::move(finished).error();
    return Done{};
}

Outcome Connection::copyIn(const QString &sql, const std::function<Result<QByteArray>()> &give, Job &job)
{
    if (Outcome sent = m_session->send(sql, {}, job); !sent)
        return sent;
    Result<Answer> opened = m_session->nextAnswer(job);
    if (!opened)
        return std::move(opened).error();
    if (PQresultStatus(opened->get()) != PGRES_COPY_IN) {
        Error wrong = *opened && PQresultStatus(opened->get()) == PGRES_FATAL_ERROR
            ? m_session->complaintOf(opened->get(), job)
            : Error(Fault::Defect, u"A statement that is no COPY … FROM STDIN was sent as one."_s);
        if (Outcome drained = m_session->drain(job); !drained)
            return drained;
        return wrong;
    }
    for (;;) {
        Result<QByteArray> piece = job.stop.stop_requested() ? Result<QByteArray>(job.checkStop().error()) : give();
        if (!piece) {
            // The server is told, so that it keeps nothing of what came so far.
            if (Outcome ended = m_session->finishCopy("the sender gave up", job); !ended)
                return ended;
            if (Result<Rows> undone = m_session->collect(job); undone)
                return Error(Fault::Defect, u"The server kept a COPY that was called off."_s);
            return std::move(piece).error();
        }
        if (piece->isEmpty())
            break;
        for (int taken = 0; taken == 0;) {
            taken = PQputCopyData(m_session->link.get(), piece->constData(), int(piece->size()));
            if (taken < 0)
                return m_session->lost(QString::fromUtf8(PQerrorMessage(m_session->link.get())).trimmed());
            if (taken == 0)
                if (Outcome ticked = m_session->tick(POLLOUT, job); !ticked)
                    return ticked;
        }
        if (Outcome flushed = m_session->flush(job); !flushed)
            return flushed;
    }
    if (Outcome ended = m_session->finishCopy(nullptr, job); !ended)
        return ended;
    if (Result<Rows> finished = m_session->collect(job); !finished)
        return std::move(finished).error();
    return Done{};
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

int Connection::serverVersion() const
{
    return m_session->link ? PQserverVersion(m_session->link.get()) : 0;
}

QString Connection::serverVersionText() const
{
    const int version = serverVersion();
    return u"%1.%2"_s.arg(version / 10000).arg(version % 10000);
}

QByteArray Connection::lastState() const
{
    return m_session->lastState;
}

QString Connection::quoted(const QString &identifier)
{
    return u'"' + QString(identifier).replace(u'"', u"\"\""_s) + u'"';
}

QString Connection::literal(const QString &text)
{
    const QString doubled = QString(text).replace(u'\'', u"''"_s);
    if (!doubled.contains(u'\\'))
        return u'\'' + doubled + u'\'';
    return u" E'"_s + QString(doubled).replace(u'\\', u"\\\\"_s) + u'\'';
}

} // namespace shuttler::postgres
