// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

// What S3Store asks of the bucket itself, and of its cold storage.

#include "core/archive/Digest.h"
#include "core/archive/S3Store.h"
#include "core/archive/S3Wire.h"

#include <algorithm>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostLooksAtRules = 4;
const QByteArray SmallObjects = "x-amz-transition-default-minimum-object-size";

/// A document that is another one than was asked for: the store did not understand, and answered something else.
template <typename T>
Result<std::optional<T>> ifUnderstood(Result<T> value)
{
    if (!value && value.error().fault() == Fault::NotFound)
        return std::optional<T>();
    if (!value)
        return std::move(value).error();
    return std::optional<T>(*std::move(value));
}

Error noRules(const QString &title)
{
    return Error(Fault::Refused, u"%1 has no rules that move or remove objects."_s.arg(title))
        .means(u"Dumps stay where they are, readable at once. Nothing was changed."_s)
        .todo(u"Nothing has to be done; for cold storage, use a store that has it."_s);
}

Error rulesHaveChanged(const QString &title)
{
    return Error(Fault::Refused, u"Somebody has changed the rules of %1 meanwhile."_s.arg(title))
        .means(u"Nothing was changed: the store cannot put two changes together."_s)
        .todo(u"Look at the rules as they are now, then decide again."_s);
}

Error rulesAreOthers(const QString &title)
{
    return Error(Fault::Corrupt, u"%1 took the rules, but shows others."_s.arg(title))
        .means(u"What will be moved or removed is not as agreed."_s)
        .todo(u"Look at the bucket's lifecycle rules in its own console."_s);
}

} // namespace

ColdTier S3Store::coldTier() const
{
    return m_coldTier;
}

Result<std::optional<net::Response>> S3Store::ask(const QByteArray &thing, const QString &ifNone, Job &job)
{
    S3Call call;
    call.query = {{thing, {}}};
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"asking for the %1 of %2"_s.arg(QString::fromLatin1(thing), title()));
    if (isNotOffered(*response))
        return std::optional<net::Response>();
    if (response->status == 200 || (!ifNone.isEmpty() && refusalIn(*response).code == ifNone))
        return std::optional(*std::move(response));
    return errorOf(*response, title());
}

Result<std::optional<S3Store::Rules>> S3Store::rules(Job &job)
{
    Result<std::optional<net::Response>> response = ask("lifecycle", u"NoSuchLifecycleConfiguration"_s, job);
    if (!response)
        return std::move(response).error();
    if (!*response)
        return std::optional<Rules>();
    const QByteArray smallObjects = (*response)->header(SmallObjects);
    if ((*response)->status != 200)
        return std::optional(Rules{{}, smallObjects});
    Result<std::optional<LifecycleDocument>> document = ifUnderstood(LifecycleDocument::parse((*response)->body));
    if (!document)
        return std::move(document).error();
    if (!*document)
        return std::optional<Rules>();
    return std::optional(Rules{**document, smallObjects});
}

Result<std::optional<LifecycleDocument>> S3Store::lifecycle(Job &job)
{
    Result<std::optional<Rules>> found = rules(job);
    if (!found)
        return std::move(found).error();
    return *found ? std::optional((*found)->document) : std::nullopt;
}

Outcome S3Store::putRules(const Rules &wanted, Job &job)
{
    S3Call call;
    call.method = "PUT";
    call.query = {{"lifecycle", {}}};
    call.body = wanted.document.text();
    call.headers = {{"Content-Type", "application/xml"}};
    // A hash is demanded, and this one is understood by all of them (aws.md §8.2).
    if (const QByteArray md5 = Digest::of(Digest::Kind::Md5, call.body); !md5.isEmpty())
        call.headers.append({"Content-MD5", md5.toBase64()});
    else
        call.headers.append({"x-amz-checksum-sha256", Digest::of(Digest::Kind::Sha256, call.body).toBase64()});
    if (!wanted.smallObjects.isEmpty())
        call.headers.append({SmallObjects, wanted.smallObjects});
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"changing the rules of %1"_s.arg(title()));
    if (response->status / 100 == 2)
        return Done{};
    const S3Refusal said = refusalIn(*response);
    const QString words = said.code + said.message;
    if (response->status == 400 && words.contains(u"storageclass"_s, Qt::CaseInsensitive))
        m_coldTier = ColdTier::None;
    return errorOf(*response, title());
}

