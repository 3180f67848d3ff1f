// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QString>

namespace shuttler {

/// What makes the app take up the new DATABASE_URL: a redeploy, a DNS change, a rename.
class Cutover {
public:
    virtual ~Cutover() = default;
    /// The sentence in the plan: "Run /usr/bin/systemctl restart academy".
    virtual QString describe() const = 0;
    virtual Outcome check(Job &job) = 0;
    /// Returns when the far side says it is done; whether the app moved is for others to look at (AppProbe, ConnectionWatch).
    virtual Outcome run(Job &job) = 0;
};

} // namespace shuttler
