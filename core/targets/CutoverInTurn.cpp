// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/CutoverInTurn.h"

namespace shuttler {

using namespace Qt::StringLiterals;

QString CutoverInTurn::describe() const
{
    return m_first->describe() + u"; then: "_s + m_second->describe();
}

Outcome CutoverInTurn::check(Job &job)
{
    if (Outcome possible = m_first->check(job); !possible)
        return possible;
    return m_second->check(job);
}

Outcome CutoverInTurn::run(Job &job)
{
    if (Outcome done = m_first->run(job); !done)
        return done;
    job.progress.stage(m_second->describe());
    return m_second->run(job);
}

} // namespace shuttler
