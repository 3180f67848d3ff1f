// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/settings/EnvironmentStore.h"

#include "core/base/Files.h"
#include "core/settings/TomlDocument.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

static QStringList textsOf(const QList<InstanceId> &instances)
{
    QStringList texts;
    for (const InstanceId &instance : instances)
        texts.append(instance.toString());
    return texts;
}

/// For what a table holds that has no place of its own in Environment.
static void setOthers(TomlDocument &toml, const QString &table, const QMap<QString, QString> &others, const QStringList &known)
{
    const QStringList present = toml.entries(table, known).keys();
    for (const QString &key : present)
        if (!others.contains(key))
            toml.remove(table, key);
    for (auto other = others.begin(); other != others.end(); ++other)
        toml.set(table, other.key(), other.value());
}

static const QStringList AppKeys{u"kind"_s, u"file"_s, u"variable"_s, u"ca"_s};
static const QStringList CutoverKeys{u"kind"_s, u"command"_s, u"health-url"_s, u"database-health-url"_s};

static Result<Environment> environmentIn(TomlDocument &toml, const EnvironmentName &name)
{
    const Environment usual;
    Environment environment;
    environment.name = name;
    environment.title = toml.text({}, u"title"_s, name.toString());
    const auto kind = environmentKindFrom(toml.text({}, u"kind"_s, wordFor(usual.kind)));
    if (!kind)
        toml.wrong({}, u"kind"_s, u"must be \"production\", \"staging\" or \"practice\""_s);
    environment.kind = kind.value_or(usual.kind);
    environment.database = toml.requiredText({}, u"database"_s);
    environment.instance = InstanceId(toml.requiredText({}, u"instance"_s));
    for (const QString &earlier : toml.texts({}, u"lineage"_s))
        environment.lineage.append(InstanceId(earlier));

    environment.provider = toml.requiredText(u"provider"_s, u"kind"_s);
    environment.providerSettings = toml.entries(u"provider"_s, {u"kind"_s});

    environment.app.kind = toml.text(u"app"_s, u"kind"_s, usual.app.kind);
    environment.app.file = toml.text(u"app"_s, u"file"_s);
    environment.app.variable = toml.text(u"app"_s, u"variable"_s, usual.app.variable);
    environment.app.ca = toml.text(u"app"_s, u"ca"_s);
    if (!environment.app.ca.isEmpty() && !environment.app.ca.startsWith(u'/'))
        toml.wrong(u"app"_s, u"ca"_s, u"must be the whole path of a PEM file, beginning with /"_s);

    environment.app.settings = toml.entries(u"app"_s, AppKeys);

    environment.cutover.kind = toml.text(u"cutover"_s, u"kind"_s, usual.cutover.kind);
    environment.cutover.command = toml.texts(u"cutover"_s, u"command"_s);
    environment.cutover.healthUrl = toml.text(u"cutover"_s, u"health-url"_s);
    environment.cutover.databaseHealthUrl = toml.text(u"cutover"_s, u"database-health-url"_s);
    environment.cutover.settings = toml.entries(u"cutover"_s, CutoverKeys);

    environment.referencesFile = toml.text(u"checks"_s, u"references"_s);
    environment.sanityFile = toml.text(u"checks"_s, u"sanity"_s);

    environment.promiseDays = toml.integer(u"promise"_s, u"days"_s, usual.promiseDays, 1, 3650);
    const auto grade = gradeFrom(toml.text(u"promise"_s, u"grade"_s, wordFor(usual.promise)));
    if (!grade || *grade == Grade::Nothing)
        toml.wrong(u"promise"_s, u"grade"_s, u"must be \"any-second\" or \"backup-only\""_s);
    environment.promise = grade.value_or(usual.promise);

    if (Outcome read = toml.outcome(); !read)
        return std::move(read).error();
    return environment;
}

