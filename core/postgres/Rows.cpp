// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/postgres/Connection.h"

#include <libpq-fe.h>

namespace shuttler::postgres {

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

} // namespace shuttler::postgres
