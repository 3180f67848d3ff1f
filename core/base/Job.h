// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Clock.h"

#include <QString>

#include <optional>

namespace shuttler {

/// Where a running job tells what it is doing. Real numbers only: no invented percentages (ui.md §1.3).
/// Called from the job's own thread; implementations that show something hand it over themselves.
class Progress {
public:
    virtual ~Progress() = default;
    /// A stage begins, in words for the person: "Replaying changes up to 11:42:06 UTC".
    virtual void stage(const QString &name) = 0;
    /// How far the stage is, when somebody really counts: done of total (total 0 when unknown), in `unit` ("bytes", "rows", "pages", "tables").
    virtual void counted(qint64 done, qint64 total, const QString &unit) = 0;
    /// One line for the log that the person may open: the far side's words, without secrets.
    virtual void line(const QString &text) = 0;
};

/// Listens to nobody.
class SilentProgress final : public Progress {
public:
    void stage(const QString &) override {}
    void counted(qint64, qint64, const QString &) override {}
    void line(const QString &) override {}
};

/// The running job: how to stop it, where its progress goes, what time it is. Handed down, never stored.
struct Job {
    std::stop_token stop;
    Progress &progress;
    const Clock &clock;

    Outcome sleepFor(Micros span) const { return clock.sleepFor(span, stop); }
    /// Fault::Cancelled once the person has asked to stop; for the heads of long loops.
    Outcome checkStop() const;
};

} // namespace shuttler
