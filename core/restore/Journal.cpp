// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Journal.h"

#include <QJsonArray>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

/// Who sits at this computer: behind sudo, the person who typed it.
QString operatorHere()
{
    const QString behindSudo = qEnvironmentVariable("SUDO_USER");
    if (!behindSudo.isEmpty())
        return behindSudo;
    const passwd *entry = ::getpwuid(::geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString::number(::geteuid());
}

QJsonObject jsonOf(const StepResult &result)
{
    QJsonArray findings;
    for (const Finding &finding : result.findings)
        findings.append(toJson(finding));
    return {{u"detail"_s, result.detail}, {u"findings"_s, findings}, {u"facts"_s, result.facts}};
}

} // namespace

Result<Journal> Journal::begin(Ledger &ledger, const RestoreIntent &intent, const Plan &plan, Instant at)
{
    Journal journal(ledger);
    journal.m_folded.run.id = RunId(plan.tag);
    const QJsonObject opening{{u"intent"_s, toJson(intent)},
                              {u"plan"_s, toJson(plan)},
                              {u"operator"_s, operatorHere()},
                              {u"host"_s, QSysInfo::machineHostName()}};
    if (Outcome added = journal.add(journal::Run, journal::Begun, opening, at); !added)
        return std::move(added).error();
    return journal;
}

Result<Journal> Journal::open(Ledger &ledger, const RunId &run)
{
    Result<QList<JournalEntry>> entries = ledger.entriesOf(run);
    if (!entries)
        return std::move(entries).error();
    Result<FoldedRun> folded = foldJournal(*entries);
    if (!folded)
        return std::move(folded).errorDuring(u"reading the journal of restore %1"_s.arg(run.toString()));
    Journal journal(ledger);
    journal.m_folded = *std::move(folded);
    return journal;
}

RunRecord Journal::liveRun() const
{
    RunRecord run = m_folded.run;
    for (StepRecord &step : run.steps) {
        if (step.name == m_running)
            step.state = StepState::Running;
    }
    return run;
}

Outcome Journal::beginStep(const QString &step, Instant at)
{
    Outcome added = add(step, journal::Begun, {}, at);
    if (added)
        m_running = step;
    return added;
}

Outcome Journal::finishStep(const QString &step, const StepResult &result, Instant at)
{
    m_running.clear();
    return add(step, journal::Finished, jsonOf(result), at);
}

Outcome Journal::stopStep(const QString &step, StepStop how, const Error &error, const StepResult &soFar, Instant at)
{
    m_running.clear();
    QJsonObject data = jsonOf(soFar);
    data.insert(u"how"_s, wordFor(how));
    data.insert(u"error"_s, toJson(error));
    return add(step, journal::Failed, data, at);
}

Outcome Journal::beginUndo(Instant at)
{
    return add(journal::Run, journal::Note, {{u"undoing"_s, true}}, at);
}

Outcome Journal::undoneStep(const QString &step, const QString &sentence, Instant at)
{
    m_running.clear();
    return add(step, journal::Undone, {{u"detail"_s, sentence}}, at);
}

Outcome Journal::pause(const QString &why, Instant at)
{
    return add(journal::Run, journal::Note, {{u"paused"_s, why}}, at);
}

Outcome Journal::noteEvidence(const QJsonObject &evidence, Instant at)
{
    return add(journal::Run, journal::Note, evidence, at);
}

Outcome Journal::close(RunState end, const QJsonObject &evidence, Instant at)
{
    return add(journal::Run, end == RunState::Undone ? journal::Undone : journal::Finished, evidence, at);
}

Outcome Journal::add(const QString &step, const QString &phase, const QJsonObject &data, Instant at)
{
    Result<JournalEntry> entry = m_ledger->append(m_folded.run.id, step, phase, data, at);
    if (!entry)
        return std::move(entry).errorDuring(u"writing the journal"_s);
    return foldEntry(m_folded, *entry);
}

} // namespace shuttler
