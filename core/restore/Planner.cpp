// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Plan.h"
#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/TargetRules.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

QString makeTag(Instant now, quint16 random)
{
    return u"r%1-%2"_s.arg(now.toCompactString(), QString::number(random, 16).rightJustified(4, u'0'));
}

namespace {

constexpr qsizetype LongestName = 63; // What the strictest provider takes.

Error notPlanned(Fault fault, const QString &what, const QString &todo)
{
    return Error(fault, what).means(u"Nothing was done; the app and its database are as they were."_s).todo(todo);
}

/// The old instance's name without the tag an earlier restore gave it, and with this run's.
QString generatedName(const QString &old, const QString &tag)
{
    static const QRegularExpression earlierTag(u"-r\\d{8}-\\d{6}-[0-9a-f]{4}$"_s);
    static const QRegularExpression strange(u"[^a-z0-9]+"_s);
    QString base = old.toLower().remove(earlierTag).replace(strange, u"-"_s);
    base = base.left(LongestName - tag.size() - 1);
    while (base.startsWith(u'-') || (!base.isEmpty() && base[0].isDigit()))
        base.remove(0, 1);
    while (base.endsWith(u'-'))
        base.chop(1);
    return base.isEmpty() ? tag : base + u'-' + tag;
}

Result<InstanceId> newNameFor(const PlanInput &input)
{
    const QString name = input.intent.newName ? input.intent.newName->toString()
                                              : generatedName(input.environment.instance.toString(), input.tag);
    static const QRegularExpression valid(QRegularExpression::anchoredPattern(u"[a-z](-?[a-z0-9])*"_s));
    if (name.size() > LongestName || !valid.match(name).hasMatch())
        return notPlanned(
            Fault::BadInput, u"\"%1\" cannot be the name of the new instance."_s.arg(name),
            u"Use lower-case letters, digits and single hyphens, beginning with a letter, at most 63 characters."_s);
    for (const Instance &instance : input.instances) {
        if (instance.id.toString() == name)
            return notPlanned(Fault::Refused, u"There is already an instance named %1."_s.arg(name),
                              u"Choose another name, or leave it out to have one made."_s);
    }
    return InstanceId(name);
}

Outcome checkChoices(const PlanInput &input)
{
    const RestoreIntent &intent = input.intent;
    if (intent.cutover == CutoverChoice::None)
        return Done{};
    if (input.targetDescription.isEmpty())
        return notPlanned(Fault::BadInput,
                          u"Environment %1 does not say where the app reads its DATABASE_URL."_s.arg(
                              input.environment.name.toString()),
                          u"Say where in [app] of the environment: an .env file, or a cloud's variable, secret or parameter; or "
                          "restore without cut-over."_s);
    if (input.cutoverDescription.isEmpty())
        return notPlanned(
            Fault::BadInput,
            u"Environment %1 does not say how the app is restarted."_s.arg(input.environment.name.toString()),
            u"Say how in [cutover] of the environment: by a command, a cloud's deploy, or a change of DNS; or restore without "
            "cut-over."_s);
    if (intent.old == OldInstance::Hold && !input.capabilities.holdsInstances)
        return notPlanned(Fault::Refused,
                          u"%1 cannot stop and keep the old instance."_s.arg(input.capabilities.providerName),
                          u"Choose to destroy it at the end, or restore without cut-over."_s);
    if (intent.old == OldInstance::Destroy && !input.capabilities.backupsOutliveInstance
        && (intent.finalBackup || intent.keepBackups))
        return notPlanned(
            Fault::Refused,
            u"%1 destroys every backup of an instance together with it, a final one too."_s.arg(input.capabilities.providerName),
            u"Choose to hold the old instance; or to destroy it without a final backup and with its backups."_s);
    if (intent.old == OldInstance::Hold && intent.holdFor < std::chrono::hours(1))
        return notPlanned(Fault::BadInput, u"The old instance cannot be held for less than an hour."_s,
                          u"Choose 1 hour or more."_s);
    return Done{};
}

QString upTo(const Plan &plan, const RestoreTarget &target)
{
    if (std::holds_alternative<AtLatest>(target))
        return u"with every change that reached the archive"_s;
    if (std::holds_alternative<AtBackup>(target))
        return u"in the state at the end of that backup, %1"_s.arg(inUtc(*plan.moment));
    return u"with every change saved up to and including %1"_s.arg(inUtc(*plan.moment));
}

QString retireSentence(const RestoreIntent &intent, const QString &old)
{
    if (intent.old == OldInstance::Hold)
        return u"Stop %1 and keep it for %2 hours: the way back."_s.arg(old, QString::number(intent.holdFor.count()));
    return u"Destroy %1 for good once its name has been typed%2%3."_s.arg(
        old, intent.finalBackup ? u", after a final backup"_s : u", without a final backup"_s,
        intent.keepBackups ? u", keeping its backups"_s : u", its backups with it"_s);
}

QList<PlannedStep> stepsOf(const PlanInput &input, const Plan &plan)
{
    using enum StepNumber;
    const QString old = plan.oldInstance.toString();
    const QString copy = plan.newInstance.toString();
    const QString provider = input.capabilities.providerName;
    const QString address = input.environment.cutover.healthUrl;
    const bool pointsApp = !input.targetDescription.isEmpty();
    const bool moves = input.intent.cutover == CutoverChoice::Redeploy;

    QList<PlannedStep> steps;
    const auto look = [&](const QString &name, StepNumber number, const QString &sentence) {
        steps.append({name, number, sentence, false, false});
    };
    const auto act = [&](const QString &name, StepNumber number, const QString &sentence) {
        steps.append({name, number, sentence, true, false});
    };
    const auto skip = [&](const QString &name, StepNumber number, const QString &why) {
        steps.append({name, number, why, false, true});
    };

    look(step::SignIn, SignIn, u"Sign in at %1 and check that every right is there."_s.arg(provider));
    look(step::ListBackups, Backups, u"List the backups of %1 again."_s.arg(plan.source.toString()));
    look(step::ChooseMoment, Choose,
         plan.startsFrom ? u"Check once more that this can be restored, beginning with backup %1."_s.arg(plan.startsFrom->toString())
                         : u"Check once more that this can be restored."_s);
    if (plan.needsCatchUp)
        act(step::CatchUp, Restore,
            input.capabilities.catchUpTakes > Micros(0)
                ? u"Wait until %1 can restore the newest changes of %2: up to %3."_s.arg(
                    provider, old, inWords(input.capabilities.catchUpTakes))
                : u"Ask %1 to hand its newest changes over to the archive."_s.arg(old));
    act(step::RestoreInstance, Restore,
        u"Restore into a NEW instance %1 from %2, %3. %4 is not touched."_s.arg(
            copy, plan.startsFrom ? u"backup %1"_s.arg(plan.startsFrom->toString()) : u"the backups of %1"_s.arg(plan.source.toString()),
            upTo(plan, input.intent.target), old));
    look(step::WaitUntilReady, Restore, u"Wait until %1 takes reads and writes."_s.arg(copy));
    look(step::CompareSettings, Restore, u"Compare the settings of %1 with those of %2."_s.arg(copy, old));
    look(step::ContentsGate, Restore, u"Check the contents of %1: nothing goes on unless they are right."_s.arg(copy));
    act(step::ProtectInstance, Restore, u"Give %1 backups of its own."_s.arg(copy));
    if (pointsApp)
        act(step::WriteDatabaseUrl, Point,
            u"Write %1 so that it names %2, keeping the previous value. The running app does not notice. %3"_s
                .arg(input.targetDescription, copy, input.targetRival)
                .trimmed());
    else
        skip(step::WriteDatabaseUrl, Point, u"No DATABASE_URL is written: the environment names no app."_s);
    look(step::Verify, Verify, u"Run every check on %1."_s.arg(copy));

    const QString stays = u"The app is not moved and %1 goes on serving it: restored without cut-over."_s.arg(old);
    const auto afterCutOver = [&](const QString &name, const QString &sentence, bool changesWorld) {
        if (!moves)
            skip(name, CutOver, stays);
        else if (changesWorld)
            act(name, CutOver, sentence);
        else
            look(name, CutOver, sentence);
    };
    afterCutOver(step::Redeploy, input.cutoverDescription + u'.', true);
    afterCutOver(step::WaitAppMoved,
                 u"Wait until the app is on %1 and nobody is left on %2%3."_s.arg(
                     copy, old, address.isEmpty() ? QString() : u", and %1 answers well"_s.arg(address)),
                 false);
    afterCutOver(step::SetServing,
                 u"Note that %1 serves the environment %2 now, and that the backups of %3 still count."_s.arg(
                     copy, input.environment.name.toString(), old),
                 true);
    afterCutOver(step::FirstBackup, u"Take the first backup of %1."_s.arg(copy), true);
    afterCutOver(step::FirstBaseline,
                 u"Count and hash every table of %1 as the baseline of its next restore."_s.arg(copy), false);
    afterCutOver(step::RetireOld, retireSentence(input.intent, old), true);
    return steps;
}

void sayWhatIsWon(const PlanInput &input, Plan &plan)
{
    const Backup *from = plan.startsFrom ? input.listing.find(*plan.startsFrom) : nullptr;
    const QString backup = !from ? QString() : u"%1 backup %2, taken %3 (%4)"_s.arg(wordFor(from->kind), from->id.toString(),
                                                                inUtc(from->takenAt), wordFor(from->health));
    if (std::holds_alternative<AtBackup>(input.intent.target)) {
        plan.get = {u"The state at the end of %1."_s.arg(backup)};
    } else if (!plan.moment) {
        plan.get = {u"Every change that reached the archive. It may contain the damage."_s};
        if (from)
            plan.get.append(u"It begins with %1."_s.arg(backup));
        if (!plan.needsCatchUp)
            plan.leaveBehind = {u"Changes of %1 that never reached the archive."_s.arg(plan.oldInstance.toString())};
        return;
    } else {
        plan.get = {u"Every change saved up to and including %1."_s.arg(inUtc(*plan.moment))};
        if (from)
            plan.get.append(
                u"It begins with %1 and replays %2 of changes."_s.arg(backup, inWords(*plan.moment - from->takenAt)));
    }
    plan.leaveBehind = {
        u"Every change saved after %1: %2 up to now."_s.arg(inUtc(*plan.moment), inWords(input.now - *plan.moment))};
}

} // namespace

Result<Plan> planRestore(const PlanInput &input)
{
    Result<ResolvedTarget> target = resolveTarget(input);
    if (!target)
        return std::move(target).error();
    if (Outcome sensible = checkChoices(input); !sensible)
        return std::move(sensible).error();
    Result<InstanceId> newName = newNameFor(input);
    if (!newName)
        return std::move(newName).error();

    Plan plan;
    plan.tag = input.tag;
    plan.source = target->source;
    plan.oldInstance = input.environment.instance;
    plan.newInstance = *newName;
    plan.moment = target->moment;
    plan.startsFrom = target->startsFrom;
    plan.needsCatchUp = target->needsCatchUp;
    sayWhatIsWon(input, plan);
    plan.steps = stepsOf(input, plan);
    return plan;
}

} // namespace shuttler
