// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace shuttler::verify {

/// "schema"."name", for SQL.
QString inSql(const QString &schema, const QString &name);

/// For people: "fees", "billing.fees", "Weird \"Name\"". The schema "public" is left out; control characters are written
/// as \n, \t, \u0007, so that no name breaks a line of a log or a table.
QString shown(const QString &schema, const QString &name);
QString shown(const QString &name);

/// "1,284,306": figures as the window and the documents write them.
QString shown(qint64 number);

/// "1 row", "812 rows".
QString counted(qint64 number, const QString &singular, const QString &plural);

} // namespace shuttler::verify
