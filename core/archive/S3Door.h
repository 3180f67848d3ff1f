// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/archive/S3Place.h"
#include "core/net/AwsClient.h"

#include <mutex>

namespace shuttler::archive {

/// One call of S3's.
struct S3Call {
    QByteArray method = QByteArrayLiteral("GET");
    QString key; ///< Empty: the bucket.
    S3Query query;
    QList<net::Header> headers;
    QByteArray body;
    QByteArray bodySha256; ///< In hexadecimal, where it is known; otherwise it is computed to sign it.
    net::Repeat repeat = net::Repeat::Freely;
    std::chrono::milliseconds total{120'000};
};

/// The way to one bucket: signs each call for the region that the bucket is in, and learns it when it says another. Thread-safe.
class S3Door {
public:
    /// `client` brings the trust in the store's certificate, and outlives this.
    S3Door(S3Place place, net::AwsCredentialSource credentials, net::HttpClient &client);

    /// Any whole answer is a response, as with HttpClient.
    Result<net::Response> send(const S3Call &call, Job &job);
    QString title() const;
    S3Place place() const;

private:
    struct Way {
        S3Place place;
        std::shared_ptr<net::HttpClient> client; ///< Signs for its region.
    };
    Way way() const;
    Way newWay(S3Place place) const;
    /// Whether the call is worth sending again, to where the bucket says that it is.
    bool learnsRegion(const net::Response &response, const QString &askedIn);

    const net::AwsCredentialSource m_credentials;
    net::HttpClient &m_client;
    const std::shared_ptr<net::RateBudget> m_budget = std::make_shared<net::RateBudget>();
    mutable std::mutex m_mutex;
    Way m_way;
};

} // namespace shuttler::archive
