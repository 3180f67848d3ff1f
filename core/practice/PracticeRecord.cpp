// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/PracticeRecord.h"

#include "core/base/Files.h"
#include "core/practice/IncidentScript.h"

#include <toml++/toml.h>

#include <sstream>

namespace shuttler {

using namespace Qt::StringLiterals;

QString wordFor(PracticeSize size)
{
    switch (size) {
    case PracticeSize::Small:
        return u"small"_s;
    case PracticeSize::Medium:
        return u"medium"_s;
    case PracticeSize::Large:
        return u"large"_s;
    }
    return u"small"_s;
}

Outcome saveRecord(const PracticeRecord &record)
{
    toml::array incidents;
    for (const Incident &incident : record.incidents)
        incidents.push_back(toml::table{{"kind", wordFor(incident.kind).toStdString()},
                                        {"at", incident.at.toString().toStdString()},
                                        {"last-good", incident.lastGood.toString().toStdString()},
                                        {"rows", int64_t(incident.rows)}});
    const toml::table table{{"root", record.folder.root.toStdString()},
                            {"sockets", record.folder.sockets.toStdString()},
                            {"size", wordFor(record.size).toStdString()},
                            {"ready", record.isReady},
                            {"made-at", record.madeAt.toString().toStdString()},
                            {"database-port", record.databasePort},
                            {"app-port", record.appPort},
                            {"incidents", incidents}};
    std::ostringstream text;
    text
        << "# What this Practice consists of. Written by Shuttler Ops; `shuttlerctl practice destroy` removes it all.\n"
        << table << '\n';
    return writeFileAtomically(record.folder.record(), QByteArray::fromStdString(text.str()));
}

static Error unreadable(const PracticeFolder &folder, const QString &why)
{
    return Error(Fault::Corrupt, u"%1 cannot be understood: %2."_s.arg(folder.record(), why))
        .means(u"It is not known what this Practice consists of."_s)
        .todo(u"Remove the Practice (shuttlerctl practice destroy) and make a new one."_s);
}

Result<PracticeRecord> loadRecord(const QString &state, const EnvironmentName &name)
{
    PracticeRecord record;
    record.folder.home = PracticeFolder::possibleRoots(state, name).first();
    Result<QByteArray> text = readWholeFile(record.folder.record());
    if (!text)
        return std::move(text).error();
    toml::table table;
    try {
        table = toml::parse(text->toStdString());
    } catch (const toml::parse_error &problem) {
        return unreadable(record.folder, QString::fromStdString(std::string(problem.description())));
    }
    const auto word = [](const toml::table &from, const char *key) {
        return QString::fromStdString(from[key].value_or(std::string()));
    };
    record.folder.root = word(table, "root");
    record.folder.sockets = word(table, "sockets");
    record.isReady = table["ready"].value_or(false);
    record.databasePort = table["database-port"].value_or(0);
    record.appPort = table["app-port"].value_or(0);
    const Result<Instant> madeAt = Instant::parse(word(table, "made-at"));
    const QString size = word(table, "size");
    for (const PracticeSize one : {PracticeSize::Small, PracticeSize::Medium, PracticeSize::Large})
        if (size == wordFor(one))
            record.size = one;
    if (!record.folder.root.startsWith(u'/') || !record.folder.sockets.startsWith(u'/') || !madeAt || size.isEmpty())
        return unreadable(record.folder, u"root, sockets, size or made-at is missing"_s);
    record.madeAt = *madeAt;

    if (const toml::array *incidents = table["incidents"].as_array()) {
        for (const toml::node &node : *incidents) {
            const toml::table *entry = node.as_table();
            const std::optional<IncidentKind> kind = entry ? incidentFrom(word(*entry, "kind")) : std::nullopt;
            const Result<Instant> at = Instant::parse(entry ? word(*entry, "at") : QString());
            const Result<Instant> lastGood = Instant::parse(entry ? word(*entry, "last-good") : QString());
            if (!kind || !at || !lastGood)
                return unreadable(record.folder, u"an incident is incomplete"_s);
            Result<IncidentScript> script = IncidentScript::load(*kind);
            if (!script)
                return std::move(script).error();
            record.incidents.append(
                {*kind, script->title, script->effect, *at, *lastGood, (*entry)["rows"].value_or(int64_t(0))});
        }
    }
    return record;
}

} // namespace shuttler
