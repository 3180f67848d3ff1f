// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsCredentialSource.h"

#include "core/base/Files.h"

#include <QDir>
#include <QMap>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

using Section = QMap<QByteArray, QByteArray>;

std::shared_ptr<const Secret> secretOf(QByteArray plain)
{
    return plain.isEmpty() ? nullptr : std::make_shared<const Secret>(std::move(plain));
}

QString fileOf(const char *variable, const QString &usual)
{
    return qEnvironmentVariableIsEmpty(variable) ? QDir::homePath() + usual : qEnvironmentVariable(variable);
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
            isInside = line.mid(1, line.indexOf(']') - 1).simplified() == name;
        else if (const qsizetype equals = line.indexOf('='); isInside && equals > 0 && !line.startsWith('#') && !line.startsWith(';'))
            section.insert(line.left(equals).trimmed().toLower(), line.mid(equals + 1).trimmed());
    }
    return section;
}

} // namespace

Result<AwsCredentials> awsKeysIn(const Secret &text, const QString &name)
{
    QByteArray plain = text.expose([&](const char *lent) { return QByteArray(lent, qsizetype(text.size())); }).trimmed();
    const qsizetype first = plain.indexOf(':');
    const qsizetype second = first < 0 ? -1 : plain.indexOf(':', first + 1);
    AwsCredentials credentials;
    credentials.accessKey = QString::fromLatin1(plain.left(std::max<qsizetype>(first, 0)));
    if (first > 0)
        credentials.secretKey = secretOf(plain.mid(first + 1, second < 0 ? -1 : second - first - 1));
    if (second > 0)
        credentials.token = secretOf(plain.mid(second + 1));
    plain.fill('\0');
    if (credentials.secretKey)
        return credentials;
    return Error(Fault::BadInput, u"The credential \"%1\" holds no AWS keys."_s.arg(name))
        .means(u"Nobody was asked anything."_s)
        .todo(u"Set it to ACCESSKEY:SECRET, or ACCESSKEY:SECRET:TOKEN for temporary keys."_s);
}

Result<AwsCredentials> awsProfile(const QString &profile)
{
    const QByteArray name = profile.toUtf8();
    const Result<Section> keys = sectionIn(fileOf("AWS_SHARED_CREDENTIALS_FILE", u"/.aws/credentials"_s), name);
    if (!keys)
        return keys.error();
    const Result<Section> config =
        sectionIn(fileOf("AWS_CONFIG_FILE", u"/.aws/config"_s), name == "default" ? name : "profile " + name);
    if (!config)
        return config.error();
    const Section &section = keys->contains("aws_access_key_id") ? *keys : *config;
    if (keys->isEmpty() && config->isEmpty())
        return Error(Fault::NotFound, u"There is no AWS profile \"%1\" on this computer."_s.arg(profile))
            .means(u"Nobody was asked anything."_s)
            .todo(u"Correct profile in the environment, or set the profile up with \"aws configure --profile %1\"."_s.arg(profile));
    AwsCredentials credentials;
    credentials.accessKey = QString::fromLatin1(section.value("aws_access_key_id"));
    credentials.secretKey = secretOf(section.value("aws_secret_access_key"));
    credentials.token = secretOf(section.value("aws_session_token"));
    if (!credentials.accessKey.isEmpty() && credentials.secretKey)
        return credentials;
    return Error(Fault::Refused, u"The AWS profile \"%1\" holds no keys."_s.arg(profile))
        .means(u"Nobody was asked anything."_s)
        .todo(u"Name a profile that has aws_access_key_id and aws_secret_access_key, or keep the keys in the keychain."_s);
}

} // namespace shuttler::net
