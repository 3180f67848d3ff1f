// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QButtonGroup;

namespace shuttler::ui {

/// A row of buttons of which one is chosen: "24 h | 7 days | 35 days". Tab enters it, arrow keys choose.
class Segments final : public QWidget {
    Q_OBJECT
public:
    explicit Segments(const QString &accessibleName, QWidget *parent = nullptr);
    void add(int id, const QString &objectName, const QString &text);
    void choose(int id);   ///< Says nothing; an unknown id leaves none chosen.
    int chosen() const;    ///< -1 when none is.

signals:
    void picked(int id);   ///< By the person.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QButtonGroup *m_group;
};

} // namespace shuttler::ui
