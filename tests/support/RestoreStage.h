// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"
#include "core/restore/RestoreWorld.h"
#include "tests/support/FakeWorld.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

namespace shuttler::test {

/// A fake world, a real ledger and a clock that stands still, in a folder of their own: where an engine is tried.
struct RestoreStage {
    RestoreStage() : world(folder.filePath(QStringLiteral("world"))), ledger(openLedger()), ports(world.open()) {}

    /// A second process would see the same.
    Result<std::unique_ptr<Ledger>> openLedger()
    {
        return Ledger::open(folder.filePath(QStringLiteral("ledger.sqlite")));
    }
    Job job() { return Job{stop.get_token(), progress, clock}; }
    RestoreIntent intent(RestoreTarget target = AtMoment{Instant::fromUnixSeconds(1'795'000'000)
                                                         - std::chrono::hours(2)}) const
    {
        RestoreIntent wanted;
        wanted.environment = EnvironmentName(QStringLiteral("practice"));
        wanted.target = std::move(target);
        return wanted;
    }

    /// In memory where there is such a place: a ledger waits for the disk at every entry, and no test here cuts the power.
    static QString placeForFolders()
    {
        const QFileInfo memory(QStringLiteral("/dev/shm"));
        return (memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath())
             + QStringLiteral("/shuttler-XXXXXX");
    }

    QTemporaryDir folder{placeForFolders()};
    ManualClock clock;
    RecordingProgress progress;
    std::stop_source stop;
    FakeWorld world;
    Result<std::unique_ptr<Ledger>> ledger;
    RestoreWorld ports;
};

} // namespace shuttler::test
