// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/Digest.h"
#include "core/archive/S3Store.h"
#include "core/net/QtHttpClient.h"
#include "tests/support/Jobs.h"
#include "tests/support/S3Servers.h"
#include "tests/support/Simulator.h"
#include "tests/support/Test.h"

#include <QRandomGenerator>

namespace shuttler::test {

constexpr qint64 MiB = 1024 * 1024;
constexpr qint64 PartBytes = 5 * MiB; ///< The smallest there is.

/// Passes on what it is asked, and counts; a test may put its hand in.
class Wiretap final : public net::HttpClient {
public:
    explicit Wiretap(net::HttpClient &next) : m_next(next) {}
    Result<net::Response> send(const net::Request &request, Job &job) override
    {
        net::Request sent = request;
        {
            const std::scoped_lock lock(m_mutex);
            m_lines.append(QString::fromLatin1(request.method) + u' ' + request.url.toString());
            if (onRequest)
                onRequest(sent);
        }
        Result<net::Response> response = m_next.send(sent, job);
        const std::scoped_lock lock(m_mutex);
        if (onResponse && response)
            onResponse(request, *response);
        return response;
    }
    QStringList lines() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_lines;
    }
    qsizetype count(const QString &part) const { return lines().filter(part).size(); }

    std::function<void(net::Request &)> onRequest;
    std::function<void(const net::Request &, net::Response &)> onResponse;

private:
    net::HttpClient &m_next;
    mutable std::mutex m_mutex;
    QStringList m_lines;
};

/// One store and the way to it. The clock does not wait: nobody here sleeps.
struct Store {
    explicit Store(archive::S3Place place, net::AwsCredentialSource keys, const QString &ca = {})
        : client(ca), tap(client), store(std::move(place), std::move(keys), tap)
    {}

    net::QtHttpClient client;
    Wiretap tap;
    archive::S3Store store;
    SilentProgress silent;
    ManualClock clock{SystemClock().now()};
    std::stop_source stop;
    Job job{stop.get_token(), silent, clock};
};

/// The simulated AWS.
struct SimulatedStore {
    SimulatedStore() : cloud(Simulator::start(QStringLiteral("s3"), {QStringLiteral("--speed"), QStringLiteral("0.001")})) {}
    Simulator &far() { return **cloud; }
    std::unique_ptr<Store> open(const QString &ca, archive::S3Place place = {})
    {
        place.endpoint = QUrl(far().endpoint());
        place.bucket = QStringLiteral("dumps");
        if (place.region.isEmpty())
            place.region = QStringLiteral("us-east-1");
        net::AwsCredentials keys;
        keys.accessKey = far().credentials().value(QStringLiteral("accessKey")).toString();
        keys.secretKey = std::make_shared<const Secret>(far().credentials().value(QStringLiteral("secretKey")).toString().toUtf8());
        return std::make_unique<Store>(place, [keys](Job &) -> Result<net::AwsCredentials> { return keys; }, ca);
    }
    std::unique_ptr<Store> open() { return open(far().caFile()); }

    Result<std::unique_ptr<Simulator>> cloud;
};

inline archive::ObjectKey keyNamed(const QString &name)
{
    return *archive::ObjectKey::of(name);
}

inline archive::NewObject objectNamed(const QString &name)
{
    return {keyNamed(name), QStringLiteral("application/zstd"), {{QStringLiteral("made-by"), QStringLiteral("a test")}}};
}

/// Bytes like those of a compressed dump, always the same.
inline QByteArray noise(qint64 bytes)
{
    QRandomGenerator chance(20'261'118);
    QByteArray text((bytes + 3) / 4 * 4, Qt::Uninitialized);
    chance.fillRange(reinterpret_cast<quint32 *>(text.data()), text.size() / 4);
    text.truncate(bytes);
    return text;
}

/// Gives bytes in gulps; after `dieAt` of them, if that is not beyond their end, it fails as a dump does that dies.
inline archive::ByteSource sourceOf(QByteArray bytes, qint64 dieAt = std::numeric_limits<qint64>::max())
{
    return [bytes = std::move(bytes), dieAt, given = qint64(0)](char *buffer, qint64 most, Job &) mutable -> Result<qint64> {
        if (given >= dieAt)
            return Error(Fault::Refused, QStringLiteral("pg_dump died."));
        const qint64 count = std::min({most, bytes.size() - given, dieAt - given, 300'000LL});
        std::copy_n(bytes.constData() + given, count, buffer);
        given += count;
        return count;
    };
}

inline Result<QByteArray> readAll(Store &at, const QString &name, archive::ByteRange range = {})
{
    QByteArray bytes;
    Result<archive::ObjectFacts> facts = at.store.read(keyNamed(name), range, [&](QByteArrayView piece, Job &) -> Outcome {
        bytes.append(piece);
        return Done{};
    }, at.job);
    if (!facts)
        return std::move(facts).error();
    return bytes;
}

inline QStringList namesIn(Store &at, const archive::ListWish &wish)
{
    QStringList names;
    const Outcome listed = at.store.list(wish, [&](const archive::ListPage &page) -> Outcome {
        for (const archive::ListedObject &each : page.objects)
            names.append(each.key);
        names += page.folders;
        return Done{};
    }, at.job);
    return listed ? names : QStringList{QString::fromUtf8(describe(listed.error()))};
}

} // namespace shuttler::test
