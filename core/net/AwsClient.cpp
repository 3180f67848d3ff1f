// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/AwsClient.h"

#include "core/net/XmlNode.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <atomic>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

XmlNode errorIn(const XmlNode &root)
{
    return root.name() == u"Error" ? root : root.child(u"Error"_s); // S3 wraps it in nothing.
}

QString messageIn(const Response &response)
{
    if (const Result<XmlNode> xml = XmlNode::parse(response.body))
        return errorIn(*xml).text(u"Message"_s);
    const QJsonObject json = QJsonDocument::fromJson(response.body).object();
    return json.contains(u"message"_s) ? json[u"message"_s].toString() : json[u"Message"_s].toString();
}

bool isThrottle(const QString &code)
{
    static const QStringList codes{
        u"Throttling"_s, u"ThrottlingException"_s, u"ThrottledException"_s, u"RequestThrottledException"_s, u"RequestThrottled"_s,
        u"TooManyRequestsException"_s, u"RequestLimitExceeded"_s, u"ProvisionedThroughputExceededException"_s,
        u"BandwidthLimitExceeded"_s, u"SlowDown"_s, u"LimitExceededException"_s, u"TransactionInProgressException"_s,
        u"PriorRequestNotComplete"_s, u"EC2ThrottledException"_s};
    return codes.contains(code);
}

/// A signature may be too old ("Signature expired: …"), or of a moment to come ("Signature not yet current: …").
bool isAboutTheMoment(const QString &message)
{
    return message.contains(u"expire"_s, Qt::CaseInsensitive) || message.contains(u"not yet current"_s, Qt::CaseInsensitive);
}

bool isAboutTheClock(const Response &response, const QString &code)
{
    return code == u"RequestTimeTooSkewed" || code == u"RequestExpired" || code == u"RequestInTheFuture"
        || (code == u"SignatureDoesNotMatch" && isAboutTheMoment(messageIn(response)));
}

/// Temporary credentials have an end. It is found out before anything is acted on.
bool isAboutTheEnd(const QString &code)
{
    return code == u"ExpiredToken" || code == u"ExpiredTokenException";
}

Advice adviceOn(const Response &response)
{
    if (response.status < 400)
        return Advice::Done;
    const QString code = awsErrorCode(response);
    if (isThrottle(code) || response.status == 429)
        return Advice::Throttled;
    if (isAboutTheClock(response, code) || isAboutTheEnd(code))
        return Advice::PrepareAgain;
    const bool isTheirTrouble = response.status >= 500 && response.status <= 504 && response.status != 501;
    return isTheirTrouble || code == u"RequestTimeout" || code == u"RequestTimeoutException" ? Advice::TryAgain : Advice::Done;
}

/// How far AWS's clock is ahead of ours, by the Date of an answer; nothing when it says none.
std::optional<Micros> skewIn(const Response &response, Instant now)
{
    const std::optional<Instant> there = response.moment("date");
    return there ? std::optional(*there - now) : std::nullopt;
}

/// A PatientClient together with what it prepares with.
class AwsClient final : public HttpClient {
public:
    AwsClient(HttpClient &client, AwsCredentialSource credentials, QString region, QString service, std::shared_ptr<RateBudget> budget)
        : m_credentials(std::move(credentials))
        , m_region(std::move(region))
        , m_service(std::move(service))
        , m_patient(client, patience(), std::move(budget))
    {}

    Result<Response> send(const Request &request, Job &job) override { return m_patient.send(request, job); }

private:
    Patience patience()
    {
        Patience patience;
        patience.judge = adviceOn;
        patience.prepare = [this](Request request, const Response *before, Job &job) {
            return prepared(std::move(request), before, job);
        };
        return patience;
    }

    Result<Request> prepared(Request request, const Response *before, Job &job)
    {
        if (before && isAboutTheClock(*before, awsErrorCode(*before)))
            if (const std::optional<Micros> skew = skewIn(*before, job.clock.now()))
                m_skew = skew->count();
        const bool haveEnded = before && isAboutTheEnd(awsErrorCode(*before));
        const Result<AwsCredentials> credentials = haveEnded ? m_credentials.renewed(job) : m_credentials(job);
        if (!credentials)
            return credentials.error();
        return signedByAws(std::move(request), *credentials, m_region, m_service, job.clock.now() + Micros(m_skew));
    }

    const AwsCredentialSource m_credentials;
    const QString m_region;
    const QString m_service;
    std::atomic<qint64> m_skew{0}; ///< In microseconds.
    PatientClient m_patient;
};

} // namespace

QString awsErrorCode(const Response &response)
{
    if (response.status < 300)
        return {};
    if (const Result<XmlNode> xml = XmlNode::parse(response.body))
        return errorIn(*xml).text(u"Code"_s);
    // "com.amazonaws.secretsmanager#ResourceNotFoundException:http://…" is ResourceNotFoundException.
    const QString header = QString::fromLatin1(response.header("x-amzn-errortype"));
    const QString type = header.isEmpty() ? QJsonDocument::fromJson(response.body)[u"__type"_s].toString() : header;
    return type.section(u':', 0, 0).section(u'#', -1);
}

std::unique_ptr<HttpClient> awsClient(HttpClient &client, AwsCredentialSource credentials, QString region, QString service,
                                      std::shared_ptr<RateBudget> budget)
{
    return std::make_unique<AwsClient>(client, std::move(credentials), std::move(region), std::move(service), std::move(budget));
}

} // namespace shuttler::net
