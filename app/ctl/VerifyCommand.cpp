// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/NamedDatabase.h"
#include "core/base/Files.h"
#include "core/restore/BackupTaker.h"
#include "core/verify/Comparison.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

Result<Baseline> baselineFrom(const QString &file)
{
    Result<QByteArray> bytes = readWholeFile(file);
    if (!bytes)
        return Error(Fault::BadInput, bytes.error().what()).means(u"Nothing was checked."_s).todo(bytes.error().todo());
    QJsonParseError parsing;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &parsing);
    if (!document.isObject())
        return Error(Fault::BadInput, u"%1 is no baseline: %2."_s.arg(file, parsing.errorString()))
            .means(u"Nothing was checked."_s)
            .todo(u"Name a file made by \"shuttlerctl baseline\"."_s);
    return baselineFromJson(document.object());
}

Exit runVerify(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 1 || (parser.isSet(u"baseline"_s) && parser.isSet(u"against"_s)))
        return context.out.fail(usageError(u"One database, and --baseline or --against or neither, is needed."_s, verifyCommand()));
    Result<NamedDatabase> database = databaseFrom(words[0], parser, context);
    if (!database)
        return context.out.fail(database.error());

    VerifyRequest request;
    request.copy = database->connection;
    const Environment rules = database->environment.value_or(Environment());
    request.referencesFile = optionOr(parser, u"references"_s, rules.referencesFile);
    request.sanityFile = optionOr(parser, u"sanity"_s, rules.sanityFile);
    request.exact = parser.isSet(u"exact"_s);
    request.gently = parser.isSet(u"gently"_s);
    request.everyIndexEntry = parser.isSet(u"every-index-entry"_s);
    request.appRole = database->appRole;
    if (parser.isSet(u"baseline"_s)) {
        Result<Baseline> baseline = baselineFrom(parser.value(u"baseline"_s));
        if (!baseline)
            return context.out.fail(baseline.error());
        request.baseline = *std::move(baseline);
    } else if (parser.isSet(u"against"_s)) {
        Result<NamedDatabase> against = databaseFrom(parser.value(u"against"_s), parser, context);
        if (!against)
            return context.out.fail(against.error());
        request.live = against->connection;
    } else {
        request.baseline = database->kept; // What an environment must still hold, where nothing else is said.
    }
    if (request.exact && !request.baseline)
        return context.out.fail(usageError(u"--exact compares with a baseline: add --baseline FILE."_s, verifyCommand()));

    const Result<VerifyReport> report = context.services.verifier()->verify(request, context.job);
    if (!report)
        return context.out.fail(report.error());

    QJsonArray findings;
    for (const Finding &finding : report->findings) {
        findings.append(toJson(finding));
        context.out.print(u"%1  %2  %3"_s.arg(wordFor(finding.verdict).leftJustified(11), finding.subject,
                                              finding.found.isEmpty() ? QString() : u"found "_s + finding.found
                                                      + (finding.expected.isEmpty() ? QString() : u", expected "_s + finding.expected)));
        if (finding.verdict != Verdict::Passed && !finding.means.isEmpty())
            context.out.print(u"             %1 %2"_s.arg(finding.means, finding.todo));
    }
    QJsonArray tables;
    for (const TableBaseline &table : report->tables)
        tables.append(QJsonObject{{u"name"_s, QString(table.schema + u'.' + table.name)}, {u"rows"_s, table.rows}, {u"checksum"_s, table.checksum}});
    const FindingSummary summary = summaryOf(report->findings);
    context.out.print(u"%1 passed, %2 warned, %3 failed, %4 not checked; %5 s"_s.arg(summary.passed).arg(summary.warned)
                          .arg(summary.failed).arg(summary.notChecked).arg(report->seconds, 0, 'f', 1));
    context.out.result({{u"findings"_s, findings}, {u"tables"_s, tables}, {u"seconds"_s, report->seconds}, {u"bytesRead"_s, report->bytesRead}});
    // Whatever else is only warned about: what was not checked is not good.
    return summary.verdict() == Verdict::Failed || summary.notChecked > 0 ? Exit::BadVerdict : Exit::Good;
}

