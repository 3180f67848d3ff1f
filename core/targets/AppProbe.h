// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QUrl>

namespace shuttler {

/// What the app said about itself through its health address.
struct AppHealth {
    int status = 0;              ///< HTTP status.
    QByteArray body;             ///< At most 64 KiB.
    Micros took{0};
    bool isHealthy() const { return status >= 200 && status < 300; }
};

/// Asks an app how it is. TLS verified, redirects not followed, answer limited to 64 KiB, 10 seconds in all.
class AppProbe {
public:
    virtual ~AppProbe() = default;
    /// Whether it has what it needs to ask, found out without asking. For the plan, before anything is touched.
    virtual Outcome check(Job &job) = 0;
    virtual Result<AppHealth> ask(const QUrl &address, Job &job) = 0;
};

} // namespace shuttler
