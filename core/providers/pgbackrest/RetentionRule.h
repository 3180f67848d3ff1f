// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/pgbackrest/PgBackRestConfig.h"
#include "core/providers/pgbackrest/PgBackRestWire.h"

namespace shuttler::pgbackrest {

/// How long pgBackRest keeps full backups and what was built on them. Pure.
struct RetentionRule {
    enum class By { Nothing, Count, Days };
    By by = By::Nothing;
    int amount = 0;

    static RetentionRule of(const PgBackRestConfig &config, const QString &stanza, int repository = 1);
    QString inWords() const;  ///< "2 full backups", "30 days", "for ever"
    QString keptText() const; ///< Of one backup: "until 2 newer full backups exist".
};

/// When `backup` will be removed, as far as that is certain today: only a newer full backup starts its clock.
std::optional<Instant> expiryOf(const RepoBackup &backup, const QList<RepoBackup> &all, const RetentionRule &rule);

} // namespace shuttler::pgbackrest
