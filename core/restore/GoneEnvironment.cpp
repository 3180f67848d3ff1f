// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/GoneEnvironment.h"

#include "core/restore/Engine.h"
#include "core/restore/Journal.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Outcome closeRunOfGoneEnvironment(Ledger &ledger, const EnvironmentName &environment, Instant at)
{
    Result<std::optional<RunRecord>> open = Engine::openRun(ledger, environment);
    if (!open)
        return std::move(open).error();
    if (!*open)
        return Done{};
    Result<Journal> journal = Journal::open(ledger, (*open)->id);
    if (!journal)
        return std::move(journal).error();
    if (Outcome noted = journal->pause(u"The environment was destroyed, and the new instance with it."_s, at); !noted)
        return noted;
    return journal->close(RunState::Undone, {}, at);
}

} // namespace shuttler
