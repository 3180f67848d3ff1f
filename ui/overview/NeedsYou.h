// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"
#include "ui/overview/Verdict.h"

namespace shuttler::ui {

/// One thing that waits for the person.
struct Need {
    enum class Way { StartPractice, ContinueRestore, BackUpNow, ShowTimeline };
    Glyph glyph = Glyph::Info;
    QString title;
    QString text;
    QString label;  ///< Of its button.
    Way way = Way::ShowTimeline;
    friend bool operator==(const Need &, const Need &) = default;
};

/// What waits for the person, weightiest first; four at most. Pure.
QList<Need> needsOf(const Situation &situation, Instant now);

/// The list of needs, each one sentence and one button; below them "Everything else is in order."
class NeedsYou final : public QFrame {
    Q_OBJECT
public:
    explicit NeedsYou(QWidget *parent = nullptr);
    void setNeeds(const QList<Need> &needs, bool known);

signals:
    void wanted(shuttler::ui::Need::Way way);

private:
    void build();
    QList<Need> m_needs;
    bool m_known = false;
    bool m_built = false;
    Card *m_card;
    TextLabel *m_summary;
};

} // namespace shuttler::ui
