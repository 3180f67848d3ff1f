// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/RdsSettings.h"

#include <QFileInfo>
#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

Error notUsableForRds(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what)
        .means(u"AWS was not asked for anything."_s)
        .todo(todo + u" It stands in [provider] of the environment's file."_s);
}

Outcome checkFile(const QString &key, const QString &path)
{
    if (path.isEmpty() || QFileInfo(path).isAbsolute())
        return Done{};
    return notUsableForRds(u"\"%1\" is \"%2\", which means another file in each working directory."_s.arg(key, path),
                           u"Write the whole path, beginning with /."_s);
}

Outcome setEndpoints(RdsSettings &settings, const QString &written)
{
    if (written.isEmpty()) {
        const QString domain = settings.region.startsWith(u"cn-"_s) ? u"amazonaws.com.cn"_s : u"amazonaws.com"_s;
        settings.endpoint = QUrl(u"https://rds.%1.%2/"_s.arg(settings.region, domain));
        settings.signInEndpoint = QUrl(u"https://sts.%1.%2/"_s.arg(settings.region, domain));
        return Done{};
    }
    QUrl url(written, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"https"_s || url.host().isEmpty() || !url.userInfo().isEmpty()
        || url.hasQuery())
        return notUsableForRds(u"\"endpoint\" is not an https address without user and query."_s,
                               u"Leave it out to use AWS itself, or write https://host/."_s);
    if (url.path().isEmpty())
        url.setPath(u"/"_s);
    settings.endpoint = url;
    settings.signInEndpoint = url;
    settings.portal = url;
    return Done{};
}

Outcome checkRds(const RdsSettings &settings)
{
    static const QRegularExpression region(QRegularExpression::anchoredPattern(u"[a-z]{2,}(-[a-z]+)+-[0-9]+"_s));
    if (!region.match(settings.region).hasMatch())
        return notUsableForRds(settings.region.isEmpty()
                                   ? u"The AWS settings lack \"region\"."_s
                                   : u"\"region\" is \"%1\", which is no region of AWS."_s.arg(settings.region),
                               u"Write region = \"ap-south-1\", or where the database is."_s);
    if (settings.credential.isEmpty() == settings.profile.isEmpty())
        return notUsableForRds(settings.profile.isEmpty() ? u"The AWS settings lack \"credential\"."_s
                                                          : u"Both \"credential\" and \"profile\" are there."_s,
                               u"Write either credential (a name in the keychain) or profile (of ~/.aws)."_s);
    if (!settings.mfa.isEmpty() && settings.role.isEmpty())
        return notUsableForRds(u"\"mfa\" is there without \"role\"."_s,
                               u"Add the role that asks for the device, or leave mfa out."_s);
    if (!settings.user.isEmpty() && settings.password.isEmpty())
        return notUsableForRds(u"\"user\" is there without \"password\"."_s,
                               u"Add password = the name under which the keychain keeps it."_s);
    if (Outcome good = checkFile(u"ca"_s, settings.ca); !good)
        return good;
    return checkFile(u"database-ca"_s, settings.databaseCa);
}

} // namespace

Result<RdsSettings> RdsSettings::from(const QMap<QString, QString> &table)
{
    RdsSettings settings;
    const QMap<QString, QString *> texts{
        {u"region"_s, &settings.region},
        {u"ca"_s, &settings.ca},
        {u"credential"_s, &settings.credential},
        {u"profile"_s, &settings.profile},
        {u"role"_s, &settings.role},
        {u"mfa"_s, &settings.mfa},
        {u"external-id"_s, &settings.externalId},
        {u"user"_s, &settings.user},
        {u"password"_s, &settings.password},
        {u"database"_s, &settings.database},
        {u"database-ca"_s, &settings.databaseCa},
        {u"subnet-group"_s, &settings.subnetGroup},
        {u"parameter-group"_s, &settings.parameterGroup},
        {u"option-group"_s, &settings.optionGroup},
        {u"instance-class"_s, &settings.instanceClass},
    };
    for (auto entry = table.cbegin(); entry != table.cend(); ++entry) {
        if (QString *text = texts.value(entry.key())) {
            *text = entry.value();
        } else if (entry.key() == u"security-groups"_s) {
            for (const QString &group : entry.value().split(u',', Qt::SkipEmptyParts))
                settings.securityGroups.append(group.trimmed());
        } else if (entry.key() == u"copy-backups"_s) {
            if (entry.value() != u"as-source"_s && entry.value() != u"none"_s)
                return notUsableForRds(u"\"copy-backups\" is \"%1\"."_s.arg(entry.value()),
                                       u"Write \"as-source\", or \"none\" for throw-away copies."_s);
            settings.copiesKeepBackups = entry.value() == u"as-source"_s;
        } else if (entry.key() != u"endpoint"_s) {
            return notUsableForRds(u"The AWS settings have a key \"%1\", which means nothing here."_s.arg(entry.key()),
                                   u"Check the spelling; known are %1, security-groups, copy-backups and endpoint."_s.arg(
                                       texts.keys().join(u", "_s)));
        }
    }
    if (Outcome good = checkRds(settings); !good)
        return std::move(good).error();
    if (Outcome good = setEndpoints(settings, table.value(u"endpoint"_s)); !good)
        return std::move(good).error();
    return settings;
}

} // namespace shuttler
