// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/S3Store.h"
#include "core/base/Files.h"
#include "tests/support/Jobs.h"

#include <QFile>
#include <QUrlQuery>

#include <atomic>
#include <condition_variable>

namespace shuttler::test {

/// A store that takes everything and keeps nothing but what it needs to be believed: for how we send, and how much we hold meanwhile.
class HollowS3 final : public net::HttpClient {
public:
    Result<net::Response> send(const net::Request &request, Job &job) override
    {
        const QUrlQuery query(request.url);
        if (request.method == "HEAD")
            return head();
        if (request.method == "GET")
            return page(query);
        const std::scoped_lock lock(m_mutex);
        if (request.method == "DELETE") {
            ++m_aborted;
            return said(204, {});
        }
        if (request.method == "POST" && query.hasQueryItem(QStringLiteral("uploads")))
            return remembering(request, 200, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        if (request.method == "POST") {
            m_completion = request.body;
            m_isThere = true;
            return said(200, "<CompleteMultipartUploadResult><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>");
        }
        return put(request, query, job);
    }

    /// Called for each part, beside the others; its error is what the network makes of it.
    std::function<Outcome(int number, Job &job)> onPart = [](int, Job &) { return Done{}; };
    qint64 objects = 0; ///< So many there are to list.

    int mostAtOnce() const { return m_mostAtOnce; }
    int parts() const { return m_parts; }
    int aborted() const { return m_aborted; }
    QByteArray completion() const { return m_completion; }

private:
    static net::Response said(int status, const QByteArray &body, const QList<net::Header> &headers = {})
    {
        net::Response response;
        response.status = status;
        response.body = body;
        response.headers = headers;
        return response;
    }

    net::Response remembering(const net::Request &request, int status, const QByteArray &body)
    {
        for (const net::Header &header : request.headers)
            if (header.name == "x-amz-meta-shuttler-mark")
                m_mark = header.value;
        return said(status, body);
    }

    net::Response head()
    {
        const std::scoped_lock lock(m_mutex);
        return m_isThere ? said(200, {}, {{"content-length", "1"}, {"last-modified", "Wed, 18 Nov 2026 12:00:00 GMT"}, {"etag", "\"e-1\""},
                                          {"x-amz-meta-shuttler-mark", m_mark}})
                         : said(404, {});
    }

    Result<net::Response> put(const net::Request &request, const QUrlQuery &query, Job &job)
    {
        m_mostAtOnce = std::max<int>(m_mostAtOnce, ++m_atOnce);
        ++m_parts;
        m_mutex.unlock();
        const Outcome way = onPart(query.queryItemValue(QStringLiteral("partNumber")).toInt(), job);
        m_mutex.lock();
        --m_atOnce;
        if (!way)
            return way.error();
        QByteArray sum;
        for (const net::Header &header : request.headers)
            if (header.name == "x-amz-checksum-sha256")
                sum = header.value;
        return said(200, {},
                    {{"etag", '"' + query.queryItemValue(QStringLiteral("partNumber")).toLatin1() + '"'}, {"x-amz-checksum-sha256", sum}});
    }

    net::Response page(const QUrlQuery &query)
    {
        const qint64 first = query.queryItemValue(QStringLiteral("continuation-token")).toLongLong();
        const qint64 end = std::min(first + 1000, objects);
        QByteArray xml = "<ListBucketResult><IsTruncated>" + QByteArray(end < objects ? "true" : "false")
            + "</IsTruncated><NextContinuationToken>" + QByteArray::number(end) + "</NextContinuationToken>";
        for (qint64 i = first; i < end; ++i)
            xml += "<Contents><Key>dumps/2026/11/18/prod-" + QByteArray::number(i) + ".dump.zst</Key><LastModified>2026-11-18T12:00:00.000Z"
                   "</LastModified><ETag>&quot;5d41402abc4b2a76b9719d911017c592&quot;</ETag><Size>1</Size><StorageClass>STANDARD"
                   "</StorageClass></Contents>";
        return said(200, xml + "</ListBucketResult>");
    }

    std::mutex m_mutex;
    int m_atOnce = 0;
    std::atomic<int> m_mostAtOnce = 0;
    std::atomic<int> m_parts = 0;
    std::atomic<int> m_aborted = 0;
    bool m_isThere = false;
    QByteArray m_mark;
    QByteArray m_completion;
};

/// The most memory this process has had since the last call, in bytes; and forgets it. Negative: the system does not tell.
inline qint64 peakAndForget()
{
    const QByteArray status = readWholeFile(QStringLiteral("/proc/self/status")).value_or(QByteArray());
    const QByteArray line = status.mid(status.indexOf("VmHWM:") + 6);
    QFile forget(QStringLiteral("/proc/self/clear_refs"));
    if (!forget.open(QIODevice::WriteOnly) || forget.write("5") != 1)
        return -1;
    return line.left(line.indexOf('k')).trimmed().toLongLong() * 1024;
}

inline net::AwsCredentialSource exampleKeys()
{
    return [](Job &) -> Result<net::AwsCredentials> {
        return net::AwsCredentials{QStringLiteral("AKIDEXAMPLE"), std::make_shared<const Secret>(QByteArray("not-a-real-key")), {}, {}};
    };
}

/// A client of it, and a job that does not wait.
struct HollowStage {
    HollowS3 far;
    archive::S3Store store{{{}, QStringLiteral("us-east-1"), QStringLiteral("dumps"), archive::S3Style::Fitting}, exampleKeys(), far};
    ManualClock clock;
    SilentProgress silent;
    std::stop_source stop;
    Job job{stop.get_token(), silent, clock};
};

} // namespace shuttler::test
