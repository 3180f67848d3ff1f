// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/evidence/EvidenceReport.h"

#include "core/base/Files.h"
#include "core/evidence/ReportPainter.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPdfWriter>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Control = "ISO/IEC 27001:2022, Annex A control 8.13, Information backup";

QString durationText(Micros span)
{
    const qint64 seconds = std::chrono::round<Seconds>(span).count();
    if (seconds < 60)
        return u"%1 s"_s.arg(double(span.count()) / 1e6, 0, 'f', seconds < 10 ? 1 : 0);
    if (seconds < 3600)
        return u"%1 min %2 s"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
    return u"%1 h %2 min"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0'));
}

QString momentText(const std::optional<Instant> &instant)
{
    return instant ? instant->toDateTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) + u" UTC"_s : u"not reached"_s;
}

std::optional<Micros> took(const StepRecord *step)
{
    if (!step || !step->startedAt || !step->finishedAt)
        return std::nullopt;
    return *step->finishedAt - *step->startedAt;
}

/// What the first line of the document says.
struct Standing {
    Verdict verdict;
    QString word;
    QString sentence;
};

Standing standingOf(const RunRecord &run)
{
    const FindingSummary checks = summaryOf(run.findings());
    const QString counts = u"%1 checks passed, %2 warned, %3 failed, %4 not checked."_s.arg(checks.passed).arg(checks.warned)
                               .arg(checks.failed).arg(checks.notChecked);
    const QString instance = run.newInstance ? run.newInstance->toString() : u"no new instance"_s;
    QString cause;
    for (const StepRecord &step : run.steps) {
        if (step.error)
            cause = step.error->what();
    }
    switch (run.state) {
    case RunState::Done:
        if (checks.failed > 0)
            return {Verdict::Failed, u"DONE WITH FAILED CHECKS"_s, u"Restored into %1 and accepted by name. %2"_s.arg(instance, counts)};
        if (checks.warned + checks.notChecked > 0)
            return {Verdict::Warned, u"PASSED WITH REMARKS"_s, u"Restored into %1. %2"_s.arg(instance, counts)};
        return {Verdict::Passed, u"PASSED"_s, u"Restored into %1. %2"_s.arg(instance, counts)};
    case RunState::Undone:
        return {Verdict::Warned, u"UNDONE"_s, u"The restore was taken back; the old instance serves as before. "_s + cause};
    case RunState::Failed:
    case RunState::Waiting:
    case RunState::Open:
        break;
    }
    return {Verdict::Failed, u"NOT FINISHED"_s,
            (cause.isEmpty() ? u"The run was stopped before its end."_s : cause) + (checks.passed + checks.failed > 0 ? u' ' + counts : QString())};
}

QString resultWord(StepState state)
{
    switch (state) {
    case StepState::Done:
        return u"Done"_s;
    case StepState::Failed:
        return u"Failed"_s;
    case StepState::Undone:
        return u"Undone"_s;
    case StepState::Skipped:
        return u"Skipped"_s;
    case StepState::Interrupted:
        return u"Interrupted"_s;
    case StepState::Running:
    case StepState::ToDo:
        break;
    }
    return u"Not reached"_s;
}

Verdict shapeOf(StepState state)
{
    return state == StepState::Done ? Verdict::Passed : state == StepState::Failed ? Verdict::Failed
        : state == StepState::Undone || state == StepState::Interrupted           ? Verdict::Warned
                                                                                  : Verdict::NotChecked;
}

QString groupTitle(CheckGroup group)
{
    switch (group) {
    case CheckGroup::Contents:
        return u"Contents, before DATABASE_URL was touched"_s;
    case CheckGroup::RowCounts:
        return u"Row counts"_s;
    case CheckGroup::Links:
        return u"Links between tables"_s;
    case CheckGroup::Health:
        return u"Database health"_s;
    case CheckGroup::Sanity:
        return u"Sanity queries"_s;
    case CheckGroup::App:
        return u"App health"_s;
    }
    return {};
}

