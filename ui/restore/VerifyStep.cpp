// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/restore/VerifyStep.h"

#include "core/restore/StepNames.h"
#include "ui/common/CellDelegate.h"
#include "ui/common/Counted.h"
#include "ui/common/VerdictFrame.h"
#include "ui/restore/Acceptance.h"
#include "ui/restore/CheckDetail.h"
#include "ui/restore/CheckRows.h"
#include "ui/restore/RunView.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QStandardItemModel>
#include <QTreeView>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int FindingIndexRole = Qt::UserRole + 1; ///< Which finding of the record a row shows.

} // namespace

VerifyStep::VerifyStep(RestoreSession &session)
    : StepPage(session, StepNumber::Verify, tr("Verify"), tr("Checks the new instance before any user sees it.")),
      m_verdictGlyph(new StatusGlyph(Glyph::ToDo, 22)), m_verdictTitle(new TextLabel({}, Role::Verdict)),
      m_verdictText(paragraph({}, Tone::Second, Role::Small)),
      m_rerun(button(u"rstRerun"_s, tr("Run all again"), ButtonKind::Plain, u"view-refresh"_s)),
      m_report(button(u"rstSaveReport"_s, tr("Save report"), ButtonKind::Plain, u"document-export"_s)),
      m_columns(new QBoxLayout(QBoxLayout::LeftToRight)), m_checks(groupTree(u"rstChecks"_s, tr("Checks"))),
      m_model(new QStandardItemModel(this)), m_detail(new CheckDetail),
      m_more(iconButton(u"rstNextMenu"_s, u"go-down"_s, tr("More ways to continue"))), m_menu(new QMenu(m_more))
{
    body()->addWidget(makeVerdict());
    auto *card = new Card;
    m_checks->setModel(m_model);
    takeWhatIsLeft(m_checks, 200);
    card->body()->addWidget(m_checks, 1);
    m_columns->setSpacing(12);
    m_columns->addWidget(card, 7);
    m_columns->addWidget(m_detail, 3);
    body()->addLayout(m_columns, 1);

    m_more->setMenu(m_menu);
    connect(m_rerun, &QPushButton::clicked, this, &VerifyStep::runChecks);
    connect(m_report, &QPushButton::clicked, this, [this] { this->session().saveReport(this->session().evidenceFolder()); });
    connect(m_detail, &CheckDetail::acceptanceChanged, this, &VerifyStep::goOnChanged);
    connect(m_checks->selectionModel(), &QItemSelectionModel::currentChanged, this, &VerifyStep::showDetail);
    connect(&session.job(), &BackgroundJob::stageBegan, this, [this](const QString &stage) {
        if (!isRunning())
            return;
        m_stage = stage;
        refresh();
    });
}

VerdictFrame *VerifyStep::makeVerdict()
{
    m_verdict = new VerdictFrame;
    m_verdict->setObjectName(u"rstVerdict"_s);
    auto *row = new QHBoxLayout(m_verdict);
    row->setContentsMargins(16, 10, 16, 10);
    row->setSpacing(12);
    row->addWidget(m_verdictGlyph);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    m_verdictTitle->setWordWrap(true);
    words->addWidget(m_verdictTitle);
    words->addWidget(m_verdictText);
    row->addLayout(words, 1);
    row->addWidget(m_rerun);
    row->addWidget(m_report);
    return m_verdict;
}

const StepRecord *VerifyStep::record() const
{
    return session().run() ? session().run()->find(step::Verify) : nullptr;
}

FindingSummary VerifyStep::summary() const
{
    return record() ? summaryOf(record()->findings) : FindingSummary();
}

bool VerifyStep::isRunning() const
{
    return session().work() == RestoreSession::Work::Drive && session().drivenUntil() == StepNumber::Verify;
}

bool VerifyStep::isSettledHere() const
{
    return session().run() && isSettled(*session().run(), step::Verify);
}

void VerifyStep::entered()
{
    // They only read; nothing is decided by looking.
    if (record() && record()->state == StepState::ToDo && !session().isBusy())
        runChecks();
}

void VerifyStep::runChecks()
{
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    session().drive(decisions);
}

void VerifyStep::refresh()
{
    if (!record())
        return;
    showVerdict(*record());
    showChecks(*record());
    showVerifyTrouble(*session().run());
    const bool open = !isSettledHere() && !isClosed(*session().run());
    m_detail->setAcceptance(summary().failed == 0 ? summary().warned : 0, record()->facts.contains(u"acceptedBy"_s), open && !session().isBusy());
    m_rerun->setVisible(open);
    m_rerun->setEnabled(!session().isBusy());
    m_rerun->setText(isRunning() ? tr("Checking…") : record()->findings.isEmpty() ? tr("Run all checks") : tr("Run all again"));
    m_rerun->setAccessibleName(m_rerun->text());
    m_report->setVisible(!record()->findings.isEmpty());
    const StepRecord *gate = session().run()->find(step::ContentsGate);
    const Result<Instant> baseline = Instant::parse(gate ? gate->facts.value(u"baselineTakenAt"_s).toString() : QString());
    m_detail->setComparedWith(baseline ? tr("Baseline of %1. Rows may have grown until the moment.").arg(HumanText::shown().when(*baseline, session().now()))
                                       : QString());
    m_menu->clear();
    if (summary().failed > 0) {
        const QString words = tr("Continue with %1…").arg(counted(summary().failed, tr("failed check"), tr("failed checks")));
        QAction *action = m_menu->addAction(words, this, &VerifyStep::acceptFailures);
        action->setObjectName(u"rstContinueFailed"_s);
    }
    if (!session().isBusy() && std::exchange(m_goesOn, false) && isSettledHere())
        QMetaObject::invokeMethod(this, [this] { emit stepWanted(StepNumber::CutOver); }, Qt::QueuedConnection);
}

