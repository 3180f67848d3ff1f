// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Error.h"

#include <QByteArray>

namespace shuttler::postgres {

/// A server's complaint in its own words.
struct ServerComplaint {
    QByteArray state; ///< SQLSTATE; empty when the connection broke before one was sent.
    QString message;  ///< "relation \"fees\" does not exist"
    QString detail;   ///< Its DETAIL and HINT, where it gave some.
};

/// A standby took away what a session was looking at, so that its recovery could go on (PostgreSQL's chapter 27.4.2).
bool isStandbyConflict(const ServerComplaint &complaint);

/// What a complaint about a statement means for the person. Pure: the only place that knows SQLSTATEs of statements.
Error statementError(const ServerComplaint &complaint);

/// What it means that a server did not let us in. `database`, `user` and `place` are named in the sentences; a state of 28P01
/// says that it had asked for a password.
Error connectError(const ServerComplaint &complaint, const QString &database, const QString &user,
                   const QString &place);

} // namespace shuttler::postgres
