// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/composition/Paths.h"
#include "core/practice/Practice.h"

#include <functional>
#include <memory>

namespace shuttler::app {

/// A Practice together with what the console remembers of it. Destroying or resetting one also closes its open run and drops its
/// baselines, so that a later Practice of the same name starts clean. Neither that nor starting it goes on while somebody drives a
/// restore of it.
class RememberedPractice final : public Practice {
public:
    RememberedPractice(std::unique_ptr<Practice> practice, Paths paths);

    Result<PracticeStatus> create(const EnvironmentName &name, PracticeSize size, Job &job) override;
    Result<PracticeStatus> status(const EnvironmentName &name, Job &job) override;
    Result<PracticeStatus> start(const EnvironmentName &name, Job &job) override;
    Result<Incident> breakIt(const EnvironmentName &name, IncidentKind kind, Job &job) override;
    Result<PracticeStatus> reset(const EnvironmentName &name, Job &job) override;
    Outcome destroy(const EnvironmentName &name, Job &job) override;
    Outcome restartApp(const EnvironmentName &name, Job &job) override;

private:
    Outcome whileNobodyRestores(const EnvironmentName &name, const QString &purpose, Job &job, const std::function<Outcome()> &act);
    std::unique_ptr<Practice> m_practice;
    Paths m_paths;
};

} // namespace shuttler::app
