// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/AppProbe.h"

namespace shuttler {

/// Asks by HTTP. Plain http only on this computer itself; https with the system's authorities and the name checked. Redirects are
/// not followed: a health address that redirects is not healthy. Needs a QCoreApplication; may be called on any thread.
class HttpAppProbe final : public AppProbe {
public:
    explicit HttpAppProbe(std::chrono::milliseconds deadline = std::chrono::seconds(10)) : m_deadline(deadline) {}

    Result<AppHealth> ask(const QUrl &address, Job &job) override;

private:
    std::chrono::milliseconds m_deadline; ///< For everything together; a server that drips bytes does not renew it.
};

} // namespace shuttler
