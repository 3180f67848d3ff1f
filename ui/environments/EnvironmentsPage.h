// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/common/Page.h"
#include "ui/shell/BackgroundJob.h"
#include "ui/shell/Console.h"

class QBoxLayout;
class QGridLayout;

namespace shuttler::ui {

class CredentialsCard;
class EnvironmentList;
class PermissionsTree;

/// Which databases, which providers, which sign-ins (ui.md §5.9). Nothing here touches a database or asks anything of a provider but
/// to be signed in to.
class EnvironmentsPage final : public Page {
    Q_OBJECT
public:
    explicit EnvironmentsPage(const Console &console, QWidget *parent = nullptr);

    void setSituation(const Situation &situation) override;
    void setNarrow(bool narrow) override;
    void reload(const EnvironmentName &chosen);
    void stopAndWait();

signals:
    void openWanted(const shuttler::EnvironmentName &name);
    void practiceRemovalWanted(const shuttler::EnvironmentName &name);
    void added(const shuttler::EnvironmentName &name);
    void changed(const shuttler::EnvironmentName &name);
    void removed();

private:
    struct Tested {
        Instant at;
        std::optional<Account> account;
        std::optional<Error> error;
    };
    QWidget *makeList();
    QWidget *makeFacts();
    QWidget *makeRights();
    void showChosen();
    void showStanding(const EnvironmentName &name);
    void add();
    void edit();
    void remove();
    void forget(const QString &credential);
    void test(const QList<Environment> &environments);
    void done(const Outcome &outcome);
    const Environment *chosen() const;
    void setBusy(bool busy);

    const Console &m_console;
    QList<Environment> m_environments;
    QMap<EnvironmentName, Tested> m_tested;
    QBoxLayout *m_columns;
    ErrorCard *m_error;
    EnvironmentList *m_list;
    Card *m_listCard = nullptr;
    Card *m_facts = nullptr;
    Chip *m_standing = nullptr;
    QGridLayout *m_grid = nullptr;
    QPushButton *m_testAll;
    QPushButton *m_open;
    QPushButton *m_edit;
    QPushButton *m_remove;
    CredentialsCard *m_credentials;
    PermissionsTree *m_rights;
    TextLabel *m_summary;
    BackgroundJob m_job;
};

} // namespace shuttler::ui
