// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/PlanView.h"

#include "ui/common/HumanText.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

void emptyRoom(QVBoxLayout *room)
{
    while (QLayoutItem *old = room->takeAt(0)) {
        delete old->widget();
        delete old;
    }
}

QWidget *sentenceRow(const QString &number, const QString &sentence, Tone tone)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(14, 2, 14, 2);
    row->setSpacing(10);
    auto *mark = new TextLabel(number, Role::Mono, Tone::Muted);
    mark->setFixedWidth(scaled(12));
    row->addWidget(mark, 0, Qt::AlignTop);
    TextLabel *words = paragraph(sentence, tone, Role::Small);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    row->addWidget(words, 1);
    line->setAccessibleName(sentence);
    return line;
}

} // namespace

PlanView::PlanView(RestoreSession &session)
    : StepPage(session, StepNumber::Restore, tr("Restore to a new instance"),
               tr("Read what will be done. Each line is one call; nothing else is executed.")),
      m_target(new QLineEdit), m_moves(new QCheckBox(tr("Move the app to the new instance in step 7"))),
      m_movesNote(paragraph({}, Tone::Muted, Role::Small)), m_columns(new QBoxLayout(QBoxLayout::LeftToRight)),
      m_steps(new Card(tr("What will be done"))), m_sentences(new QVBoxLayout), m_get(new Card(tr("You get"))),
      m_getSentences(new QVBoxLayout), m_loseSentences(new QVBoxLayout)
{
    body()->addWidget(makeHead());
    m_columns->setSpacing(12);
    m_sentences->setSpacing(1);
    m_sentences->setContentsMargins(0, 0, 0, 10);
    m_steps->setObjectName(u"rstPlan"_s);
    m_steps->body()->addLayout(m_sentences);
    m_steps->body()->addStretch(1);
    m_columns->addWidget(m_steps, 3);

    m_get->setObjectName(u"rstPlanGet"_s);
    for (QVBoxLayout *room : {m_getSentences, m_loseSentences}) {
        room->setContentsMargins(14, 0, 14, 10);
        room->setSpacing(4);
    }
    m_get->body()->addLayout(m_getSentences);
    m_get->body()->addWidget(hairLine());
    auto *lose = new TextLabel(tr("You leave behind"), Role::Section);
    lose->setContentsMargins(14, 10, 14, 6);
    m_get->body()->addWidget(lose);
    m_get->body()->addLayout(m_loseSentences);
    m_get->body()->addStretch(1);
    m_columns->addWidget(m_get, 2);
    body()->addLayout(m_columns, 1);

    connect(m_target, &QLineEdit::editingFinished, this, &PlanView::takeName);
    connect(m_target, &QLineEdit::textChanged, this, &PlanView::goOnChanged);
    connect(m_moves, &QCheckBox::clicked, this, [this](bool moves) {
        this->session().setCutover(moves ? CutoverChoice::Redeploy : CutoverChoice::None);
        this->session().makePlan();
    });
}

