// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/environments/EnvironmentDraft.h"
#include "ui/environments/FieldForm.h"

class QButtonGroup;

namespace shuttler::ui {

/// The first page: what the environment is called, who keeps its database, and where.
class ProviderPage final : public QWidget {
    Q_OBJECT
public:
    explicit ProviderPage(QWidget *parent = nullptr);

    void show(const EnvironmentDraft &draft, bool isNew);
    void fill(EnvironmentDraft &draft) const;
    bool check();
    FieldForm &general() { return *m_general; }
    QWidget *firstField() const;

signals:
    void edited();

private:
    void chosen();
    QString provider() const;
    QButtonGroup *m_providers;
    FieldForm *m_general;
    FieldForm *m_place;
    FieldValues m_shown; ///< Of the place, for the provider that the environment has.
};

} // namespace shuttler::ui
