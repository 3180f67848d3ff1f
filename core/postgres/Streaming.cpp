// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Session.h"

#include <poll.h>

namespace shuttler::postgres {

using namespace Qt::StringLiterals;

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

} // namespace shuttler::postgres
