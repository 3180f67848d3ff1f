// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/shell/OpenRun.h"

#include "ui/common/HumanText.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString runWords(const char *text)
{
    return QCoreApplication::translate("OpenRun", text);
}

/// The step that makes the new instance, as far as it came.
const StepRecord *restoreStepOf(const RunRecord &run)
{
    const auto found = std::find_if(run.steps.cbegin(), run.steps.cend(),
                                    [](const StepRecord &step) { return step.number == StepNumber::Restore && step.startedAt; });
    return found == run.steps.cend() ? nullptr : &*found;
}

const StepRecord *lastStartedOf(const RunRecord &run)
{
    const StepRecord *last = nullptr;
    for (const StepRecord &step : run.steps) {
        if (step.startedAt && (!last || *last->startedAt <= *step.startedAt))
            last = &step;
    }
    return last;
}

QString atTime(Instant at, const QString &what)
{
    return u"%1 %2"_s.arg(HumanText::shown().clockTime(at), what);
}

Outcome askAboutInstances(RestoreWorld &world, OpenRunFacts &facts, Job &job)
{
    Result<std::optional<Instance>> found = world.provider->findRestore(facts.run.tag, job);
    if (!found)
        return std::move(found).errorDuring(u"looking for the new server"_s);
    facts.found = std::move(*found);
    if (facts.found) {
        Result<InstanceState> state = world.provider->state(facts.found->id, job);
        if (!state)
            return std::move(state).errorDuring(u"asking for the new server's state"_s);
        facts.newState = std::move(*state);
    }
    Result<InstanceState> old = world.provider->state(facts.run.oldInstance, job);
    if (!old)
        return std::move(old).errorDuring(u"asking for the old server's state"_s);
    facts.oldState = std::move(*old);
    if (facts.oldState->phase == InstancePhase::Available) {
        Result<ConnectionInfo> connection = world.provider->connection(facts.run.oldInstance, job);
        // How many use it is nice to know, not needed: a server that cannot be counted still has its state.
        if (connection) {
            if (Result<int> sessions = world.verifier->appSessions(*connection, job))
                facts.sessions = *sessions;
        }
    }
    return Done{};
}

OpenRunRow requestRow(const OpenRunFacts &facts)
{
    OpenRunRow row{runWords("Request"), runWords("not begun"), {}, Glyph::ToDo, runWords("Not sent")};
    const StepRecord *step = restoreStepOf(facts.run);
    if (!step)
        return row;
    row.written = atTime(*step->startedAt, runWords("begun"));
    if (step->finishedAt)
        row.written += u", "_s + atTime(*step->finishedAt, step->state == StepState::Done ? runWords("accepted") : runWords("ended"));
    if (facts.trouble)
        return {row.what, row.written, runWords("not answered"), Glyph::Info, runWords("Not known")};
    row.found = facts.found ? runWords("a server of this run is there") : runWords("no server of this run is there");
    row.glyph = facts.found ? Glyph::Ok : Glyph::Info;
    row.result = facts.found ? runWords("Sent once") : runWords("Took no effect");
    return row;
}

} // namespace

StepNumber nextStepOf(const RunRecord &run)
{
    for (const StepRecord &step : run.steps) {
        if (step.state != StepState::Done && step.state != StepState::Skipped)
            return step.number;
    }
    return StepNumber::CutOver;
}

QList<OpenRunRow> rowsOf(const OpenRunFacts &facts)
{
    const RunRecord &run = facts.run;
    const HumanText &text = HumanText::shown();
    const bool asked = !facts.trouble.has_value();
    const QString unknown = runWords("not answered");
    const auto compared = [&](const QString &what, const QString &written, const QString &found, const QString &good) {
        if (!asked)
            return OpenRunRow{what, written, unknown, Glyph::Info, runWords("Not known")};
        if (found.isEmpty())
            return OpenRunRow{what, written, runWords("none"), Glyph::ToDo, runWords("Not there yet")};
        return OpenRunRow{what, written, found, found == written ? Glyph::Ok : Glyph::Bad, found == written ? good : runWords("Differs")};
    };

    QList<OpenRunRow> rows{requestRow(facts)};
    rows.append(compared(runWords("New instance"), run.newInstance ? run.newInstance->toString() : runWords("none"),
                         facts.found ? facts.found->id.toString() : QString(), runWords("Same name")));
    rows.append(compared(runWords("Run tag"), run.tag, facts.found ? facts.found->runTag : QString(), runWords("Ours")));
    if (run.moment)
        rows.append({runWords("Moment"), text.utcTime(*run.moment),
                     facts.newState && facts.newState->recoveredTo ? runWords("recovered to %1").arg(text.utcTime(*facts.newState->recoveredTo))
                                                                   : runWords("not there yet"),
                     facts.newState && facts.newState->recoveredTo ? Glyph::Ok : Glyph::ToDo,
                     facts.newState && facts.newState->recoveredTo ? runWords("Reached") : runWords("Not yet")});
    const StepRecord *last = lastStartedOf(run);
    const QString wasDoing = last ? atTime(last->finishedAt.value_or(*last->startedAt), last->sentence) : runWords("planned");
    if (!asked)
        rows.append({runWords("State"), wasDoing, unknown, Glyph::Info, runWords("Not known")});
    else
        rows.append({runWords("State"), wasDoing, facts.newState ? HumanText::phase(facts.newState->phase) : runWords("no new server"),
                     facts.newState ? glyphFor(facts.newState->phase) : Glyph::ToDo,
                     !facts.newState                                            ? runWords("Not begun")
                     : facts.newState->phase == InstancePhase::Available        ? runWords("Ready")
                     : glyphFor(facts.newState->phase) == Glyph::Running        ? runWords("Still working")
                                                                                : runWords("Look at it")});
    QString old = facts.oldState ? HumanText::phase(facts.oldState->phase) : unknown;
    if (facts.sessions)
        old += *facts.sessions == 1 ? runWords(", 1 connection") : runWords(", %1 connections").arg(*facts.sessions);
    const bool serves = facts.oldState && facts.oldState->phase == InstancePhase::Available;
    rows.append({runWords("Old instance"), run.oldInstance.toString(), old, serves ? Glyph::Ok : Glyph::Info,
                 serves ? runWords("Available") : facts.oldState ? HumanText::phase(facts.oldState->phase) : runWords("Not known")});
    return rows;
}

