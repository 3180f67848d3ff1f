// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

Outcome addPerRow(Inspection &inspection, const ListCheck &check, Job &job)
{
    const Instant start = job.clock.now();
    Finding finding;
    finding.check = check.check;
    finding.group = check.group;
    finding.subject = check.allWell;
    finding.expected = check.expected;
    finding.sql = check.sql;
    Result<Rows> rows = inspection.copy.snapshot.ask(check.sql, job);
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (rows->size() == 0) {
        finding.verdict = Verdict::Passed;
        finding.found = u"as expected"_s;
        inspection.add(finding);
        return Done{};
    }
    finding.verdict = check.verdict;
    finding.means = check.means;
    finding.todo = check.todo;
    for (int row = 0; row < rows->size(); ++row) {
        finding.subject = rows->isNull(row, 0) ? shown(rows->text(row, 1)) : shown(rows->text(row, 0), rows->text(row, 1));
        finding.found = rows->text(row, 2);
        inspection.add(finding);
    }
    return Done{};
}

Outcome checkObjects(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking at indexes, rules and triggers"_s);
    const ListCheck checks[] = {
        {u"index-invalid"_s, CheckGroup::Health, u"indexes"_s, u"in use"_s,
         u"PostgreSQL does not use this index, and if it is a unique one, doubles can get in."_s,
         u"Rebuild it with REINDEX INDEX, or drop it if the database never used it."_s, Verdict::Failed,
         u"SELECT n.nspname, c.relname, 'not in use, on ' || t.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
         "JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
         "WHERE NOT (i.indisvalid AND i.indisready AND i.indislive) AND "_s
             + ownersSchemas() + u" ORDER BY 1, 2"_s},
        {u"constraint-not-validated"_s, CheckGroup::Health, u"constraints"_s, u"validated"_s,
         u"The rule holds for new rows only; nobody has looked whether the old ones keep it."_s,
         u"Run ALTER TABLE … VALIDATE CONSTRAINT, if it is validated in the database you restored from."_s, Verdict::Warned,
         u"SELECT n.nspname, t.relname || '.' || k.conname, 'not validated' FROM pg_constraint k "
         "JOIN pg_class t ON t.oid = k.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace "
         "WHERE NOT k.convalidated AND "_s
             + ownersSchemas() + u" ORDER BY 1, 2"_s},
        {u"trigger-disabled"_s, CheckGroup::Health, u"foreign keys at work"_s, u"enforced"_s,
         u"The foreign key is declared, but switched off: rows that point at nothing can get in."_s,
         u"Run ALTER TABLE … ENABLE TRIGGER ALL on this table."_s, Verdict::Failed,
         u"SELECT DISTINCT n.nspname, t.relname, 'switched off' FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid "
         "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE g.tgisinternal AND g.tgenabled IN ('D', 'R') AND "_s
             + ownersSchemas() + u" ORDER BY 1, 2"_s},
        {u"trigger-disabled"_s, CheckGroup::Health, u"triggers"_s, u"switched on"_s,
         u"What this trigger does for every change does not happen now."_s,
         u"Switch it on with ALTER TABLE … ENABLE TRIGGER, if it is on in the database you restored from."_s, Verdict::Warned,
         u"SELECT n.nspname, t.relname || '.' || g.tgname, 'switched off' FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid "
         "JOIN pg_namespace n ON n.oid = t.relnamespace WHERE NOT g.tgisinternal AND g.tgenabled IN ('D', 'R') AND "_s
             + ownersSchemas() + u" ORDER BY 1, 2"_s},
    };
    for (const ListCheck &check : checks)
        if (Outcome checked = addPerRow(inspection, check, job); !checked)
            return checked;
    return Done{};
}

} // namespace shuttler::verify
