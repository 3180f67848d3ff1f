// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/aws/AwsSecret.h"

#include "core/targets/aws/SecretText.h"

#include <QUuid>

namespace shuttler {

using namespace Qt::StringLiterals;
using namespace aws;

namespace {

const QString CurrentLabel = u"AWSCURRENT"_s;
const QString StagedLabel = u"shuttler-staged"_s;

QString beforeLabel(const QString &tag)
{
    return u"shuttler-before-"_s + tag;
}

/// The same run with the same value is the same version, however often it is asked for.
QString versionOf(const QString &tag, const QByteArray &text)
{
    static const QUuid ours(u"{5f0b4a52-6f5e-4a0e-9d0c-2f6a4f6b7c11}"_s);
    return QUuid::createUuidV5(ours, tag.toUtf8() + '\n' + text).toString(QUuid::WithoutBraces);
}

} // namespace

Result<AwsSecretSettings> AwsSecretSettings::from(const QMap<QString, QString> &entries, const QString &variable)
{
    SettingsTable table(entries, u"The settings of the AWS secret"_s);
    AwsSecretSettings settings;
    settings.access = AwsAccess::in(table, u"secretsmanager"_s);
    settings.secret = table.required(u"secret"_s);
    settings.variable = variable;
    if (Outcome sound = table.outcome(); !sound)
        return std::move(sound).error();
    return settings;
}

AwsSecret::AwsSecret(AwsSecretSettings settings, net::HttpClient &client)
    : m_settings(std::move(settings))
    , m_versions(client, m_settings.access.endpoint, m_settings.secret)
{}

QString AwsSecret::describe() const
{
    return u"%1 in the AWS secret %2"_s.arg(m_settings.variable, m_settings.secret);
}

Outcome AwsSecret::check(Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    if (!look->owner.isEmpty())
        return Error(Fault::Refused, u"The AWS secret %1 is kept by %2 itself."_s.arg(m_settings.secret, look->owner))
            .means(u"AWS lets nobody else write it, and changes its password by itself. Nothing was changed."_s)
            .todo(u"Let the app read its DATABASE_URL from a secret of its own, and name that one."_s);
    if (look->isBeingDeleted)
        return Error(Fault::Refused, u"The AWS secret %1 is being deleted."_s.arg(m_settings.secret))
            .means(u"Nothing can be written there."_s)
            .todo(u"Restore it in the AWS console, or name another."_s);
    if (Result<DatabaseUrl> present = read(job); !present)
        return std::move(present).error();
    return Done{};
}

Result<QString> AwsSecret::rival(Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    return look->rotates ? u"The AWS secret %1 is rotated by itself: the rotation has to know the new instance."_s.arg(m_settings.secret)
                         : QString();
}

Result<DatabaseUrl> AwsSecret::read(Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    Result<QByteArray> text = m_versions.text(look->versions.value(StagedLabel, look->versions.value(CurrentLabel)), job);
    if (!text)
        return std::move(text).error();
    Result<SecretText> known = SecretText::parse(*text, m_settings.variable);
    if (!known)
        return std::move(known).errorDuring(u"reading %1"_s.arg(describe()));
    return known->url();
}

Outcome AwsSecret::write(const DatabaseUrl &value, const QString &tag, Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    const QString current = look->versions.value(CurrentLabel);
    Result<QByteArray> present = m_versions.text(current, job);
    if (!present)
        return std::move(present).error();
    Result<SecretText> known = SecretText::parse(*present, m_settings.variable);
    if (!known)
        return std::move(known).errorDuring(u"reading %1"_s.arg(describe()));
    if (!look->versions.contains(beforeLabel(tag)))
        if (Outcome kept = m_versions.move(beforeLabel(tag), current, job); !kept)
            return std::move(kept).errorDuring(u"keeping the present value"_s);

    const QByteArray text = known->with(value);
    const QString version = versionOf(tag, text);
    if (Outcome added = m_versions.add(version, text, StagedLabel, job); !added)
        return added;
    if (Outcome staged = m_versions.move(StagedLabel, version, job); !staged) // Of a version that was there, AWS leaves the labels alone.
        return staged;
    Result<QByteArray> readBack = m_versions.text(version, job);
    if (!readBack)
        return std::move(readBack).error();
    if (*readBack != text)
        return Error(Fault::Corrupt, u"%1 does not hold what was written a moment ago."_s.arg(describe()))
            .means(u"The app still gets the previous value."_s)
            .todo(u"Look at the secret's versions in the AWS console, then try again."_s);
    return Done{};
}

Outcome AwsSecret::putBack(const QString &tag, Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    const QString before = look->versions.value(beforeLabel(tag));
    if (before.isEmpty())
        return Error(Fault::NotFound, u"No earlier value of %1 is kept for %2."_s.arg(describe(), tag))
            .means(u"It was left as it is."_s)
            .todo(u"Write the earlier value there yourself if it has to change."_s);
    if (Outcome unstaged = m_versions.remove(StagedLabel, job); !unstaged)
        return unstaged;
    return m_versions.move(CurrentLabel, before, job);
}

Outcome AwsSecret::forget(const QString &tag, Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    if (look->versions.contains(StagedLabel) && look->versions.value(StagedLabel) == look->versions.value(CurrentLabel))
        if (Outcome removed = m_versions.remove(StagedLabel, job); !removed) // Left behind by a run that broke off in between.
            return removed;
    return m_versions.remove(beforeLabel(tag), job);
}

AwsSecretGoesLive::AwsSecretGoesLive(AwsSecretSettings settings, net::HttpClient &client)
    : m_settings(std::move(settings))
    , m_versions(client, m_settings.access.endpoint, m_settings.secret)
{}

QString AwsSecretGoesLive::describe() const
{
    return u"Make the staged value of the AWS secret %1 the current one"_s.arg(m_settings.secret);
}

Outcome AwsSecretGoesLive::check(Job &job)
{
    if (Result<SecretLook> look = m_versions.look(job); !look)
        return std::move(look).error();
    return Done{};
}

Outcome AwsSecretGoesLive::run(Job &job)
{
    Result<SecretLook> look = m_versions.look(job);
    if (!look)
        return std::move(look).error();
    const QString staged = look->versions.value(StagedLabel);
    if (staged.isEmpty())
        return Done{}; // It is current already, or was put back.
    if (Outcome moved = m_versions.move(CurrentLabel, staged, job); !moved)
        return moved;
    return m_versions.remove(StagedLabel, job);
}

} // namespace shuttler
