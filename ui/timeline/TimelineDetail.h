// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/BackupListing.h"
#include "ui/common/Labels.h"
#include "ui/timeline/TimelineEntry.h"

class QFormLayout;

namespace shuttler::ui {

/// Everything about one entry, at the right of the timeline, and what can be done with it.
class TimelineDetail final : public QFrame {
    Q_OBJECT
public:
    explicit TimelineDetail(QWidget *parent = nullptr);
    void show(const TimelineEntry &entry, const BackupListing *listing, Instant now);
    void showNothing();

signals:
    void restoreWanted(shuttler::Instant moment);

private:
    void addFact(const QString &name, const QString &words);
    std::optional<Instant> m_restoreTo;
    QString m_name;
    QWidget *m_mark;
    TextLabel *m_title;
    TextLabel *m_when;
    TextLabel *m_utc;
    QFormLayout *m_facts;
    TextLabel *m_explain;
    QPushButton *m_restore;
    QPushButton *m_copy;
};

} // namespace shuttler::ui
