// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/environments/EnvironmentDraft.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

using Wrong = std::optional<std::pair<QString, QString>>;

QString say(const char *text) { return QCoreApplication::translate("EnvironmentDraft", text); }

/// `before` is the table that is there for the same cloud, empty for a new one.
Wrong wrongAtAws(const FieldValues &entered, const QStringList &typed, const QMap<QString, QString> &before)
{
    const bool hasKey = entered.contains(u"access-key"_s);
    const bool hasSecret = typed.contains(u"secret-key"_s);
    const QString device = entered.value(u"mfa"_s);
    if (hasKey != hasSecret)
        return {{hasKey ? u"secret-key"_s : u"access-key"_s, say("An access key and its secret key belong together.")}};
    if (typed.contains(u"session-token"_s) && !hasKey)
        return {{u"access-key"_s, say("Enter the keys that this token belongs to.")}};
    if (!hasKey && !entered.contains(u"profile"_s) && !before.contains(u"credential"_s))
        return {{u"access-key"_s, say("Enter an access key, or choose a profile above.")}};
    // A sign-in that is kept may still be good; whether it is, AWS says.
    if (!device.isEmpty() && device != before.value(u"mfa"_s) && !typed.contains(u"mfa-code"_s))
        return {{u"mfa-code"_s, say("Enter the six digits that the device shows now.")}};
    return std::nullopt;
}

Wrong wrongAt(const QString &cloud, const FieldValues &entered, const QStringList &typed, const QMap<QString, QString> &before)
{
    if (cloud == "aws"_L1)
        return wrongAtAws(entered, typed, before);
    if (cloud == "railway"_L1 && !entered.contains(u"where"_s))
        return {{u"where"_s, say("Look what is there, then choose one.")}};
    return std::nullopt;
}

QMap<QString, QString> tableOf(const QString &kind, const QString &kindBefore, const QMap<QString, QString> &settings)
{
    return kind == kindBefore ? settings : QMap<QString, QString>();
}

/// The cloud's key, where any part of it was typed, and the code of a device.
void add(QMap<QString, SecretParts> &secrets, FormOf form, const QString &cloud, const QStringList &typed,
         const QMap<QString, QString> &settings)
{
    const QStringList parts = keyPartsOf(cloud);
    const bool isKeyTyped = std::any_of(parts.cbegin(), parts.cend(), [&typed](const QString &part) { return typed.contains(part); });
    const QString credential = settings.value(u"credential"_s);
    if (isKeyTyped && !credential.isEmpty())
        secrets.insert(credential, {form, parts});
    if (const QString who = settings.value(u"profile"_s, credential); typed.contains(u"mfa-code"_s) && !who.isEmpty())
        secrets.insert(who + u"/mfa-code"_s, {form, {u"mfa-code"_s}, true});
}

} // namespace

std::optional<std::pair<QString, QString>> wrongTogether(const EnvironmentDraft &draft, const Environment &base)
{
    const QMap<QString, QString> before = tableOf(draft.provider, base.provider, base.providerSettings);
    const bool hasUser = draft.keys.contains(u"user"_s);
    const bool hasPassword = draft.typed.contains(u"password"_s) || before.contains(u"password"_s);
    if (hasUser && !hasPassword)
        return {{u"password"_s, say("Enter the password of that role.")}};
    if (!hasUser && draft.typed.contains(u"password"_s) && draft.provider != "aws-rds"_L1)
        return {{u"user"_s, say("Enter the role that this password belongs to.")}};
    return draft.provider == "aws-rds"_L1 ? wrongAtAws(draft.keys, draft.typed, before) : std::nullopt;
}

std::optional<std::pair<QString, QString>> wrongInApp(const EnvironmentDraft &draft, const Environment &base)
{
    const QString cloud = cloudOf(draft.appKind);
    if (cloud == cloudOf(draft.provider))
        return std::nullopt;
    return wrongAt(cloud, draft.app, draft.appTyped, tableOf(draft.appKind, base.app.kind, base.app.settings));
}

std::optional<std::pair<QString, QString>> wrongInCutover(const EnvironmentDraft &draft, const Environment &base)
{
    const QString cloud = cloudOf(draft.cutoverKind);
    if (draft.cutoverKind == "rfc2136"_L1) {
        const auto plain = [&draft](const QString &key) {
            return draft.cutover.value(key).toLower().remove(QRegularExpression(u"\\.+$"_s));
        };
        if (plain(u"record"_s) != plain(u"zone"_s) && !plain(u"record"_s).endsWith(u'.' + plain(u"zone"_s)))
            return {{u"record"_s, say("Write the record's whole name, which ends with the zone's.")}};
        return std::nullopt;
    }
    if (cloud == cloudOf(draft.provider) || cloud == cloudOf(draft.appKind))
        return std::nullopt;
    return wrongAt(cloud, draft.cutover, draft.cutoverTyped, tableOf(draft.cutoverKind, base.cutover.kind, base.cutover.settings));
}

QMap<QString, SecretParts> secretsOf(const EnvironmentDraft &draft, const Environment &base)
{
    QMap<QString, SecretParts> secrets;
    const Environment made = environmentFrom(draft, base);
    add(secrets, FormOf::Keys, cloudOf(draft.provider), draft.typed, made.providerSettings);
    add(secrets, FormOf::App, cloudOf(draft.appKind), draft.appTyped, made.app.settings);
    add(secrets, FormOf::Cutover, cloudOf(draft.cutoverKind), draft.cutoverTyped, made.cutover.settings);
    if (draft.typed.contains(u"password"_s))
        secrets.insert(made.providerSettings.value(u"password"_s), {FormOf::Keys, {u"password"_s}});
    if (draft.cutoverTyped.contains(u"dns-key"_s))
        secrets.insert(made.cutover.settings.value(u"key"_s), {FormOf::Cutover, {u"dns-key"_s}});
    return secrets;
}

} // namespace shuttler::ui
