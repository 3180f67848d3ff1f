// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/DatabaseUrl.h"
#include "tests/support/Ctl.h"
#include "tests/support/Simulator.h"
#include "tests/support/TestKeyring.h"

namespace shuttler::test {

/// An environment "production" at a simulated cloud. Its app is the cloud's own, or one of this computer that reads its DATABASE_URL
/// from an .env file and books into it.
class StagedCloud {
public:
    using Credential = std::function<QByteArray(const Simulator &)>;

    /// With an app of this computer, and credentials that come from files, as a service manager lays them out. `provider` is the
    /// environment's [provider] table below "kind", "endpoint", "ca", "credential" and "database-ca"; `credential` what is kept under
    /// that name.
    Outcome stage(const QString &cloud, const QString &kind, const QByteArray &provider, const Credential &credential);
    /// The same at RDS.
    Outcome stageRds();
    /// With the cloud's own app, and `tables` as all of the environment's tables but [checks]. `credential` is kept as "cloud-key" in a
    /// keychain of its own, where values of before a run can be kept as well.
    Outcome stageWithin(const QString &cloud, const QStringList &arguments, const std::function<QByteArray(const Simulator &)> &tables,
                        const Credential &credential);
    /// The first part of that: the cloud and the keychain.
    Outcome open(const QString &cloud, const QStringList &arguments, const Credential &credential);
    /// In the keychain, under `name`.
    Outcome keep(const QString &name, const QByteArray &secret);
    /// Lays the app of this computer out. What starts it anew first runs `preparation`: lines of sh that write .env in its folder.
    Outcome layOutApp(const QByteArray &preparation);
    /// What that app adds to [cutover]: the command that starts it anew, and where it tells its health.
    QByteArray restart() const;
    /// Writes the environment down, with `tables` as all of its tables but [checks]. It knows its instance by that one's `key`.
    Outcome writeDown(const QByteArray &tables, const QString &key = QStringLiteral("name"));
    ~StagedCloud();

    Ctl &ctl() { return m_ctl; }
    Simulator &simulator() { return *m_simulator; }
    CtlAnswer restore(const QStringList &arguments)
    {
        return m_ctl.run(QStringList{QStringLiteral("restore"), QStringLiteral("production")} + arguments);
    }
    CtlAnswer resume(const CtlAnswer &run) { return again(QStringLiteral("resume"), run); }
    CtlAnswer undo(const CtlAnswer &run) { return again(QStringLiteral("undo"), run); }
    QString instance();                       ///< The one that serves, as the environment has it.
    Result<DatabaseUrl> databaseUrl() const;  ///< What stands in the .env file.
    Outcome startApp();                       ///< The same that the cut-over runs.
    QJsonObject state();                      ///< Behind the scenes of the cloud; empty when it does not answer.
    /// The one of the cloud's `things` ("databases") whose "name" or "id" that is; empty when there is none.
    QJsonObject find(const QString &things, const QString &nameOrId);

private:
    QString appFolder() const { return m_ctl.folder() + QStringLiteral("/app"); }
    CtlAnswer again(const QString &verb, const CtlAnswer &run);

    Ctl m_ctl;
    std::unique_ptr<Simulator> m_simulator;
    std::unique_ptr<TestKeyring> m_keyring;
    int m_appPort = 0;
};

} // namespace shuttler::test
