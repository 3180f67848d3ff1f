// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Store.h"

#include "core/archive/Digest.h"
#include "core/archive/Multipart.h"
#include "core/archive/S3Wire.h"

#include <QRegularExpression>

#include <algorithm>
#include <deque>
#include <future>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 ChunkBytes = 8 * 1024 * 1024;
constexpr size_t ChunksAhead = 2;

Outcome checkDescription(const NewObject &object)
{
    static const QRegularExpression name(u"^[a-z0-9-]+$"_s);
    static const QRegularExpression value(u"^[!-~]([ -~]*[!-~])?$"_s);
    for (auto it = object.metadata.begin(); it != object.metadata.end(); ++it)
        if (!name.match(it.key()).hasMatch() || !value.match(it.value()).hasMatch() || it.key() == MarkName)
            return Error(Fault::BadInput, u"%1 cannot be kept with an object."_s.arg(it.key()))
                .means(u"Nothing was written."_s)
                .todo(u"Use a name of small letters, digits and hyphens, and a value of plain letters."_s);
    if (!value.match(object.contentType).hasMatch())
        return Error(Fault::BadInput, u"\"%1\" is no content type."_s.arg(object.contentType)).means(u"Nothing was written."_s);
    return Done{};
}

Error taken(const QString &key)
{
    net::Response response;
    response.status = 412;
    return errorOf(response, key);
}

Error frozen(const QString &key)
{
    net::Response response;
    response.status = 403;
    response.body = "<Error><Code>InvalidObjectState</Code></Error>";
    return errorOf(response, key);
}

Error changed(const QString &key)
{
    return Error(Fault::Corrupt, u"%1 is not what it was when its reading began."_s.arg(key))
        .means(u"What was read until then is of no use."_s)
        .todo(u"Look at who else writes to this bucket."_s);
}

/// An upload that is resumed, though it had come to its end: only its answer was lost. The bytes are pulled once more for their hash.
Result<WrittenObject> cameToItsEnd(const ObjectFacts &facts, const ByteSource &source, Job &job)
{
    WrittenObject written{0, facts.etag, {}, false};
    Digest whole(Digest::Kind::Sha256);
    QByteArray buffer(1024 * 1024, Qt::Uninitialized);
    for (;;) {
        Result<qint64> got = source(buffer.data(), buffer.size(), job);
        if (!got)
            return std::move(got).error();
        if (*got == 0)
            break;
        whole.add(QByteArrayView(buffer).first(*got));
        written.bytes += *got;
    }
    if (written.bytes != facts.bytes)
        return Error(Fault::Corrupt,
                     u"What was to be sent again has %1 bytes, and what is there has %2."_s.arg(written.bytes).arg(facts.bytes))
            .means(u"They are not the same object. What is there was left as it is."_s)
            .todo(u"Write it anew, under a new name."_s);
    written.sha256 = whole.result();
    return written;
}

ColdTier knownTier(const S3Place &place)
{
    // What Cloudflare says of its own (aws.md §8.4). Everybody else has to show it.
    if (place.endpoint.host().endsWith(u".r2.cloudflarestorage.com"_s))
        return ColdTier::None;
    return place.endpoint.isEmpty() ? ColdTier::Offered : ColdTier::Unknown;
}

} // namespace

S3Store::S3Store(S3Place place, net::AwsCredentialSource credentials, net::HttpClient &client)
    : m_door(place, std::move(credentials), client)
    , m_writer(m_door)
    , m_coldTier(knownTier(place))
{}

QString S3Store::title() const
{
    return m_door.title();
}

Result<WrittenObject> S3Store::write(const NewObject &object, const ByteSource &source, const UploadOptions &options, Job &job)
{
    if (Outcome sound = checkDescription(object); !sound)
        return std::move(sound).error();
    Result<ObjectFacts> there = facts(object.key, job);
    if (there && options.resume && there->metadata.value(MarkName) == options.resume->mark)
        return cameToItsEnd(*there, source, job);
    if (there)
        return taken(object.key.toString()); // Not every store refuses it by itself.
    if (there.error().fault() != Fault::NotFound)
        return std::move(there).error();
    return writeInParts(m_writer, object, source, options, job);
}

Result<ObjectFacts> S3Store::facts(const ObjectKey &key, Job &job)
{
    S3Call call;
    call.method = "HEAD";
    call.key = key.toString();
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"looking at %1"_s.arg(key.toString()));
    if (response->status != 200)
        return errorOf(*response, key.toString());
    return factsIn(*response, key.toString());
}

