// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/net/HttpClient.h"

namespace shuttler::net {

/// What AWS calls are signed with. `token` only with temporary credentials.
struct AwsCredentials {
    QString accessKey;
    std::shared_ptr<const Secret> secretKey;
    std::shared_ptr<const Secret> token;
    std::optional<Instant> expiresAt;
};

/// Adds the headers of Signature Version 4 (aws.md §1.4): x-amz-date, x-amz-security-token where there is one, x-amz-content-sha256 for
/// S3, Authorization. Everything else of the request has to be final. `now` is the far side's time: ours less the known skew.
Request signedByAws(Request request, const AwsCredentials &credentials, const QString &region, const QString &service, Instant now);

} // namespace shuttler::net
