// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/domain/DatabaseUrl.h"

namespace shuttler {

/// The place where the app finds its DATABASE_URL: an .env file, a cloud secret.
/// Writing never makes the new value live: that is the cut-over's (Cutover.h).
class ConnectionTarget {
public:
    virtual ~ConnectionTarget() = default;
    /// "DATABASE_URL in /srv/app/.env"
    virtual QString describe() const = 0;
    /// Whether it could be written, found out without writing. For the plan, before anything is touched.
    virtual Outcome check(Job &job) = 0;
    /// What else writes there and could put the old value back one day, as a sentence for the plan; empty where nothing is known to.
    virtual Result<QString> rival(Job &) { return QString(); }
    virtual Result<DatabaseUrl> read(Job &job) = 0;
    /// Keeps the present value under `tag` (once: a second call leaves the first kept value), then writes `value` and reads it back.
    virtual Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) = 0;
    /// Puts back, letter for letter, what stood there before `write` of that tag. Fault::NotFound when nothing is kept.
    virtual Outcome putBack(const QString &tag, Job &job) = 0;
    /// Drops the kept value: there is no way back any more.
    virtual Outcome forget(const QString &tag, Job &job) = 0;
};

} // namespace shuttler
