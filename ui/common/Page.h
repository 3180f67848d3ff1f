// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "ui/common/Labels.h"

#include <QPointer>
#include <QScrollArea>

namespace shuttler::ui {

struct Situation;

/// A dashed violet line: everything below it is Practice. Hidden elsewhere.
class PracticeLine final : public QWidget {
    Q_OBJECT
public:
    explicit PracticeLine(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// A page of the window: a header that never scrolls, room for the notice below it, and a body that scrolls up and down.
/// Wider than 1440 px the content stays at most 1200 wide, in the middle.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(const QString &objectName, const QString &title, QWidget *parent = nullptr);

    /// Everything known of the environment, whenever it was asked for anew. Old data stays until new data comes.
    virtual void setSituation(const Situation &situation) { Q_UNUSED(situation); }
    /// Once a second: ages and clocks.
    virtual void setNow(Instant now) { Q_UNUSED(now); }
    /// The window is narrower than 1160 px: two columns stack, tables give up columns.
    virtual void setNarrow(bool narrow) { Q_UNUSED(narrow); }
    /// The focus goes to the title, which is read first.
    void enter();

    void setSubtitle(const QString &words);
    void setEnvironmentKind(EnvironmentKind kind); ///< Shows the practice line and word.
    void placeNotice(QWidget *notice);
    /// Header, notice, content: in this order Tab goes through them (ui.md §7). The notice's buttons come and go.
    void orderTabs();
    TextLabel *titleLabel() const { return m_title; }

protected:
    QHBoxLayout *headerRow() const { return m_headerRow; } ///< Buttons go at its end.
    QVBoxLayout *body() const { return m_body; }
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitMargins();
    void elideSubtitle();
    bool m_isPractice = false;
    QScrollArea *m_area;
    QWidget *m_header;
    QHBoxLayout *m_headerRow;
    TextLabel *m_title;
    TextLabel *m_subtitle;
    QString m_subtitleWords;
    EnvironmentLabel *m_practice;
    PracticeLine *m_line;
    QVBoxLayout *m_noticeRoom;
    QPointer<QWidget> m_notice;
    QVBoxLayout *m_body;
};

} // namespace shuttler::ui
