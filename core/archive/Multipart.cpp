// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/Multipart.h"

#include "core/archive/Digest.h"

#include <QUuid>

#include <algorithm>
#include <deque>
#include <future>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 SmallestPart = 5 * 1024 * 1024;
constexpr qint64 LargestPart = 5LL * 1024 * 1024 * 1024;

QString bare(QString etag)
{
    return etag.remove(u'"');
}

/// The next part: full, but for the last one. The source may give less than is asked for.
Result<QByteArray> nextPart(const ByteSource &source, qint64 size, Job &job)
{
    QByteArray bytes(size, Qt::Uninitialized);
    qint64 filled = 0;
    while (filled < size) {
        if (Outcome wanted = job.checkStop(); !wanted)
            return std::move(wanted).error();
        Result<qint64> got = source(bytes.data() + filled, size - filled, job);
        if (!got)
            return std::move(got).error();
        if (*got == 0)
            break;
        filled += *got;
    }
    bytes.truncate(filled);
    return bytes;
}

/// One object on its way.
class Upload {
public:
    Upload(S3Writer &writer, const NewObject &object, const UploadOptions &options, Job &job)
        : m_writer(writer)
        , m_object(object)
        , m_options(options)
        , m_job(job)
        , m_stopped(job.stop, Halt{m_halt})
    {
        m_claim.key = object.key.toString();
        m_claim.mark = QUuid::createUuid().toString(QUuid::Id128);
        m_claim.partBytes = options.partBytes;
    }

    Result<WrittenObject> run(const ByteSource &source)
    {
        Result<WrittenObject> written = attempt(source);
        if (written)
            return written;
        halt();
        // What is not known to have failed may be complete; it must not be given up under its own feet.
        const bool mayStand = written.error().fault() == Fault::OutcomeUnknown || m_options.ifItFails == IfItFails::KeepForResume;
        if (!m_claim.uploadId.isEmpty() && !mayStand)
            giveUp();
        return written;
    }

private:
    struct Halt {
        std::stop_source source;
        void operator()() { source.request_stop(); }
    };

    Result<WrittenObject> attempt(const ByteSource &source)
    {
        if (m_options.resume)
            if (Outcome resumed = takeUp(*m_options.resume); !resumed)
                return std::move(resumed).error();
        for (int number = 1;; ++number) {
            while (m_flight.size() >= size_t(m_options.inFlight)) // What is being filled counts.
                if (Outcome settled = settleOldest(); !settled)
                    return std::move(settled).error();
            Result<QByteArray> bytes = nextPart(source, m_claim.partBytes, m_job);
            if (!bytes)
                return std::move(bytes).error();
            if (number > 1 && bytes->isEmpty())
                break;
            if (number > MostParts)
                return tooLong();
            const bool isLast = bytes->size() < m_claim.partBytes;
            m_whole.add(*bytes);
            m_bytes += bytes->size();
            if (number == 1 && isLast && m_claim.uploadId.isEmpty())
                return atOnce(*bytes);
            if (Outcome sent = send(number, *std::move(bytes)); !sent)
                return std::move(sent).error();
            if (isLast)
                break;
        }
        while (!m_flight.empty())
            if (Outcome settled = settleOldest(); !settled)
                return std::move(settled).error();
        return finish();
    }

    Result<WrittenObject> atOnce(const QByteArray &bytes)
    {
        Result<UploadedPart> whole = m_writer.put(m_object, m_claim.mark, bytes, m_job);
        if (!whole)
            return std::move(whole).error();
        m_job.progress.counted(m_bytes, 0, u"bytes"_s);
        return WrittenObject{m_bytes, whole->etag, whole->sha256, whole->checked != Checked::NotSaid};
    }

    Outcome send(int number, QByteArray bytes)
    {
        if (isThere(number, bytes))
            return confirm(m_resumed[number]);
        if (m_claim.uploadId.isEmpty()) {
            Result<QString> id = m_writer.begin(m_object, m_claim.mark, m_job);
            if (!id)
                return std::move(id).error();
            m_claim.uploadId = *std::move(id);
            tell();
        }
        m_flight.push_back(std::async(std::launch::async, [this, number, claim = m_claim, bytes = std::move(bytes)]() mutable {
            SilentProgress silent;
            Job job{m_halt.get_token(), silent, m_job.clock};
            claim.parts.clear();
            return m_writer.putPart(claim, number, bytes, job);
        }));
        return Done{};
    }

