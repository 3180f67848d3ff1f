// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsSignature.h"

#include <QStringList>

namespace shuttler::net {

/// A role of AWS and what it asks of whoever takes it on.
struct AwsRole {
    QString arn;
    QString device;     ///< Serial number or ARN of the device whose code it asks for; empty: none.
    QString externalId; ///< Empty: none.
    QString session = QStringLiteral("shuttler-ops"); ///< What AWS's logs call us.
};

/// A profile of the AWS command line's own files: ~/.aws/credentials and ~/.aws/config, or those that AWS_SHARED_CREDENTIALS_FILE and
/// AWS_CONFIG_FILE name.
struct AwsProfile {
    QString name;
    std::optional<AwsCredentials> keys;
    std::optional<AwsRole> role; ///< To be taken on with the keys of `sourceProfile`.
    QString sourceProfile;
    QString ssoSession;  ///< Of `aws sso login`: its name, or, in profiles of an older kind, none.
    QString ssoStartUrl; ///< Empty: the profile signs in otherwise.
    QString ssoRegion;
    QString ssoAccount;
    QString ssoRole;

    /// Fault::NotFound when neither file has it.
    static Result<AwsProfile> named(const QString &name);
    /// Those of both files, by name.
    static Result<QStringList> names();
};

/// The keys that a profile itself holds. Fault::Refused when it holds none.
Result<AwsCredentials> awsProfile(const QString &profile);

} // namespace shuttler::net
