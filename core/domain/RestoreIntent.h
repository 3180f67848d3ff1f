// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Instant.h"
#include "core/domain/Ids.h"

#include <QJsonObject>

#include <optional>
#include <variant>

namespace shuttler {

/// Up to and including this moment (ui.md §10): a change committed in that very microsecond is there.
struct AtMoment {
    Instant moment;
    friend bool operator==(const AtMoment &, const AtMoment &) = default;
};
/// The state at the end of one backup, nothing replayed beyond what makes it consistent.
struct AtBackup {
    BackupId backup;
    friend bool operator==(const AtBackup &, const AtBackup &) = default;
};
/// As far as the changes reach. Never called safe: it may contain the damage.
struct AtLatest {
    friend bool operator==(const AtLatest &, const AtLatest &) = default;
};
using RestoreTarget = std::variant<AtMoment, AtBackup, AtLatest>;

enum class CutoverChoice { Redeploy, None };
enum class OldInstance { Hold, Destroy };

/// What the person wants, before anyone looked whether it can be had.
struct RestoreIntent {
    EnvironmentName environment;
    RestoreTarget target = AtLatest{};
    std::optional<InstanceId> newName;    ///< Nothing: made from the run.
    CutoverChoice cutover = CutoverChoice::Redeploy;
    OldInstance old = OldInstance::Hold;
    std::chrono::hours holdFor{72};
    bool finalBackup = true;              ///< Before destroying the old one.
    bool keepBackups = true;              ///< Of the old one, after destroying it.
};

QJsonObject toJson(const RestoreIntent &intent);
Result<RestoreIntent> restoreIntentFromJson(const QJsonObject &json);

} // namespace shuttler
