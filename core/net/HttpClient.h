// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/base/Secret.h"

#include <QList>
#include <QUrl>

#include <memory>

namespace shuttler::net {

struct Header {
    QByteArray name;
    QByteArray value;
};

/// A header whose value must never be seen: a bearer token, a session token. "prefix" + the secret goes over the wire.
struct SecretHeader {
    QByteArray name;
    QByteArray prefix; ///< "Bearer "
    std::shared_ptr<const Secret> secret;
};

/// Whether a request that got no answer may be sent again without looking first.
enum class Repeat {
    Never, ///< It changes something there. Without an answer the outcome is unknown.
    Freely, ///< It only reads, or asks for what is the same if asked for twice (a PUT of one whole value).
};

struct Request {
    QByteArray method = QByteArrayLiteral("GET");
    QUrl url;
    QList<Header> headers;
    QList<SecretHeader> secretHeaders;
    QByteArray body;
    Repeat repeat = Repeat::Freely;
    std::chrono::milliseconds inactivity{30'000}; ///< Without a byte either way.
    std::chrono::milliseconds total{120'000};     ///< From first to last byte.
    qint64 mostBytes = 32 * 1024 * 1024;          ///< Of the answer; more is Fault::Corrupt.
};

struct Response {
    int status = 0;
    QList<Header> headers; ///< Names in lower case.
    QByteArray body;
    QString requestId;     ///< The far side's own number of the call, where it gives one: for evidence and its support.
    /// The first of that name (lower case); empty when there is none.
    QByteArray header(const QByteArray &name) const;
    /// The same, where it holds a moment as HTTP writes it: "Sun, 06 Nov 1994 08:49:37 GMT".
    std::optional<Instant> moment(const QByteArray &name) const;
};

/// The one door to the network. Any status is a response and no error; an error means that there is no whole answer:
/// Fault::Unreachable when the request cannot have been acted on (no name, no connection), Fault::Refused when the far side's
/// certificate is not trusted (trying again cures nothing),
/// Fault::OutcomeUnknown when it left and the answer was lost and `repeat` is Never, Fault::Unreachable when it may be repeated,
/// Fault::Corrupt for an answer that is too long or cut short in a way that cannot be repeated, Fault::Cancelled.
/// TLS is verified, redirects are not followed, cookies are not kept, the answer is not cached. Blocks; may be used from any thread.
class HttpClient {
public:
    virtual ~HttpClient() = default;
    virtual Result<Response> send(const Request &request, Job &job) = 0;
};

} // namespace shuttler::net
