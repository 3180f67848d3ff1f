// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentDraft.h"

#include <QCoreApplication>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

QString say(const char *text) { return QCoreApplication::translate("EnvironmentDraft", text); }

/// Which secrets a cloud's key is made of.
QStringList keyPartsOf(const QString &provider)
{
    if (provider == "aws-rds"_L1)
        return {u"access-key"_s, u"secret-key"_s, u"session-token"_s};
    if (provider == "render"_L1)
        return {u"api-key"_s};
    return provider == "railway"_L1 ? QStringList{u"api-token"_s} : QStringList();
}

} // namespace

std::optional<std::pair<QString, QString>> wrongTogether(const EnvironmentDraft &draft, const Environment &base)
{
    const QMap<QString, QString> before = (draft.provider == base.provider ? base.providerSettings : QMap<QString, QString>());
    const bool hasUser = draft.keys.contains(u"user"_s);
    const bool hasPassword = draft.typed.contains(u"password"_s) || before.contains(u"password"_s);
    if (hasUser && !hasPassword)
        return {{u"password"_s, say("Enter the password of that role.")}};
    if (!hasUser && draft.typed.contains(u"password"_s) && draft.provider != "aws-rds"_L1)
        return {{u"user"_s, say("Enter the role that this password belongs to.")}};
    if (draft.provider != "aws-rds"_L1)
        return std::nullopt;
    const bool hasKey = draft.keys.contains(u"access-key"_s);
    const bool hasSecret = draft.typed.contains(u"secret-key"_s);
    const bool hasProfile = draft.keys.contains(u"profile"_s);
    if (hasProfile && (hasKey || hasSecret))
        return {{u"profile"_s, say("Either the keys or a profile: leave one of them empty.")}};
    if (hasKey != hasSecret)
        return {{hasKey ? u"secret-key"_s : u"access-key"_s, say("An access key and its secret key belong together.")}};
    if (draft.typed.contains(u"session-token"_s) && !hasKey)
        return {{u"access-key"_s, say("Enter the keys that this token belongs to.")}};
    if (!hasKey && !hasProfile && !before.contains(u"credential"_s))
        return {{u"access-key"_s, say("Enter an access key, or a profile below.")}};
    return std::nullopt;
}

QMap<QString, QStringList> secretsOf(const EnvironmentDraft &draft, const Environment &base)
{
    QMap<QString, QStringList> secrets;
    const Environment made = environmentFrom(draft, base);
    const QStringList parts = keyPartsOf(draft.provider);
    const bool isKeyTyped = std::any_of(parts.cbegin(), parts.cend(), [&draft](const QString &part) { return draft.typed.contains(part); });
    if (isKeyTyped && made.providerSettings.contains(u"credential"_s))
        secrets.insert(made.providerSettings.value(u"credential"_s), parts);
    if (draft.typed.contains(u"password"_s))
        secrets.insert(made.providerSettings.value(u"password"_s), {u"password"_s});
    if (draft.typed.contains(u"app-key"_s) && made.app.settings.contains(u"credential"_s))
        secrets.insert(made.app.settings.value(u"credential"_s), {u"app-key"_s});
    if (draft.typed.contains(u"dns-key"_s) && made.cutover.settings.contains(u"key"_s))
        secrets.insert(made.cutover.settings.value(u"key"_s), {u"dns-key"_s});
    return secrets;
}

} // namespace shuttler::ui