QString sentenceOf(const OpenRunFacts &facts)
{
    if (facts.trouble)
        return runWords("%1 does not answer: what became of it is not known. Nothing was sent again.").arg(facts.provider);
    const QString state = facts.newState ? runWords("new server %1").arg(HumanText::phase(facts.newState->phase))
                                         : runWords("no new server was made");
    return runWords("%1 reports: %2. Nothing was sent again.").arg(facts.provider, state);
}

Result<OpenRunFacts> lookAtOpenRun(const Console &console, const RunRecord &run, Job &job)
{
    OpenRunFacts facts;
    facts.run = run;
    facts.lookedAt = job.clock.now();
    Result<std::unique_ptr<Ledger>> ledger = Ledger::open(console.ledgerFile);
    if (!ledger)
        return std::move(ledger).error();
    if (Result<Ledger::ChainReport> chain = (*ledger)->verifyChain(); !chain)
        facts.journalTrouble = std::move(chain).error();
    Result<RestoreWorld> world = console.worlds.open(run.intent.environment);
    if (!world)
        return std::move(world).error();
    facts.provider = world->provider->capabilities().providerName;
    if (Outcome asked = askAboutInstances(*world, facts, job); !asked)
        facts.trouble = std::move(asked).error();
    return facts;
}

OpenRunDetails::OpenRunDetails(const OpenRunFacts &facts, QWidget *parent) : QFrame(parent)
{
    const HumanText &text = HumanText::shown();
    auto *grid = new QGridLayout;
    grid->setContentsMargins(14, 6, 14, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(0);
    grid->setColumnStretch(1, 5);
    grid->setColumnStretch(2, 5);
    const QString heads[] = {tr("Looked up"), tr("Written here before the stop"),
                             tr("Found at %1, %2").arg(facts.provider, text.when(facts.lookedAt, facts.lookedAt)), tr("Result")};
    for (int column = 0; column < 4; ++column)
        grid->addWidget(new TextLabel(heads[column], Role::Caption, Tone::Muted), 0, column);
    int line = 1;
    for (const OpenRunRow &row : rowsOf(facts)) {
        grid->addWidget(hairLine(), line, 0, 1, 4);
        auto *what = new TextLabel(row.what, Role::Small, Tone::Second);
        what->setMinimumHeight(scaled(26));
        grid->addWidget(what, line + 1, 0);
        for (const auto &[column, words] : {std::pair{1, row.written}, std::pair{2, row.found}}) {
            auto *cell = new TextLabel(words, Role::MonoSmall);
            cell->setWordWrap(true);
            cell->setTextInteractionFlags(Qt::TextSelectableByMouse);
            grid->addWidget(cell, line + 1, column);
        }
        auto *result = new QHBoxLayout;
        result->setSpacing(7);
        result->addWidget(new StatusGlyph(row.glyph, 13));
        result->addWidget(new TextLabel(row.result, Role::Small), 1);
        grid->addLayout(result, line + 1, 3);
        line += 2;
    }

    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(14, 9, 14, 10);
    foot->setSpacing(8);
    foot->addWidget(new StatusGlyph(facts.journalTrouble ? Glyph::Bad : Glyph::Ok, 15));
    auto *whole = new TextLabel(facts.journalTrouble ? tr("The journal does not add up: %1").arg(facts.journalTrouble->what())
                                                     : tr("The journal is whole: %1 of %1 entries of this restore match.")
                                                           .arg(HumanText::count(facts.run.journalEntries)),
                                Role::Small, Tone::Second);
    whole->setWordWrap(true);
    foot->addWidget(whole, 1);
    QPushButton *again = button(u"noticeLookAgain"_s, tr("Look again"), ButtonKind::Plain, u"view-refresh"_s);
    QPushButton *undo = button(u"noticeUndo"_s, facts.found ? tr("Stop and delete new instance…") : tr("Give the restore up…"));
    for (QPushButton *each : {again, undo}) {
        setLook(each, "compact", u"true"_s);
        foot->addWidget(each);
    }
    connect(again, &QPushButton::clicked, this, &OpenRunDetails::lookAgainWanted);
    connect(undo, &QPushButton::clicked, this, &OpenRunDetails::undoWanted);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(grid);
    column->addWidget(hairLine());
    column->addLayout(foot);
}

} // namespace shuttler::ui
