// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

/// "en_US.UTF-8" and "en_US.utf8" name the same rules.
QString plainLocale(QString name)
{
    return name.toLower().remove(u'-');
}

/// That a role is missing is another check's to say.
QList<TraitChange> ofRolesThatAreThere(QList<TraitChange> changes, const TraitValues &roles)
{
    changes.removeIf([&](const TraitChange &change) {
        const QString role = detailOf(change.key);
        return !role.isEmpty() && !roles.contains(shown(role));
    });
    return changes;
}

void addDifferent(Inspection &inspection, Finding finding, const TraitChange &change, const QString &means, const QString &todo)
{
    finding.expected = change.before ? *change.before : u"not set"_s;
    finding.found = change.now ? *change.now : u"not set"_s;
    finding.verdict = Verdict::Warned;
    finding.means = means;
    finding.todo = todo;
    inspection.add(finding);
}

/// Returns how many differ.
qint64 compareLocale(Inspection &inspection, const QList<TraitChange> &changes, const QString &sql)
{
    qint64 different = 0;
    for (const TraitChange &change : changes) {
        if (!change.before || !change.now || plainLocale(*change.before) == plainLocale(*change.now))
            continue; // Known to one of the two versions of PostgreSQL only, or the same.
        Finding finding = findingOn(u"locale"_s, CheckGroup::Health, change.key + u" of the database"_s);
        finding.sql = sql;
        ++different;
        const bool isEncoding = change.key == u"encoding"_s;
        if (isEncoding && *change.now == u"UTF8"_s) {
            finding.verdict = Verdict::Passed; // It can write down everything that any other can.
            finding.expected = *change.before;
            finding.found = *change.now;
            inspection.add(finding);
            continue;
        }
        addDifferent(inspection, finding, change,
                     isEncoding ? u"The copy cannot hold every letter that the app may want to save."_s
                                : u"Text is sorted and compared by other rules than before."_s,
                     isEncoding ? u"Restore into a database made with ENCODING 'UTF8'."_s
                                : u"Restore into a database made with the same LC_COLLATE and LC_CTYPE, or accept other orders in lists."_s);
    }
    return different;
}

qint64 compareSettings(Inspection &inspection, const QList<TraitChange> &changes, const QString &sql)
{
    for (const TraitChange &change : changes) {
        const QString role = detailOf(change.key);
        Finding finding = findingOn(u"settings"_s, CheckGroup::Health,
                                    subjectOf(change.key) + (role.isEmpty() ? QString() : u" of "_s + shown(role)));
        finding.sql = sql;
        addDifferent(inspection, finding, change,
                     role.isEmpty() ? u"Every session in this copy begins with another setting than before."_s
                                    : u"Sessions of this role begin with another setting than before."_s,
                     u"Set it with ALTER DATABASE … SET or ALTER ROLE … SET, unless somebody changed it on purpose since the baseline."_s);
    }
    return changes.size();
}

} // namespace

Outcome checkLikeness(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Comparing settings"_s);
    struct Side {
        Trait trait;
        QString check;
        QString subject;
        qint64 (*compare)(Inspection &, const QList<TraitChange> &, const QString &);
    };
    const Side sides[] = {{Trait::Locale, u"locale"_s, u"encoding and sorting rules"_s, compareLocale},
                          {Trait::Settings, u"settings"_s, u"settings of the database and its roles"_s, compareSettings}};
    const Result<TraitValues> roles = readTrait(inspection.copy.snapshot, Trait::Roles, job);
    if (!roles)
        return inspection.addUnanswered(findingOn(u"settings"_s, CheckGroup::Health, u"settings of the database and its roles"_s), roles.error());
    for (const Side &side : sides) {
        Finding whole = findingOn(side.check, CheckGroup::Health, side.subject);
        whole.sql = traitSql(side.trait, inspection.copy.snapshot.version());
        whole.expected = u"as in the baseline"_s;
        const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, side.trait) : nullptr;
        if (!before) {
            whole.verdict = Verdict::NotChecked;
            whole.found = u"no baseline remembers them"_s;
            whole.means = u"Nobody knows whether the copy behaves as the database did."_s;
            whole.todo = u"Take a new baseline with every backup."_s;
            inspection.add(whole);
            continue;
        }
        const Instant start = job.clock.now();
        Result<TraitValues> now = readTrait(inspection.copy.snapshot, side.trait, job);
        whole.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
        if (!now) {
            if (Outcome added = inspection.addUnanswered(whole, now.error()); !added)
                return added;
            continue;
        }
        if (side.compare(inspection, ofRolesThatAreThere(traitChanges(*before, *now), *roles), whole.sql) > 0)
            continue;
        whole.verdict = Verdict::Passed;
        whole.found = u"as in the baseline"_s;
        inspection.add(whole);
    }
    return Done{};
}

} // namespace shuttler::verify
