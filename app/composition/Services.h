// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/composition/Clouds.h"
#include "app/composition/Paths.h"
#include "core/practice/Practice.h"
#include "core/restore/RestoreWorld.h"
#include "core/settings/EnvironmentStore.h"

namespace shuttler::app {

/// The keychain of whoever runs this; before it comes what a service manager lays out in $CREDENTIALS_DIRECTORY.
std::unique_ptr<SecretStore> secretsOfThisComputer();

/// Everything the programs are made of, wired together once, in the order it depends on each other.
/// The only code that names concrete adapters; everyone else is handed a reference to a port.
class Services final : public WorldFactory, private EnvironmentBook {
public:
    explicit Services(Paths paths, std::unique_ptr<SecretStore> secrets = secretsOfThisComputer());
    ~Services() override;

    const Paths &paths() const { return m_paths; }
    const Clock &clock() const { return m_clock; }
    SecretStore &secrets() { return *m_secrets; }
    EnvironmentStore &environments() { return m_environments; }
    Practice &practice() { return *m_practice; }

    /// The world of one environment. May be called from any thread; a world belongs to the thread that opened it.
    Result<RestoreWorld> open(const EnvironmentName &name) override;
    /// The same for an environment that is not written down yet: to check it first.
    Result<RestoreWorld> open(const Environment &environment) { return open(environment, *m_secrets); }
    /// And with credentials that may not be kept yet; they have to outlive the world.
    Result<RestoreWorld> open(const Environment &environment, SecretStore &secrets);
    /// What there is to choose at a cloud: Clouds::places.
    Result<QList<Place>> places(PlaceKind kind, const QMap<QString, QString> &access, SecretStore &secrets, Job &job)
    {
        return m_clouds.places(kind, access, secrets, job);
    }
    /// A verifier for databases that belong to no environment.
    std::unique_ptr<Verifier> verifier();
    /// Where documents go: the preference, or `<state>/evidence`.
    QString evidenceFolder() const;

private:
    Result<Environment> find(const EnvironmentName &name) const override;
    Outcome setServing(const EnvironmentName &name, const InstanceId &serving, const QList<InstanceId> &lineage) override;

    Paths m_paths;
    SystemClock m_clock;
    std::unique_ptr<SecretStore> m_secrets;
    Clouds m_clouds;
    EnvironmentStore m_environments;
    std::unique_ptr<Practice> m_practice;
};

} // namespace shuttler::app
