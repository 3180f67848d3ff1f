// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTableView>

class QStandardItemModel;

namespace shuttler::ui {

/// DATABASE_URL before and after, in a minus and a plus row, the password hidden. What changes stands on a soft colour. A row can be
/// chosen and copied as it is shown.
class UrlDiff final : public QTableView {
    Q_OBJECT
public:
    explicit UrlDiff(QWidget *parent = nullptr);

    /// `after` empty: not known yet. `saved`: it stands there already.
    void setChange(const QString &before, const QString &after, bool saved);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return QSize(200, sizeHint().height()); }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fit();
    QStandardItemModel *m_model;
    QString m_before;
    QString m_after;
    bool m_saved = false;
};

} // namespace shuttler::ui
