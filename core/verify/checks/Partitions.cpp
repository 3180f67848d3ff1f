// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static Finding partitionFinding(const QString &key, const QString &bounds)
{
    Finding finding = findingOn(u"partition-detached"_s, CheckGroup::Contents, subjectOf(key));
    finding.expected = u"part of "_s + detailOf(key) + u", "_s + bounds;
    return finding;
}

Outcome checkPartitions(Inspection &inspection, Job &job)
{
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, Trait::Parents) : nullptr;
    if (!before || before->isEmpty())
        return Done{};
    const QString sql = traitSql(Trait::Parents, inspection.copy.snapshot.version());
    Result<TraitValues> now = readTrait(inspection.copy.snapshot, Trait::Parents, job);
    if (!now) {
        Finding finding = findingOn(u"partition-detached"_s, CheckGroup::Contents, u"partitions"_s);
        finding.sql = sql;
        return inspection.addUnanswered(finding, now.error());
    }
    QStringList present;
    for (const Table &table : inspection.copy.schema.tables)
        present.append(table.shown());
    qint64 attached = 0;
    for (auto was = before->begin(); was != before->end(); ++was) {
        if (now->value(was.key()) == *was) {
            ++attached;
            continue;
        }
        if (!present.contains(subjectOf(was.key())))
            continue; // The whole table is gone; "relations" says so.
        Finding finding = partitionFinding(was.key(), *was);
        finding.sql = sql;
        const bool otherwise = now->contains(was.key());
        finding.found = otherwise ? now->value(was.key()) : u"a table of its own"_s;
        finding.verdict = otherwise && !finding.found.startsWith(u"being detached"_s) ? Verdict::Warned : Verdict::Failed;
        finding.means = finding.verdict == Verdict::Warned
                          ? u"The table is attached, but for other values than in the baseline."_s
                          : u"Its rows are there, but whoever reads %1 does not get them."_s.arg(detailOf(was.key()));
        finding.todo = finding.verdict == Verdict::Warned
                         ? u"Check that somebody changed it on purpose before the moment you restored to."_s
                         : u"Attach it again with ALTER TABLE %1 ATTACH PARTITION, unless it was detached on purpose before the moment."_s
                               .arg(detailOf(was.key()));
        inspection.add(finding);
    }
    if (attached == before->size()) {
        Finding whole = findingOn(u"partition-detached"_s, CheckGroup::Contents, u"partitions"_s);
        whole.verdict = Verdict::Passed;
        whole.expected = counted(attached, u"partition or child table attached"_s, u"partitions and child tables attached"_s);
        whole.found = whole.expected;
        whole.sql = sql;
        inspection.add(whole);
    }
    return Done{};
}

} // namespace shuttler::verify