Exit runBaseline(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    const QString output = parser.value(u"output"_s);
    if (words.size() != 1 || (output.isEmpty() && !parser.isSet(u"keep"_s)))
        return context.out.fail(usageError(u"One database, and --output FILE or --keep, is needed."_s, baselineCommand()));

    BaselineOptions options;
    options.gently = parser.isSet(u"gently"_s);
    if (parser.isSet(u"keep"_s)) {
        Result<RestoreWorld> world = context.services.open(EnvironmentName(words[0]));
        if (!world)
            return context.out.fail(world.error());
        const Result<Baseline> kept = takeBaselineOf(*world, options, context.job);
        if (!kept)
            return context.out.fail(kept.error());
        context.out.print(u"The baseline of %1 is kept: %2 tables, %3 rows, at %4."_s.arg(words[0]).arg(kept->tables.size())
                              .arg(kept->totalRows()).arg(kept->takenAt.toString()));
        context.out.result({{u"baseline"_s, QJsonValue()}, {u"tables"_s, int(kept->tables.size())}, {u"snapshot"_s, kept->takenAt.toString()}});
        return Exit::Good;
    }

    Result<NamedDatabase> database = databaseFrom(words[0], parser, context);
    if (!database)
        return context.out.fail(database.error());
    const Environment rules = database->environment.value_or(Environment());
    options.referencesFile = optionOr(parser, u"references"_s, rules.referencesFile);
    options.sanityFile = optionOr(parser, u"sanity"_s, rules.sanityFile);
    const Result<Baseline> baseline = context.services.verifier()->takeBaseline(database->connection, options, context.job);
    if (!baseline)
        return context.out.fail(baseline.error());
    if (Outcome written = writeFileAtomically(output, QJsonDocument(toJson(*baseline)).toJson()); !written)
        return context.out.fail(written.error());
    context.out.print(u"%1: %2 tables, %3 rows, at %4"_s.arg(output).arg(baseline->tables.size()).arg(baseline->totalRows())
                          .arg(baseline->takenAt.toString()));
    context.out.result({{u"baseline"_s, output}, {u"tables"_s, int(baseline->tables.size())}, {u"snapshot"_s, baseline->takenAt.toString()}});
    return Exit::Good;
}

Exit runCompare(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 2)
        return context.out.fail(usageError(u"Two databases are needed."_s, compareCommand()));
    Result<NamedDatabase> left = databaseFrom(words[0], parser, context);
    if (!left)
        return context.out.fail(left.error());
    Result<NamedDatabase> right = databaseFrom(words[1], parser, context);
    if (!right)
        return context.out.fail(right.error());
    const Result<Comparison> comparison = compareDatabases(left->connection, right->connection, context.job);
    if (!comparison)
        return context.out.fail(comparison.error());

    QJsonArray tables;
    for (const TableDifference &table : comparison->tables) {
        tables.append(QJsonObject{{u"name"_s, table.name}, {u"onlyLeft"_s, table.onlyLeft}, {u"onlyRight"_s, table.onlyRight},
                                  {u"changed"_s, table.changed}, {u"same"_s, table.same},
                                  {u"examples"_s, QJsonArray::fromStringList(table.examples)}, {u"notCompared"_s, table.notCompared}});
        if (!table.notCompared.isEmpty())
            context.out.print(table.name + u": not compared: "_s + table.notCompared);
        else if (!table.isEqual())
            context.out.print(table.name + u": %1 only left, %2 only right, %3 changed, %4 the same"_s.arg(table.onlyLeft).arg(table.onlyRight)
                                               .arg(table.changed).arg(table.same)
                              + (table.examples.isEmpty() ? QString() : u"; among them "_s + table.examples.join(u", "_s)));
    }
    context.out.print((comparison->isEqual() ? u"Every row of %1 tables is the same; %2 s"_s : u"Not the same; %1 tables, %2 s"_s)
                          .arg(comparison->tables.size()).arg(comparison->seconds, 0, 'f', 1));
    context.out.result({{u"tables"_s, tables}, {u"seconds"_s, comparison->seconds}});
    return comparison->isEqual() ? Exit::Good : Exit::BadVerdict;
}

QCommandLineOption gentlyOption()
{
    return {u"gently"_s, u"One connection, which rests three quarters of the time: for a database that is busy."_s};
}

QList<QCommandLineOption> ruleOptions()
{
    return {{u"references"_s, u"Logical references to check (TOML)."_s, u"FILE"_s},
            {u"sanity"_s, u"Sanity queries (TOML)."_s, u"FILE"_s}, passwordOption()};
}

} // namespace

Command verifyCommand()
{
    return {u"verify"_s, u"DB [--baseline FILE | --against DB] [options]"_s,
            u"All checks, on any PostgreSQL one can reach. DB: an environment, or a connection string without password."_s,
            u"shuttlerctl verify \"host=/run/postgresql dbname=shuttler\" --baseline monday.json"_s,
            ruleOptions() + QList<QCommandLineOption>{
                {u"baseline"_s, u"Compare with this baseline."_s, u"FILE"_s},
                {u"against"_s, u"Compare with this live database."_s, u"DB"_s},
                {u"exact"_s, u"The contents must equal the baseline, every count and checksum."_s},
                gentlyOption(),
                {u"every-index-entry"_s, u"Hold every row against every index of its table (amcheck's heapallindexed)."_s}},
            runVerify};
}

Command compareCommand()
{
    return {u"compare"_s, u"DB1 DB2"_s, u"What one database has that another has not: per table, row by row. Exit 1 when a row differs."_s,
            u"shuttlerctl compare practice \"host=/run/postgresql dbname=copy\""_s,
            {passwordOption()}, runCompare};
}

Command baselineCommand()
{
    return {u"baseline"_s, u"DB (--output FILE | --keep) [options]"_s,
            u"Count and hash every table in one snapshot, to compare with later."_s,
            u"shuttlerctl baseline practice --output monday.json"_s,
            ruleOptions() + QList<QCommandLineOption>{
                {u"output"_s, u"Where to write it."_s, u"FILE"_s},
                gentlyOption(),
                {u"keep"_s, u"Keep it with the environment's own baselines, for its next restore."_s}},
            runBaseline};
}

} // namespace shuttler::app
