// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "ui/common/ErrorCard.h"
#include "ui/common/Labels.h"
#include "ui/restore/RestoreSession.h"

#include <QBoxLayout>
#include <QScrollArea>

#include <functional>

namespace shuttler::ui {

/// What the footer's right button says, and why it may not be pressed.
struct GoOn {
    QString label;
    bool enabled = true;
    QString why{};           ///< Said as its tool tip while it is disabled.
    bool leadsOn = true;     ///< An arrow: another step follows.
};

/// One step on screen: a title, a sentence, room for an error, and what the step is about. Only this scrolls.
class StepPage : public QScrollArea {
    Q_OBJECT
public:
    StepPage(RestoreSession &session, StepNumber number, const QString &title, const QString &subtitle);

    StepNumber number() const { return m_number; }
    QString title() const { return m_title->text(); }

    /// Shows what the session knows now. Called whenever something is new.
    virtual void refresh() = 0;
    virtual void setNow(Instant now) { Q_UNUSED(now); }        ///< Once a second while it is shown.
    virtual void setNarrow(bool narrow) { Q_UNUSED(narrow); }  ///< The window is narrower than 1160 px.
    /// What gets the focus when the step is entered: never a primary or danger button.
    virtual QWidget *firstField() = 0;
    virtual GoOn goOn() const = 0;
    virtual void next() = 0;                                   ///< The footer's right button.
    virtual void entered() {}
    virtual bool canGoBack() const { return m_number > StepNumber::SignIn; }
    /// Stand in the footer while the step is shown, left of its right button, as long as they are offered.
    virtual QList<QPushButton *> footerButtons() const { return {}; }
    virtual bool offers(const QPushButton *button) const { Q_UNUSED(button); return true; }

signals:
    void goOnChanged();
    void stepWanted(shuttler::StepNumber step);
    void cancelWanted();     ///< Asks what the header's way out asks.
    void finishWanted();     ///< Everything is done here.

protected:
    struct Way { QString name; QString label; std::function<void()> go; };

    RestoreSession &session() const { return m_session; }
    QVBoxLayout *body() const { return m_body; }
    QHBoxLayout *titleRow() const { return m_titleRow; }       ///< Controls stand at its end.
    void setTitle(const QString &title);
    void setSubtitle(const QString &words);
    /// At most two ways out; nothing hides the card.
    void showTrouble(const std::optional<Error> &error, const QList<Way> &ways = {});
    void resizeEvent(QResizeEvent *event) override;

private:
    RestoreSession &m_session;
    StepNumber m_number;
    QHBoxLayout *m_titleRow;
    TextLabel *m_title;
    TextLabel *m_subtitle;
    ErrorCard *m_trouble;
    QPushButton *m_waysOut[2];
    QList<Way> m_ways;
    QString m_troubleShown;
    QVBoxLayout *m_body;
    QVBoxLayout *m_column;
};

/// Gives a list, tree or log the room that is left over, and at least `minimum` design pixels: what it would like by itself is more than
/// a page has.
void takeWhatIsLeft(QWidget *widget, int minimum);

/// "IST": for a column's heading.
QString zoneInHeading(Instant at);

} // namespace shuttler::ui
