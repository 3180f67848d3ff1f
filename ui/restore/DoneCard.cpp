// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/DoneCard.h"

#include "ui/common/HumanText.h"
#include "ui/restore/RunView.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QUrl>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

DoneCard::DoneCard(QWidget *parent)
    : VerdictFrame(parent), m_glyph(new StatusGlyph(Glyph::Ok, 22)), m_title(new TextLabel({}, Role::Verdict)),
      m_text(paragraph({}, Tone::Second)), m_path(new TextLabel({}, Role::MonoSmall, Tone::Second)),
      m_open(button(u"rstOpenEvidence"_s, tr("Open the evidence"), ButtonKind::Plain, u"document-export"_s)),
      m_copy(iconButton(u"rstCopyEvidence"_s, u"edit-copy"_s, tr("Copy the path of the evidence")))
{
    setObjectName(u"rstDone"_s);
    setVerdict(Look::Ok);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(12);
    row->addWidget(m_glyph, 0, Qt::AlignTop);
    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    m_title->setWordWrap(true);
    m_path->setWordWrap(true);
    m_path->setTextInteractionFlags(Qt::TextSelectableByMouse);
    words->addWidget(m_title);
    words->addWidget(m_text);
    words->addWidget(m_path);
    row->addLayout(words, 1);
    row->addWidget(m_open, 0, Qt::AlignTop);
    row->addWidget(m_copy, 0, Qt::AlignTop);
    connect(m_open, &QPushButton::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_evidence)); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_evidence); });
}

void DoneCard::show(const RunRecord &run, Instant now)
{
    setVisible(run.state == RunState::Done);
    if (run.state != RunState::Done)
        return;
    const QString took = run.finishedAt ? HumanText::duration(*run.finishedAt - run.startedAt) : QString();
    m_title->setText(took.isEmpty() ? tr("Restore done") : tr("Restore done in %1").arg(took));
    const QString old = run.oldInstance.toString();
    QString words;
    if (run.intent.cutover == CutoverChoice::None)
        words = tr("The restored data is in %1. The app was not moved; %2 still serves it.").arg(run.newInstance ? run.newInstance->toString() : QString(), old);
    else if (hasDestroyedOld(run))
        words = tr("The app is on %1. %2 is destroyed.").arg(run.newInstance ? run.newInstance->toString() : QString(), old);
    else if (const std::optional<Instant> until = heldUntil(run))
        words = tr("The app is on %1. Old instance %2 held until %3.")
                    .arg(run.newInstance ? run.newInstance->toString() : QString(), old, HumanText::shown().when(until->flooredToSecond(), now));
    else
        words = tr("The app is on %1.").arg(run.newInstance ? run.newInstance->toString() : QString());
    m_text->setText(u"<p style=\"line-height:130%\">%1</p>"_s.arg(words.toHtmlEscaped()));
    m_evidence = run.evidence;
    m_path->setText(run.evidence.isEmpty() ? tr("No evidence was written.") : run.evidence);
    m_open->setVisible(!run.evidence.isEmpty());
    m_copy->setVisible(!run.evidence.isEmpty());
    setAccessibleName(u"%1. %2"_s.arg(m_title->text(), words));
}

} // namespace shuttler::ui
