// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

#include <QSet>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

namespace {

/// The same question of then and now. Nothing where the baseline does not remember; said once for all of them.
struct ThenAndNow {
    TraitValues before;
    TraitValues now;
    QString sql;
    double seconds = 0;
};

Result<std::optional<ThenAndNow>> compared(Inspection &inspection, Trait trait, Job &job)
{
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, trait) : nullptr;
    if (!before)
        return std::optional<ThenAndNow>();
    const Instant start = job.clock.now();
    Result<TraitValues> now = readTrait(inspection.copy.snapshot, trait, job);
    if (!now)
        return std::move(now).error();
    return std::optional(ThenAndNow{*before, *now, traitSql(trait, inspection.copy.snapshot.version()),
                                    std::chrono::duration<double>(job.clock.now() - start).count()});
}

QString nameOfApp(const Inspection &inspection)
{
    const QString &named = inspection.request.appRole;
    return shown(named.isEmpty() ? inspection.request.copy.user : named);
}

/// The words of a list that another list lacks.
QString lacking(const QString &list, const QString &other)
{
    const QStringList kept = other.split(u", "_s, Qt::SkipEmptyParts);
    QStringList lost;
    for (const QString &right : list.split(u", "_s, Qt::SkipEmptyParts))
        if (!kept.contains(right) && !kept.contains(right.section(u' ', 0, 0)))
            lost.append(right);
    return lost.join(u", "_s);
}

/// Rights → the objects they are on: "INSERT, UPDATE on fees, students and 36 more; USAGE on fees_id_seq".
QString summed(const QMap<QString, QStringList> &rights)
{
    QStringList parts;
    for (auto right = rights.begin(); right != rights.end(); ++right)
        parts.append(right.key() + u" on "_s + firstFew(*right));
    return parts.join(u"; "_s);
}

Finding begun(const QString &check, const QString &subject, const ThenAndNow &side)
{
    Finding finding = findingOn(check, CheckGroup::Health, subject);
    finding.expected = u"as in the baseline"_s;
    finding.sql = side.sql;
    finding.seconds = side.seconds;
    return finding;
}

void addSame(Inspection &inspection, const QString &check, const QString &what, const ThenAndNow &side)
{
    Finding finding = begun(check, check, side);
    finding.verdict = Verdict::Passed;
    finding.found = what;
    inspection.add(finding);
}

/// Returns the roles whose rights can be compared: there then and now, and a superuser neither then nor now.
QSet<QString> compareRoles(Inspection &inspection, const ThenAndNow &roles)
{
    QSet<QString> comparable;
    const QString app = nameOfApp(inspection);
    const auto isSuper = [](const QString &value) { return value.endsWith(u"superuser"_s); };
    qint64 different = 0;
    for (auto was = roles.before.begin(); was != roles.before.end(); ++was) {
        const auto is = roles.now.constFind(was.key());
        if (is != roles.now.constEnd() && !isSuper(*was) && !isSuper(*is))
            comparable.insert(was.key());
        if (is != roles.now.constEnd() && *is == *was)
            continue;
        ++different;
        const bool gone = is == roles.now.constEnd();
        Finding finding = begun(u"roles"_s, was.key(), roles);
        finding.expected = *was;
        finding.found = gone ? u"no such role"_s : *is;
        finding.verdict = was.key() == app ? Verdict::Failed : Verdict::Warned;
        finding.means = was.key() == app ? u"The app signs in as this role; with this copy it could not work as before."_s
                                         : u"Whoever works as this role could not do so on this copy as before."_s;
        finding.todo = gone ? u"Create it with CREATE ROLE as on the old server, then grant it its rights again."_s
                            : u"Compare it with the old server and correct it with ALTER ROLE."_s;
        inspection.add(finding);
    }
    if (different == 0)
        addSame(inspection, u"roles"_s, counted(roles.before.size(), u"role"_s, u"roles"_s), roles);
    return comparable;
}

