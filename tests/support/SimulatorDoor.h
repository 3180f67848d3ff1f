// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Clock.h"
#include "core/net/QtHttpClient.h"

#include <QJsonObject>

namespace shuttler::test {

/// A simulated cloud's door for tests: what no client may see or change there. tests/simulators/wire.py says what it understands.
class SimulatorDoor {
public:
    SimulatorDoor(QString address, const QString &caFile) : m_address(std::move(address)), m_client(caFile) {}

    /// POST; what it answered. Fault::Refused with its words when it does not like the wish.
    Result<QJsonObject> post(const QString &name, const QJsonObject &wishes);
    /// GET: "state", "clock", "requests".
    Result<QJsonObject> get(const QString &name);
    /// As much time passes over there, and what is due then has been done.
    Outcome sleep(Micros span);

private:
    Result<QJsonObject> send(const QByteArray &method, const QString &name, const QByteArray &body);

    QString m_address;
    net::QtHttpClient m_client;
};

} // namespace shuttler::test
