// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"

namespace shuttler::ui {

/// One number of the overview: caption, value, a line below, a chip. The whole tile is a button: Enter opens its page.
class StatTile final : public QFrame {
    Q_OBJECT
public:
    StatTile(const QString &objectName, const QString &caption, QWidget *parent = nullptr);
    void set(const QString &value, const QString &below, Glyph glyph, const QString &chip);
    void setBelow(const QString &below);
    void setOld(bool old); ///< What it shows was true once: grey.
    QString value() const { return m_value->text(); }

signals:
    void activated();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void nameItself();
    TextLabel *m_caption;
    TextLabel *m_value;
    TextLabel *m_below;
    Chip *m_chip;
};

} // namespace shuttler::ui
