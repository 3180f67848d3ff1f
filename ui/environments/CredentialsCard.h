// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/environments/EnvironmentFacts.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

#include <QMap>
#include <QWidget>

class QPushButton;
class QStandardItemModel;
class QTableView;

namespace shuttler::ui {

class Card;
class Chip;
class TextLabel;

/// With what an environment is signed in to, where that is kept, and whether it is there. Never a secret, nor anything made of one.
class CredentialsCard final : public QWidget {
    Q_OBJECT
public:
    explicit CredentialsCard(const Console &console, QWidget *parent = nullptr);

    /// Looks which of them are there.
    void show(const Environment &environment);
    void setTesting(bool testing);
    void stopAndWait();

signals:
    void testWanted();
    void replaceWanted();
    void forgetWanted(const QString &name);

private:
    void look();
    void fill(const QMap<QString, QString> &found);
    void choose();
    const CredentialLine *chosen() const;

    const Console &m_console;
    Environment m_environment;
    QList<CredentialLine> m_lines;
    Card *m_card;
    Chip *m_state;
    QStandardItemModel *m_model;
    QTableView *m_table;
    TextLabel *m_foot;
    QPushButton *m_test;
    QPushButton *m_replace;
    QPushButton *m_forget;
    bool m_again = false; ///< Another environment was chosen while one was being looked at.
    BackgroundJob m_job;
};

} // namespace shuttler::ui
