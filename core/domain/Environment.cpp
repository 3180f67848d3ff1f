// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/Environment.h"

#include "core/base/Words.h"

namespace shuttler {

static constexpr Word<EnvironmentKind> EnvironmentKindWords[] = {{EnvironmentKind::Production, u"production"},
                                                                 {EnvironmentKind::Staging, u"staging"},
                                                                 {EnvironmentKind::Practice, u"practice"}};

static constexpr Word<Grade> GradeWords[] = {
    {Grade::Nothing, u"nothing"}, {Grade::BackupOnly, u"backup-only"}, {Grade::AnySecond, u"any-second"}};

QString wordFor(Grade grade)
{
    return wordIn(GradeWords, grade);
}

std::optional<Grade> gradeFrom(const QString &word)
{
    return valueIn(GradeWords, word);
}

QString wordFor(EnvironmentKind kind)
{
    return wordIn(EnvironmentKindWords, kind);
}

std::optional<EnvironmentKind> environmentKindFrom(const QString &word)
{
    return valueIn(EnvironmentKindWords, word);
}

QStringList credentialNamesIn(const Environment &environment)
{
    QStringList names;
    for (const QMap<QString, QString> *settings : {&environment.providerSettings, &environment.app.settings, &environment.cutover.settings})
        for (const QString &key : {QStringLiteral("credential"), QStringLiteral("password"), QStringLiteral("key")})
            if (const QString name = settings->value(key); !name.isEmpty())
                names.append(name);
    names.removeDuplicates();
    names.sort();
    return names;
}

} // namespace shuttler