void drawSummary(ReportPainter &page, const RunRecord &run, const Environment &environment)
{
    page.heading(u"1 Summary"_s);
    page.fact(u"Database"_s, u"%1, environment %2"_s.arg(environment.database, environment.name.toString()));
    page.fact(u"Old instance"_s, run.oldInstance.toString(), true);
    page.fact(u"Restored into"_s, run.newInstance ? run.newInstance->toString() : u"none"_s, true);
    page.fact(u"Restored to"_s, run.moment ? momentText(run.moment) + u", up to and including"_s
                                           : std::holds_alternative<AtBackup>(run.intent.target)
                      ? u"end of backup "_s + std::get<AtBackup>(run.intent.target).backup.toString()
                      : u"the newest change"_s);
    page.fact(u"Started"_s, momentText(run.startedAt));
    page.fact(u"Finished"_s, momentText(run.finishedAt));
    page.fact(u"Run by"_s, u"%1, from computer %2"_s.arg(run.operatorName, run.host));
}

void drawTimes(ReportPainter &page, const RunRecord &run)
{
    page.heading(u"2 Times"_s);
    QList<QList<ReportCell>> rows;
    const auto add = [&rows](const QString &name, std::optional<Micros> span) {
        rows.append({{name}, {span ? durationText(*span) : u"not reached"_s}});
    };
    const StepRecord *restore = run.find(u"restore-instance"_s);
    const StepRecord *ready = run.find(u"wait-until-ready"_s);
    if (restore && ready && restore->startedAt && ready->finishedAt)
        add(u"Time to restore, until the new instance answered"_s, *ready->finishedAt - *restore->startedAt);
    else
        add(u"Time to restore, until the new instance answered"_s, std::nullopt);
    add(u"Time of the contents gate"_s, took(run.find(u"contents-gate"_s)));
    add(u"Time to verify"_s, took(run.find(u"verify"_s)));
    add(u"Whole run"_s, run.finishedAt ? std::optional(*run.finishedAt - run.startedAt) : std::nullopt);
    page.table({{u"Measure"_s, 3}, {u"Measured"_s, 1, ReportColumn::Align::Right}}, rows);
}

void drawSteps(ReportPainter &page, const RunRecord &run)
{
    page.heading(u"3 Steps"_s);
    QList<QList<ReportCell>> rows;
    for (const StepRecord &step : run.steps) {
        const std::optional<Micros> span = took(&step);
        rows.append({{QString::number(int(step.number))},
                     {step.sentence},
                     {step.startedAt ? step.startedAt->toDateTime().toString(u"HH:mm:ss"_s) : QString()},
                     {span ? durationText(*span) : QString()},
                     {resultWord(step.state), shapeOf(step.state)}});
    }
    page.table({{u"#"_s, 0.25}, {u"Step"_s, 4}, {u"Started, UTC"_s, 0.9, ReportColumn::Align::Left, true},
                {u"Took"_s, 0.9, ReportColumn::Align::Right}, {u"Result"_s, 1.1}},
               rows);
}

void drawExceptions(ReportPainter &page, const RunRecord &run)
{
    page.heading(u"4 Exceptions"_s);
    bool any = false;
    for (const StepRecord &step : run.steps) {
        if (!step.error)
            continue;
        any = true;
        page.paragraph(u"Step %1, %2: %3 %4 %5"_s.arg(QString::number(int(step.number)), step.name, step.error->what(), step.error->means(), step.error->todo()));
        if (!step.error->details().isEmpty())
            page.code(step.error->details());
    }
    for (const Finding &finding : run.findings()) {
        if (finding.verdict == Verdict::Passed)
            continue;
        any = true;
        page.paragraph(u"%1: %2: expected %3, found %4. %5 %6"_s.arg(wordFor(finding.verdict), finding.subject, finding.expected,
                                                                    finding.found, finding.means, finding.todo));
    }
    if (!any)
        page.paragraph(u"None."_s);
}

QString resultWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return u"Passed"_s;
    case Verdict::Warned:
        return u"Warning"_s;
    case Verdict::Failed:
        return u"Failed"_s;
    case Verdict::NotChecked:
        return u"Not checked"_s;
    }
    return {};
}

