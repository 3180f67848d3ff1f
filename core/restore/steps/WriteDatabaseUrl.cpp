// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/StepNames.h"
#include "core/restore/steps/AppPointer.h"
#include "core/restore/steps/Steps.h"

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

StepResult written(const RunContext &context, const DatabaseUrl &value)
{
    StepResult result;
    result.detail = u"%1 names %2 now. The running app still uses %3."_s.arg(
        context.world.target->describe(), context.newInstance().toString(), context.oldInstance().toString());
    result.facts = {{u"written"_s, value.masked()}, {u"host"_s, value.host()}, {u"port"_s, value.port()}};
    return result;
}

class WriteDatabaseUrl final : public RestoreStep {
public:
    QString name() const override { return step::WriteDatabaseUrl; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        ConnectionTarget &target = *context.world.target;
        Result<ConnectionInfo> copy = context.world.provider->connection(context.newInstance(), job);
        if (!copy)
            return std::move(copy).errorDuring(u"reaching %1"_s.arg(context.newInstance().toString()));
        Result<DatabaseUrl> present = target.read(job);
        if (!present)
            return std::move(present).errorDuring(u"reading %1"_s.arg(target.describe()));
        const DatabaseUrl value = present->movedTo(copy->host, copy->port);

        job.progress.stage(u"Signing in with the new DATABASE_URL"_s);
        ConnectionInfo entrance = value.connection();
        if (entrance.sslRootCert.isEmpty())
            entrance.sslRootCert = copy->sslRootCert; // A URL seldom names whom to believe.
        if (Result<int> sessions = context.world.verifier->appSessions(entrance, job); !sessions) {
            const Error error = std::move(sessions).error();
            return Error(error.fault(), u"The new DATABASE_URL does not let the app in."_s)
                .means(u"Nothing was written; the app is as it was."_s)
                .todo(
                    u"Check that the app's user and password of the old database exist in %1 too, then continue."_s.arg(
                        context.newInstance().toString()))
                .details(error.forLog());
        }
        job.progress.stage(u"Writing %1"_s.arg(target.describe()));
        if (Outcome wrote = target.write(value, context.run.tag, job); !wrote)
            return std::move(wrote).errorDuring(u"writing %1"_s.arg(target.describe()));
        Result<DatabaseUrl> readBack = target.read(job);
        if (!readBack)
            return std::move(readBack).errorDuring(u"reading %1 back"_s.arg(target.describe()));
        if (readBack->fingerprint() != value.fingerprint())
            return Error(Fault::Corrupt, u"%1 does not hold what was written."_s.arg(target.describe()))
                .means(u"Somebody else writes there too. The running app has noticed nothing yet."_s)
                .todo(u"Find out what changes it, then continue; or undo, which puts the previous value back."_s);
        StepResult result = written(context, value);
        result.facts.insert(u"before"_s, present->masked());
        return result;
    }

    Result<std::optional<StepResult>> lookBack(const RunContext &context, Job &job) override
    {
        Result<std::optional<DatabaseUrl>> value = databaseUrlNamingNew(context, job);
        if (!value)
            return std::move(value).error();
        return *value ? std::optional(written(context, **value)) : std::optional<StepResult>();
    }

    std::optional<QString> undoSentence(const RunContext &context) const override
    {
        return u"Put the previous %1 back, letter for letter."_s.arg(context.world.target->describe());
    }

    Result<QString> undo(const RunContext &context, Job &job) override
    {
        if (Outcome back = putDatabaseUrlBack(context, job); !back)
            return std::move(back).error();
        return u"The previous %1 stands in its place again."_s.arg(context.world.target->describe());
    }
};

} // namespace

std::unique_ptr<RestoreStep> writeDatabaseUrlStep()
{
    return std::make_unique<WriteDatabaseUrl>();
}

} // namespace shuttler
