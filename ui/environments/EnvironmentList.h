// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "ui/common/StatusGlyph.h"

#include <QListView>

class QStandardItemModel;

namespace shuttler::ui {

/// How an environment stands: "Signed in", "Rejected", "Not tried".
struct SignInState {
    Glyph glyph = Glyph::ToDo;
    QString words;
};

/// The environments, one below the other: label, how it stands, title, and which server at whom.
class EnvironmentList final : public QListView {
    Q_OBJECT
public:
    explicit EnvironmentList(QWidget *parent = nullptr);

    /// Keeps the choice where it can; else the first is chosen.
    void setEnvironments(const QList<Environment> &environments);
    void setStanding(const EnvironmentName &name, const SignInState &standing);
    void choose(const EnvironmentName &name);
    EnvironmentName chosen() const;
    /// At most so many are seen at once, and no more room is taken than they need; 0: whatever room there is.
    void setFixedRows(int most);

signals:
    void chosenChanged();
    void opened(); ///< Enter or a double click.

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    QStandardItemModel *m_model;
};

} // namespace shuttler::ui
