// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/common/VerdictFrame.h"
#include "ui/restore/GateFacts.h"

namespace shuttler::ui {

/// The verdict of the contents gate, with its four facts. There is no way past it but a copy with the right contents.
class GateCard final : public VerdictFrame {
    Q_OBJECT
public:
    explicit GateCard(QWidget *parent = nullptr);
    void show(const StepRecord &gate, bool busy, Instant now);
    QPushButton *againButton() const { return m_again; }
    QPushButton *otherButton() const { return m_other; }

private:
    struct FactCell { StatusGlyph *glyph; TextLabel *name; TextLabel *value; TextLabel *below; QWidget *cell; };

    StatusGlyph *m_glyph;
    TextLabel *m_title;
    TextLabel *m_below;
    QPushButton *m_other;
    QPushButton *m_again;
    QList<FactCell> m_facts;
};

} // namespace shuttler::ui
