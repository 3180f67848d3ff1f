// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/TypedConfirmation.h"

#include "ui/common/Labels.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QShowEvent>
#include <QTimer>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr Seconds FactsLastFor{60};

QFrame *box(const QString &role)
{
    auto *frame = new QFrame;
    frame->setProperty("role", role);
    return frame;
}

} // namespace

ConfirmDestroyDialog::ConfirmDestroyDialog(DestroyQuestion question, const Clock &clock, QWidget *parent)
    : QDialog(parent), m_question(std::move(question)), m_clock(clock), m_factsReadAt(clock.now()), m_lose(new QFormLayout),
      m_name(new QLineEdit), m_toGo(new TextLabel({}, Role::Body, Tone::Muted)),
      m_again(paragraph({}, Tone::Warn)), m_keep(button(u"dlgKeep"_s, m_question.keepButton, ButtonKind::Primary)),
      m_destroy(button(u"dlgDestroy"_s, m_question.destroyButton, ButtonKind::Danger, m_question.destroyIcon))
{
    setObjectName(u"confirmDestroyDialog"_s);
    setWindowTitle(m_question.title);
    setModal(true);
    setMinimumWidth(scaled(560));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 20, 22, 16);
    column->setSpacing(10);

    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(new StatusGlyph(Glyph::Warn, 26), 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new TextLabel(m_question.title, Role::Verdict));
    words->addWidget(paragraph(m_question.subtitle));
    head->addLayout(words, 1);
    column->addLayout(head);

    QFrame *lose = box(u"error"_s);
    auto *loseColumn = new QVBoxLayout(lose);
    loseColumn->setContentsMargins(14, 10, 14, 10);
    loseColumn->addWidget(new TextLabel(m_question.loseTitle.isEmpty() ? tr("You will lose") : m_question.loseTitle, Role::Section, Tone::Bad));
    m_lose->setHorizontalSpacing(12);
    m_lose->setVerticalSpacing(6);
    loseColumn->addLayout(m_lose);
    column->addWidget(lose);

    if (!m_question.kept.isEmpty()) {
        QFrame *kept = box(u"card"_s);
        auto *keptColumn = new QVBoxLayout(kept);
        keptColumn->setContentsMargins(14, 10, 14, 10);
        keptColumn->setSpacing(4);
        keptColumn->addWidget(new TextLabel(tr("Kept"), Role::Section, Tone::Ok));
        for (qsizetype i = 0; i < m_question.kept.size(); ++i) {
            const DestroyQuestion::Kept &line = m_question.kept[i];
            auto *tick = new QCheckBox(line.label);
            tick->setObjectName(u"dlgKept%1"_s.arg(i));
            tick->setAccessibleName(line.label);
            tick->setChecked(line.ticked);
            tick->setEnabled(line.canBeCleared);
            keptColumn->addWidget(tick);
            if (!line.note.isEmpty()) {
                TextLabel *note = paragraph(line.note, Tone::Muted, Role::Small);
                note->setContentsMargins(scaled(23), 0, 0, 0);
                keptColumn->addWidget(note);
            }
            m_kept.append(tick);
        }
        column->addWidget(kept);
    }

    auto *prompt = new TextLabel(m_question.prompt, Role::Emphasis);
    column->addWidget(prompt);
    auto *nameRow = new QHBoxLayout;
    m_name->setObjectName(u"dlgName"_s);
    m_name->setAccessibleName(m_question.prompt);
    m_name->setFont(fontFor(Role::Mono));
    m_name->setMinimumHeight(scaled(32));
    prompt->setBuddy(m_name);
    nameRow->addWidget(m_name, 1);
    nameRow->addWidget(m_toGo);
    column->addLayout(nameRow);
    column->addWidget(new TextLabel(tr("Expected: %1. Capital letters matter.").arg(m_question.name), Role::Small, Tone::Muted));
    m_again->hide();
    column->addWidget(m_again);

    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 8, 0, 0);
    buttons->addStretch();
    buttons->addWidget(m_keep);
    buttons->addWidget(m_destroy);
    column->addLayout(buttons);
    m_keep->setDefault(true);

    connect(m_keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_destroy, &QPushButton::clicked, this, &ConfirmDestroyDialog::destroyClicked);
    connect(m_name, &QLineEdit::textChanged, this, &ConfirmDestroyDialog::nameTyped);
    setFacts(m_question.lose);
    nameTyped();
}

QString ConfirmDestroyDialog::typedName() const
{
    return m_name->text();
}

bool ConfirmDestroyDialog::isKept(int index) const
{
    return m_kept.value(index) && m_kept[index]->isChecked();
}

void ConfirmDestroyDialog::setFacts(const QList<QPair<QString, QString>> &lose)
{
    m_factsReadAt = m_clock.now();
    while (m_lose->rowCount() > 0)
        m_lose->removeRow(0);
    for (const auto &[name, words] : lose)
        m_lose->addRow(new TextLabel(name, Role::Body, Tone::Second), paragraph(words, Tone::Text));
    // Nothing of what would be lost may be cut off. Later, because the boxes learn of their new rows through events.
    QTimer::singleShot(0, this, [this] {
        const int room = qMax(width(), minimumSizeHint().width());
        resize(room, layout()->totalHeightForWidth(room));
    });
}

void ConfirmDestroyDialog::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (event->spontaneous())
        return;
    m_name->setFocus();
    emit factsWanted();
}

void ConfirmDestroyDialog::nameTyped()
{
    const QString typed = m_name->text();
    const bool matches = typed == m_question.name;
    m_destroy->setEnabled(matches);
    const auto missing = int(m_question.name.size() - typed.size());
    if (matches)
        m_toGo->setText(tr("Matches"));
    else if (m_question.name.startsWith(typed))
        m_toGo->setText(missing == 1 ? tr("1 letter to go") : tr("%1 letters to go").arg(missing));
    else
        m_toGo->setText(tr("Not the same name"));
}

void ConfirmDestroyDialog::destroyClicked()
{
    if (m_clock.now() - m_factsReadAt <= FactsLastFor)
        return accept();
    m_again->setText(tr("What you see was read more than a minute ago and has been read again. "
                        "Look at it, then press the button once more."));
    m_again->show();
    m_factsReadAt = m_clock.now();
    emit factsWanted();
}

void ConfirmDestroyDialog::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Theme::current().surface);
}

} // namespace shuttler::ui
