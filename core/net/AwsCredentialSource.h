// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsSignature.h"

#include <functional>

namespace shuttler::net {

/// Where the credentials of AWS calls come from, anew for each call: what is renewed elsewhere counts at once.
using AwsCredentialSource = std::function<Result<AwsCredentials>(Job &job)>;

/// "ACCESSKEY:SECRET" or "ACCESSKEY:SECRET:TOKEN", as they are kept in the keychain. `name` is what it is kept under, for the error.
Result<AwsCredentials> awsKeysIn(const Secret &text, const QString &name);

/// A profile of the AWS command line's own files: ~/.aws/credentials and ~/.aws/config, or those that AWS_SHARED_CREDENTIALS_FILE and
/// AWS_CONFIG_FILE name. Fault::NotFound when neither has the profile, Fault::Refused when it holds no keys.
Result<AwsCredentials> awsProfile(const QString &profile);

} // namespace shuttler::net
