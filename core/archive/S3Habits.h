// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

namespace shuttler::archive {

/// How a store wants to be told what it is sent. Each is found out by trying, from the best on, and then remembered.
struct S3Habits {
    enum class Checksum {
        Sha256, ///< x-amz-checksum-sha256: the store says that it checked.
        Md5,    ///< Content-MD5: what object locks ask for in older stores.
        None,   ///< Neither is taken. What is signed covers the body all the same (x-amz-content-sha256).
    };
    Checksum checksum = Checksum::Sha256;
    bool canRefuseTaken = true; ///< "If-None-Match: *": a key that is taken is refused by the store itself.
    friend bool operator==(const S3Habits &, const S3Habits &) = default;
};

/// How to ask again after a refusal that came from how we asked; nothing when it did not. Pure.
std::optional<S3Habits> habitsAfter(const S3Habits &asked, const net::Response &refusal);

} // namespace shuttler::archive
