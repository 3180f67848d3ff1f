// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/base/Secret.h"

#include <memory>

namespace shuttler {

/// Where credentials are kept, by name. Names are what settings and journals hold: "render-api-key", "rds/production/password".
class SecretStore {
public:
    virtual ~SecretStore() = default;
    /// "the keychain of this computer (Secret Service)"
    virtual QString describe() const = 0;
    /// Fault::NotFound where there is none of that name; Fault::Refused where the store is locked and nobody unlocked it, or is not there.
    virtual Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) = 0;
    /// Keeps it and reads it back; what was there before is replaced.
    virtual Outcome write(const QString &name, const Secret &secret, Job &job) = 0;
    /// Fault::NotFound where there was none.
    virtual Outcome forget(const QString &name, Job &job) = 0;
};

} // namespace shuttler
