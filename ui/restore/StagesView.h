// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/RunRecord.h"

#include <QObject>

class QStandardItemModel;
class QTreeView;

namespace shuttler::ui {

/// The acts of a step as rows: what, done when, took how long. The running one says below what it does now.
class StagesView final : public QObject {
    Q_OBJECT
public:
    StagesView(const QString &objectName, const QString &accessibleName, const QString &heading, QObject *parent);

    QTreeView *tree() const { return m_tree; }
    void show(const QList<StepRecord> &records, Instant now);
    void setLive(const QString &words, Instant now);  ///< What the running one does; empty: nothing more is known.
    void setNow(Instant now);
    /// "3 of 6", and whether one runs or stands still.
    int done() const;

private:
    void fill();
    QString m_heading;
    QTreeView *m_tree;
    QStandardItemModel *m_model;
    QList<StepRecord> m_records;
    QString m_live;
    QString m_runs; ///< The one that runs, or ran last.
    Instant m_now;
};

} // namespace shuttler::ui
