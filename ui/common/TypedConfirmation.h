// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Clock.h"

#include <QDialog>
#include <QPair>

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace shuttler::ui {

/// What is about to be lost for good, and what is kept.
struct DestroyQuestion {
    struct Kept {
        QString label;        ///< "Final snapshot shuttler-prod-final-20261118"
        QString note;         ///< What clearing it breaks.
        bool ticked = true;
        bool canBeCleared = true;
    };
    QString title;                          ///< "Destroy shuttler-prod now?"
    QString subtitle;                       ///< "This cannot be undone. Holding it for 72 hours is the safer choice."
    QString loseTitle;                      ///< Above the red box; empty: "You will lose".
    QList<QPair<QString, QString>> lose;    ///< "Instance" → "shuttler-prod, 18.4 GiB, ap-south-1"
    QList<Kept> kept;
    QString prompt;                         ///< "Type the instance name to confirm"
    QString name;                           ///< What has to be typed, exact case.
    QString keepButton;                     ///< "Keep it for 72 hours": default and Escape.
    QString destroyButton;                  ///< "Destroy shuttler-prod"
    QString destroyIcon = QStringLiteral("edit-delete");
};

/// Asks before something is destroyed (ui.md §9). The danger button is enabled only on an exact match and is never the default.
/// Facts older than 60 s at the click are asked for again, and the click has to be repeated.
class ConfirmDestroyDialog final : public QDialog {
    Q_OBJECT
public:
    ConfirmDestroyDialog(DestroyQuestion question, const Clock &clock, QWidget *parent);

    QString typedName() const;
    bool isKept(int index) const; ///< Whether the tick at `question.kept[index]` stands.
    /// Fresh facts for the red box. Their age counts from now.
    void setFacts(const QList<QPair<QString, QString>> &lose);

signals:
    /// On opening and when the click came too late: whoever can, answers with `setFacts`.
    void factsWanted();

protected:
    void showEvent(QShowEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void nameTyped();
    void destroyClicked();
    DestroyQuestion m_question;
    const Clock &m_clock;
    Instant m_factsReadAt;
    QFormLayout *m_lose;
    QList<QCheckBox *> m_kept;
    QLineEdit *m_name;
    QLabel *m_toGo;
    QLabel *m_again;
    QPushButton *m_keep;
    QPushButton *m_destroy;
};

} // namespace shuttler::ui
