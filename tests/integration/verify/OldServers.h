// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/integration/verify/Databases.h"

namespace shuttler::test {

// What keeps a test from meaning the same on every PostgreSQL from 13 on.

/// Lets a role read everything in this database, now and later, also where there is no role for that.
inline QByteArray readingOfAll(const QByteArray &role, int major)
{
    if (major >= 14)
        return "GRANT pg_read_all_data TO " + role + ';';
    return "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role + "; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO " + role
         + "; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO " + role + "; ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO "
         + role + ';';
}

/// amcheck's functions that this server has.
inline QByteArray amcheckFunctions(int major)
{
    return QByteArray("FUNCTION bt_index_check(regclass, boolean)") + (major >= 14 ? ", verify_heapam" : "");
}

/// Without the warning that a server before 14 always earns: amcheck looks into no table there.
inline QList<Finding> withoutHabits(QList<Finding> findings, int major)
{
    if (major < 14)
        findings.removeIf([](const Finding &finding) {
            return finding.check == QStringLiteral("table-sound") && finding.verdict == Verdict::Warned;
        });
    return findings;
}

} // namespace shuttler::test
