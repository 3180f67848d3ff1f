// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/HttpClient.h"

namespace shuttler::net {

QByteArray Response::header(const QByteArray &name) const
{
    for (const Header &header : headers)
        if (header.name == name)
            return header.value;
    return {};
}

} // namespace shuttler::net
