// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/AwsSignIn.h"

#include "core/net/AwsClient.h"
#include "core/net/AwsTemporaryKeys.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace shuttler::aws {

using namespace Qt::StringLiterals;
using net::AwsCredentials;

namespace {

constexpr std::chrono::minutes BeforeTheEnd(5); // A call must not outlive its keys.
constexpr std::chrono::minutes JustGot(1);
constexpr int LongestChain = 5;

bool lasts(const AwsCredentials &keys, Instant now)
{
    return !keys.expiresAt || now + BeforeTheEnd < *keys.expiresAt;
}

QString plainOf(const std::shared_ptr<const Secret> &secret)
{
    return secret ? secret->expose([](const char *plain) { return QString::fromLatin1(plain); }) : QString();
}

Error cannotSignIn(const QString &what, const QString &todo)
{
    return Error(Fault::Refused, what).means(u"Nothing was asked of AWS."_s).todo(todo);
}

} // namespace

AwsSignIn::AwsSignIn(Identity identity, net::HttpClient &client, SecretStore &secrets)
    : m_identity(std::move(identity))
    , m_client(client)
    , m_secrets(secrets)
{}

net::AwsCredentialSource AwsSignIn::sourceOf(std::shared_ptr<AwsSignIn> signIn)
{
    return {[signIn](Job &job) { return signIn->current(job); }, [signIn](Job &job) { return signIn->renewed(job); }};
}

Result<AwsCredentials> AwsSignIn::current(Job &job)
{
    const std::lock_guard lock(m_mutex);
    if (m_held && lasts(*m_held, job.clock.now()))
        return *m_held;
    if (std::optional<AwsCredentials> before = kept(job)) {
        m_held = before;
        return *std::move(before);
    }
    return signIn(job);
}

Result<AwsCredentials> AwsSignIn::renewed(Job &job)
{
    const std::lock_guard lock(m_mutex);
    if (m_held && m_gotAt && job.clock.now() - *m_gotAt < JustGot)
        return *m_held; // Somebody else has just been told the same.
    return signIn(job);
}

Result<AwsCredentials> AwsSignIn::signIn(Job &job)
{
    m_held.reset();
    m_neededCode = false;
    Result<AwsCredentials> keys = [&]() -> Result<AwsCredentials> {
        if (!m_identity.profile.isEmpty())
            return ofProfile(m_identity.profile, 0, job);
        Result<std::shared_ptr<const Secret>> text = m_secrets.read(m_identity.credential, job);
        if (!text)
            return std::move(text).error();
        return net::awsKeysIn(**text, m_identity.credential);
    }();
    if (keys && m_identity.role)
        keys = asRole(*m_identity.role, *std::move(keys), job);
    if (!keys || !keys->expiresAt)
        return keys; // What has no end is read anew each time: whoever changes it wants it to count.
    m_held = *keys;
    m_gotAt = job.clock.now();
    if (m_neededCode)
        keep(*keys, job);
    return keys;
}

Result<AwsCredentials> AwsSignIn::ofProfile(const QString &name, int depth, Job &job)
{
    Result<net::AwsProfile> profile = net::AwsProfile::named(name);
    if (!profile)
        return std::move(profile).error();
    if (profile->role && depth < LongestChain) {
        const bool isItself = profile->sourceProfile == name && profile->keys;
        if (profile->sourceProfile.isEmpty())
            return cannotSignIn(u"The AWS profile \"%1\" takes on a role, but names no source_profile."_s.arg(name),
                                u"Add source_profile with the profile whose keys are used; credential_source works on AWS's own machines only."_s);
        Result<AwsCredentials> with = isItself ? Result<AwsCredentials>(*profile->keys) : ofProfile(profile->sourceProfile, depth + 1, job);
        if (!with)
            return with;
        return asRole(*profile->role, *std::move(with), job);
    }
    if (profile->role)
        return cannotSignIn(u"The AWS profiles from \"%1\" on name each other in a circle."_s.arg(m_identity.profile),
                            u"Correct source_profile in ~/.aws/config."_s);
    if (profile->keys)
        return *std::move(profile->keys);
    if (profile->ssoStartUrl.isEmpty())
        return net::awsProfile(name); // Says that there is nothing.
    const QUrl portal = m_identity.portal.isEmpty() ? QUrl(u"https://portal.sso.%1.amazonaws.com/"_s.arg(profile->ssoRegion)) : m_identity.portal;
    return net::awsSsoCredentials(m_client, portal, *profile, job);
}

