// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

void checkReadability(Inspection &inspection)
{
    Finding finding;
    finding.check = u"readable"_s;
    finding.group = CheckGroup::Contents;
    finding.expected = u"may be read"_s;
    qint64 readable = 0;
    for (const Table &table : inspection.copy.schema.tables) {
        if (!table.holdsData())
            continue;
        if (table.readable) {
            ++readable;
            continue;
        }
        finding.subject = table.shown();
        finding.verdict = Verdict::NotChecked;
        finding.found = u"no right to read it"_s;
        finding.means = u"The table is there, but the role used here may not look into it, so nobody knows what it holds."_s;
        finding.todo = u"Grant the role the right to read all tables (pg_read_all_data, from PostgreSQL 14 on), then check again."_s;
        inspection.add(finding);
    }
    finding.subject = u"tables"_s;
    finding.found = counted(readable, u"table"_s, u"tables"_s);
    finding.verdict = readable > 0 ? Verdict::Passed : Verdict::Failed;
    finding.means = readable > 0 ? QString() : u"Not a single table could be read, so nothing was checked."_s;
    finding.todo = readable > 0 ? QString() : u"Use the role that owns the tables."_s;
    inspection.add(finding);
}

void checkCoverage(Inspection &inspection)
{
    const auto name = [&inspection](const QString &subject, Verdict verdict, const QString &found, const QString &means,
                                    const QString &todo) {
        Finding finding;
        finding.check = u"not-covered"_s;
        finding.group = CheckGroup::Contents;
        finding.subject = subject;
        finding.verdict = verdict;
        finding.expected = u"counted and hashed"_s;
        finding.found = found;
        finding.means = means;
        finding.todo = todo;
        inspection.add(finding);
    };
    for (const Table &table : inspection.copy.schema.tables) {
        if (table.kind == RelationKind::Foreign)
            name(table.shown(), Verdict::Warned, u"a foreign table"_s,
                 u"Its rows lie on another server and are not part of this backup."_s,
                 u"Check on the other server that they are what the app expects."_s);
        else if (table.kind == RelationKind::Table && table.unlogged)
            name(table.shown(), Verdict::Warned, u"an unlogged table"_s,
                 u"PostgreSQL does not keep the rows of unlogged tables through a restore."_s,
                 u"Fill it again, or make it an ordinary table if its rows matter."_s);
        else if (table.kind == RelationKind::Materialized && table.populated)
            name(table.shown(), Verdict::Passed, u"a materialized view, filled from tables that are"_s, {}, {});
        else if (table.kind == RelationKind::Materialized)
            name(table.shown(), Verdict::Failed, u"a materialized view that was never filled"_s,
                 u"Reading it is an error until somebody refreshes it."_s, u"Run REFRESH MATERIALIZED VIEW on it."_s);
    }
    if (const qint64 objects = inspection.copy.schema.relations.value(u"large-objects"_s); objects > 0)
        name(counted(objects, u"large object"_s, u"large objects"_s), Verdict::Warned,
             u"outside of all tables"_s, u"Large objects are neither counted nor hashed."_s,
             u"Open one or two of them in the app."_s);
}

} // namespace shuttler::verify
