// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/restore/RestoreSession.h"

#include <QWidget>

class QBoxLayout;
class QFormLayout;
class QVBoxLayout;

namespace shuttler::ui {

class Card;
class TextLabel;

/// Below the moment: what one gets by restoring to it, and what one leaves behind.
class GetAndLose final : public QWidget {
    Q_OBJECT
public:
    explicit GetAndLose(const RestoreSession &session, QWidget *parent = nullptr);
    /// `moment` nothing: none is chosen.
    void show(std::optional<Instant> moment);

private:
    void showGet(std::optional<Instant> moment);
    void showLose(std::optional<Instant> moment);
    void addTable(const QString &name, const QString &rows);

    const RestoreSession &m_session;
    Card *m_get;
    TextLabel *m_getWords;
    QFormLayout *m_getFacts;
    Card *m_lose;
    TextLabel *m_loseCaption;
    TextLabel *m_loseWords;
    QVBoxLayout *m_loseTables;
    QString m_shownGet;
    QString m_shownLose;
};

} // namespace shuttler::ui
