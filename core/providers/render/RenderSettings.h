// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/SettingsTable.h"

namespace shuttler {

/// Where Render is asked, and with which key.
struct RenderAccess {
    QUrl endpoint;      ///< https://api.render.com/v1
    QString ca;         ///< PEM file trusted in addition for the endpoint; whoever makes the HttpClient needs it.
    QString credential; ///< Name of the API key in the keychain.

    static RenderAccess in(SettingsTable &table);
};

/// What an environment says about its database at Render: its provider table, checked.
struct RenderSettings {
    RenderAccess access;
    QString workspace;   ///< Id of the one workspace to look at ("tea-…"); empty: all that the key reaches.
    QString environment; ///< Id of the environment that new instances go to ("evm-…"); empty: that of their source.
    QString user;        ///< The role the console looks with; empty: what Render's connection info gives.
    QString password;    ///< Its password's name in the keychain.
    Seconds lag{600};    ///< How much before now cannot be restored yet: the API tells no end, the documentation ten minutes.
    QString databaseCa;  ///< PEM file with which the databases' certificates are verified.

    /// Keys: endpoint, ca, credential, workspace, environment, user, password, database-ca, lag (seconds). Fault::BadInput names what is missing or
    /// not known.
    static Result<RenderSettings> from(const QMap<QString, QString> &table);
};

} // namespace shuttler
