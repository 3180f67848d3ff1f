// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/KeySet.h"
#include "core/verify/ReferenceRules.h"

#include <tuple>

namespace shuttler::verify {

/// A column that others refer to, in a table of the schema.
struct KeyColumn {
    qint64 table = 0; ///< Its oid.
    QString column;
    friend bool operator<(const KeyColumn &a, const KeyColumn &b) { return std::tie(a.table, a.column) < std::tie(b.table, b.column); }
};

/// A reference, declared or ruled, between single integer columns: what can be proved while the tables are read anyway. Every value of the
/// parent's column is known once that table was read; a row of the child is lost where its value is none of them.
struct IntegerLink {
    QString name;             ///< As ForeignKey and ReferenceRule show it.
    qint64 child = 0;
    QString column;
    QString kindColumn;       ///< In the same row; empty where one is as good as the other.
    struct End {
        QString kind;
        KeyColumn parent;
    };
    QList<End> ends;
};

/// Those of a database's references that are of that kind, both tables being ordinary ones that may be read.
QList<IntegerLink> integerLinks(const Schema &schema, const QList<ReferenceRule> &rules);

/// The rows of "t" that this link does not hold for: refers to something, and to nothing that is there. `sets` has every parent's values.
QString lostSql(const IntegerLink &link, const Table &child, const QMap<KeyColumn, KeySet> &sets);

/// What a link's proof rests on, for people: "students.id has every number from 1 to 27,000".
QString restsOn(const IntegerLink &link, const Schema &schema, const QMap<KeyColumn, KeySet> &sets);

} // namespace shuttler::verify
