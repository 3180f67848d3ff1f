// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/LifecyclePolicy.h"

#include "core/archive/ObjectFacts.h"

#include <algorithm>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

using Days = std::chrono::duration<qint64, std::ratio<86'400>>;

const QString ColdRuleId = u"shuttler-cold-storage"_s;
const QString UnfinishedRuleId = u"shuttler-unfinished-uploads"_s;
constexpr int UnfinishedDays = 7;

/// Whole days after `modified` at which an object is not touched before `until`. Stores act at the midnight after, some at once.
qint64 daysUntil(const NeededObject &object)
{
    return std::chrono::ceil<Days>(*object.until - object.modified).count();
}

Error neededForEver(const QStringList &names)
{
    return Error(Fault::Refused, u"A rule would move what has to stay readable: %1."_s.arg(names.join(u"; "_s)))
        .means(u"A rule goes by names and sizes: it cannot leave out single objects. No rule was made."_s)
        .todo(u"End what needs them, or write the next dumps below another prefix and move only those."_s);
}

LifecycleRule unfinishedRule(const QString &prefix)
{
    LifecycleRule rule;
    rule.id = UnfinishedRuleId;
    rule.scope.prefix = prefix;
    rule.abortDays = UnfinishedDays;
    return rule;
}

QString inWords(const LifecycleAction &action)
{
    if (action.date)
        return u"on %1"_s.arg(action.date->toDateTime().date().toString(Qt::ISODate));
    if (action.days)
        return *action.days == 1 ? u"after 1 day"_s : u"after %1 days"_s.arg(*action.days);
    return u"at a time that it does not say"_s;
}

QString inWords(const QList<LifecycleAction> &moves)
{
    QStringList words;
    for (const LifecycleAction &move : moves)
        words.append(u"to %1 %2"_s.arg(move.storageClass, inWords(move)));
    return words.isEmpty() ? u"nothing"_s : words.join(u", "_s);
}

QString inWords(const LifecycleScope &scope)
{
    QStringList words{scope.prefix.isEmpty() ? u"everything"_s : u"what begins with %1"_s.arg(scope.prefix)};
    if (scope.largerThan)
        words.append(u"larger than %1 bytes"_s.arg(*scope.largerThan));
    if (scope.smallerThan)
        words.append(u"smaller than %1 bytes"_s.arg(*scope.smallerThan));
    for (auto it = scope.tags.begin(); it != scope.tags.end(); ++it)
        words.append(u"tagged %1=%2"_s.arg(it.key(), it.value()));
    if (scope.hasMore)
        words.append(u"and a condition that is not known here"_s);
    return words.join(u", "_s);
}

QStringList driftOf(const LifecycleRule &found, const LifecycleRule &wanted)
{
    QStringList drift;
    if (!found.isEnabled)
        drift.append(u"The rule %1 is switched off."_s.arg(wanted.id));
    if (found.scope != wanted.scope)
        drift.append(u"The rule %1 is about %2, and not about %3."_s.arg(wanted.id, inWords(found.scope), inWords(wanted.scope)));
    if (found.moves != wanted.moves)
        drift.append(u"The rule %1 moves %2, and not %3."_s.arg(wanted.id, inWords(found.moves), inWords(wanted.moves)));
    if (found.oldVersionMoves != wanted.oldVersionMoves)
        drift.append(u"The rule %1 moves old versions %2, and not %3."_s.arg(wanted.id, inWords(found.oldVersionMoves),
                                                                            inWords(wanted.oldVersionMoves)));
    if (found.deletion && !wanted.deletion)
        drift.append(u"The rule %1 deletes %2, and ought not to delete."_s.arg(wanted.id, inWords(*found.deletion)));
    if (found.oldVersionDeletion && !wanted.oldVersionDeletion)
        drift.append(u"The rule %1 deletes old versions %2, and ought not to delete."_s.arg(wanted.id, inWords(*found.oldVersionDeletion)));
    if (found.abortDays != wanted.abortDays)
        drift.append(u"The rule %1 gives up unfinished uploads %2, and not %3."_s.arg(
            wanted.id, found.abortDays ? u"after %1 days"_s.arg(*found.abortDays) : u"never"_s,
            wanted.abortDays ? u"after %1 days"_s.arg(*wanted.abortDays) : u"never"_s));
    if (found.hasMore)
        drift.append(u"The rule %1 does more than is known here."_s.arg(wanted.id));
    return drift;
}

/// Whether a rule and a prefix have objects in common.
bool meets(const LifecycleScope &scope, const QString &prefix)
{
    return scope.prefix.startsWith(prefix) || prefix.startsWith(scope.prefix);
}

