// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"
#include "core/restore/StepNames.h"
#include "core/restore/steps/Steps.h"

#include <algorithm>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours Ceiling(24);
constexpr std::chrono::minutes Patience(10); // With a far side that does not answer.

QString stageOf(const InstanceState &state, const QString &name)
{
    switch (state.phase) {
    case InstancePhase::Creating:
        return u"%1 is being made"_s.arg(name);
    case InstancePhase::Replaying:
        return state.replayedTo
                 ? u"%1 replays changes, now up to %2"_s.arg(name, inUtc(state.replayedTo->flooredToSecond()))
                 : u"%1 replays changes"_s.arg(name);
    case InstancePhase::Available:
        return u"%1 is ready"_s.arg(name);
    default:
        return u"%1 is not running"_s.arg(name);
    }
}

/// Sleeps shortly at first, so that a small restore is not kept waiting, then as long as is polite.
class Pace {
public:
    explicit Pace(Micros longest) : m_longest(longest) {}
    Outcome sleep(Job &job)
    {
        const Micros now = m_next;
        m_next = std::min(m_longest, m_next * 5 / 4);
        return job.sleepFor(now);
    }

private:
    Micros m_next = std::chrono::milliseconds(20);
    Micros m_longest;
};

class WaitUntilReady final : public RestoreStep {
public:
    QString name() const override { return step::WaitUntilReady; }

    Result<StepResult> run(const RunContext &context, Job &job) override
    {
        Provider &provider = *context.world.provider;
        const QString instance = context.newInstance().toString();
        const Instant begun = job.clock.now();
        Instant lastAnswer = begun;
        Pace pace(provider.capabilities().worksHere ? Micros(Seconds(1)) : Micros(Seconds(15)));
        QString stage;
        for (;;) {
            Result<InstanceState> state = provider.state(context.newInstance(), job);
            const Instant now = job.clock.now();
            if (!state && (state.error().remedy() != Remedy::SendAgain || now - lastAnswer > Patience))
                return std::move(state).errorDuring(u"asking how far %1 is"_s.arg(instance));
            if (state) {
                lastAnswer = now;
                if (const QString fresh = stageOf(*state, instance); fresh != stage) {
                    stage = fresh;
                    job.progress.stage(stage);
                    if (!state->detail.isEmpty())
                        job.progress.line(state->detail);
                }
                if (state->phase == InstancePhase::Available)
                    return ready(context, *state, now - begun);
                if (std::optional<Error> end = endOf(*state, context))
                    return *std::move(end);
            }
            if (now - begun > Ceiling)
                return Error(Fault::Unreachable, u"%1 is still not ready after %2."_s.arg(instance, inWords(Ceiling)))
                    .means(u"The app and its database are as they were."_s)
                    .todo(u"Look at the provider's own log of it; continue to go on waiting, or undo."_s);
            if (Outcome slept = pace.sleep(job); !slept)
                return std::move(slept).error();
        }
    }

private:
    static StepResult ready(const RunContext &context, const InstanceState &state, Micros took)
    {
        StepResult result;
        result.detail = u"%1 takes reads and writes after %2."_s.arg(context.newInstance().toString(), inWords(took));
        if (state.recoveredTo) {
            result.detail += u" The last change it took over was saved at %1."_s.arg(inUtc(*state.recoveredTo));
            result.facts.insert(u"recoveredTo"_s, state.recoveredTo->toString());
        }
        result.facts.insert(u"waitedSeconds"_s, double(took.count()) / 1e6);
        return result;
    }

    static std::optional<Error> endOf(const InstanceState &state, const RunContext &context)
    {
        const QString instance = context.newInstance().toString();
        const QString untouched = u"%1 is untouched and still serves the app."_s.arg(context.oldInstance().toString());
        switch (state.phase) {
        case InstancePhase::Failed:
        case InstancePhase::Stopped:
        case InstancePhase::Held:
            return Error(Fault::Refused,
                         u"%1 did not come up: \"%2\""_s.arg(instance, state.detail.section(u'\n', 0, 0).left(300)))
                .means(untouched)
                .todo(
                    u"Undo this restore, which removes the new instance, and choose another moment; the server's own words are under Details."_s)
                .details(state.detail);
        case InstancePhase::Gone:
            return Error(Fault::NotFound, u"%1 is not there any more."_s.arg(instance))
                .means(untouched)
                .todo(u"Undo this restore and begin again."_s)
                .details(state.detail);
        default:
            return std::nullopt;
        }
    }
};

} // namespace

std::unique_ptr<RestoreStep> waitUntilReadyStep()
{
    return std::make_unique<WaitUntilReady>();
}

} // namespace shuttler
