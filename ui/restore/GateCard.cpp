// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/GateCard.h"

#include "ui/common/HumanText.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

GateCard::GateCard(QWidget *parent)
    : VerdictFrame(parent), m_glyph(new StatusGlyph(Glyph::ToDo, 22)), m_title(new TextLabel({}, Role::Verdict)),
      m_below(paragraph({}, Tone::Second, Role::Small)),
      m_other(button(u"rstGateOther"_s, tr("Choose another moment…"))),
      m_again(button(u"rstGateAgain"_s, tr("Check again"), ButtonKind::Plain, u"view-refresh"_s))
{
    setObjectName(u"rstGate"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 16, 12);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_glyph, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    m_title->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_below);
    head->addLayout(words, 1);
    head->addWidget(m_other, 0, Qt::AlignTop);
    head->addWidget(m_again, 0, Qt::AlignTop);
    column->addLayout(head);

    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(scaled(34), 0, 0, 0);
    facts->setSpacing(12);
    for (int i = 0; i < 4; ++i) {
        auto *cell = new QWidget;
        auto *room = new QVBoxLayout(cell);
        room->setContentsMargins(0, 0, 0, 0);
        room->setSpacing(1);
        FactCell fact{new StatusGlyph(Glyph::ToDo), new TextLabel({}, Role::Small, Tone::Second), new TextLabel({}, Role::Emphasis),
                      paragraph({}, Tone::Second, Role::Small), cell};
        fact.value->setWordWrap(true);
        auto *name = new QHBoxLayout;
        name->setSpacing(6);
        name->addWidget(fact.glyph);
        name->addWidget(fact.name);
        name->addStretch();
        room->addLayout(name);
        room->addWidget(fact.value);
        room->addWidget(fact.below);
        room->addStretch();
        facts->addWidget(cell, 1);
        m_facts.append(fact);
    }
    column->addLayout(facts);
}

void GateCard::show(const StepRecord &gate, bool busy, Instant now)
{
    const GateFacts facts = gateFacts(gate);
    const Verdict verdict = facts.passed ? Verdict::Passed : facts.spoke ? Verdict::Failed : Verdict::NotChecked;
    setVerdict(verdict == Verdict::Passed ? Look::Ok : verdict == Verdict::Failed ? Look::Bad : Look::Unknown);
    m_glyph->setGlyph(busy && !facts.passed ? Glyph::Running : facts.passed ? Glyph::Ok : facts.spoke ? Glyph::Bad : Glyph::ToDo);
    m_title->setText(busy && !facts.passed ? tr("Checking the contents…") : facts.title);
    QString below;
    if (facts.passed && gate.finishedAt && gate.startedAt)
        below = tr("%1, took %2, reading only.").arg(HumanText::shown().when(*gate.finishedAt, now), HumanText::duration(*gate.finishedAt - *gate.startedAt));
    else if (facts.spoke && !facts.passed)
        below = QStringList{facts.means, facts.todo, tr("Without a passed check this step stays locked.")}.join(u' ').trimmed();
    else
        below = tr("Without this result the step stays locked.");
    m_below->setText(u"<p style=\"line-height:130%\">%1</p>"_s.arg(below.toHtmlEscaped()));
    setAccessibleName(facts.title);
    setAccessibleDescription(below);
    const bool locked = facts.spoke && !facts.passed;
    m_other->setVisible(locked);
    m_again->setVisible(!facts.passed);
    m_again->setEnabled(!busy);
    m_other->setEnabled(!busy);

    for (qsizetype i = 0; i < m_facts.size(); ++i) {
        const GateFact &fact = facts.facts[i];
        m_facts[i].glyph->setGlyph(facts.spoke ? glyphFor(fact.verdict) : Glyph::ToDo);
        m_facts[i].name->setText(fact.name);
        m_facts[i].value->setText(fact.value);
        m_facts[i].below->setText(fact.below.toHtmlEscaped());
        m_facts[i].cell->setAccessibleName(QStringList{fact.name, wordFor(fact.verdict), fact.value, fact.below}.join(u", "_s));
        m_facts[i].cell->setVisible(facts.spoke);
    }
}

} // namespace shuttler::ui
