// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QMap>
#include <QStringList>
#include <QUrl>

namespace shuttler {

/// What an environment says of its RDS. Keys as in its TOML file; credentials are names in the keychain, never values.
struct RdsSettings {
    QString region;
    QUrl endpoint;        ///< Of RDS: https://rds.<region>.amazonaws.com/ unless the file says otherwise.
    QUrl signInEndpoint;  ///< Of STS; the same as `endpoint` where the file names one.
    QUrl portal;          ///< Of the single sign-on; empty: AWS's own. The same as `endpoint` where the file names one.
    QString ca;           ///< PEM file trusted in addition for the endpoint.
    QString credential;   ///< Name in the keychain: "ACCESSKEY:SECRET" or "ACCESSKEY:SECRET:TOKEN".
    QString profile;      ///< Of ~/.aws, instead of `credential`.
    QString role;         ///< ARN to take on.
    QString mfa;          ///< Serial number of the device the role asks for.
    QString externalId;   ///< What the role asks others' accounts for: "external-id".

    QString user;         ///< The role the console looks with; empty: the master user.
    QString password;     ///< Its password's name in the keychain.
    QString database;     ///< Empty: the one that RDS was told of when the instance was made.
    QString databaseCa;   ///< PEM file for verify-full.

    bool copiesKeepBackups = true; ///< "copy-backups": "as-source", or "none" for throw-away copies (staging).

    /// For the worst day: RDS forgets these with a deleted instance, and its defaults lead into another network.
    QString subnetGroup;
    QStringList securityGroups;
    QString parameterGroup;
    QString optionGroup;
    QString instanceClass;

    /// Fault::BadInput naming the key that is missing, wrong or unknown.
    static Result<RdsSettings> from(const QMap<QString, QString> &table);
};

} // namespace shuttler
