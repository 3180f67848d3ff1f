// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

class QListView;
class QStandardItemModel;

namespace shuttler::ui {

/// The pages' names, in groups, with a place at the bottom for settings. As a rail only their symbols, with tool tips.
class NavList final : public QWidget {
    Q_OBJECT
public:
    explicit NavList(QWidget *parent = nullptr);

    void addGroup(const QString &title);
    void addPage(const QString &id, const QString &title, const QString &iconName);
    void addBottomPage(const QString &id, const QString &title, const QString &iconName);
    void choose(const QString &id);        ///< Says nothing.
    void setBadge(const QString &id, const QString &word);
    void setRail(bool rail);
    QListView *list() const { return m_list; }

signals:
    void picked(const QString &id);

private:
    QListView *makeList(const QString &objectName);
    void add(QListView *list, const QString &id, const QString &title, const QString &iconName);
    void fit();

    QListView *m_list;
    QListView *m_bottom;
};

} // namespace shuttler::ui
