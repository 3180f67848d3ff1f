// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/TempCluster.h"
#include "tests/ui/restore/RestoreDesk.h"

namespace shuttler::ui::test {

/// A real PostgreSQL database for step 6 of a fake restore: tables that refer to each other, and the baseline of their rows.
class RealCopy {
public:
    static constexpr int Tables = 62;

    /// `rows` in all, shared out evenly.
    static Result<std::unique_ptr<RealCopy>> make(int rows);
    /// From now on step 6 of the desk's restores looks at this database; everything else stays what it was.
    void standIn(RestoreDesk &desk) const;
    shuttler::test::TempCluster &cluster() const { return *m_cluster; }
    static QString database() { return QStringLiteral("academy"); }

private:
    explicit RealCopy(std::unique_ptr<shuttler::test::TempCluster> cluster) : m_cluster(std::move(cluster)) {}
    std::unique_ptr<shuttler::test::TempCluster> m_cluster;
    Baseline m_baseline;
};

} // namespace shuttler::ui::test
