// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Writer.h"

#include "core/archive/Digest.h"
#include "core/archive/S3Wire.h"

namespace shuttler::archive {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Checksum = S3Habits::Checksum;

constexpr std::chrono::milliseconds LongestPart = 30min; ///< 8 MiB at 40 kbit/s.
constexpr int MostLooks = 4;

QByteArray headerValue(const QString &text)
{
    return text.toLatin1();
}

void addDescription(S3Call &call, const NewObject &object, const QString &mark)
{
    call.headers.append({"Content-Type", headerValue(object.contentType)});
    for (auto it = object.metadata.begin(); it != object.metadata.end(); ++it)
        call.headers.append({"x-amz-meta-" + it.key().toLatin1(), headerValue(it.value())});
    call.headers.append({"x-amz-meta-" + MarkName.toLatin1(), headerValue(mark)});
}

Error couldNotSee(const QString &key, Error cause)
{
    return Error(Fault::OutcomeUnknown, u"Whether %1 is complete could not be seen."_s.arg(key))
        .means(u"All of it was sent; the answer to the last request was lost, and so was each look at it."_s)
        .todo(u"Look at the list of dumps when the store can be reached again."_s)
        .details(cause.forLog());
}

} // namespace

S3Habits S3Writer::habits() const
{
    const std::scoped_lock lock(m_mutex);
    return m_habits;
}

void S3Writer::learn(const S3Habits &habits)
{
    const std::scoped_lock lock(m_mutex);
    m_habits.checksum = std::max(m_habits.checksum, habits.checksum);
    m_habits.canRefuseTaken = m_habits.canRefuseTaken && habits.canRefuseTaken;
}

Result<net::Response> S3Writer::send(S3Call call, const std::function<void(S3Call &, const S3Habits &)> &dress, Job &job)
{
    S3Habits asking = habits();
    for (;;) {
        S3Call dressed = call;
        dress(dressed, asking);
        Result<net::Response> response = m_door.send(dressed, job);
        const std::optional<S3Habits> next = response ? habitsAfter(asking, *response) : std::nullopt;
        if (response && response->status == 200)
            learn(asking); // Only what was in the end taken is worth remembering.
        if (!next)
            return response;
        asking = *next;
    }
}

Result<UploadedPart> S3Writer::sendBytes(S3Call call, const QByteArray &bytes, bool mayBeTaken, Job &job)
{
    UploadedPart part;
    part.bytes = bytes.size();
    part.sha256 = Digest::of(Digest::Kind::Sha256, bytes);
    call.method = "PUT";
    call.body = bytes;
    call.bodySha256 = part.sha256.toHex();
    call.total = LongestPart;
    QByteArray md5;
    Result<net::Response> response = send(call, [&](S3Call &dressed, const S3Habits &habits) {
        if (mayBeTaken && habits.canRefuseTaken)
            dressed.headers.append(net::Header{"If-None-Match", "*"});
        if (habits.checksum == Checksum::Sha256)
            dressed.headers.append({"x-amz-checksum-sha256", part.sha256.toBase64()});
        if (habits.checksum == Checksum::Md5) {
            md5 = Digest::of(Digest::Kind::Md5, bytes);
            if (!md5.isEmpty())
                dressed.headers.append({"Content-MD5", md5.toBase64()});
        }
    }, job);
    if (!response)
        return std::move(response).errorDuring(u"writing %1"_s.arg(call.key));
    if (response->status != 200)
        return errorOf(*response, call.key);
    part.etag = QString::fromUtf8(response->header("etag"));
    if (part.etag.isEmpty())
        return Error(Fault::Corrupt, u"The store does not say what it got of %1."_s.arg(call.key))
            .means(u"What was written is not known to be whole, and is not counted."_s)
            .todo(u"Check the endpoint of the bucket; something between here and there may be answering instead."_s);
    const QByteArray echoed = response->header("x-amz-checksum-sha256");
    if (echoed == part.sha256.toBase64())
        part.checked = Checked::BySha256;
    else if (md5.isEmpty() && habits().checksum == Checksum::Sha256)
        learn({Checksum::Md5, true}); // It was not refused, but not understood either.
    else if (!md5.isEmpty() && QByteArray(part.etag.toLatin1()).replace('"', "") == md5.toHex())
        part.checked = Checked::ByMd5;
    return part;
}

Result<UploadedPart> S3Writer::put(const NewObject &object, const QString &mark, const QByteArray &bytes, Job &job)
{
    S3Call call;
    call.key = object.key.toString();
    addDescription(call, object, mark);
    Result<UploadedPart> part = sendBytes(call, bytes, true, job);
    if (part || part.error().fault() == Fault::Cancelled)
        return part;
    // It may be there all the same: an answer was lost, and the next attempt found the key taken by ourselves.
    Result<std::optional<QString>> there = written(call.key, mark, job);
    if (!there && part.error().remedy() == Remedy::SendAgain)
        return couldNotSee(call.key, std::move(there).error());
    if (!there || !*there)
        return part;
    UploadedPart ours;
    ours.bytes = bytes.size();
    ours.sha256 = Digest::of(Digest::Kind::Sha256, bytes);
    ours.etag = **there;
    return ours;
}

