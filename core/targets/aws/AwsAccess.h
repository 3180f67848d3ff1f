// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/SettingsTable.h"

namespace shuttler {

/// Where at AWS something is, and with whose keys it is asked for.
struct AwsAccess {
    QString region;
    QUrl endpoint;      ///< Of the one service; AWS's own unless the environment names another.
    QString ca;         ///< PEM file trusted in addition for the endpoint.
    QString credential; ///< Name in the keychain: "ACCESSKEY:SECRET" or "ACCESSKEY:SECRET:TOKEN"; or
    QString profile;    ///< one of ~/.aws.
    QString role;       ///< ARN of a role to take on with those.
    QString mfa;        ///< Serial number of the device the role asks for.
    QString externalId; ///< What the role asks others' accounts for.
    QUrl signIn;        ///< STS.
    QUrl portal;        ///< Of the single sign-on; empty: AWS's own.

    /// Keys: region, credential or profile, role, mfa, external-id, endpoint (of all services then), ca. `service` is as in AWS's
    /// addresses: "ssm".
    static AwsAccess in(SettingsTable &table, const QString &service);
};

} // namespace shuttler
