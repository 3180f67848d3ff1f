// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/crash/clouds/SweepStage.h"

#include <QJsonArray>

namespace shuttler::test {

/// Every call of a restore at a cloud, failed in every way there is, once and from then on until somebody goes on. After each it is
/// looked behind the cloud: what was said has to be so, and going on has to end with exactly one new database that serves the app.
/// What a cell ends with is judged by that alone; nothing says beforehand how a call takes a failure.
class FaultSweep {
public:
    explicit FaultSweep(SweptCloud &cloud) : m_cloud(cloud), m_stage(cloud) {}
    /// Puts the cloud up, and counts the calls of a restore that nothing disturbs.
    Outcome begin();
    int calls() const { return int(m_requests.size()); }
    /// What goes wrong in the cells, which are printed as a table in any case. SHUTTLER_FAULT_SWEEP says which: "all", "once" or "lasting"
    /// (those where the call fails once, or from then on); else some, for every day.
    QStringList run();

private:
    struct Cell {
        QChar letter;
        QString action;
        QStringList wrong;
    };
    bool isWanted(int position, int column, bool lasts) const;
    Cell play(int position, const QString &kind, bool lasts);
    QStringList judge(const Result<RunRecord> &told);
    void print(const QStringList &lines) const;

    SweptCloud &m_cloud;
    SweepStage m_stage;
    QJsonArray m_requests; ///< Of a restore that nothing disturbs.
};

} // namespace shuttler::test
