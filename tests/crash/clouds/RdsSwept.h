// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/postgres/Connection.h"
#include "tests/crash/clouds/SweptCloud.h"

namespace shuttler::test {

/// Amazon RDS, and an app of this computer that has a session with whatever its .env file named when it was started.
class RdsSwept final : public SweptCloud {
public:
    QString name() const override { return QStringLiteral("rds"); }
    QString kind() const override { return QStringLiteral("aws-rds"); }
    QByteArray tables(const Simulator &simulator, const QString &folder) const override;
    QByteArray credential(const Simulator &simulator) const override;
    Outcome reset(Simulator &simulator, const QString &folder) override;
    void furnish(RestoreWorld &world) override;
    Result<CloudTruth> truth(Simulator &simulator) override;
    bool isChange(const QJsonObject &request) const override;

    /// The app takes up what its .env file names now.
    Outcome restartApp();
    /// The same, if another process has asked for it; the cut-over's command does that, and waits.
    Outcome serveApp();

private:
    Result<DatabaseUrl> databaseUrl() const;

    QString m_envFile;
    QString m_wish; ///< A file that is there while somebody wants the app to be restarted.
    QString m_ca;
    int m_appPort = 0; ///< Of the database that the app is in.
    std::optional<postgres::Connection> m_app;
};

} // namespace shuttler::test
