// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"

#include <optional>

namespace shuttler {

/// How far a server is on its way. "Accepted" is Creating, never Available.
enum class InstancePhase {
    Creating,  ///< Asked for; files or machine are being made.
    Replaying, ///< Runs, and replays changes up to the chosen moment.
    Available, ///< Takes reads and writes.
    Held,      ///< Stopped on purpose and kept.
    Stopped,   ///< Not running, nobody said why.
    Failed,    ///< Gave up; `detail` holds the reason in the server's words.
    Gone,      ///< Not there (any more).
};

struct InstanceState {
    InstancePhase phase = InstancePhase::Gone;
    QString detail;                      ///< The far side's words, for the log.
    std::optional<Instant> replayedTo;   ///< While Replaying: newest transaction applied so far.
    std::optional<Instant> recoveredTo;  ///< Once promoted: the last transaction it took over, from the server's own log.
};

/// A database server as its provider shows it.
struct Instance {
    InstanceId id;
    QString runTag;                   ///< Of the restore that made it; empty for others.
    QString version;                  ///< "15.8"
    QString place;                    ///< "port 5433 in /run/…", "ap-south-1".
    qint64 sizeBytes = 0;             ///< 0 when not known.
    std::optional<Instant> createdAt;
    std::optional<Instant> heldUntil;
    InstanceState state;
};

/// One setting that the new instance has to share with the old one.
struct SettingComparison {
    enum class State { Same, Differs, WhenReady };
    QString name;
    QString wanted;
    QString found;
    State state = State::Same;
};

} // namespace shuttler
