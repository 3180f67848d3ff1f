// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

Finding findingOn(const QString &check, CheckGroup group, const QString &subject)
{
    Finding finding;
    finding.check = check;
    finding.group = group;
    finding.subject = subject;
    return finding;
}

QString firstFew(const QStringList &things)
{
    const qsizetype most = 5;
    if (things.size() <= most)
        return things.join(u", "_s);
    return things.first(most).join(u", "_s) + u" and %1 more"_s.arg(shown(things.size() - most));
}

Outcome addPerRow(Inspection &inspection, const ListCheck &check, Job &job)
{
    const Instant start = job.clock.now();
    Finding finding = findingOn(check.check, check.group, check.allWell);
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

Outcome addFact(Inspection &inspection, const FactCheck &check, Job &job)
{
    Finding finding = findingOn(check.check, CheckGroup::Health, check.subject);
    finding.expected = check.expected;
    finding.sql = check.sql;
    const Instant start = job.clock.now();
    Result<Rows> rows = inspection.copy.snapshot.ask(check.sql, job);
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    const bool good = rows->size() == 1 && rows->text(0, 0) == u"t"_s;
    finding.verdict = good ? Verdict::Passed : check.whenNot;
    finding.found = rows->size() == 1 ? rows->text(0, 1) : u"no answer"_s;
    if (!good) {
        finding.means = check.means;
        finding.todo = check.todo;
    }
    inspection.add(finding);
    return Done{};
}

} // namespace shuttler::verify
