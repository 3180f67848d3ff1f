// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/Confirmation.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

ConfirmationDialog::ConfirmationDialog(const Question &question, QWidget *parent) : QDialog(parent)
{
    setObjectName(question.objectName);
    setWindowTitle(question.title);
    setModal(true);
    setMinimumWidth(scaled(480));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 16);
    column->setSpacing(8);
    auto *title = new TextLabel(question.title, Role::Verdict);
    title->setWordWrap(true);
    column->addWidget(title);
    for (const QString &sentence : question.sentences)
        column->addWidget(paragraph(sentence, Tone::Second));
    if (!question.also.isEmpty()) {
        m_also = new QCheckBox(question.also);
        m_also->setObjectName(u"dlgAlso"_s);
        m_also->setAccessibleName(question.also);
        m_also->setChecked(question.alsoTicked);
        column->addWidget(m_also);
    }

    column->addStretch();
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 12, 0, 0);
    buttons->setSpacing(8);
    QPushButton *no = button(u"dlgNo"_s, question.no);
    QPushButton *yes = button(u"dlgYes"_s, question.yes, question.yesKind);
    buttons->addStretch();
    buttons->addWidget(no);
    buttons->addWidget(yes);
    column->addLayout(buttons);
    no->setDefault(true);
    no->setFocus();
    setAccessibleDescription(question.sentences.join(u' '));

    const int width = scaled(480);
    resize(width, column->totalHeightForWidth(width)); // Wrapped text has no height until its width is known.

    connect(no, &QPushButton::clicked, this, &QDialog::reject);
    connect(yes, &QPushButton::clicked, this, &QDialog::accept);
}

bool ConfirmationDialog::isAlsoWanted() const
{
    return m_also && m_also->isChecked();
}

void ConfirmationDialog::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().surface);
}

} // namespace shuttler::ui
