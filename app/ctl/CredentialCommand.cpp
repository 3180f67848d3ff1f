// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/ctl/Command.h"
#include "core/secrets/SecretStore.h"

#include <QFile>
#include <QJsonArray>

namespace shuttler::app {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LongestCredential = 64 * 1024;

QStringList credentialsOfAll(const EnvironmentStore &environments)
{
    QStringList names;
    for (const Result<Environment> &environment : environments.all())
        if (environment)
            names += credentialNamesIn(*environment);
    names.removeDuplicates();
    names.sort();
    return names;
}

Exit tell(const QStringList &names, Context &context)
{
    SecretStore &store = context.services.secrets();
    QJsonArray list;
    bool isAnyMissing = false;
    for (const QString &name : names) {
        const auto secret = store.read(name, context.job);
        if (!secret && secret.error().fault() != Fault::NotFound)
            return context.out.fail(secret.error());
        const QString state = secret ? u"present"_s : u"missing"_s;
        isAnyMissing = isAnyMissing || !secret;
        list.append(QJsonObject{{u"name"_s, name}, {u"state"_s, state}});
        context.out.print(u"%1  %2"_s.arg(state, -7).arg(name));
    }
    if (names.isEmpty())
        context.out.tell(u"No environment names a credential."_s);
    context.out.result({{u"credentials"_s, list}});
    return isAnyMissing ? Exit::BadVerdict : Exit::Good;
}

Exit done(const QString &name, const QString &state, Context &context)
{
    context.out.print(u"%1  %2"_s.arg(state, -7).arg(name));
    context.out.result({{u"credentials"_s, QJsonArray{QJsonObject{{u"name"_s, name}, {u"state"_s, state}}}}});
    return Exit::Good;
}

Exit set(const QString &name, Context &context)
{
    if (context.interactive)
        return context.out.fail(Error(Fault::Refused, u"A credential is not typed where it can be seen."_s)
                                    .means(u"Nothing was kept."_s)
                                    .todo(u"Let it come from a file or a password manager: shuttlerctl credential set %1 < FILE"_s.arg(name)));
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return context.out.fail(Error(Fault::BadInput, u"Standard input cannot be read."_s));
    QByteArray plain = input.read(LongestCredential + 1);
    while (plain.endsWith('\n') || plain.endsWith('\r'))
        plain.chop(1);
    if (plain.isEmpty() || plain.size() > LongestCredential)
        return context.out.fail(Error(Fault::BadInput, u"Standard input holds no credential."_s)
                                    .means(u"Nothing was kept."_s)
                                    .todo(u"Let it come from a file or a password manager; it has at most 64 KiB."_s));
    if (Outcome kept = context.services.secrets().write(name, Secret(std::move(plain)), context.job); !kept)
        return context.out.fail(kept.error());
    return done(name, u"present"_s, context);
}

Exit runCredential(const QCommandLineParser &parser, Context &context)
{
    const QStringList words = parser.positionalArguments();
    const QString verb = words.value(0);
    const QString name = words.value(1);
    if (verb == u"list"_s && words.size() == 1)
        return tell(credentialsOfAll(context.services.environments()), context);
    const bool isKnown = verb == u"set"_s || verb == u"test"_s || verb == u"forget"_s;
    if (!isKnown || words.size() != 2 || name.isEmpty())
        return context.out.fail(usageError(u"list, or set, test or forget with a name is needed."_s, credentialCommand()));
    if (verb == u"set"_s)
        return set(name, context);
    if (verb == u"test"_s)
        return tell({name}, context);
    if (Outcome forgotten = context.services.secrets().forget(name, context.job); !forgotten)
        return context.out.fail(forgotten.error());
    return done(name, u"missing"_s, context);
}

} // namespace

Command credentialCommand()
{
    return {u"credential"_s, u"set NAME | test NAME | list | forget NAME"_s,
            u"Keep what the clouds ask for in the keychain; list tells the names that environments use, never a credential itself."_s,
            u"shuttlerctl credential set render-api-key < key.txt"_s, {}, runCredential};
}

} // namespace shuttler::app
