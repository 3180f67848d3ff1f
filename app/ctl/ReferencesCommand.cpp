// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/NamedDatabase.h"
#include "core/base/Files.h"
#include "core/verify/ReferenceProposals.h"

#include <QFileInfo>
#include <QJsonArray>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const ReferenceProposal &proposal)
{
    QJsonArray to;
    for (const verify::ReferenceTarget &target : proposal.rule.targets)
        to.append(QJsonObject{{u"kind"_s, target.kind}, {u"column"_s, target.column.shown()}});
    return {{u"from"_s, proposal.rule.from.shown()},
            {u"kind"_s, proposal.rule.kind ? proposal.rule.kind->shown() : QString()},
            {u"to"_s, to},
            {u"rows"_s, proposal.rows},
            {u"values"_s, proposal.values},
            {u"orphans"_s, proposal.orphans},
            {u"doubt"_s, proposal.doubt}};
}

Exit runReferences(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    if (words.size() != 2 || words[0] != u"propose"_s)
        return context.out.fail(usageError(u"\"propose\" and one database are needed."_s, referencesCommand()));
    const QString output = parser.value(u"output"_s);
    if (QFileInfo::exists(output))
        return context.out.fail(Error(Fault::Refused, u"%1 is there already."_s.arg(output))
                                    .means(u"Nothing was done: what you accepted in it would be lost."_s)
                                    .todo(u"Name another file, and copy from it the rules that are meant."_s));
    Result<NamedDatabase> database = databaseFrom(words[1], parser, context);
    if (!database)
        return context.out.fail(database.error());
    const QString known =
        optionOr(parser, u"references"_s, database->environment.value_or(Environment()).referencesFile);
    const Result<ReferenceProposals> proposals = proposeReferences(database->connection, known, context.job);
    if (!proposals)
        return context.out.fail(proposals.error());

    QJsonArray proposed;
    QJsonArray doubtful;
    for (const ReferenceProposal &proposal : proposals->all)
        (proposal.doubt.isEmpty() ? proposed : doubtful).append(jsonOf(proposal));
    const QString toml = proposals->toToml();
    const bool isWritten = !output.isEmpty() && !proposed.isEmpty(); // A file without a rule would not be read as one.
    if (!isWritten)
        context.out.print(toml.trimmed());
    else if (Outcome written = writeFileAtomically(output, toml.toUtf8()); !written)
        return context.out.fail(written.error());
    context.out.tell(u"%1 proposed, %2 in doubt. A rule counts once its file is named, with --references or in the environment."_s
                         .arg(proposed.size())
                         .arg(doubtful.size()));
    context.out.result({{u"proposed"_s, proposed},
                        {u"doubtful"_s, doubtful},
                        {u"toml"_s, toml},
                        {u"output"_s, isWritten ? output : QString()},
                        {u"seconds"_s, proposals->seconds}});
    return Exit::Good;
}

} // namespace

Command referencesCommand()
{
    return {
        u"references"_s,
        u"propose DB [--output FILE] [--references FILE]"_s,
        u"References that no foreign key guards, guessed from names and held against the rows: a file of rules to be accepted."_s,
        u"shuttlerctl references propose practice --output references.toml"_s,
        {{u"output"_s, u"Where to write the rules; without it they are printed."_s, u"FILE"_s},
         {u"references"_s, u"Rules that are known already (TOML)."_s, u"FILE"_s},
         passwordOption()},
        runReferences};
}

} // namespace shuttler::app
