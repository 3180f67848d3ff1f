// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/Provider.h"
#include "ui/common/ErrorCard.h"
#include "ui/environments/EnvironmentDraft.h"
#include "ui/environments/FieldForm.h"

class QVBoxLayout;

namespace shuttler::ui {

/// The third page: which server serves the app, where the app reads its DATABASE_URL, and how it starts to use a new one.
class AppPage final : public QWidget {
    Q_OBJECT
public:
    explicit AppPage(QWidget *parent = nullptr);

    void show(const EnvironmentDraft &draft, const QList<Instance> &instances, bool keysAreKept);
    void fill(EnvironmentDraft &draft) const;
    bool check();
    FieldForm &app() { return *m_app; }
    FieldForm &cutover() { return *m_cutover; }
    QWidget *firstField() const { return m_instance->first(); }

    void clear() { m_error->clear(); }
    void showError(const Error &error);
    /// What is not possible yet: beside the field it comes from, where there is one, and all of it in the card.
    void showMissing(const Account &account);

signals:
    void edited();
    void anywayWanted(); ///< Add it although something is missing.

private:
    void askApp();
    void askCutover();

    EnvironmentDraft m_shown;
    bool m_kept = false;
    QString m_askedKind;
    FieldForm *m_instance;
    FieldForm *m_appKind;
    FieldForm *m_app;
    FieldForm *m_cutoverKind;
    FieldForm *m_cutover;
    FieldForm *m_promise;
    ErrorCard *m_error;
    QPushButton *m_anyway;
};

} // namespace shuttler::ui
