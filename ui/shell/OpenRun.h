// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/shell/Situation.h"

namespace shuttler::ui {

/// An open restore: what was written before it stopped, and what the provider says now. Looking changes nothing.
struct OpenRunFacts {
    RunRecord run;
    QString provider;                        ///< "pgBackRest"
    Instant lookedAt;
    std::optional<Instance> found;           ///< By the run's tag.
    std::optional<InstanceState> newState;
    std::optional<InstanceState> oldState;
    std::optional<int> sessions;             ///< Of apps on the old instance.
    std::optional<Error> trouble;            ///< Why the provider could not be asked: the outcome is not known.
    std::optional<Error> journalTrouble;     ///< Why the journal does not add up.
};
Result<OpenRunFacts> lookAtOpenRun(const Console &console, const RunRecord &run, Job &job);

/// One thing looked up. Pure, for the table and its test.
struct OpenRunRow {
    QString what;
    QString written;
    QString found;
    Glyph glyph = Glyph::Info;
    QString result;
};
QList<OpenRunRow> rowsOf(const OpenRunFacts &facts);
/// "pgBackRest reports: new server creating. Nothing was sent again."
QString sentenceOf(const OpenRunFacts &facts);
/// The step at which a run goes on.
StepNumber nextStepOf(const RunRecord &run);

/// The table below the notice (notice-resume), and what can be done besides going on.
class OpenRunDetails final : public QFrame {
    Q_OBJECT
public:
    explicit OpenRunDetails(const OpenRunFacts &facts, QWidget *parent = nullptr);

signals:
    void lookAgainWanted();
    void undoWanted();
};

} // namespace shuttler::ui