void drawChecks(ReportPainter &page, const RunRecord &run)
{
    const QList<Finding> findings = run.findings();
    const FindingSummary summary = summaryOf(findings);
    page.heading(u"5 Checks in detail, %1 of %2 passed"_s.arg(summary.passed).arg(findings.size()));
    if (findings.isEmpty())
        page.paragraph(u"No check was made: the run ended before."_s);
    int number = 0;
    for (const CheckGroup group : {CheckGroup::Contents, CheckGroup::RowCounts, CheckGroup::Links, CheckGroup::Health,
                                   CheckGroup::Sanity, CheckGroup::App}) {
        QList<QList<ReportCell>> rows;
        for (const Finding &finding : findings) {
            if (finding.group == group)
                rows.append({{finding.subject}, {finding.expected}, {finding.found}, {resultWord(finding.verdict), finding.verdict}});
        }
        if (rows.isEmpty())
            continue;
        page.subheading(u"5.%1 %2"_s.arg(++number).arg(groupTitle(group)));
        page.table({{u"Check"_s, 3}, {u"Expected"_s, 1.4, ReportColumn::Align::Right}, {u"Found"_s, 1.4, ReportColumn::Align::Right},
                    {u"Result"_s, 1}},
                   rows);
    }
    QStringList again;
    for (const Finding &finding : findings)
        if (finding.askedAgainAt)
            again.append(u"%1, %2, at %3"_s.arg(finding.check, finding.subject, momentText(finding.askedAgainAt)));
    if (!again.isEmpty())
        page.paragraph(u"Asked again by themselves, later than the others: %1."_s.arg(again.join(u"; "_s)));
}

/// What a reader has to be able to ask again: the queries of all checks stand in the record, these in print.
void drawQueries(ReportPainter &page, const RunRecord &run, const QString &jsonName)
{
    page.heading(u"7 Queries behind the exceptions"_s);
    page.paragraph(u"The text of every query, also of the checks that passed, stands in %1, under run, steps, findings, sql."_s.arg(jsonName));
    QStringList seen;
    for (const Finding &finding : run.findings()) {
        if (finding.verdict == Verdict::Passed || finding.sql.isEmpty() || seen.contains(finding.sql))
            continue;
        seen.append(finding.sql);
        page.subheading(u"%1: %2"_s.arg(finding.check, finding.subject));
        page.code(finding.sql);
    }
}

struct Document {
    const RunRecord &run;
    const Environment &environment;
    QString jsonName;
    QString jsonDigest;
};

int draw(QPagedPaintDevice &device, const Document &document, int pages)
{
    const RunRecord &run = document.run;
    const QString foot = u"Restore · %1 · Shuttler Ops %2 · run %3"_s.arg(document.environment.name.toString(),
                                                                        QCoreApplication::applicationVersion(), run.id.toString());
    ReportPainter page(device, foot, pages);
    page.title(u"Restore of %1"_s.arg(document.environment.title.isEmpty() ? document.environment.name.toString() : document.environment.title),
               QString::fromLatin1(Control));
    const Standing standing = standingOf(run);
    page.resultBox(standing.verdict, standing.word, standing.sentence);
    drawSummary(page, run, document.environment);
    drawTimes(page, run);
    drawSteps(page, run);
    drawExceptions(page, run);
    page.signatureLines();
    page.pageBreak();
    drawChecks(page, run);
    page.heading(u"6 How to check this document"_s);
    page.fact(u"Record"_s, document.jsonName, true);
    page.fact(u"SHA-256 of the record"_s, document.jsonDigest, true);
    page.fact(u"Command"_s, u"sha256sum "_s + document.jsonName, true);
    page.fact(u"Journal"_s, u"%1 entries, seal %2"_s.arg(run.journalEntries).arg(run.seal), true);
    page.fact(u"Command"_s, u"shuttlerctl log verify"_s, true);
    drawQueries(page, run, document.jsonName);
    return page.pageNumber();
}

