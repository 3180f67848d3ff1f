// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Wire.h"

#include "core/net/JsonApi.h"
#include "core/net/XmlNode.h"

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

/// What a code says, in words for the owner.
struct Meaning {
    Fault fault;
    const char16_t *what; ///< %1 is what was asked for.
    const char16_t *means;
    const char16_t *todo;
};

constexpr char16_t Unchanged[] = u"Nothing was read or written.";
constexpr char16_t CheckKey[] = u"Check the key's permissions for this bucket, and that it belongs to this account.";

const Meaning *meaningOf(const QString &code)
{
    static const QMap<QString, Meaning> known{
        {u"NoSuchBucket"_s, {Fault::NotFound, u"There is no bucket for %1.", Unchanged, u"Check the bucket's name and its endpoint."}},
        {u"NoSuchKey"_s,
         {Fault::NotFound, u"There is no object %1.", Unchanged, u"Look at the list of dumps; somebody may have removed it."}},
        {u"NoSuchUpload"_s,
         {Fault::NotFound, u"The upload of %1 is not known any more.", u"What was sent of it is gone.", u"Begin the upload anew."}},
        {u"AccessDenied"_s, {Fault::Refused, u"The store does not allow this with %1.", Unchanged, CheckKey}},
        {u"InvalidAccessKeyId"_s,
         {Fault::Refused, u"The store does not know the access key used for %1.", Unchanged, u"Store the right key."}},
        {u"SignatureDoesNotMatch"_s,
         {Fault::Refused, u"The store does not accept the secret key used for %1.", Unchanged,
          u"Store the key anew; check that the region is the bucket's own."}},
        {u"InvalidObjectState"_s,
         {Fault::Refused, u"%1 is in cold storage.", u"It is safe, but cannot be read at once.",
          u"Thaw it first; that takes minutes to days, depending on where it lies."}},
        {u"PreconditionFailed"_s,
         {Fault::Refused, u"There is an object %1 already.", u"It was left as it is: an object is written once.",
          u"Look at what is there; a new dump gets a new name by itself."}},
        {u"BadDigest"_s,
         {Fault::Corrupt, u"What arrived of %1 is not what was sent.", u"The store noticed and kept nothing of it.",
          u"Try again; if it comes back, this computer's memory or network damages data."}},
        {u"InvalidStorageClass"_s,
         {Fault::Refused, u"The store has no such storage class for %1.", u"Nothing was changed.",
          u"Leave dumps where they are, or choose a class that the store has."}},
        {u"EntityTooSmall"_s,
         {Fault::BadInput, u"A part of %1 is smaller than the store takes.", u"The object was not made.", u"Use parts of at least 5 MiB."}},
        {u"EntityTooLarge"_s,
         {Fault::BadInput, u"%1 is larger than the store takes.", u"The object was not made.", u"Use more and smaller parts."}},
        {u"GlacierExpeditedRetrievalNotAvailable"_s,
         {Fault::Unreachable, u"%1 cannot be thawed within minutes now.", u"Nothing was begun.", u"Ask for it within hours instead."}},
    };
    static const QMap<QString, QString> same{{u"XAmzContentSHA256Mismatch"_s, u"BadDigest"_s},
                                             {u"InvalidDigest"_s, u"BadDigest"_s},
                                             {u"XAmzContentChecksumMismatch"_s, u"BadDigest"_s},
                                             {u"AllAccessDisabled"_s, u"AccessDenied"_s}};
    const auto found = known.constFind(same.value(code, code));
    return found == known.constEnd() ? nullptr : &*found;
}

/// The code that an answer without a body stands for.
QString codeOf(int status)
{
    switch (status) {
    case 404:
        return u"NoSuchKey"_s;
    case 403:
        return u"AccessDenied"_s;
    case 412:
        return u"PreconditionFailed"_s;
    default:
        return {};
    }
}

} // namespace

S3Refusal refusalIn(const net::Response &response)
{
    S3Refusal refusal;
    if (const Result<net::XmlNode> xml = net::XmlNode::parse(response.body.trimmed()); xml && xml->name() == u"Error")
        refusal = {xml->text(u"Code"_s), xml->text(u"Message"_s), xml->text(u"Region"_s)};
    if (response.status >= 300 && refusal.code.isEmpty())
        refusal.code = codeOf(response.status);
    if (const QByteArray region = response.header("x-amz-bucket-region"); refusal.region.isEmpty() && !region.isEmpty())
        refusal.region = QString::fromLatin1(region);
    return refusal;
}

bool isNotOffered(const net::Response &response)
{
    if (response.status < 400)
        return false;
    const QString code = refusalIn(response).code;
    return response.status == 501 || response.status == 405 || code == u"NotImplemented" || code == u"MethodNotAllowed";
}

Error errorOf(const net::Response &response, const QString &what)
{
    const S3Refusal refusal = refusalIn(response);
    const QString details =
        u"HTTP %1 %2 %3 %4"_s.arg(QString::number(response.status), refusal.code, net::withoutSecrets(refusal.message), response.requestId)
            .simplified();
    if (const Meaning *const meaning = meaningOf(refusal.code)) {
        const bool isAboutBody = !response.body.isEmpty();
        // Without the right to list, a missing object is "not allowed" too (aws.md §10).
        const QString todo = response.status == 403 && !isAboutBody
            ? u"Check that it exists, and the key's permissions for this bucket."_s : QString::fromUtf16(meaning->todo);
        return Error(meaning->fault, QString::fromUtf16(meaning->what).arg(what))
            .means(QString::fromUtf16(meaning->means)).todo(todo).details(details);
    }
    if (response.status >= 500 || response.status == 429 || response.status == 200)
        return Error(Fault::Unreachable, u"The store cannot do this with %1 at the moment."_s.arg(what))
            .means(u"It said so itself, several times."_s).todo(u"Try again later."_s).details(details);
    return Error(Fault::Refused, u"The store refused this with %1: %2."_s.arg(
                                     what, refusal.code.isEmpty() ? u"HTTP %1"_s.arg(response.status) : refusal.code))
        .means(QString::fromUtf16(Unchanged))
        .todo(u"See its own words in the details."_s)
        .details(details);
}

} // namespace shuttler::archive
