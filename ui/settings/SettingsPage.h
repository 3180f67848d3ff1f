// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/common/Page.h"
#include "ui/shell/Console.h"

class QComboBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace shuttler::ui {

/// How the person wants the window (ui.md §5.10). Every change is saved and applied at once; there is no OK button.
class SettingsPage final : public Page {
    Q_OBJECT
public:
    /// Shows what is saved. A settings file that cannot be read is never overwritten: the fields stay locked and say why.
    explicit SettingsPage(const Console &console, QWidget *parent = nullptr);

    const Preferences &preferences() const { return m_preferences; }

signals:
    void changed(const shuttler::Preferences &preferences);

private:
    QWidget *makeTimes();
    QWidget *makeAppearance();
    QWidget *makeEvidence();
    QWidget *makeAbout();
    void showPreferences();
    void save(Preferences wanted);
    void chooseFolder();

    const Console &m_console;
    Preferences m_preferences;
    ErrorCard *m_error;
    QComboBox *m_zone;
    QComboBox *m_appearance;
    QSpinBox *m_text;
    QLineEdit *m_folder;
    QSpinBox *m_check;
    QPushButton *m_chooseFolder;
    QPushButton *m_defaultFolder;
    bool m_showing = false;
};

} // namespace shuttler::ui
