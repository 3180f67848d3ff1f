// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"

#include <QJsonArray>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const Incident &incident)
{
    return {{u"kind"_s, wordFor(incident.kind)}, {u"at"_s, incident.at.toString()},
            {u"lastGood"_s, incident.lastGood.toString()}, {u"title"_s, incident.title},
            {u"effect"_s, incident.effect}, {u"rows"_s, incident.rows}};
}

QJsonObject jsonOf(const PracticeStatus &status)
{
    QJsonArray incidents;
    for (const Incident &incident : status.incidents)
        incidents.append(jsonOf(incident));
    return {{u"incidents"_s, incidents},
            {u"environment"_s, QJsonObject{{u"name"_s, status.name.toString()}, {u"connection"_s, status.connection},
                                           {u"envFile"_s, status.envFile}, {u"directory"_s, status.directory},
                                           {u"healthUrl"_s, status.healthUrl}, {u"size"_s, status.size},
                                           {u"state"_s, status.isRunning() ? u"running"_s : u"stopped"_s},
                                           {u"databaseRuns"_s, status.databaseRuns}, {u"appRuns"_s, status.appRuns}}}};
}

Exit showPractice(const Result<PracticeStatus> &status, Context &context)
{
    if (!status)
        return context.out.fail(status.error());
    Output &out = context.out;
    out.print(u"Practice \"%1\" (%2) in %3"_s.arg(status->name.toString(), status->size, status->directory));
    const auto standing = [](bool runs) { return runs ? u"running"_s : u"stopped"_s; };
    out.print(u"  database  %1: %2"_s.arg(standing(status->databaseRuns), status->connection));
    if (!status->databaseSilence.isEmpty())
        out.print(u"            %1"_s.arg(status->databaseSilence));
    out.print(u"  app       %1: %2, reads %3"_s.arg(standing(status->appRuns), status->healthUrl, status->envFile));
    if (!status->isRunning())
        out.print(u"  start it  shuttlerctl practice start --name %1"_s.arg(status->name.toString()));
    for (const Incident &incident : status->incidents)
        out.print(u"  incident  %1 at %2, last good second %3"_s.arg(wordFor(incident.kind), incident.at.toString(), incident.lastGood.toString()));
    out.result(jsonOf(*status));
    return Exit::Good;
}

/// Starting what runs already is no mistake: a script may always ask for it.
Exit startPractice(const EnvironmentName &name, Context &context)
{
    Practice &practice = context.services.practice();
    const Result<PracticeStatus> before = practice.status(name, context.job);
    if (before && before->isRunning())
        context.out.print(u"The Practice \"%1\" runs already."_s.arg(name.toString()));
    return showPractice(before ? practice.start(name, context.job) : before, context);
}

std::optional<PracticeSize> sizeFrom(const QString &word)
{
    if (word.isEmpty() || word == u"small"_s)
        return PracticeSize::Small;
    if (word == u"medium"_s)
        return PracticeSize::Medium;
    if (word == u"large"_s)
        return PracticeSize::Large;
    return std::nullopt;
}

Exit breakIt(const EnvironmentName &name, const QString &word, Context &context)
{
    const std::optional<IncidentKind> kind = incidentFrom(word);
    if (!kind)
        return context.out.fail(usageError(u"\"%1\" is no incident: bad-import, drop-table, mass-delete or truncate."_s.arg(word), practiceCommand()));
    Result<Incident> incident = context.services.practice().breakIt(name, *kind, context.job);
    if (!incident)
        return context.out.fail(incident.error());
    context.out.print(u"%1: %2"_s.arg(incident->title, incident->effect));
    context.out.print(u"damage at        %1"_s.arg(incident->at.toString()));
    context.out.print(u"last good second %1"_s.arg(incident->lastGood.toString()));
    QJsonObject json{{u"incidents"_s, QJsonArray{jsonOf(*incident)}}};
    if (Result<PracticeStatus> status = context.services.practice().status(name, context.job); status)
        json.insert(u"environment"_s, jsonOf(*status).value(u"environment"_s));
    context.out.result(json);
    return Exit::Good;
}

Exit runPractice(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    const QString verb = words.value(0);
    const QString nameText = parser.isSet(u"name"_s) ? parser.value(u"name"_s) : u"practice"_s;
    if (Outcome good = EnvironmentStore::checkName(nameText); !good)
        return context.out.fail(good.error());
    const EnvironmentName name(nameText);
    const std::optional<PracticeSize> size = sizeFrom(parser.value(u"rows"_s));
    if (!size)
        return context.out.fail(usageError(u"--rows takes small, medium or large."_s, practiceCommand()));
    Practice &practice = context.services.practice();

    if (verb == u"create"_s)
        return showPractice(practice.create(name, *size, context.job), context);
    if (verb == u"status"_s)
        return showPractice(practice.status(name, context.job), context);
    if (verb == u"start"_s)
        return startPractice(name, context);
    if (verb == u"reset"_s)
        return showPractice(practice.reset(name, context.job), context);
    if (verb == u"break"_s)
        return breakIt(name, words.value(1), context);
    if (verb == u"destroy"_s || verb == u"restart-app"_s) {
        Outcome done = verb == u"destroy"_s ? practice.destroy(name, context.job) : practice.restartApp(name, context.job);
        if (!done)
            return context.out.fail(done.error());
        context.out.print(verb == u"destroy"_s ? u"Practice \"%1\" is gone."_s.arg(nameText) : u"The stand-in app of \"%1\" was started anew."_s.arg(nameText));
        context.out.result({{u"environment"_s, QJsonObject{{u"name"_s, nameText}}}, {u"incidents"_s, QJsonArray()}});
        return Exit::Good;
    }
    return context.out.fail(usageError(u"\"%1\" is nothing Practice can do."_s.arg(verb), practiceCommand()));
}

} // namespace

Command practiceCommand()
{
    return {u"practice"_s,
            u"create|break INCIDENT|status|start|reset|destroy|restart-app [--name N] [--rows SIZE]"_s,
            u"A private database to break and to get back. INCIDENT: bad-import, drop-table, mass-delete, truncate. "
            "\"start\" brings up what does not run any more, as after a restart of the computer."_s,
            u"shuttlerctl practice create --rows medium && shuttlerctl practice break truncate"_s,
            {{u"name"_s, u"Name of the Practice environment (practice)."_s, u"N"_s},
             {u"rows"_s, u"small, medium or large: about 20 thousand, 2 million, 20 million rows."_s, u"SIZE"_s}},
            runPractice};
}

} // namespace shuttler::app
