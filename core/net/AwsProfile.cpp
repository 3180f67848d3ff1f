// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsProfile.h"

#include "core/base/Files.h"

#include <QDir>
#include <QMap>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

using Section = QMap<QByteArray, QByteArray>;

QString fileOf(const char *variable, const QString &usual)
{
    return qEnvironmentVariableIsEmpty(variable) ? QDir::homePath() + usual : qEnvironmentVariable(variable);
}

QString credentialsFile()
{
    return fileOf("AWS_SHARED_CREDENTIALS_FILE", u"/.aws/credentials"_s);
}

QString configFile()
{
    return fileOf("AWS_CONFIG_FILE", u"/.aws/config"_s);
}

/// "[profile  x]": "profile x"; empty where the line begins no section.
QByteArray sectionBegunBy(const QByteArray &line)
{
    return line.startsWith('[') ? line.mid(1, line.indexOf(']') - 1).simplified() : QByteArray();
}

/// One section of an ini file as AWS writes them; empty when the file or the section is not there.
Result<Section> sectionIn(const QString &path, const QByteArray &name)
{
    Section section;
    const Result<QByteArray> text = readWholeFile(path);
    if (!text && text.error().fault() != Fault::NotFound)
        return text.error();
    if (!text)
        return section;
    bool isInside = false;
    for (const QByteArray &raw : text->split('\n')) {
        const QByteArray line = raw.trimmed();
        if (line.startsWith('['))
            isInside = sectionBegunBy(line) == name;
        else if (const qsizetype equals = line.indexOf('='); isInside && equals > 0 && !line.startsWith('#') && !line.startsWith(';'))
            section.insert(line.left(equals).trimmed().toLower(), line.mid(equals + 1).trimmed());
    }
    return section;
}

std::optional<AwsCredentials> keysIn(const Section &section)
{
    QByteArray secret = section.value("aws_secret_access_key");
    QByteArray token = section.value("aws_session_token");
    if (section.value("aws_access_key_id").isEmpty() || secret.isEmpty())
        return std::nullopt;
    AwsCredentials keys;
    keys.accessKey = QString::fromLatin1(section.value("aws_access_key_id"));
    keys.secretKey = std::make_shared<const Secret>(std::move(secret));
    if (!token.isEmpty())
        keys.token = std::make_shared<const Secret>(std::move(token));
    return keys;
}

} // namespace

Result<AwsProfile> AwsProfile::named(const QString &wanted)
{
    const QByteArray key = wanted.toUtf8();
    const Result<Section> kept = sectionIn(credentialsFile(), key);
    if (!kept)
        return kept.error();
    const Result<Section> config = sectionIn(configFile(), key == "default" ? key : "profile " + key);
    if (!config)
        return config.error();
    if (kept->isEmpty() && config->isEmpty())
        return Error(Fault::NotFound, u"There is no AWS profile \"%1\" on this computer."_s.arg(wanted))
            .means(u"Nobody was asked anything."_s)
            .todo(u"Correct profile in the environment, or set the profile up with \"aws configure --profile %1\"."_s.arg(wanted));
    const QByteArray session = config->value("sso_session");
    const Result<Section> shared = session.isEmpty() ? Result<Section>(Section()) : sectionIn(configFile(), "sso-session " + session);
    if (!shared)
        return shared.error();
    const auto text = [&](const char *name) {
        for (const Section *section : {&kept.value(), &config.value(), &shared.value()})
            if (section->contains(name))
                return QString::fromUtf8(section->value(name));
        return QString();
    };

    AwsProfile profile;
    profile.name = wanted;
    profile.keys = keysIn(*kept);
    if (!profile.keys)
        profile.keys = keysIn(*config);
    if (const QString arn = text("role_arn"); !arn.isEmpty()) {
        profile.role = AwsRole{arn, text("mfa_serial"), text("external_id")};
        if (const QString called = text("role_session_name"); !called.isEmpty())
            profile.role->session = called;
    }
    profile.sourceProfile = text("source_profile");
    profile.ssoSession = QString::fromUtf8(session);
    profile.ssoStartUrl = text("sso_start_url");
    profile.ssoRegion = text("sso_region");
    profile.ssoAccount = text("sso_account_id");
    profile.ssoRole = text("sso_role_name");
    return profile;
}

Result<QStringList> AwsProfile::names()
{
    QStringList names;
    for (const QString &file : {credentialsFile(), configFile()}) {
        const Result<QByteArray> text = readWholeFile(file);
        if (!text && text.error().fault() != Fault::NotFound)
            return text.error();
        const bool isConfig = file == configFile();
        const QList<QByteArray> lines = text ? text->split('\n') : QList<QByteArray>();
        for (const QByteArray &line : lines) {
            QByteArray name = sectionBegunBy(line.trimmed());
            if (isConfig && name != "default" && !name.startsWith("profile "))
                continue; // "sso-session …", "services …": no profiles.
            names.append(QString::fromUtf8(isConfig && name != "default" ? name.mid(8) : name));
        }
    }
    names.removeAll({});
    names.removeDuplicates();
    names.sort();
    return names;
}

Result<AwsCredentials> awsProfile(const QString &name)
{
    Result<AwsProfile> profile = AwsProfile::named(name);
    if (!profile)
        return std::move(profile).error();
    if (profile->keys)
        return *std::move(profile->keys);
    return Error(Fault::Refused, u"The AWS profile \"%1\" holds no keys."_s.arg(name))
        .means(u"Nobody was asked anything."_s)
        .todo(u"Name a profile that has aws_access_key_id and aws_secret_access_key, or keep the keys in the keychain."_s);
}

} // namespace shuttler::net
