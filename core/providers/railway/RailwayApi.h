// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"
#include "core/providers/VendorServers.h"
#include "core/providers/railway/RailwaySettings.h"
#include "core/providers/railway/RailwayWire.h"
#include "core/secrets/SecretStore.h"

#include <QJsonObject>

namespace shuttler::railway {

/// Railway's API as far as several of our parts ask it, in one environment of one project.
class Api {
public:
    Api(net::HttpClient &client, SecretStore &secrets, RailwayAccess access);

    const RailwayAccess &access() const { return m_access; }
    net::HttpClient &client() { return m_client; }
    /// The object under "data". Variables that are null are left out: null would unset what it names.
    Result<QJsonObject> ask(const QString &query, const QJsonObject &variables, Job &job);
    Result<QJsonObject> change(const QString &mutation, const QJsonObject &variables, Job &job);

    Result<Topology> topology(Job &job);
    /// By our name for it, by its whole name at Railway, or by its id there. Fault::Refused when two go by one name.
    Result<std::optional<Service>> find(const InstanceId &instance, Job &job);
    Result<Service> mustFind(const InstanceId &instance, Job &job);
    /// Variables of a service, references filled in or, with `unrendered`, as written.
    Result<QMap<QString, QString>> variablesOf(const QString &service, bool unrendered, Job &job);
    /// Deploys nothing.
    Outcome setVariable(const QString &service, const QString &name, const QString &value, Job &job);

    struct Proxy {
        QString domain;
        int port = 0;
        bool isActive = false;
    };
    /// The way in from outside to PostgreSQL's port of a service, if there is one.
    Result<std::optional<Proxy>> proxyOf(const QString &service, Job &job);
    /// Begins a deployment of what is deployed now and waits until it succeeded.
    Outcome deploy(const QString &service, Job &job);

private:
    Result<QJsonObject> send(const QString &query, const QJsonObject &variables, net::Repeat repeat, Job &job);
    Outcome waitForDeployment(const QString &deployment, Job &job);

    net::HttpClient &m_client;
    SecretStore &m_secrets;
    RailwayAccess m_access;
};

const Vendor &vendor();
Error noSuchService(const InstanceId &instance);

} // namespace shuttler::railway
