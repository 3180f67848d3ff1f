// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Error.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace shuttler::ui {

/// An error in its three parts (ui.md §8): what happened, what it means, what to do; the far side's own words under "Details";
/// at most two buttons. Hidden until there is an error to show.
class ErrorCard final : public QFrame {
    Q_OBJECT
public:
    explicit ErrorCard(QWidget *parent = nullptr);
    explicit ErrorCard(const Error &error, QWidget *parent = nullptr);

    void setError(const Error &error); ///< Shows itself: to be called once it has a parent.
    void clear();                      ///< Hides itself.
    /// Beside "Details". The caller connects it; its object name is "error" followed by `name`.
    QPushButton *addButton(const QString &name, const QString &text);

private:
    QLabel *m_what;
    QLabel *m_means;
    QLabel *m_todo;
    QLabel *m_meansCaption;
    QLabel *m_todoCaption;
    QLabel *m_details;
    QPushButton *m_showDetails;
    QHBoxLayout *m_buttons;
};

} // namespace shuttler::ui
