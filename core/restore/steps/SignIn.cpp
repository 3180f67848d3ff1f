// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/PlanInputs.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

class SignIn final : public RestoreStep {
public:
    QString name() const override { return step::SignIn; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        const QString provider = context.world.provider->capabilities().providerName;
        Result<Account> account = context.world.provider->signIn(context.oldInstance(), job);
        if (!account)
            return std::move(account).errorDuring(u"signing in at %1"_s.arg(provider));
        if (std::optional<Error> missing = missingRights(*account, context.run.intent))
            return *std::move(missing);
        QStringList lacking;
        qsizetype untried = 0;
        for (const Account::Permission &permission : account->permissions) {
            untried += permission.tried ? 0 : 1;
            if (permission.isMissing())
                lacking.append(u"%1 (%2)"_s.arg(permission.right, permission.means));
        }
        const qsizetype rights = account->permissions.size() - untried;
        const QString there = lacking.isEmpty()
                                ? u"all %1 rights are there%2."_s.arg(rights).arg(
                                      untried > 0 ? u" that can be seen without using them"_s : QString())
                                : u"%1 of %2 rights are there, without: %3"_s.arg(rights - lacking.size())
                                      .arg(rights)
                                      .arg(lacking.join(u"; "_s));
        return StepResult{u"Signed in at %1 as %2; %3"_s.arg(provider, account->identity, there),
                          {},
                          {{u"identity"_s, account->identity}, {u"provider"_s, provider}},
                          {}};
    }
};

} // namespace

std::unique_ptr<RestoreStep> signInStep()
{
    return std::make_unique<SignIn>();
}

} // namespace shuttler
