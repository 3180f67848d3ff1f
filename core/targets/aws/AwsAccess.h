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

    /// Keys: region, credential or profile, endpoint, ca. `service` is as in AWS's addresses: "ssm".
    static AwsAccess in(SettingsTable &table, const QString &service);
};

} // namespace shuttler