void VerifyStep::showVerdict(const StepRecord &verified)
{
    const FindingSummary found = summary();
    if (isRunning()) {
        m_verdict->setVerdict(VerdictFrame::Look::Unknown);
        m_verdictGlyph->setGlyph(Glyph::Running);
        m_verdictTitle->setText(tr("Checking…"));
        const QString elapsed = verified.startedAt ? HumanText::duration(session().now() - *verified.startedAt) : QString();
        m_verdictText->setText(QStringList{m_stage, elapsed}.join(u", "_s).toHtmlEscaped());
        return;
    }
    if (verified.findings.isEmpty()) {
        m_verdict->setVerdict(VerdictFrame::Look::Unknown);
        m_verdictGlyph->setGlyph(verified.state == StepState::Failed ? Glyph::Bad : Glyph::ToDo);
        m_verdictTitle->setText(verified.state == StepState::ToDo ? tr("Nothing has been checked yet") : tr("The checks did not come to an end"));
        m_verdictText->setText(tr("They only read, on a read-only connection."));
        return;
    }
    const bool failed = found.failed > 0 || found.passed == 0;
    m_verdict->setVerdict(failed ? VerdictFrame::Look::Bad : VerdictFrame::Look::Ok);
    m_verdictGlyph->setGlyph(failed ? Glyph::Bad : Glyph::Ok);
    m_verdictTitle->setText(checksTitle(found));
    QStringList words;
    if (found.warned > 0)
        words.append(tr("%1 to read.").arg(counted(found.warned, tr("warning"), tr("warnings"))));
    if (found.notChecked > 0)
        words.append(tr("%1 not checked.").arg(HumanText::count(found.notChecked)));
    if (verified.facts.contains(u"acceptedBy"_s))
        words.append(tr("Accepted by %1.").arg(verified.facts.value(u"acceptedBy"_s).toString()));
    if (verified.finishedAt && verified.startedAt)
        words.append(tr("Finished %1, took %2.").arg(HumanText::shown().when(*verified.finishedAt, session().now()),
                                                    HumanText::duration(*verified.finishedAt - *verified.startedAt)));
    if (!session().savedReport().isEmpty())
        words.append(tr("Report: %1").arg(session().savedReport()));
    else if (session().reportError())
        words.append(session().reportError()->what());
    else
        words.append(tr("Read-only connection."));
    m_verdictText->setText(words.join(u' ').toHtmlEscaped());
    m_verdict->setAccessibleName(m_verdictTitle->text());
}

