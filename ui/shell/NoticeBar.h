// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/Labels.h"

#include <functional>
#include <optional>

class QVBoxLayout;

namespace shuttler::ui {

/// Something the person should know, with what can be done about it.
struct Notice {
    /// In this order of weight (ui.md §4); before all others that nothing runs that the others could be about.
    enum class Weight { Stopped, OpenRun, Damage, Broken, ActionNeeded, Offline, Stale, Finished };
    struct Action {
        QString objectName;
        QString label;
        ButtonKind kind = ButtonKind::Plain;
        std::function<void()> run;
    };
    QString id;              ///< A second notice of this id takes the place of the first.
    Weight weight = Weight::Finished;
    Glyph glyph = Glyph::Info;
    QString title;
    QString text;
    QList<Action> actions;   ///< At most two.
    /// Makes what opens below the notice under a first button "Details"; nothing when there is no such thing.
    std::function<QWidget *()> details;
    QString detailsOf;       ///< Changes when the details would say something else.
    bool canBeDismissed = false;
};

/// One notice at a time, the weightiest; the others wait behind it.
class NoticeBar final : public QFrame {
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void post(Notice notice);
    void withdraw(const QString &id);
    /// The id of the one that is shown; empty when there is none.
    QString shown() const;
    bool hasDetailsOpen() const { return m_details != nullptr; }

signals:
    void rebuilt(); ///< Its buttons are new ones.

private:
    void refresh();
    void build(const Notice &notice);
    void setDetailsOpen(bool open, const Notice &notice);
    void run(int action);
    static QStringList wordsOf(const Notice &notice);

    QList<Notice> m_notices;   ///< Weightiest first.
    QString m_built;           ///< Id of the one that is shown.
    QStringList m_builtWords;  ///< All that it says.
    QString m_detailsOf;       ///< Of the details that are open.
    QVBoxLayout *m_column;
    QWidget *m_head = nullptr;
    QWidget *m_details = nullptr;
};

} // namespace shuttler::ui
