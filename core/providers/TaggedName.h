// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Ids.h"

namespace shuttler {

/// How a server goes by at a vendor that can mark its servers with nothing but their names. A name that ends with the tag of the run
/// that made it stands for itself; any other gets the tag after "--by-", which no name of ours holds.
struct TaggedName {
    InstanceId id;
    QString tag; ///< Empty: no run of ours made it.

    static TaggedName read(const QString &vendorName);
    static QString write(const InstanceId &id, const QString &tag);
};

} // namespace shuttler
