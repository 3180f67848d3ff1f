// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsProfile.h"

namespace shuttler::net {

/// Takes on `role` at STS; `client` signs as whoever takes it on. `code` is what the role's device shows, empty where it has none: AWS takes
/// each one once. Fault::Refused in AWS's words when it does not agree.
Result<AwsCredentials> awsAssumeRole(HttpClient &client, const QUrl &sts, const AwsRole &role, const QString &code, Job &job);

/// What `aws sso login` signed in for, given out by the portal. Fault::Refused with the command to run when that sign-in has run out, or
/// was never made. `client` does not sign.
Result<AwsCredentials> awsSsoCredentials(HttpClient &client, const QUrl &portal, const AwsProfile &profile, Job &job);

} // namespace shuttler::net
