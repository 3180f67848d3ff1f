// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "ui/common/Labels.h"
#include "ui/common/VerdictFrame.h"

namespace shuttler::ui {

/// The end of a restore: how long it took, until when the old instance is kept, where the evidence is.
class DoneCard final : public VerdictFrame {
    Q_OBJECT
public:
    explicit DoneCard(QWidget *parent = nullptr);
    void show(const RunRecord &run, Instant now); ///< Hides itself while the run is open.

private:
    StatusGlyph *m_glyph;
    TextLabel *m_title;
    TextLabel *m_text;
    TextLabel *m_path;
    QPushButton *m_open;
    QPushButton *m_copy;
    QString m_evidence;
};

} // namespace shuttler::ui
