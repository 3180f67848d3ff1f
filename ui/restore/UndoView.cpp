// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/UndoView.h"

#include "ui/common/HumanText.h"
#include "ui/common/VerdictFrame.h"
#include "ui/restore/RunView.h"
#include "ui/restore/StagesView.h"

#include <QHBoxLayout>
#include <QTreeView>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

UndoView::UndoView(RestoreSession &session)
    : StepPage(session, StepNumber::Restore, tr("Taking the restore back"), tr("Last first: each thing that was done is undone and looked at again.")),
      m_glyph(new StatusGlyph(Glyph::Running, 22)), m_verdictTitle(new TextLabel({}, Role::Verdict)),
      m_verdictText(paragraph({}, Tone::Second, Role::Small)),
      m_stages(new StagesView(u"rstUndo"_s, tr("What was done"), tr("What was done"), this))
{
    m_verdict = new VerdictFrame;
    m_verdict->setObjectName(u"rstUndoVerdict"_s);
    auto *row = new QHBoxLayout(m_verdict);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(12);
    row->addWidget(m_glyph);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_verdictTitle);
    words->addWidget(m_verdictText);
    row->addLayout(words, 1);
    body()->addWidget(m_verdict);
    auto *card = new Card;
    takeWhatIsLeft(m_stages->tree(), 200);
    card->body()->addWidget(m_stages->tree(), 1);
    body()->addWidget(card, 1);
    connect(&session.job(), &BackgroundJob::stageBegan, this, [this](const QString &stage) {
        if (this->session().work() != RestoreSession::Work::Undo)
            return;
        m_stage = stage;
        refresh();
    });
}

bool UndoView::isUndone() const
{
    return session().run() && session().run()->state == RunState::Undone;
}

void UndoView::refresh()
{
    if (!session().run())
        return;
    const RunRecord &run = *session().run();
    const bool running = session().work() == RestoreSession::Work::Undo;
    setTitle(isUndone() ? tr("Taken back") : tr("Taking the restore back"));
    QList<StepRecord> records;
    for (const StepRecord &record : run.steps) {
        if (record.startedAt && record.number >= StepNumber::Restore && record.state != StepState::Skipped)
            records.prepend(record);
    }
    m_stages->setLive(running ? m_stage : QString(), session().now());
    m_stages->show(records, session().now());

    const StepRecord *trouble = troubleOf(run);
    if (isUndone()) {
        m_verdict->setVerdict(VerdictFrame::Look::Ok);
        m_glyph->setGlyph(Glyph::Ok);
        m_verdictTitle->setText(tr("Everything was taken back"));
        m_verdictText->setText(tr("%1 serves the app as before.%2").arg(run.oldInstance.toString(),
                                                                       run.evidence.isEmpty() ? QString() : u' ' + tr("Evidence: %1").arg(run.evidence)).toHtmlEscaped());
    } else {
        m_verdict->setVerdict(running ? VerdictFrame::Look::Unknown : VerdictFrame::Look::Warn);
        m_glyph->setGlyph(running ? Glyph::Running : Glyph::Warn);
        m_verdictTitle->setText(running ? tr("Being taken back…") : tr("Not everything is taken back yet"));
        m_verdictText->setText(running ? m_stage.toHtmlEscaped() : tr("Going on looks first what was undone already."));
    }
    m_verdict->setAccessibleName(m_verdictTitle->text());
    if (running || isUndone())
        showTrouble(std::nullopt);
    else if (session().error())
        showTrouble(session().error());
    else
        showTrouble(trouble && trouble->error->fault() != Fault::Cancelled ? trouble->error : std::nullopt);
}

void UndoView::setNow(Instant now)
{
    m_stages->setNow(now);
}

QWidget *UndoView::firstField()
{
    return m_stages->tree();
}

GoOn UndoView::goOn() const
{
    if (isUndone())
        return {tr("Finish"), true, {}, false};
    return {tr("Go on taking back"), !session().isBusy(), tr("It is running"), false};
}

void UndoView::next()
{
    if (isUndone())
        emit finishWanted();
    else
        session().undo();
}

} // namespace shuttler::ui