Outcome S3Store::setRules(const LifecycleDocument &before, const QList<LifecycleRule> &ours, Job &job)
{
    Result<std::optional<Rules>> now = rules(job);
    if (!now)
        return std::move(now).error();
    if (!*now)
        return noRules(title());
    if (!(*now)->document.saysTheSameAs(before))
        return rulesHaveChanged(title());
    Result<LifecycleDocument> wanted = (*now)->document.with(ours);
    if (!wanted)
        return std::move(wanted).error();
    if (!wanted->saysTheSameAs((*now)->document))
        if (Outcome put = putRules({*wanted, (*now)->smallObjects}, job); !put)
            return put;
    for (int look = 1;; ++look) {
        now = rules(job);
        if (!now)
            return std::move(now).errorDuring(u"looking whether the rules of %1 are in force"_s.arg(title()));
        if (*now && (*now)->document.saysTheSameAs(*wanted))
            break;
        if (look == MostLooksAtRules)
            return rulesAreOthers(title());
        if (Outcome waited = job.sleepFor(Seconds(1 << look)); !waited)
            return waited;
    }
    const bool movesToCold = std::any_of(ours.begin(), ours.end(), [](const LifecycleRule &rule) {
        return std::any_of(rule.moves.begin(), rule.moves.end(), [](const LifecycleAction &move) { return isCold(move.storageClass); });
    });
    if (movesToCold)
        m_coldTier = ColdTier::Offered;
    return Done{};
}

Result<std::optional<Versioning>> S3Store::versioning(Job &job)
{
    Result<std::optional<net::Response>> response = ask("versioning", {}, job);
    if (!response)
        return std::move(response).error();
    return *response ? ifUnderstood(versioningIn((*response)->body)) : std::optional<Versioning>();
}

Result<std::optional<ObjectLock>> S3Store::lock(Job &job)
{
    Result<std::optional<net::Response>> response = ask("object-lock", u"ObjectLockConfigurationNotFoundError"_s, job);
    if (!response)
        return std::move(response).error();
    if (!*response)
        return std::optional<ObjectLock>();
    return (*response)->status == 200 ? ifUnderstood(lockIn((*response)->body)) : std::optional(ObjectLock());
}

Result<ThawAnswer> S3Store::thaw(const ObjectKey &key, int days, ThawTier tier, Job &job)
{
    if (days < 1)
        return Error(Fault::BadInput, u"%1 cannot be thawed for %2 days."_s.arg(key.toString()).arg(days))
            .means(u"Nothing was asked for."_s).todo(u"Ask for at least one day."_s);
    S3Call call;
    call.method = "POST";
    call.key = key.toString();
    call.query = {{"restore", {}}};
    call.headers = {{"Content-Type", "application/xml"}};
    call.body = thawRequestOf(days, tier);
    Result<net::Response> response = m_door.send(call, job); // Asked twice it is the same as once.
    if (!response)
        return std::move(response).errorDuring(u"thawing %1"_s.arg(key.toString()));
    const QString code = refusalIn(*response).code;
    if (response->status == 202)
        return ThawAnswer::Begun;
    if (response->status == 200 || code == u"InvalidObjectState") // It is thawed, or was never cold.
        return ThawAnswer::ReadableAlready;
    if (code == u"RestoreAlreadyInProgress")
        return ThawAnswer::RunsAlready;
    if (isNotOffered(*response))
        return ThawAnswer::NotOffered;
    return errorOf(*response, key.toString());
}

} // namespace shuttler::archive