    /// Whether the store has this part: it was claimed with these very bytes, and the store shows what it was said to have.
    bool isThere(int number, const QByteArray &bytes) const
    {
        const auto claimed = m_resumed.constFind(number);
        return claimed != m_resumed.constEnd() && claimed->bytes == bytes.size()
            && claimed->sha256 == Digest::of(Digest::Kind::Sha256, bytes);
    }

    Outcome takeUp(const UploadClaim &claim)
    {
        if (claim.key != m_claim.key)
            return Error(Fault::BadInput, u"An upload of %1 cannot go on as %2."_s.arg(claim.key, m_claim.key))
                .means(u"Nothing was sent."_s)
                .todo(u"Begin the upload anew."_s);
        Result<std::optional<QList<UploadedPart>>> shown = m_writer.parts(claim, m_job);
        if (!shown)
            return std::move(shown).error();
        if (!*shown) // It does not tell: then nothing is believed, and it begins anew.
            return m_writer.abandon(claim.key, claim.uploadId, m_job);
        m_claim.uploadId = claim.uploadId;
        m_claim.mark = claim.mark;
        m_claim.partBytes = claim.partBytes;
        for (const UploadedPart &part : claim.parts)
            for (const UploadedPart &there : std::as_const(**shown))
                if (there.number == part.number && there.bytes == part.bytes && bare(there.etag) == bare(part.etag))
                    m_resumed[part.number] = part;
        return Done{};
    }

    Outcome settleOldest()
    {
        Result<UploadedPart> part = m_flight.front().get();
        m_flight.pop_front();
        if (!part)
            return std::move(part).error();
        return confirm(*part);
    }

    Outcome confirm(const UploadedPart &part)
    {
        m_claim.parts.append(part);
        m_confirmed += part.bytes;
        m_job.progress.counted(m_confirmed, 0, u"bytes"_s);
        tell();
        return Done{};
    }

    void tell()
    {
        if (m_options.onClaim)
            m_options.onClaim(m_claim);
    }

    Result<WrittenObject> finish()
    {
        std::sort(m_claim.parts.begin(), m_claim.parts.end(),
                  [](const UploadedPart &a, const UploadedPart &b) { return a.number < b.number; });
        Result<QString> etag = m_writer.complete(m_claim, m_job);
        if (!etag)
            return std::move(etag).error();
        const bool isChecked = std::none_of(m_claim.parts.begin(), m_claim.parts.end(),
                                            [](const UploadedPart &part) { return part.checked == Checked::NotSaid; });
        return WrittenObject{m_bytes, *etag, m_whole.result(), isChecked};
    }

    /// Ends what is under way, and remembers what arrived all the same.
    void halt()
    {
        if (m_options.ifItFails == IfItFails::Abort)
            m_halt.request_stop();
        while (!m_flight.empty())
            (void)settleOldest();
    }

    void giveUp()
    {
        Job tidying{{}, m_job.progress, m_job.clock}; // Also when the person has stopped us: it is one request.
        if (Outcome gone = m_writer.abandon(m_claim.key, m_claim.uploadId, tidying); !gone)
            m_job.progress.line(u"The unfinished upload of %1 stays until the next run: %2"_s.arg(m_claim.key, gone.error().forLog()));
    }

    Error tooLong() const
    {
        return Error(Fault::BadInput, u"%1 is longer than %2 parts of %3 bytes."_s.arg(m_claim.key).arg(MostParts).arg(m_claim.partBytes))
            .means(u"The object was not made."_s)
            .todo(u"Say how long it will be before it begins, so that the parts are chosen to fit."_s);
    }

    S3Writer &m_writer;
    const NewObject &m_object;
    const UploadOptions &m_options;
    Job &m_job;
    std::stop_source m_halt;
    std::stop_callback<Halt> m_stopped;
    UploadClaim m_claim;
    QMap<int, UploadedPart> m_resumed;
    Digest m_whole{Digest::Kind::Sha256};
    qint64 m_bytes = 0;
    qint64 m_confirmed = 0;
    std::deque<std::future<Result<UploadedPart>>> m_flight; ///< The last member: it waits for what uses the others.
};

} // namespace

Result<WrittenObject> writeInParts(S3Writer &writer, const NewObject &object, const ByteSource &source, const UploadOptions &options,
                                   Job &job)
{
    if (options.partBytes < SmallestPart || options.partBytes > LargestPart || options.inFlight < 1)
        return Error(Fault::BadInput,
                     u"An object cannot be sent %1 at a time in parts of %2 bytes."_s.arg(options.inFlight).arg(options.partBytes))
            .means(u"Nothing was sent."_s)
            .todo(u"Use parts of 5 MiB to 5 GiB, and at least one at a time."_s);
    return Upload(writer, object, options, job).run(source);
}

} // namespace shuttler::archive