static void writeInto(TomlDocument &toml, const Environment &environment)
{
    const Environment usual;
    toml.set({}, u"title"_s, environment.title, environment.name.toString());
    toml.set({}, u"kind"_s, wordFor(environment.kind), wordFor(usual.kind));
    toml.set({}, u"database"_s, environment.database);
    toml.set({}, u"instance"_s, environment.instance.toString());
    toml.set({}, u"lineage"_s, textsOf(environment.lineage), QStringList());

    toml.set(u"provider"_s, u"kind"_s, environment.provider);
    setOthers(toml, u"provider"_s, environment.providerSettings, {u"kind"_s});

    toml.set(u"app"_s, u"kind"_s, environment.app.kind, usual.app.kind);
    toml.set(u"app"_s, u"file"_s, environment.app.file, QString());
    toml.set(u"app"_s, u"variable"_s, environment.app.variable, usual.app.variable);
    toml.set(u"app"_s, u"ca"_s, environment.app.ca, QString());
    setOthers(toml, u"app"_s, environment.app.settings, AppKeys);

    toml.set(u"cutover"_s, u"kind"_s, environment.cutover.kind, usual.cutover.kind);
    toml.set(u"cutover"_s, u"command"_s, environment.cutover.command, QStringList());
    toml.set(u"cutover"_s, u"health-url"_s, environment.cutover.healthUrl, QString());
    toml.set(u"cutover"_s, u"database-health-url"_s, environment.cutover.databaseHealthUrl, QString());
    setOthers(toml, u"cutover"_s, environment.cutover.settings, CutoverKeys);

    toml.set(u"checks"_s, u"references"_s, environment.referencesFile, QString());
    toml.set(u"checks"_s, u"sanity"_s, environment.sanityFile, QString());

    toml.set(u"promise"_s, u"days"_s, qint64(environment.promiseDays), qint64(usual.promiseDays));
    toml.set(u"promise"_s, u"grade"_s, wordFor(environment.promise), wordFor(usual.promise));
}

QString EnvironmentStore::fileOf(const EnvironmentName &name) const
{
    return m_directory + u'/' + name.toString() + u".toml"_s;
}

QList<EnvironmentName> EnvironmentStore::names() const
{
    QList<EnvironmentName> names;
    for (const QString &file : QDir(m_directory).entryList({u"*.toml"_s}, QDir::Files, QDir::Name))
        names.append(EnvironmentName(file.chopped(5)));
    return names;
}

Error EnvironmentStore::notThere(const EnvironmentName &name) const
{
    QStringList known;
    for (const EnvironmentName &each : names())
        known.append(each.toString());
    return Error(Fault::NotFound, u"There is no environment \"%1\"."_s.arg(name.toString()))
        .means(u"Nothing was done."_s)
        .todo(known.isEmpty() ? u"There is none yet: add one, or begin with Practice."_s
                              : u"There are: %1."_s.arg(known.join(u", "_s)));
}

QList<Result<Environment>> EnvironmentStore::all() const
{
    QList<Result<Environment>> all;
    for (const EnvironmentName &name : names())
        all.append(find(name));
    return all;
}

Result<Environment> EnvironmentStore::find(const EnvironmentName &name) const
{
    if (Outcome good = checkName(name.toString()); !good)
        return std::move(good).error();
    if (!QFile::exists(fileOf(name)))
        return notThere(name);
    Result<TomlDocument> toml = TomlDocument::read(fileOf(name));
    if (!toml)
        return std::move(toml).error();
    return environmentIn(*toml, name);
}

Outcome EnvironmentStore::save(const Environment &environment)
{
    if (Outcome good = checkName(environment.name.toString()); !good)
        return good;
    if (!QDir().mkpath(m_directory))
        return Error(Fault::Refused, u"The folder %1 could not be made."_s.arg(m_directory))
            .means(u"The environment was not saved."_s)
            .todo(u"Check that you may write there, then try again."_s);
    Result<TomlDocument> toml = TomlDocument::read(fileOf(environment.name));
    if (!toml)
        return std::move(toml).error();
    writeInto(*toml, environment);
    return writeFileAtomically(fileOf(environment.name), toml->toText());
}

Outcome EnvironmentStore::remove(const EnvironmentName &name)
{
    if (Outcome good = checkName(name.toString()); !good)
        return good;
    QFile file(fileOf(name));
    if (!file.exists())
        return notThere(name);
    if (!file.remove())
        return Error(Fault::Refused, u"%1 could not be removed: %2."_s.arg(file.fileName(), file.errorString()))
            .means(u"The environment is still there."_s)
            .todo(u"Check that you may write to its folder, then try again."_s);
    return Done{};
}

Outcome EnvironmentStore::checkName(const QString &name)
{
    static const QRegularExpression shape(u"\\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,39}\\z"_s);
    if (shape.match(name).hasMatch())
        return Done{};
    return Error(Fault::BadInput, u"\"%1\" cannot be the name of an environment."_s.arg(name))
        .means(u"Nothing was done."_s)
        .todo(u"Use 1 to 40 letters (A to Z), digits, \"-\", \"_\" or \".\"; begin with a letter, a digit or \"_\"."_s);
}

} // namespace shuttler
