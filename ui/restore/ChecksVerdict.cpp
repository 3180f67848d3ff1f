// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/ChecksVerdict.h"

#include "ui/common/Counted.h"
#include "ui/common/EtaBar.h"
#include "ui/restore/CheckRows.h"
#include "ui/restore/RunView.h"

#include <QHBoxLayout>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

ChecksVerdict::ChecksVerdict(QWidget *parent)
    : VerdictFrame(parent), m_glyph(new StatusGlyph(Glyph::ToDo, 22)), m_title(new TextLabel({}, Role::Verdict)),
      m_text(paragraph({}, Tone::Second, Role::Small)), m_eta(new EtaBar),
      m_rerun(button(u"rstRerun"_s, tr("Run all again"), ButtonKind::Plain, u"view-refresh"_s)),
      m_report(button(u"rstSaveReport"_s, tr("Save report"), ButtonKind::Plain, u"document-export"_s))
{
    setObjectName(u"rstVerdict"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 16, 10);
    column->setSpacing(8);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    column->addLayout(row);
    m_eta->setObjectName(u"rstChecksEta"_s);
    m_eta->hide();
    column->addWidget(m_eta);
    row->addWidget(m_glyph);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    m_title->setWordWrap(true);
    words->addWidget(m_title);
    words->addWidget(m_text);
    row->addLayout(words, 1);
    row->addWidget(m_rerun);
    row->addWidget(m_report);
}

void ChecksVerdict::showRunning(const RunningChecks &checks, const std::optional<CountedWork> &counted, const std::optional<UsualRange> &usual)
{
    m_eta->setUsual(usual);
    m_eta->setCounted(counted);
    m_eta->setElapsed(checks.elapsed);
    m_eta->show();
    setVerdict(Look::Unknown);
    m_glyph->setGlyph(Glyph::Running);
    m_title->setText(checks.title);
    m_text->setText((checks.soFar.isEmpty() ? checks.stage : tr("%1. So far: %2.").arg(checks.stage, checks.soFar)).toHtmlEscaped());
    setAccessibleName(m_title->text());
}

void ChecksVerdict::show(const StepRecord &verified, const QString &note, Instant now)
{
    m_eta->hide();
    const FindingSummary found = summaryOf(verified.findings);
    if (verified.findings.isEmpty()) {
        setVerdict(Look::Unknown);
        m_glyph->setGlyph(verified.state == StepState::Failed ? Glyph::Bad : Glyph::ToDo);
        m_title->setText(verified.state == StepState::ToDo ? tr("Nothing has been checked yet") : tr("The checks did not come to an end"));
        m_text->setText(tr("They only read, on a read-only connection."));
        setAccessibleName(m_title->text());
        return;
    }
    const bool failed = found.failed > 0 || found.passed == 0;
    setVerdict(failed ? Look::Bad : Look::Ok);
    m_glyph->setGlyph(failed ? Glyph::Bad : Glyph::Ok);
    m_title->setText(checksTitle(found));
    QStringList words;
    if (found.warned > 0)
        words.append(tr("%1 to read.").arg(counted(found.warned, tr("warning"), tr("warnings"))));
    if (found.notChecked > 0)
        words.append(tr("%1 not checked.").arg(HumanText::count(found.notChecked)));
    if (verified.facts.contains(u"acceptedBy"_s))
        words.append(tr("Accepted by %1.").arg(verified.facts.value(u"acceptedBy"_s).toString()));
    const double seconds = verified.facts.value(u"seconds"_s).toDouble();
    if (isBrokenOff(verified))
        words.append(tr("Run again and broken off; this was found before."));
    else if (verified.foundAt && seconds > 0)
        words.append(tr("Finished %1, took %2.").arg(HumanText::shown().when(*verified.foundAt, now), HumanText::duration(Micros(qint64(seconds * 1e6)))));
    else if (verified.foundAt)
        words.append(tr("Finished %1.").arg(HumanText::shown().when(*verified.foundAt, now)));
    words.append(note);
    m_text->setText(words.join(u' ').toHtmlEscaped());
    setAccessibleName(m_title->text());
}

void ChecksVerdict::offer(bool open, bool busy, bool running, bool hasFindings)
{
    m_rerun->setVisible(open);
    m_rerun->setEnabled(!busy);
    m_rerun->setText(running ? tr("Checking…") : hasFindings ? tr("Run all again") : tr("Run all checks"));
    m_rerun->setAccessibleName(m_rerun->text());
    m_report->setVisible(hasFindings);
}

} // namespace shuttler::ui
