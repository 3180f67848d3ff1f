// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/AppProbe.h"

namespace shuttler {

/// Asks by HTTP. Plain http only on this computer itself; https with the name checked and the system's authorities trusted, and those
/// in the PEM file `ca`, when one is named. Redirects are not followed: a health address that redirects is not healthy. Needs a
/// QCoreApplication; may be called on any thread.
class HttpAppProbe final : public AppProbe {
public:
    explicit HttpAppProbe(QString ca = {}, std::chrono::milliseconds deadline = std::chrono::seconds(10))
        : m_ca(std::move(ca))
        , m_deadline(deadline)
    {}

    Outcome check(Job &job) override;
    /// The PEM file is read anew each time: one that was renewed counts at once.
    Result<AppHealth> ask(const QUrl &address, Job &job) override;

private:
    QString m_ca;
    std::chrono::milliseconds m_deadline; ///< For everything together; a server that drips bytes does not renew it.
};

} // namespace shuttler
