// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/Patience.h"
#include "core/net/QtHttpClient.h"
#include "core/providers/railway/RailwayProvider.h"
#include "tests/support/MemorySecrets.h"
#include "tests/support/Simulator.h"

#include <QStringList>

namespace shuttler::test {

/// A simulated Railway whose databases are real, and our side of its protocol.
class RailwayPlace {
public:
    Outcome open(const QStringList &arguments = {});

    Simulator &cloud() { return *m_cloud; }
    RailwayProvider &provider() { return *m_provider; }
    net::HttpClient &client() { return *m_client; }
    MemorySecrets &secrets() { return m_secrets; }
    /// A table of settings: where Railway is and which environment is meant.
    QMap<QString, QString> access() const;
    /// The same place as another process sees it.
    std::unique_ptr<RailwayProvider> anotherProvider();
    InstanceId serving() const { return InstanceId(m_cloud->sourceNamed().value(QStringLiteral("name")).toString()); }

    /// Runs statements as superuser; what they yield.
    Result<QString> sql(const InstanceId &instance, const QString &statements);
    Outcome waitUntilAvailable(const InstanceId &instance);
    /// As the simulator has it: the services whose names hold `part`; the ids of all volumes.
    QList<QJsonObject> services(const QString &part = {});
    QStringList volumes();
    /// What Railway's schema did not know of what we asked.
    QStringList complaints();

private:
    QJsonObject state();

    std::unique_ptr<Simulator> m_cloud;
    std::unique_ptr<net::QtHttpClient> m_raw;
    std::unique_ptr<net::PatientClient> m_client;
    MemorySecrets m_secrets;
    std::unique_ptr<RailwayProvider> m_provider;
};

} // namespace shuttler::test