Result<QString> S3Writer::begin(const NewObject &object, const QString &mark, Job &job)
{
    S3Call call;
    call.method = "POST";
    call.key = object.key.toString();
    call.query = {{"uploads", {}}};
    // Without an answer it is asked again: what that may leave there is an upload without parts, and the next run finds it.
    addDescription(call, object, mark);
    Result<net::Response> response = send(call, [](S3Call &dressed, const S3Habits &habits) {
        if (habits.checksum == Checksum::Sha256)
            dressed.headers.append(net::Header{"x-amz-checksum-algorithm", "SHA256"});
    }, job);
    if (!response)
        return std::move(response).errorDuring(u"beginning to write %1"_s.arg(call.key));
    if (response->status != 200)
        return errorOf(*response, call.key);
    return uploadIdIn(response->body);
}

Result<UploadedPart> S3Writer::putPart(const UploadClaim &upload, int number, const QByteArray &bytes, Job &job)
{
    S3Call call;
    call.key = upload.key;
    call.query = {{"partNumber", QByteArray::number(number)}, {"uploadId", upload.uploadId.toUtf8()}};
    Result<UploadedPart> part = sendBytes(call, bytes, false, job);
    if (part)
        part->number = number;
    return part;
}

Result<std::optional<QString>> S3Writer::written(const QString &key, const QString &mark, Job &job)
{
    S3Call call;
    call.method = "HEAD";
    call.key = key;
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"looking for %1"_s.arg(key));
    if (response->status == 404)
        return std::optional<QString>();
    if (response->status != 200)
        return errorOf(*response, key);
    Result<ObjectFacts> facts = factsIn(*response, key);
    if (!facts)
        return std::move(facts).error();
    return facts->metadata.value(MarkName) == mark ? std::optional(facts->etag) : std::nullopt;
}

Result<QString> S3Writer::complete(const UploadClaim &upload, Job &job)
{
    S3Call call;
    call.method = "POST";
    call.key = upload.key;
    call.query = {{"uploadId", upload.uploadId.toUtf8()}};
    call.headers = {{"Content-Type", "application/xml"}};
    call.body = completionOf(upload.parts);
    call.repeat = net::Repeat::Never;
    call.total = 15min; // AWS may take minutes over it, and keeps the line open with blanks.
    for (int look = 1;; ++look) {
        Result<net::Response> response = m_door.send(call, job);
        if (response && response->status == 200 && refusalIn(*response).code.isEmpty() && !response->body.trimmed().isEmpty())
            break;
        const bool wasRefused = response && response->status < 500 && response->status != 200 && response->status != 404;
        if (wasRefused)
            return errorOf(*response, upload.key);
        if (!response && response.error().fault() == Fault::Cancelled)
            return std::move(response).error();
        Error failure = response ? errorOf(*response, upload.key) : std::move(response).error();
        const Result<std::optional<QString>> there = written(upload.key, upload.mark, job);
        if (there && *there)
            return **there;
        if (there && failure.fault() == Fault::NotFound)
            return failure; // No such upload, and no such object either: somebody else gave it up.
        if (look == MostLooks)
            return there ? failure : couldNotSee(upload.key, std::move(failure));
        if (Outcome waited = job.sleepFor(Seconds(1 << look)); !waited)
            return std::move(waited).error();
    }
    Result<std::optional<QString>> there = written(upload.key, upload.mark, job);
    if (!there)
        return couldNotSee(upload.key, std::move(there).error());
    if (!*there)
        return Error(Fault::Corrupt, u"The store says that %1 is complete, but shows another object or none."_s.arg(upload.key))
            .means(u"It is not counted as written."_s)
            .todo(u"Look at who else writes to this bucket; then begin anew."_s);
    return **there;
}

Result<std::optional<QList<UploadedPart>>> S3Writer::parts(const UploadClaim &upload, Job &job)
{
    QList<UploadedPart> all;
    QByteArray from;
    do {
        S3Call call;
        call.key = upload.key;
        call.query = {{"uploadId", upload.uploadId.toUtf8()}};
        if (!from.isEmpty())
            call.query.append({"part-number-marker", from});
        Result<net::Response> response = m_door.send(call, job);
        if (!response)
            return std::move(response).errorDuring(u"looking at what is there of %1"_s.arg(upload.key));
        if (isNotOffered(*response) || refusalIn(*response).code == u"NoSuchUpload")
            return std::optional<QList<UploadedPart>>();
        if (response->status != 200)
            return errorOf(*response, upload.key);
        Result<S3Parts> page = partsIn(response->body);
        if (!page)
            return std::move(page).error();
        all += page->parts;
        from = page->next;
    } while (!from.isEmpty());
    return std::optional(std::move(all));
}

Outcome S3Writer::abandon(const QString &key, const QString &uploadId, Job &job)
{
    S3Call call;
    call.method = "DELETE";
    call.key = key;
    call.query = {{"uploadId", uploadId.toUtf8()}};
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"giving up the upload of %1"_s.arg(key));
    if (response->status / 100 == 2 || refusalIn(*response).code == u"NoSuchUpload" || isNotOffered(*response))
        return Done{};
    return errorOf(*response, key);
}

} // namespace shuttler::archive
