// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/PendingSecrets.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Result<std::shared_ptr<const Secret>> PendingSecrets::read(const QString &name, Job &job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (const auto found = m_typed.find(name); found != m_typed.end())
            return found->second;
    }
    return m_kept.read(name, job);
}

Outcome PendingSecrets::write(const QString &name, const Secret &secret, Job &)
{
    const std::lock_guard lock(m_mutex);
    m_typed[name] = std::make_shared<const Secret>(secret.clone());
    return Done{};
}

Outcome PendingSecrets::forget(const QString &name, Job &)
{
    const std::lock_guard lock(m_mutex);
    if (m_typed.erase(name) == 0)
        return Error(Fault::NotFound, u"No secret \"%1\" was typed."_s.arg(name)).means(u"Nothing was changed."_s);
    return Done{};
}

PendingSecrets::Secrets PendingSecrets::typed() const
{
    const std::lock_guard lock(m_mutex);
    return m_typed;
}

void PendingSecrets::takeOver(const PendingSecrets &other)
{
    const Secrets theirs = other.typed();
    const std::lock_guard lock(m_mutex);
    m_typed.insert(theirs.cbegin(), theirs.cend());
}

Outcome PendingSecrets::keep(Job &job)
{
    for (const auto &[name, secret] : typed()) {
        Result<std::shared_ptr<const Secret>> before = m_kept.read(name, job);
        if (!before && before.error().fault() != Fault::NotFound) {
            Outcome back = putBack(job);
            return back ? Outcome(std::move(before).error()) : back;
        }
        m_before[name] = before ? *before : nullptr; // Noted first: a write that fails may have taken place.
        if (Outcome written = m_kept.write(name, *secret, job); !written) {
            Outcome back = putBack(job);
            return back ? written : back;
        }
    }
    return Done{};
}

Outcome PendingSecrets::putBack(Job &job)
{
    Outcome outcome = Done{};
    for (const auto &[name, before] : std::exchange(m_before, {})) {
        Outcome undone = before ? m_kept.write(name, *before, job) : m_kept.forget(name, job);
        if (!undone && !(!before && undone.error().fault() == Fault::NotFound) && outcome)
            outcome = std::move(undone).errorDuring(u"putting %1 back in %2"_s.arg(name, m_kept.describe()));
    }
    return outcome;
}

} // namespace shuttler
