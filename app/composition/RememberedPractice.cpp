// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/RememberedPractice.h"

#include "core/ledger/Ledger.h"
#include "core/restore/FolderBaselineShelf.h"
#include "core/restore/GoneEnvironment.h"

namespace shuttler::app {

using namespace Qt::StringLiterals;

RememberedPractice::RememberedPractice(std::unique_ptr<Practice> practice, Paths paths)
    : m_practice(std::move(practice)), m_paths(std::move(paths))
{
}

Result<PracticeStatus> RememberedPractice::create(const EnvironmentName &name, PracticeSize size, Job &job)
{
    return m_practice->create(name, size, job);
}

Result<PracticeStatus> RememberedPractice::status(const EnvironmentName &name, Job &job)
{
    return m_practice->status(name, job);
}

Result<PracticeStatus> RememberedPractice::start(const EnvironmentName &name, Job &job)
{
    Result<PracticeStatus> before = m_practice->status(name, job);
    if (!before || before->isRunning())
        return before;
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_paths.ledger());
    if (!ledger)
        return std::move(ledger).error();
    Result<std::unique_ptr<Lease>> lease = (*ledger)->lease(name, u"starting the Practice"_s);
    if (!lease)
        return std::move(lease).error();
    return m_practice->start(name, job);
}

Result<Incident> RememberedPractice::breakIt(const EnvironmentName &name, IncidentKind kind, Job &job)
{
    return m_practice->breakIt(name, kind, job);
}

Result<PracticeStatus> RememberedPractice::reset(const EnvironmentName &name, Job &job)
{
    Result<PracticeStatus> before = m_practice->status(name, job);
    if (!before)
        return before;
    const PracticeSize size = before->size == u"large"_s ? PracticeSize::Large
        : before->size == u"medium"_s                    ? PracticeSize::Medium
                                                         : PracticeSize::Small;
    if (Outcome destroyed = destroy(name, job); !destroyed)
        return std::move(destroyed).error();
    return m_practice->create(name, size, job);
}

Outcome RememberedPractice::destroy(const EnvironmentName &name, Job &job)
{
    return whileNobodyRestores(name, u"removing the Practice"_s, job, [&] { return m_practice->destroy(name, job); });
}

Outcome RememberedPractice::restartApp(const EnvironmentName &name, Job &job)
{
    return m_practice->restartApp(name, job);
}

Outcome RememberedPractice::whileNobodyRestores(const EnvironmentName &name, const QString &purpose, Job &job,
                                                const std::function<Outcome()> &act)
{
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(m_paths.ledger());
    if (!ledger)
        return std::move(ledger).error();
    Result<std::unique_ptr<Lease>> lease = (*ledger)->lease(name, purpose);
    if (!lease)
        return std::move(lease).error();
    if (Outcome done = act(); !done)
        return done;
    if (Outcome closed = closeRunOfGoneEnvironment(**ledger, name, job.clock.now()); !closed)
        return closed;
    return FolderBaselineShelf(m_paths.baselines()).forget(name);
}

} // namespace shuttler::app
