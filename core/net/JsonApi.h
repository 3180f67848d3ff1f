// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

#include <functional>

namespace shuttler::net {

/// A far side that speaks JSON and knows its callers by one key.
struct JsonSite {
    QString vendor; ///< "Render", for sentences.
    QUrl endpoint;  ///< Everything is asked beneath it.
    QByteArray keyHeader = QByteArrayLiteral("Authorization");
    QByteArray keyPrefix = QByteArrayLiteral("Bearer ");
    /// Asked once per request: what is in the keychain now counts.
    std::function<Result<std::shared_ptr<const Secret>>(Job &)> key;
};

struct JsonAnswer {
    QJsonDocument json; ///< Null where the answer has no body.
    int status = 0;
    QString requestId;
};

/// Turns answers into JSON, and what is none of them into an error with what to do about it. A change that got no answer, or an
/// answer of 500 and above, is Fault::OutcomeUnknown. The far side's words go to the details, passwords and keys taken out of them.
class JsonApi {
public:
    JsonApi(HttpClient &client, JsonSite site) : m_client(client), m_site(std::move(site)) {}

    const QString &vendor() const { return m_site.vendor; }
    Result<JsonAnswer> get(const QString &path, const QUrlQuery &query, Job &job);
    /// `repeat` Freely only for what is the same if asked for twice. An empty body is none.
    Result<JsonAnswer> change(const QByteArray &method, const QString &path, const QJsonObject &body, Repeat repeat,
                              Job &job);
    /// A POST that only reads.
    Result<JsonAnswer> ask(const QString &path, const QJsonObject &body, Job &job);

private:
    enum class Kind { Reads, Changes };
    Result<JsonAnswer> send(Request request, Kind kind, Job &job);
    Result<Request> requestTo(const QByteArray &method, const QString &path, Job &job) const;
    Error refusal(const Response &response, Kind kind) const;

    HttpClient &m_client;
    JsonSite m_site;
};

/// `text` without what looks like a password in a URL, a signed query or a bearer key, at most 500 letters: fit for details and logs.
QString withoutSecrets(const QString &text);

} // namespace shuttler::net
