// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/ErrorCard.h"

#include "ui/common/Labels.h"

#include <QGridLayout>
#include <QHBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

ErrorCard::ErrorCard(QWidget *parent)
    : QFrame(parent), m_what(paragraph({}, Tone::Text, Role::Emphasis)), m_means(paragraph({}, Tone::Text)),
      m_todo(paragraph({}, Tone::Text)), m_meansCaption(new TextLabel(tr("What it means"), Role::Body, Tone::Second)),
      m_todoCaption(new TextLabel(tr("What to do"), Role::Body, Tone::Second)), m_details(paragraph({}, Tone::Text, Role::Mono)),
      m_showDetails(button(u"errorDetails"_s, tr("Details"), ButtonKind::Plain)), m_buttons(new QHBoxLayout)
{
    setObjectName(u"errorCard"_s);
    setProperty("role", u"error"_s);
    setFocusPolicy(Qt::NoFocus);
    for (QLabel *label : {m_what, m_means, m_todo, m_details})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(6);
    grid->setColumnStretch(2, 1);
    grid->addWidget(new StatusGlyph(Glyph::Bad, 16), 0, 0, Qt::AlignTop);
    grid->addWidget(new TextLabel(tr("What happened"), Role::Body, Tone::Second), 0, 1, Qt::AlignTop);
    grid->addWidget(m_what, 0, 2);
    grid->addWidget(m_meansCaption, 1, 1, Qt::AlignTop);
    grid->addWidget(m_means, 1, 2);
    grid->addWidget(m_todoCaption, 2, 1, Qt::AlignTop);
    grid->addWidget(m_todo, 2, 2);
    grid->addWidget(m_details, 3, 2);
    grid->addLayout(m_buttons, 4, 2);
    m_buttons->setSpacing(8);
    m_buttons->addWidget(m_showDetails);
    m_buttons->addStretch();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->addLayout(grid);

    m_details->hide();
    m_showDetails->setCheckable(true);
    connect(m_showDetails, &QPushButton::toggled, m_details, &QLabel::setVisible);
    hide();
}

ErrorCard::ErrorCard(const Error &error, QWidget *parent) : ErrorCard(parent)
{
    setError(error);
}

void ErrorCard::setError(const Error &error)
{
    const auto write = [](QLabel *label, const QString &words) {
        label->setText(paragraphText(words));
    };
    write(m_what, error.what());
    write(m_means, error.means());
    write(m_todo, error.todo());
    // The road and the far side's words are for whoever is asked for help.
    QStringList details{error.forLog()};
    if (!error.details().isEmpty())
        details.append(error.details());
    write(m_details, details.join(u'\n'));
    m_means->setVisible(!error.means().isEmpty());
    m_meansCaption->setVisible(!error.means().isEmpty());
    m_todo->setVisible(!error.todo().isEmpty());
    m_todoCaption->setVisible(!error.todo().isEmpty());
    m_showDetails->setVisible(details.join(u'\n') != error.what());
    m_showDetails->setChecked(false);
    setAccessibleName(QStringList{error.what(), error.means(), error.todo()}.join(u' '));
    show();
}

void ErrorCard::clear()
{
    hide();
}

QPushButton *ErrorCard::addButton(const QString &name, const QString &text)
{
    QPushButton *added = button(u"error"_s + name, text);
    m_buttons->insertWidget(0, added);
    return added;
}

} // namespace shuttler::ui
