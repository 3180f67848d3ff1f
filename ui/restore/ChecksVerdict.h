// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "ui/common/Labels.h"
#include "ui/common/VerdictFrame.h"

namespace shuttler::ui {

class EtaBar;
struct CountedWork;
struct UsualRange;

/// Checks that are under way.
struct RunningChecks {
    QString title;   ///< "Checking…"
    QString stage;
    QString soFar;   ///< "42 passed, 1 failed"; empty: nothing yet.
    Micros elapsed{0};
};

/// What the checks of step 6 come to, in one sentence, with the buttons to run them again and to save them.
class ChecksVerdict final : public VerdictFrame {
    Q_OBJECT
public:
    explicit ChecksVerdict(QWidget *parent = nullptr);
    void showRunning(const RunningChecks &checks, const std::optional<CountedWork> &counted, const std::optional<UsualRange> &usual);
    /// `note`: what is said at the end, such as where the report lies.
    void show(const StepRecord &verified, const QString &note, Instant now);
    /// `open`: they can be run again.
    void offer(bool open, bool busy, bool running, bool hasFindings);
    QPushButton *rerunButton() const { return m_rerun; }
    QPushButton *reportButton() const { return m_report; }

private:
    StatusGlyph *m_glyph;
    TextLabel *m_title;
    TextLabel *m_text;
    EtaBar *m_eta;
    QPushButton *m_rerun;
    QPushButton *m_report;
};

} // namespace shuttler::ui