Result<QByteArray> S3Store::chunk(const ObjectKey &key, const ObjectFacts &facts, qint64 first, qint64 count, Job &job)
{
    const QByteArray range = QByteArray::number(first) + '-' + QByteArray::number(first + count - 1);
    S3Call call;
    call.key = key.toString();
    call.headers = {{"Range", "bytes=" + range}, {"If-Match", facts.etag.toUtf8()}};
    call.total = std::chrono::minutes(30);
    Result<net::Response> response = m_door.send(call, job);
    if (!response)
        return std::move(response).errorDuring(u"reading %1"_s.arg(key.toString()));
    if (response->status == 412 || response->status == 404)
        return changed(key.toString());
    if (response->status != 206 && response->status != 200)
        return errorOf(*response, key.toString());
    const bool isWhole = response->status == 200 && first == 0 && count == facts.bytes;
    const bool isRange = response->status == 206
        && response->header("content-range") == "bytes " + range + '/' + QByteArray::number(facts.bytes);
    if (response->header("etag") != facts.etag.toUtf8())
        return changed(key.toString());
    if (!(isWhole || isRange) || response->body.size() != count)
        return Error(Fault::Corrupt, u"The store gives another piece of %1 than was asked for."_s.arg(key.toString()))
            .means(u"What was read until then is of no use."_s)
            .todo(u"Ask whoever runs the store; objects can only be read where pieces of them can."_s);
    return std::move(response->body);
}

Result<ObjectFacts> S3Store::read(const ObjectKey &key, ByteRange range, const ByteSink &sink, Job &job)
{
    Result<ObjectFacts> facts = this->facts(key, job);
    if (!facts)
        return facts;
    if (!facts->isReadable())
        return frozen(key.toString());
    const qint64 end = range.count ? range.first + *range.count : facts->bytes;
    if (range.first < 0 || end < range.first || end > facts->bytes)
        return Error(Fault::BadInput,
                     u"%1 has %2 bytes; %3 to %4 are not among them."_s.arg(key.toString()).arg(facts->bytes).arg(range.first).arg(end))
            .means(u"Nothing was read."_s)
            .todo(u"Look at the object again; its length is in its facts."_s);

    std::stop_source halt;
    const std::stop_callback relay(job.stop, [&] { halt.request_stop(); });
    std::deque<std::future<Result<QByteArray>>> ahead; // Waits for its own when it dies.
    const auto stopped = [&](Error error) { halt.request_stop(); return error; };
    for (qint64 asked = range.first; asked < end || !ahead.empty();) {
        for (; asked < end && ahead.size() < ChunksAhead; asked += std::min(ChunkBytes, end - asked))
            ahead.push_back(std::async(std::launch::async, [&, first = asked, count = std::min(ChunkBytes, end - asked)] {
                SilentProgress silent;
                Job reading{halt.get_token(), silent, job.clock};
                return chunk(key, *facts, first, count, reading);
            }));
        Result<QByteArray> bytes = ahead.front().get();
        ahead.pop_front();
        if (!bytes)
            return stopped(std::move(bytes).error());
        if (Outcome taken = sink(*bytes, job); !taken)
            return stopped(std::move(taken).error());
    }
    return facts;
}

Outcome S3Store::list(const ListWish &wish, const OnPage &onPage, Job &job)
{
    QByteArray from;
    do {
        S3Call call;
        call.query = {{"list-type", "2"}, {"prefix", wish.prefix.toUtf8()}, {"encoding-type", "url"}};
        if (!wish.divider.isEmpty())
            call.query.append({"delimiter", wish.divider.toUtf8()});
        if (!from.isEmpty())
            call.query.append({"continuation-token", from});
        Result<net::Response> response = m_door.send(call, job);
        if (!response)
            return std::move(response).errorDuring(u"listing %1"_s.arg(title()));
        if (response->status != 200)
            return errorOf(*response, title());
        Result<S3Page> page = pageIn(response->body);
        if (!page)
            return std::move(page).errorDuring(u"listing %1"_s.arg(title()));
        if (!page->next.isEmpty() && page->next == from)
            return Error(Fault::Corrupt, u"The listing of %1 goes round in circles."_s.arg(title()))
                .means(u"What is in the bucket is not known."_s)
                .todo(u"Try again; if it stays so, ask whoever runs the store."_s);
        if (Outcome taken = onPage(page->page); !taken)
            return taken;
        from = page->next;
    } while (!from.isEmpty());
    return Done{};
}

Result<std::optional<QList<UnfinishedUpload>>> S3Store::unfinished(const QString &prefix, Job &job)
{
    QList<UnfinishedUpload> all;
    S3Uploads page;
    do {
        S3Call call;
        call.query = {{"uploads", {}}, {"prefix", prefix.toUtf8()}, {"encoding-type", "url"}};
        if (!page.nextKey.isEmpty())
            call.query += S3Query{{"key-marker", page.nextKey}, {"upload-id-marker", page.nextUpload}};
        Result<net::Response> response = m_door.send(call, job);
        if (!response)
            return std::move(response).errorDuring(u"looking for unfinished uploads in %1"_s.arg(title()));
        if (isNotOffered(*response))
            return std::optional<QList<UnfinishedUpload>>();
        if (response->status != 200)
            return errorOf(*response, title());
        Result<S3Uploads> next = uploadsIn(response->body);
        if (!next)
            return std::move(next).error();
        page = *std::move(next);
        all += page.uploads;
    } while (!page.nextKey.isEmpty());
    return std::optional(std::move(all));
}

Outcome S3Store::abandon(const UnfinishedUpload &upload, Job &job)
{
    return m_writer.abandon(upload.key, upload.uploadId, job);
}

} // namespace shuttler::archive
