// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "core/providers/aws/RdsApi.h"
#include "core/secrets/SecretStore.h"

namespace shuttler::aws {

/// Everything that one act at RDS needs: what the environment says, the calls, and looking things up.
class RdsSite {
public:
    RdsSite(const RdsSettings &settings, AwsClients clients, SecretStore &secrets)
        : m_settings(settings), m_api(settings, clients), m_secrets(secrets) {}

    const RdsSettings &settings() const { return m_settings; }
    const RdsApi &api() const { return m_api; }
    SecretStore &secrets() const { return m_secrets; }

    /// PostgreSQL instances that are no member of a cluster.
    Result<QList<DbInstance>> instances(Job &job) const;
    Result<QList<DbCluster>> clusters(Job &job) const;
    /// By name or resource id; one that we made also by the name it was made under. Fault::Refused for a member of a cluster and for
    /// another engine.
    Result<std::optional<DbInstance>> find(const InstanceId &id, Job &job) const;
    Result<DbInstance> mustFind(const InstanceId &id, Job &job) const;
    /// `filter` is "dbi-resource-id" or "db-instance-id".
    Result<QList<AutomatedBackup>> automatedBackups(const QString &filter, const QString &value, Job &job) const;
    Result<QList<DbSnapshot>> snapshots(const QString &filter, const QString &value, Job &job) const;

    /// Waits until `reached`, asking by resource id, because names wander; a missing answer is asked for again. Fails when the
    /// instance fails or is gone.
    using Reached = std::function<bool(const DbInstance &)>;
    Result<DbInstance> waitUntil(const DbInstance &instance, const Reached &reached, const QString &stage, Job &job) const;
    Outcome waitUntilGone(const DbInstance &instance, Job &job) const;
    /// An order to an instance that has to be the one looked at before: reads it again right before, by its name.
    Result<net::XmlNode> orderFor(const DbInstance &instance, const QueryForm &form, Job &job) const;
    /// The same, waiting first until RDS takes orders for it, and again when it is busy after all: a refused order did nothing.
    Result<net::XmlNode> orderWhenReady(const DbInstance &instance, const QueryForm &form, Job &job) const;
    Outcome addTags(const DbInstance &instance, const Tags &tags, Job &job) const;

private:
    Result<std::optional<DbInstance>> findRenamed(const InstanceId &id, Job &job) const;
    template <typename T, typename Ask>
    Result<T> patiently(Ask ask, Job &job) const;

    const RdsSettings &m_settings;
    RdsApi m_api;
    SecretStore &m_secrets;
};

/// "db-…" in capitals: RDS keeps names in lower case, so the two cannot be mixed up.
bool isResourceId(const InstanceId &id);
Error noSuchInstance(const InstanceId &id);

/// Sleeps shortly at first and then as long as is polite to an account that others use too.
class PollPace {
public:
    Outcome sleep(Job &job);

private:
    Micros m_next = Seconds(1);
};

} // namespace shuttler::aws
