// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

Finding findingOf(const SettingComparison &setting)
{
    Finding finding;
    finding.check = u"setting"_s;
    finding.group = CheckGroup::Health;
    finding.subject = setting.name;
    finding.expected = setting.wanted;
    finding.found = setting.state == SettingComparison::State::WhenReady ? u"follows when it gets its own backups"_s
                                                                         : setting.found;
    finding.verdict = setting.state == SettingComparison::State::Differs ? Verdict::Failed : Verdict::Passed;
    if (finding.verdict == Verdict::Failed) {
        finding.means = u"The new instance would behave differently from the old one."_s;
        finding.todo = u"Set it as on the old instance, or accept it by typing the database's name."_s;
    }
    return finding;
}

class CompareSettings final : public RestoreStep {
public:
    QString name() const override { return step::CompareSettings; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        job.progress.stage(u"Comparing settings"_s);
        Provider &provider = *context.world.provider;
        Result<QList<SettingComparison>> settings =
            provider.compareSettings(context.oldInstance(), context.newInstance(), job);
        if (!settings && settings.error().fault() != Fault::Cancelled && oldIsGone(context, job))
            return nothingToCompareWith(context);
        if (!settings)
            return std::move(settings).errorDuring(u"comparing settings"_s);
        StepResult result;
        QStringList different;
        for (const SettingComparison &setting : std::as_const(*settings)) {
            result.findings.append(findingOf(setting));
            if (setting.state == SettingComparison::State::Differs)
                different.append(setting.name);
        }
        const bool accepted = context.decisions.failedAcceptedAs == context.world.environment.database;
        if (settings->isEmpty())
            return Error(Fault::Corrupt, u"No setting was compared."_s)
                .means(
                    u"Nobody can say whether the new instance would behave like the old one. The app is as it was."_s)
                .todo(u"Continue to compare again."_s);
        if (different.isEmpty()) {
            result.detail = u"All %1 settings are the same."_s.arg(settings->size());
        } else if (accepted) {
            result.detail = u"%1 of %2 settings differ and were accepted by %3: %4."_s.arg(different.size())
                                .arg(settings->size())
                                .arg(context.run.operatorName, different.join(u", "_s));
            result.facts.insert(u"acceptedBy"_s, context.run.operatorName);
        } else {
            result.detail = u"%1 of %2 settings differ: %3."_s.arg(different.size())
                                .arg(settings->size())
                                .arg(different.join(u", "_s));
            result.waitsFor =
                Error(Fault::Refused, result.detail)
                    .means(u"The app would meet another server than it knows. It is still on %1."_s.arg(
                        context.oldInstance().toString()))
                    .todo(
                        u"Set them on %1 as they are on the old instance and continue, or accept them by typing the database's name."_s
                            .arg(context.newInstance().toString()));
        }
        return result;
    }

private:
    static bool oldIsGone(const RunContext &context, Job &job)
    {
        const Result<InstanceState> old = context.world.provider->state(context.oldInstance(), job);
        return old && old->phase == InstancePhase::Gone;
    }

    /// The worst day of all: the old server does not exist any more. That must not stand in the way of the new one.
    static StepResult nothingToCompareWith(const RunContext &context)
    {
        Finding finding;
        finding.check = u"setting"_s;
        finding.group = CheckGroup::Health;
        finding.subject = context.newInstance().toString();
        finding.verdict = Verdict::NotChecked;
        finding.expected = u"as on %1"_s.arg(context.oldInstance().toString());
        finding.found = u"%1 is not there any more"_s.arg(context.oldInstance().toString());
        finding.means = u"Whether the new instance behaves like the old one is not known."_s;
        finding.todo = u"Look through its settings before the app moves."_s;
        return {
            u"%1 is not there any more: its settings could not be compared."_s.arg(context.oldInstance().toString()),
            {finding},
            {},
            {}};
    }
};

} // namespace

std::unique_ptr<RestoreStep> compareSettingsStep()
{
    return std::make_unique<CompareSettings>();
}

} // namespace shuttler
