// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/environments/TryOut.h"
#include "ui/environments/EnvironmentDraft.h"
#include "ui/shell/BackgroundJob.h"

#include <QDialog>

class QPushButton;
class QStackedWidget;

namespace shuttler::ui {

class AppPage;
class FieldForm;
class KeysPage;
class ProviderPage;
class TextLabel;

/// Three pages to an environment: who keeps the database, signing in, the app. Nothing is written, into files or the keychain, before
/// the last page's button; and then only when signing in everywhere has worked or its owner wants it all the same.
class EnvironmentWizard final : public QDialog {
    Q_OBJECT
public:
    /// A new one, at `provider`.
    EnvironmentWizard(const Console &console, const QString &provider, QWidget *parent);
    /// Changes one that is there.
    EnvironmentWizard(const Console &console, const Environment &environment, QWidget *parent);

signals:
    void saved(const shuttler::EnvironmentName &name);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum PageNumber { Where, Keys, App };
    EnvironmentWizard(const Console &console, const Environment &base, const QString &provider, QWidget *parent);
    QWidget *framed(QWidget *page);
    void showPage(int page);
    void nameStep();
    void orderKeys();
    void goBack();
    void goOn();
    void leaveProvider();
    void showRights();

    // EnvironmentWizardTries.cpp: what is asked of far sides.
    void signIn();
    void add(bool anyway);
    void added(Result<Account> tried);

    // EnvironmentWizardLists.cpp: what there is to choose.
    struct Look {
        PlaceKind kind;
        QMap<QString, QString> access;
        friend bool operator==(const Look &, const Look &) = default;
    };
    void lookAnew();
    void lookUp();
    QList<Look> looks();
    void found(const Look &look, const Result<QList<Place>> &places);

    void edited();
    void setBusy(const QString &words);
    EnvironmentDraft draft() const;
    /// The secrets that were typed, in front of those that are kept.
    std::shared_ptr<PendingSecrets> pending(const EnvironmentDraft &draft) const;
    FieldForm &formOf(FormOf form) const;
    bool isNew() const { return m_base.name.isEmpty(); }

    const Console &m_console;
    const Environment m_base;
    const QString m_provider;
    QStackedWidget *m_stack;
    ProviderPage *m_where;
    KeysPage *m_keys;
    AppPage *m_app;
    TextLabel *m_title;
    TextLabel *m_step;
    QPushButton *m_back;
    QPushButton *m_cancel;
    QPushButton *m_next;
    std::optional<SignedIn> m_signedIn;
    std::shared_ptr<PendingSecrets> m_signedInWith; ///< With what signing in itself left there: a session.
    QList<QPair<Look, QList<Place>>> m_found;
    int m_lookedAnew = 0; ///< Counted: an answer to what was asked before it is none any more.
    BackgroundJob m_job;
    BackgroundJob m_lookJob;
};

} // namespace shuttler::ui
