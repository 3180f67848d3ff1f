// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/render/RenderApi.h"

namespace shuttler::render {

/// Addresses of databases as services within Render know them, and as everybody else does.
class AddressBook {
public:
    AddressBook(Api &api, Job &job) : m_api(api), m_job(job) {}

    /// `url` as reached from outside; as it is when it does not name the inside of a database of ours.
    Result<DatabaseUrl> outside(const DatabaseUrl &url);
    /// `url`, which names a database from outside, as reached within Render. Fault::NotFound when it is none of ours.
    Result<DatabaseUrl> inside(const DatabaseUrl &url);
    static bool isInside(const DatabaseUrl &url) { return url.host().startsWith(QLatin1String("dpg-")) && !url.host().contains(u'.'); }

private:
    Api &m_api;
    Job &m_job;
};

} // namespace shuttler::render