std::unique_ptr<QPdfWriter> makeWriter(QIODevice *device, const QString &title)
{
    auto writer = std::make_unique<QPdfWriter>(device);
    writer->setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
    writer->setResolution(600);
    writer->setPageSize(QPageSize(QPageSize::A4));
    writer->setPageMargins(QMarginsF(15, 15, 15, 15), QPageLayout::Millimeter);
    writer->setTitle(title);
    writer->setCreator(u"Shuttler Ops "_s + QCoreApplication::applicationVersion());
    return writer;
}

/// One name for each document a run can have, so that none takes the place of another whose digest is in the journal: a run may stop
/// several times, be done, and be undone after that.
QString nameOf(const RunRecord &run, const Environment &environment)
{
    const QString name = u"restore-%1-%2"_s.arg(environment.name.toString(), run.tag);
    if (run.state == RunState::Done)
        return name;
    return run.state == RunState::Undone ? name + u"-undone"_s : u"%1-stopped-%2"_s.arg(name).arg(run.journalEntries);
}

} // namespace

QJsonObject evidenceJson(const RunRecord &run, const Environment &environment)
{
    const FindingSummary checks = summaryOf(run.findings());
    const Standing standing = standingOf(run);
    return {{u"document"_s, u"restore"_s},
            {u"control"_s, QString::fromLatin1(Control)},
            {u"program"_s, u"Shuttler Ops "_s + QCoreApplication::applicationVersion()},
            {u"environment"_s, environment.name.toString()},
            {u"database"_s, environment.database},
            {u"result"_s, standing.word},
            {u"sentence"_s, standing.sentence},
            {u"checks"_s, QJsonObject{{u"passed"_s, checks.passed}, {u"warned"_s, checks.warned}, {u"failed"_s, checks.failed},
                                      {u"notChecked"_s, checks.notChecked}}},
            {u"run"_s, toJson(run)}};
}

Result<EvidenceFiles> writeEvidence(const RunRecord &run, const Environment &environment, const QString &folder)
{
    if (!qobject_cast<QGuiApplication *>(QCoreApplication::instance()))
        return Error(Fault::Defect, u"Evidence can only be drawn inside a Qt GUI application."_s);
    if (!QDir().mkpath(folder))
        return Error(Fault::Refused, u"The folder %1 for the evidence cannot be made."_s.arg(folder))
            .means(u"The restore itself is not affected; its journal is whole."_s)
            .todo(u"Choose another evidence folder in the settings, then write the document again."_s);

    const QString name = nameOf(run, environment);
    EvidenceFiles files{folder + u'/' + name + u".pdf"_s, folder + u'/' + name + u".json"_s};
    const QByteArray json = QJsonDocument(evidenceJson(run, environment)).toJson(QJsonDocument::Compact) + '\n';
    if (Outcome written = writeFileAtomically(files.json, json); !written)
        return std::move(written).errorDuring(u"writing the evidence"_s);

    const Document document{run, environment, name + u".json"_s,
                            QString::fromLatin1(QCryptographicHash::hash(json, QCryptographicHash::Sha256).toHex())};
    // Twice: the foot of the first page already says how many there are.
    int pages = 0;
    QByteArray pdf;
    for (int pass = 0; pass < 2; ++pass) {
        pdf.clear();
        QBuffer buffer(&pdf);
        buffer.open(QIODevice::WriteOnly);
        const std::unique_ptr<QPdfWriter> writer = makeWriter(&buffer, name);
        pages = draw(*writer, document, pages);
    }
    if (Outcome written = writeFileAtomically(files.pdf, pdf); !written)
        return std::move(written).errorDuring(u"writing the evidence"_s);
    return files;
}

void loadEvidenceFonts()
{
    QByteArray nothing;
    QBuffer buffer(&nothing);
    buffer.open(QIODevice::WriteOnly);
    const std::unique_ptr<QPdfWriter> writer = makeWriter(&buffer, {});
    ReportPainter(*writer, {}, 0).code(u"0"_s);
}

} // namespace shuttler