QList<QStandardItem *> VerifyStep::rowFor(int index, int indent) const
{
    const Finding &finding = record()->findings[index];
    auto *what = new QStandardItem(finding.subject);
    auto *expected = new QStandardItem(finding.expected);
    auto *found = new QStandardItem(finding.found);
    auto *result = new QStandardItem(wordsFor(finding.verdict));
    what->setData(indent, IndentRole);
    what->setData(finding.group == CheckGroup::RowCounts || finding.group == CheckGroup::Links, MonoRole);
    for (QStandardItem *number : {expected, found}) {
        number->setData(true, MonoRole);
        number->setData(int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    }
    expected->setData(int(Tone::Second), ToneRole);
    result->setData(int(glyphFor(finding.verdict)), GlyphRole);
    for (QStandardItem *item : {what, expected, found, result}) {
        item->setData(index, FindingIndexRole);
        item->setToolTip(tr("%1: expected %2, found %3").arg(finding.subject, finding.expected, finding.found));
    }
    return {what, expected, found, result};
}

void VerifyStep::showChecks(const StepRecord &verified)
{
    QString shown;
    for (const Finding &finding : verified.findings)
        shown += finding.check + finding.subject + finding.found + wordFor(finding.verdict);
    if (std::exchange(m_shown, shown) == shown && m_model->columnCount() > 0)
        return;
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Check"), tr("Expected"), tr("Found"), tr("Result")});
    QModelIndex first;
    for (const CheckRows &rows : checkRows(verified.findings)) {
        auto *group = new QStandardItem(rows.title);
        group->setData(int(glyphFor(rows.verdict)), GlyphRole);
        group->setData(true, GroupRole);
        group->setData(true, EmphasisRole);
        group->setData(rows.summary, BesideRole);
        group->setData(QStringList{rows.title, rows.summary}.join(u", "_s), Qt::AccessibleTextRole);
        group->setData(-1, FindingIndexRole);
        for (const int finding : rows.shown)
            group->appendRow(rowFor(finding, 18));
        if (!rows.folded.isEmpty()) {
            auto *more = new QStandardItem(tr("%1 more, %2…").arg(HumanText::count(rows.folded.size()), verified.findings[rows.folded.first()].subject));
            auto *passed = new QStandardItem(tr("Passed"));
            passed->setData(int(Glyph::Ok), GlyphRole);
            more->setData(-1, FindingIndexRole);
            for (const int finding : rows.folded)
                more->appendRow(rowFor(finding, 36));
            group->appendRow({more, new QStandardItem, new QStandardItem, passed});
        }
        m_model->appendRow(group);
        const QModelIndex index = m_model->indexFromItem(group);
        m_checks->setFirstColumnSpanned(index.row(), {}, true);
        m_checks->setExpanded(index, rows.group != CheckGroup::App || rows.verdict != Verdict::Passed);
        if (rows.verdict != Verdict::Passed && !first.isValid())
            first = m_model->index(0, 0, index);
    }
    QHeaderView *header = m_checks->header();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(0, QHeaderView::Stretch);
    for (int column = 1; column < m_model->columnCount(); ++column) {
        header->setSectionResizeMode(column, QHeaderView::Fixed);
        header->resizeSection(column, scaled(column == 3 ? 112 : 104));
    }
    for (const int column : {1, 2})
        m_model->horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_checks->setCurrentIndex(first.isValid() ? first : m_model->index(0, 0));
    showDetail();
    QMetaObject::invokeMethod(this, [this] { m_checks->scrollTo(m_checks->currentIndex()); }, Qt::QueuedConnection); // Once it has its size.
}

void VerifyStep::showDetail()
{
    const QModelIndex current = m_checks->currentIndex().siblingAtColumn(0);
    const int index = current.isValid() ? current.data(FindingIndexRole).toInt() : -1;
    const bool known = record() && index >= 0 && index < record()->findings.size();
    m_detail->show(known ? std::optional(record()->findings[index]) : std::nullopt);
}

void VerifyStep::showVerifyTrouble(const RunRecord &run)
{
    if (session().isBusy())
        return showTrouble(std::nullopt);
    if (session().error() && session().lastWork() == RestoreSession::Work::Drive)
        return showTrouble(session().error(), {{u"Again"_s, tr("Try again"), [this] { runChecks(); }}});
    const StepRecord *trouble = troubleOf(run);
    // What the checks found is in the verdict; what kept them from being asked is said here.
    const bool mine = trouble && trouble->number == StepNumber::Verify && trouble->findings.isEmpty()
        && trouble->error->fault() != Fault::Cancelled;
    showTrouble(mine ? trouble->error : std::nullopt);
}

void VerifyStep::acceptFailures()
{
    QList<Finding> failed;
    for (const Finding &finding : record()->findings) {
        if (finding.verdict == Verdict::Failed)
            failed.append(finding);
    }
    askToAcceptFailures(this, session().clock(), counted(failed.size(), tr("failed check"), tr("failed checks")), failed,
                        session().environment().database, [this](const QString &typed) {
                            Decisions decisions;
                            decisions.until = StepNumber::Verify;
                            decisions.failedAcceptedAs = typed;
                            session().drive(decisions);
                        });
}

void VerifyStep::setNow(Instant)
{
    if (isRunning() && record())
        showVerdict(*record());
}

void VerifyStep::setNarrow(bool narrow)
{
    m_columns->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

QWidget *VerifyStep::firstField()
{
    return m_checks;
}

bool VerifyStep::offers(const QPushButton *) const
{
    return !session().isBusy() && !isSettledHere() && summary().failed > 0;
}

GoOn VerifyStep::goOn() const
{
    GoOn goOn{tr("Continue to step 7")};
    if (!session().run() || session().run()->state == RunState::Undone)
        return {goOn.label, false, tr("This restore was taken back")};
    if (isRunning())
        return {goOn.label, false, tr("The checks are running")};
    if (isSettledHere())
        return goOn;
    if (!record() || record()->findings.isEmpty())
        return {tr("Run all checks"), !session().isBusy(), tr("Another step is running"), false};
    const FindingSummary found = summary();
    goOn.enabled = found.failed == 0 && found.passed > 0 && m_detail->isAccepted() && !session().isBusy();
    goOn.why = found.failed > 0 || found.passed == 0 ? tr("A check failed") : tr("Read the warnings and accept them first");
    return goOn;
}

void VerifyStep::next()
{
    if (isSettledHere())
        return emit stepWanted(StepNumber::CutOver);
    if (record()->findings.isEmpty())
        return runChecks();
    m_goesOn = true;
    Decisions decisions;
    decisions.until = StepNumber::Verify;
    decisions.acceptWarnings = true;
    session().drive(decisions);
}

} // namespace shuttler::ui
