// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/practice/Practice.h"
#include "core/practice/PracticeFolder.h"

namespace shuttler {

QString wordFor(PracticeSize size); ///< "small", "medium", "large"

/// What a Practice remembers of itself, in practice.toml. Written before anything else is made, so that whatever is left
/// after a crash can be found and removed.
struct PracticeRecord {
    PracticeFolder folder;
    PracticeSize size = PracticeSize::Small;
    bool isReady = false; ///< False while it is being made; forever, when that was cut off.
    Instant madeAt;
    int databasePort = 5432;   ///< Only names the socket file.
    int appPort = 0;           ///< Of the stand-in app, on 127.0.0.1.
    QList<Incident> incidents; ///< Oldest first.
};

Outcome saveRecord(const PracticeRecord &record);
/// Fault::NotFound when there is none, Fault::Corrupt when it cannot be understood.
Result<PracticeRecord> loadRecord(const QString &state, const EnvironmentName &name);

} // namespace shuttler
