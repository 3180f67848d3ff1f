// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"

namespace shuttler::aws {

/// Stops an instance and writes on it until when it is kept. RDS starts it again by itself after seven days: `state` says so.
Outcome holdInstance(const RdsSite &site, const InstanceId &id, Instant until, Job &job);
Outcome wakeInstance(const RdsSite &site, const InstanceId &id, Job &job);

/// Deletes an instance, by default after a final snapshot and without its automated backups, and waits until it is gone.
/// Its protection against deletion is lifted right before, and put back when RDS refuses.
Outcome destroyInstance(const RdsSite &site, const InstanceId &id, const RetirePolicy &policy, Job &job);

} // namespace shuttler::aws
