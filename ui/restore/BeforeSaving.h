// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"
#include "ui/common/Labels.h"

namespace shuttler::ui {

/// One line of the list beside DATABASE_URL: something that is known, or that will be made sure of first.
struct KnownBefore {
    Glyph glyph = Glyph::ToDo;
    QString title;
    QString below;
};
/// Only what the record says.
QList<KnownBefore> knownBeforeSaving(const RunRecord &run, Instant now);

/// That list as a card.
class BeforeSaving final : public QWidget {
    Q_OBJECT
public:
    explicit BeforeSaving(QWidget *parent = nullptr);
    void show(const QList<KnownBefore> &known);

private:
    QVBoxLayout *m_lines;
    QString m_shown;
};

} // namespace shuttler::ui
