// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreWorld.h"

namespace shuttler {

/// Baselines as files: `<folder>/<environment>/<moment>.json`, named so that they sort by the moment they were taken.
class FolderBaselineShelf final : public BaselineShelf {
public:
    explicit FolderBaselineShelf(QString folder) : m_folder(std::move(folder)) {}

    Outcome keep(const EnvironmentName &environment, const Baseline &baseline) override;
    /// A damaged file is Fault::Corrupt and is named: judging by an older one in silence would be no proof.
    Result<std::optional<Baseline>> newestBefore(const EnvironmentName &environment,
                                                 std::optional<Instant> moment) override;

    /// Removes every baseline of an environment that is no more.
    Outcome forget(const EnvironmentName &environment);

private:
    Result<QString> shelfOf(const EnvironmentName &environment) const;

    QString m_folder;
};

} // namespace shuttler
