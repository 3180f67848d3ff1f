// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

#include <QMap>

class QComboBox;
class QFormLayout;
class QLineEdit;

namespace shuttler::ui {

class TextLabel;

/// What a self-hosted database with pgBackRest is known by. Checked by signing in before it is kept; never a secret.
class ConnectForm final : public QWidget {
    Q_OBJECT
public:
    explicit ConnectForm(const Console &console, QWidget *parent = nullptr);
    void enter();
    /// What the fields say now.
    Result<Environment> environment() const;

signals:
    void saved(const shuttler::EnvironmentName &name);
    void cancelled();

private:
    QLineEdit *addField(QFormLayout *form, const QString &objectName, const QString &label, const QString &example,
                        const QString &value = {});
    void check();
    void checked(const EnvironmentName &name, Result<Account> account);
    void showChecking(bool checking);

    const Console &m_console;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QMap<QString, QLineEdit *> m_settings; ///< By the provider's own key.
    QLineEdit *m_database;
    QLineEdit *m_envFile;
    QLineEdit *m_redeploy;
    QLineEdit *m_health;
    QPushButton *m_back;
    QPushButton *m_check;
    ErrorCard *m_error;
    BackgroundJob m_job;
};

/// Splits a command line as a person writes it into program and arguments: blanks part, quotes keep together. There is no shell:
/// nothing in it is expanded. Fault::BadInput when a quote is not closed or the program is not an absolute path.
Result<QStringList> wordsOfCommand(const QString &line);

} // namespace shuttler::ui
