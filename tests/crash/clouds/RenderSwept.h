// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/crash/clouds/SweptCloud.h"

namespace shuttler::test {

/// Render, with an app that is a service there.
class RenderSwept final : public SweptCloud {
public:
    QString name() const override { return QStringLiteral("render"); }
    QString kind() const override { return QStringLiteral("render"); }
    QString endpoint(const Simulator &simulator) const override { return simulator.endpoint() + QStringLiteral("/v1"); }
    QStringList arguments() const override { return {QStringLiteral("--limits"), QStringLiteral("none")}; }
    QByteArray tables(const Simulator &simulator, const QString &folder) const override;
    QByteArray credential(const Simulator &simulator) const override;
    Outcome reset(Simulator &simulator, const QString &folder) override;
    Result<CloudTruth> truth(Simulator &simulator) override;
    bool isChange(const QJsonObject &request) const override;
};

} // namespace shuttler::test
