// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/ConnectionInfo.h"
#include "tests/support/SimulatorDoor.h"

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

namespace shuttler::test {

/// A simulated cloud from tests/simulators for one test, gone with it and everything that was its own: over the cloud's real
/// protocol on https://localhost, with real PostgreSQL servers behind it. What its door for tests understands: wire.py there.
class Simulator {
public:
    /// "rds", "render", "railway" or "s3". Fault::NotFound where what it needs is not installed (see `isPossible`).
    static Result<std::unique_ptr<Simulator>> start(const QString &cloud, const QStringList &arguments = {});
    /// Whether Debian's Python, the module that the cloud needs, and pgBackRest are there; a test is skipped where not.
    static bool isPossible(const QString &cloud);
    ~Simulator();

    QString endpoint() const { return text(QStringLiteral("endpoint")); } ///< "https://localhost:40443"
    QString caFile() const { return text(QStringLiteral("ca")); }         ///< For the endpoint and for the databases.
    QJsonObject greeting() const { return m_greeting; }                   ///< All it said of itself; see the simulator.
    QJsonObject credentials() const { return m_greeting.value(QStringLiteral("credentials")).toObject(); }
    QByteArray awsKeys() const; ///< "accessKey:secretKey", as a credential for AWS is kept.
    QJsonObject sourceNamed() const { return m_greeting.value(QStringLiteral("source")).toObject(); } ///< "name", "id", "port" …
    /// The way into the source database, as its owner, with the authority to check it by.
    ConnectionInfo source() const;
    qint64 pid() const { return m_process.processId(); }
    QString folder() const { return m_folder.path(); }

    /// The door for tests; `doorAddress` is for another process's SimulatorDoor.
    SimulatorDoor &door() { return *m_door; }
    QString doorAddress() const { return text(QStringLiteral("control")); }
    Result<QJsonObject> post(const QString &name, const QJsonObject &wishes) { return m_door->post(name, wishes); }
    Result<QJsonObject> get(const QString &name) { return m_door->get(name); }
    /// Replaces the fault plan and counts from here on. `more` are further keys of the fault (faults.py).
    Outcome failAt(int request, const QString &kind, QJsonObject more = {});
    Outcome failOn(const QString &action, const QString &kind, QJsonObject more = {});
    Outcome failNothing();
    /// Lets so much time pass over there.
    Outcome advance(std::chrono::seconds span);

private:
    Simulator();
    QString text(const QString &key) const { return m_greeting.value(key).toString(); }
    Outcome begin(const QString &cloud, const QStringList &arguments);
    Outcome plan(const QJsonObject &fault);

    QTemporaryDir m_folder;
    QProcess m_process;
    QJsonObject m_greeting;
    std::unique_ptr<SimulatorDoor> m_door;
};

} // namespace shuttler::test
