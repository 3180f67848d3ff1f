// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreWorld.h"
#include "tests/support/Simulator.h"

namespace shuttler::test {

/// What is really there, seen from behind the cloud.
struct CloudTruth {
    enum class Url { Old, New, Lost };
    int copies = 0;            ///< Databases that carry a run's mark.
    bool isSourceUnharmed = false; ///< There, and either serving or whole and stopped.
    bool isSourceHeld = false;
    bool isCopyReady = false;
    bool hasCopyBackups = false;
    Url url = Url::Lost;       ///< Which database the app's DATABASE_URL lets somebody into.
    bool isAppOnCopy = false;  ///< The running app, not what it is told.
    QString shown;             ///< The cloud's own words, for a failure's message.
};

/// A cloud as a sweep needs it: how its environment is written down, how it is as at first again, and how things really are there.
class SweptCloud {
public:
    virtual ~SweptCloud() = default;
    virtual QString name() const = 0; ///< As Simulator::start.
    virtual QString kind() const = 0; ///< [provider] kind
    virtual QString endpoint(const Simulator &simulator) const { return simulator.endpoint(); }
    virtual QStringList arguments() const { return {}; } ///< Of the simulator.
    /// The environment's tables, but for what every cloud's [provider] begins with.
    virtual QByteArray tables(const Simulator &simulator, const QString &folder) const = 0;
    virtual QByteArray credential(const Simulator &simulator) const = 0;
    /// Everything there is as it was at first, the app with it.
    virtual Outcome reset(Simulator &simulator, const QString &folder) = 0;
    /// Gives a world what stands on this computer.
    virtual void furnish(RestoreWorld &) {}
    virtual Result<CloudTruth> truth(Simulator &simulator) = 0;
    /// Whether a request, as the simulator's log has it, asks for a change.
    virtual bool isChange(const QJsonObject &request) const = 0;
    /// How a restore is to end for the old database.
    virtual OldInstance fateOfOld() const { return OldInstance::Hold; }
};

} // namespace shuttler::test
