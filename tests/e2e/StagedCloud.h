// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/DatabaseUrl.h"
#include "tests/support/Ctl.h"
#include "tests/support/Simulator.h"
#include "tests/support/TestKeyring.h"

namespace shuttler::test {

/// An environment "production" at a simulated cloud, and an app of this computer that reads its DATABASE_URL from an .env file and
/// books into it. Credentials come from files, as a service manager lays them out.
class StagedCloud {
public:
    /// `provider` is the environment's [provider] table below "kind", "endpoint", "ca", "credential" and "database-ca"; `credential` what
    /// is kept under that name.
    Outcome stage(const QString &cloud, const QString &kind, const QByteArray &provider,
                  const std::function<QByteArray(const Simulator &)> &credential);
    /// An environment whose app is the cloud's own, with `tables` as all of its tables but [checks]. `credential` is kept as
    /// "cloud-key" in a keychain of its own, where values of before a run can be kept as well.
    Outcome stageWithin(const QString &cloud, const QStringList &arguments, const std::function<QByteArray(const Simulator &)> &tables,
                        const std::function<QByteArray(const Simulator &)> &credential);
    ~StagedCloud();

    Ctl &ctl() { return m_ctl; }
    Simulator &simulator() { return *m_simulator; }
    CtlAnswer restore(const QStringList &arguments) { return m_ctl.run(QStringList{QStringLiteral("restore"), QStringLiteral("production")} + arguments); }
    QString instance();                       ///< The one that serves, as the environment has it.
    Result<DatabaseUrl> databaseUrl() const;  ///< What stands in the .env file.
    Outcome startApp();                       ///< The same that the cut-over runs.

private:
    QString appFolder() const { return m_ctl.folder() + QStringLiteral("/app"); }

    QByteArray named() const; ///< The environment's first lines: which database of which instance.
    static QByteArray checks();

    Ctl m_ctl;
    std::unique_ptr<Simulator> m_simulator;
    std::unique_ptr<TestKeyring> m_keyring;
};

} // namespace shuttler::test