Card *PlanView::makeHead()
{
    auto *card = new Card;
    auto *grid = new QGridLayout;
    grid->setContentsMargins(14, 12, 14, 12);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    m_from = new TextLabel({}, Role::Emphasis);
    m_from->setWordWrap(true);
    auto *to = new TextLabel(tr("To, new"), Role::Small, Tone::Second);
    m_target->setObjectName(u"rstTarget"_s);
    m_target->setAccessibleName(tr("Name of the new instance"));
    m_target->setFont(fontFor(Role::Mono));
    m_target->setMinimumHeight(scaled(30));
    m_target->setPlaceholderText(tr("made from the run"));
    to->setBuddy(m_target);
    grid->addWidget(new TextLabel(tr("From"), Role::Small, Tone::Second), 0, 0);
    grid->addWidget(m_from, 1, 0);
    grid->addWidget(to, 0, 1);
    grid->addWidget(m_target, 1, 1);
    m_moves->setObjectName(u"rstMovesApp"_s);
    m_moves->setAccessibleName(m_moves->text());
    grid->addWidget(m_moves, 2, 0, 1, 2);
    grid->addWidget(m_movesNote, 3, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    card->body()->addLayout(grid);
    return card;
}

void PlanView::entered()
{
    if (!session().plan())
        session().makePlan();
}

void PlanView::refresh()
{
    const bool failed = session().error() && session().lastWork() == RestoreSession::Work::Plan;
    const bool failedToBegin = session().error() && session().lastWork() == RestoreSession::Work::Drive;
    if (failed)
        showTrouble(session().error(), {{u"PlanAgain"_s, tr("Plan again"), [this] { session().makePlan(); }},
                                        {u"OtherMoment"_s, tr("Choose another moment"), [this] { emit stepWanted(StepNumber::Choose); }}});
    else if (failedToBegin)
        showTrouble(session().error(), {{u"PlanAgain"_s, tr("Plan again"), [this] { session().makePlan(); }}});
    else
        showTrouble(std::nullopt);

    m_moves->setChecked(session().cutover() == CutoverChoice::Redeploy);
    m_moves->setEnabled(session().canMoveApp() && !session().isBusy());
    m_movesNote->setText(session().canMoveApp() ? QString()
                                                : tr("The environment does not say where the app reads DATABASE_URL or how it restarts; it stays where it is."));
    m_movesNote->setVisible(!session().canMoveApp());
    m_target->setEnabled(!session().isBusy());
    m_steps->setVisible(session().plan().has_value());
    m_get->setVisible(session().plan().has_value());
    if (!session().plan()) {
        m_shown.reset();
        m_from->setText(session().work() == RestoreSession::Work::Plan ? tr("Planning…") : session().environment().instance.toString());
        return;
    }
    if (!m_shown || m_shown->tag != session().plan()->tag)
        showPlan(*session().plan());
}

void PlanView::showPlan(const Plan &plan)
{
    m_shown = plan;
    const HumanText &text = HumanText::shown();
    m_from->setText(plan.moment ? tr("%1 at %2").arg(plan.source.toString(), text.when(*plan.moment, session().now()))
                                : tr("%1, newest changes").arg(plan.source.toString()));
    m_target->setText(plan.newInstance.toString());

    for (QVBoxLayout *room : {m_sentences, m_getSentences, m_loseSentences})
        emptyRoom(room);
    QStringList said;
    for (const bool leftOut : {false, true}) {
        for (const PlannedStep &step : plan.steps) {
            if (step.skipped != leftOut || said.contains(step.sentence))
                continue;
            said.append(step.sentence);
            m_sentences->addWidget(sentenceRow(QString::number(int(step.number)), step.sentence,
                                               step.skipped ? Tone::Muted : step.changesWorld ? Tone::Text : Tone::Second));
        }
    }
    for (const QString &sentence : plan.get)
        m_getSentences->addWidget(paragraph(sentence, Tone::Text, Role::Small));
    for (const QString &sentence : plan.leaveBehind)
        m_loseSentences->addWidget(paragraph(sentence, Tone::Text, Role::Small));
    if (plan.leaveBehind.isEmpty())
        m_loseSentences->addWidget(paragraph(tr("Nothing that is known."), Tone::Second, Role::Small));
}

void PlanView::takeName()
{
    const QString typed = m_target->text().trimmed();
    const bool same = session().plan() && typed == session().plan()->newInstance.toString();
    if (same || session().isBusy())
        return;
    session().setNewName(typed.isEmpty() ? std::optional<InstanceId>() : InstanceId(typed));
    session().makePlan();
}

void PlanView::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *PlanView::firstField()
{
    return m_target;
}

GoOn PlanView::goOn() const
{
    GoOn goOn{tr("Start restore")};
    goOn.leadsOn = false;
    goOn.enabled = session().plan() && !session().isBusy() && m_target->text() == session().plan()->newInstance.toString();
    goOn.why = session().isBusy() ? tr("Planning…") : session().plan() ? tr("The name has changed: plan again") : tr("There is no plan yet");
    return goOn;
}

void PlanView::next()
{
    session().startRun();
}

} // namespace shuttler::ui
