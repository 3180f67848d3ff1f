// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/render/AddressBook.h"

#include <algorithm>

namespace shuttler::render {

using namespace Qt::StringLiterals;

Result<DatabaseUrl> AddressBook::outside(const DatabaseUrl &url)
{
    if (!isInside(url))
        return url;
    Result<Addresses> addresses = m_api.addressesOf(url.host(), m_job); // Within Render the id is the host.
    if (!addresses && addresses.error().fault() == Fault::NotFound)
        return url; // A database that is gone has no outside any more.
    if (!addresses)
        return std::move(addresses).error();
    return url.movedTo(addresses->external.host(), addresses->external.port());
}

Result<DatabaseUrl> AddressBook::inside(const DatabaseUrl &url)
{
    Result<QList<Database>> databases = m_api.databases(m_job);
    if (!databases)
        return std::move(databases).error();
    // The outer host begins with the id: that one is asked first, so that mostly no other's password is handed over.
    std::stable_partition(databases->begin(), databases->end(),
                          [&](const Database &each) { return url.host().startsWith(each.vendorId + u'.'); });
    for (const Database &each : std::as_const(*databases)) {
        Result<Addresses> addresses = m_api.addressesOf(each.vendorId, m_job);
        if (!addresses && addresses.error().fault() == Fault::Cancelled)
            return std::move(addresses).error();
        if (addresses && addresses->external.host() == url.host() && addresses->external.port() == url.port())
            return url.movedTo(addresses->internal.host(), addresses->internal.port());
    }
    return Error(Fault::NotFound, u"No database at Render is reached at %1."_s.arg(url.host()))
        .means(u"The inner address that the app needs is not known. Nothing was changed."_s)
        .todo(u"Check that the new database is in a workspace that the key reaches."_s);
}

} // namespace shuttler::render
