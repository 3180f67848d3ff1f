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
    /// `draft` is filled with what stands here.
    bool check(const EnvironmentDraft &draft, const Environment &base);
    FieldForm &app() { return *m_app; }
    FieldForm &cutover() { return *m_cutover; }
    /// Whether somebody has said with which key; at the provider's own cloud everybody knows.
    bool mayList(FormOf form, PlaceKind kind) const;
    QWidget *firstField() const { return m_instance->first(); }

    void clear() { m_error->clear(); }
    void showError(const Error &error);
    /// What is not possible yet: beside the field it comes from, where there is one, and all of it in the card.
    void showMissing(const Account &account);

signals:
    void edited();
    void anywayWanted(); ///< Add it although something is missing.
    void lookWanted();   ///< There may be fields whose choices can be listed.
    void lookAnew();     ///< The same, and what was listed before does not count: the key is another.

private:
    void askApp();
    void askCutover();
    void appEdited();
    void look();
    bool isElsewhere() const;

    EnvironmentDraft m_shown;
    bool m_kept = false;
    QString m_askedKind;
    QString m_askedCutover;
    bool m_mayLook = false; ///< At a cloud that only the app is at.
    QString m_where; ///< At Railway, where services were looked for.
    FieldForm *m_instance;
    FieldForm *m_appKind;
    FieldForm *m_app;
    QPushButton *m_look;
    FieldForm *m_cutoverKind;
    FieldForm *m_cutover;
    FieldForm *m_promise;
    ErrorCard *m_error;
    QPushButton *m_anyway;
};

} // namespace shuttler::ui
