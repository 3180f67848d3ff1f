// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/SettingsTable.h"

namespace shuttler {

/// Where Railway is asked, with which token, and about which environment of which project.
struct RailwayAccess {
    QUrl endpoint;           ///< https://backboard.railway.com/graphql/v2
    QString ca;              ///< PEM file trusted in addition for the endpoint; whoever makes the HttpClient needs it.
    QString credential;      ///< Name of the token in the keychain.
    bool isProjectToken = false;
    QString project;         ///< Id.
    QString environment;     ///< Id.

    /// Without project and environment: to ask which there are.
    static RailwayAccess door(SettingsTable &table);
    static RailwayAccess in(SettingsTable &table);
};

/// What an environment says about its database at Railway: its provider table, checked.
struct RailwaySettings {
    RailwayAccess access;
    QString user;       ///< The role the console looks with; empty: what the service's variables say.
    QString password;   ///< Its password's name in the keychain.
    QString databaseCa; ///< PEM file; Railway's databases show certificates of their own, which nobody else vouches for.
    bool opensProxies = false; ///< Whether a way in from outside may be opened for databases that the console did not make itself.

    /// Keys: endpoint, ca, credential, token ("account", "project"), project, environment, user, password, database-ca,
    /// open-proxies ("copies", "all"). Fault::BadInput names what is missing or not known.
    static Result<RailwaySettings> from(const QMap<QString, QString> &table);
};

} // namespace shuttler