Certainty certaintyOf(const LifecycleScope &scope)
{
    const bool isPlain = scope.tags.isEmpty() && !scope.largerThan && !scope.smallerThan && !scope.hasMore;
    return isPlain ? Certainty::Sure : Certainty::Possible;
}

bool isTooSoon(const LifecycleAction &move, int promiseDays)
{
    // A date moves whatever is there on that day, the newest included.
    return isCold(move.storageClass) && (!move.days || *move.days < promiseDays);
}

} // namespace

Result<ColdStorageRules> coldStorageRules(const ColdStorageWish &wish, const QList<NeededObject> &needed)
{
    const auto badWish = [](const QString &what) {
        return Error(Fault::BadInput, what)
            .means(u"No rule was made."_s)
            .todo(u"Choose at least as many days as a dump is promised to be readable at once, and the folder of the dumps."_s);
    };
    if (wish.prefix.isEmpty() || !wish.prefix.endsWith(u'/'))
        return badWish(u"\"%1\" is no folder: a rule for it would reach more than dumps."_s.arg(wish.prefix));
    if (isCold(wish.storageClass) && wish.afterDays < wish.promiseDays)
        return badWish(u"Dumps would be in cold storage after %1 days, but are promised to be readable for %2."_s.arg(
            wish.afterDays).arg(wish.promiseDays));
    if (wish.afterDays < 1)
        return badWish(u"Dumps cannot be moved after %1 days."_s.arg(wish.afterDays));

    ColdStorageRules made;
    LifecycleRule cold;
    cold.id = ColdRuleId;
    cold.scope.prefix = wish.prefix;
    if (wish.smallest > 0)
        cold.scope.largerThan = wish.smallest - 1;
    qint64 days = wish.afterDays;
    QStringList forEver;
    for (const NeededObject &object : needed) {
        if (!isCold(wish.storageClass) || object.isCold || !cold.scope.mayCover(object.key, object.bytes))
            continue;
        if (!object.until)
            forEver.append(u"%1 (%2)"_s.arg(object.key, object.reason));
        else if (daysUntil(object) > days) {
            days = daysUntil(object);
            made.notes = {u"Dumps are moved after %1 days instead of %2, because %3 is needed: %4."_s.arg(days).arg(wish.afterDays).arg(
                object.key, object.reason)};
        }
    }
    if (!forEver.isEmpty())
        return neededForEver(forEver);
    cold.moves = {{int(days), std::nullopt, wish.storageClass, std::nullopt}};
    if (wish.isVersioned)
        cold.oldVersionMoves = cold.moves;
    made.rules = {cold, unfinishedRule(wish.prefix)};
    return made;
}

QStringList driftOf(const LifecycleDocument &found, const QList<LifecycleRule> &wanted)
{
    QStringList drift;
    for (const LifecycleRule &rule : wanted) {
        const auto same = std::find_if(found.rules().begin(), found.rules().end(),
                                       [&](const LifecycleRule &each) { return each.id == rule.id; });
        if (same == found.rules().end())
            drift.append(u"The bucket has no rule %1."_s.arg(rule.id));
        else
            drift += driftOf(*same, rule);
    }
    return drift;
}

QList<LifecycleThreat> threatsIn(const LifecycleDocument &found, const QString &prefix, int promiseDays)
{
    using Kind = LifecycleThreat::Kind;
    QList<LifecycleThreat> threats;
    for (const LifecycleRule &rule : found.rules()) {
        if (!rule.isEnabled || !meets(rule.scope, prefix))
            continue;
        const QString name = rule.id.isEmpty() ? u"A rule without a name"_s : u"The rule %1"_s.arg(rule.id);
        const auto add = [&](Kind kind, const QString &does) {
            const Certainty certainty = kind == Kind::Unknown ? Certainty::Possible : certaintyOf(rule.scope);
            const QString may = certainty == Certainty::Sure ? QString() : u", where it applies"_s;
            threats.append({rule.id, kind, certainty, u"%1 (%2) %3%4."_s.arg(name, inWords(rule.scope), does, may)});
        };
        if (rule.deletion)
            add(Kind::Deletes, u"deletes dumps %1"_s.arg(inWords(*rule.deletion)));
        if (rule.oldVersionDeletion)
            add(Kind::DeletesOldVersions, u"deletes old versions of dumps %1"_s.arg(inWords(*rule.oldVersionDeletion)));
        for (const LifecycleAction &move : rule.moves)
            if (isTooSoon(move, promiseDays))
                add(Kind::MovesTooSoon, u"moves dumps to %1 %2, before the %3 days that they are promised to be readable"_s.arg(
                                            move.storageClass, inWords(move)).arg(promiseDays));
        if (rule.hasMore)
            add(Kind::Unknown, u"does something that is not known here"_s);
    }
    return threats;
}

} // namespace shuttler::archive