Result<AwsCredentials> AwsSignIn::asRole(const net::AwsRole &role, AwsCredentials with, Job &job)
{
    QString code;
    if (!role.device.isEmpty()) {
        Result<QString> told = codeFor(role, job);
        if (!told)
            return std::move(told).error();
        code = *std::move(told);
        m_neededCode = true;
    }
    const auto client = net::awsClient(
        m_client, [with](Job &) -> Result<AwsCredentials> { return with; }, m_identity.region, u"sts"_s, std::make_shared<net::RateBudget>());
    Result<AwsCredentials> keys = net::awsAssumeRole(*client, m_identity.signIn, role, code, job);
    if (!code.isEmpty())
        if (Outcome forgotten = m_secrets.forget(nameOf(u"mfa-code"_s), job); !forgotten)
            job.progress.line(u"The used code stays where it was: %1"_s.arg(forgotten.error().what()));
    return keys;
}

Result<QString> AwsSignIn::codeFor(const net::AwsRole &role, Job &job)
{
    job.progress.stage(u"Taking on the role %1, with the code that %2 shows"_s.arg(role.arn, role.device));
    const QString name = nameOf(u"mfa-code"_s);
    Result<std::shared_ptr<const Secret>> code = m_secrets.read(name, job);
    if (code)
        return plainOf(*code).trimmed();
    if (code.error().fault() != Fault::NotFound)
        return std::move(code).errorDuring(u"looking for the code of %1"_s.arg(role.device));
    return cannotSignIn(
        u"The role %1 asks for the code that %2 shows."_s.arg(role.arn, role.device),
        u"Give it within half a minute: on a terminal shuttlerctl asks for it, otherwise --mfa-code-stdin reads it. Or keep it "
        "for the next sign-in: \"shuttlerctl credential set %1\" reads it from standard input."_s.arg(name));
}

std::optional<AwsCredentials> AwsSignIn::kept(Job &job)
{
    const Result<std::shared_ptr<const Secret>> text = m_secrets.read(nameOf(u"session"_s), job);
    if (!text)
        return std::nullopt; // Nothing kept, or no keychain: then signing in says so.
    const QJsonObject json = QJsonDocument::fromJson((*text)->expose([](const char *plain) { return QByteArray(plain); })).object();
    const Result<Instant> end = Instant::parse(json[u"expiresAt"_s].toString());
    const auto secret = [&](const QString &key) { return std::make_shared<const Secret>(json[key].toString().toLatin1()); };
    if (!end || json[u"for"_s].toString() != (m_identity.role ? m_identity.role->arn : QString()))
        return std::nullopt;
    AwsCredentials keys{json[u"accessKey"_s].toString(), secret(u"secretKey"_s), secret(u"token"_s), *end};
    return lasts(keys, job.clock.now()) ? std::optional(std::move(keys)) : std::nullopt;
}

void AwsSignIn::keep(const AwsCredentials &keys, Job &job)
{
    const QJsonObject json{{u"for"_s, m_identity.role ? m_identity.role->arn : QString()},
                           {u"accessKey"_s, keys.accessKey},
                           {u"secretKey"_s, plainOf(keys.secretKey)},
                           {u"token"_s, plainOf(keys.token)},
                           {u"expiresAt"_s, keys.expiresAt->toString()}};
    // Not keeping it costs another code next time, and nothing now.
    if (Outcome kept = m_secrets.write(nameOf(u"session"_s), Secret(QJsonDocument(json).toJson(QJsonDocument::Compact)), job); !kept)
        job.progress.line(u"The sign-in is not kept for the next program: %1"_s.arg(kept.error().what()));
}

QString AwsSignIn::nameOf(const QString &what) const
{
    return (m_identity.profile.isEmpty() ? m_identity.credential : m_identity.profile) + u'/' + what;
}

} // namespace shuttler::aws