void compareOwners(Inspection &inspection, const ThenAndNow &owners)
{
    QMap<std::pair<QString, QString>, QStringList> moved;
    for (const TraitChange &change : traitChanges(owners.before, owners.now))
        if (change.before && change.now)
            moved[{*change.before, *change.now}].append(subjectOf(change.key));
    for (auto move = moved.begin(); move != moved.end(); ++move) {
        Finding finding = begun(u"owners"_s, firstFew(*move), owners);
        finding.expected = u"owned by "_s + shown(move.key().first);
        finding.found = u"owned by "_s + shown(move.key().second);
        finding.verdict = Verdict::Warned;
        finding.means = u"Only the owner may change how a table is made, so the app's next update of its tables could fail."_s;
        finding.todo = u"Give them back with REASSIGN OWNED or ALTER … OWNER TO, unless the change is wanted."_s;
        inspection.add(finding);
    }
    if (moved.isEmpty())
        addSame(inspection, u"owners"_s, counted(owners.before.size(), u"object"_s, u"objects"_s), owners);
}

/// Only of objects that are there: those that are not are another check's.
void compareRights(Inspection &inspection, const ThenAndNow &rights, const QSet<QString> &roles, const TraitValues &objects)
{
    QMap<QString, QMap<QString, QStringList>> lost;
    QMap<QString, QMap<QString, QStringList>> won;
    for (const TraitChange &change : traitChanges(rights.before, rights.now)) {
        const QString object = subjectOf(change.key);
        const QString role = shown(detailOf(change.key));
        if (!roles.contains(role) || !(objects.contains(object) || object == u"schema public"_s))
            continue;
        if (const QString less = lacking(change.before.value_or(QString()), change.now.value_or(QString())); !less.isEmpty())
            lost[role][less].append(object);
        if (const QString more = lacking(change.now.value_or(QString()), change.before.value_or(QString())); !more.isEmpty())
            won[role][more].append(object);
    }
    const QString app = nameOfApp(inspection);
    QStringList named = lost.keys();
    for (const QString &role : won.keys())
        if (!named.contains(role))
            named.append(role);
    for (const QString &role : std::as_const(named)) {
        QStringList found;
        if (lost.contains(role))
            found.append(u"lost: "_s + summed(lost[role]));
        if (won.contains(role))
            found.append(u"gained: "_s + summed(won[role]));
        const bool stopsApp = role == app && lost.contains(role);
        Finding finding = begun(u"rights"_s, role, rights);
        finding.found = found.join(u"; "_s);
        finding.verdict = stopsApp ? Verdict::Failed : Verdict::Warned;
        finding.means = stopsApp ? u"The app works as this role and would be refused what it could do before."_s
                      : lost.contains(role) ? u"Whoever works as this role would be refused what it could do before."_s
                                            : u"Whoever works as this role may do more than before."_s;
        finding.todo = u"Correct it with GRANT or REVOKE, unless somebody changed it on purpose since the baseline."_s;
        inspection.add(finding);
    }
    if (named.isEmpty())
        addSame(inspection, u"rights"_s, counted(roles.size(), u"role"_s, u"roles"_s) + u", nothing lost or gained"_s, rights);
}

} // namespace

Outcome checkRights(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Comparing roles and rights"_s);
    Finding unanswered = findingOn(u"rights"_s, CheckGroup::Health, u"roles, owners and rights"_s);
    QList<ThenAndNow> sides;
    for (const Trait trait : {Trait::Roles, Trait::Owners, Trait::Rights}) {
        Result<std::optional<ThenAndNow>> side = compared(inspection, trait, job);
        if (!side)
            return inspection.addUnanswered(unanswered, side.error());
        if (!*side) {
            unanswered.verdict = Verdict::NotChecked;
            unanswered.expected = u"as in a baseline"_s;
            unanswered.found = u"no baseline remembers them"_s;
            unanswered.means = u"Nobody knows whether the app's role may do in this copy what it could do before."_s;
            unanswered.todo = u"Take a new baseline with every backup; until then try the app on the copy."_s;
            inspection.add(unanswered);
            return Done{};
        }
        sides.append(**side);
    }
    const QSet<QString> roles = compareRoles(inspection, sides[0]);
    compareOwners(inspection, sides[1]);
    compareRights(inspection, sides[2], roles, sides[1].now);
    return Done{};
}

} // namespace shuttler::verify
