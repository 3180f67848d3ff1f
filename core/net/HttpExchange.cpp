// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/HttpExchange.h"

#include "core/net/Trust.h"

#include <algorithm>
#include <cstring>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

/// A body that can be sent once. Qt sends a request anew by itself, up to three times, when its connection breaks before the answer; only
/// what it cannot rewind, were it empty, does it not send twice.
class OnceOnly final : public QIODevice {
public:
    explicit OnceOnly(QByteArray body) : m_body(std::move(body)) { open(QIODevice::ReadOnly | QIODevice::Unbuffered); }
    qint64 size() const override { return m_body.size(); }
    bool reset() override { return false; }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min(most, m_body.size() - m_taken);
        std::memcpy(data, m_body.constData() + m_taken, size_t(count));
        m_taken += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    const QByteArray m_body;
    qint64 m_taken = 0;
};

QString requestIdIn(const Response &response)
{
    static const QByteArrayList names{"x-amzn-requestid", "x-amz-request-id", "render-request-id", "x-request-id",
                                      "x-railway-request-id", "cf-ray"};
    for (const QByteArray &name : names)
        if (const QByteArray id = response.header(name); !id.isEmpty())
            return QString::fromLatin1(id);
    return {};
}

bool neverLeft(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return true;
    default:
        return false;
    }
}

} // namespace

QString shown(const QUrl &address)
{
    return address.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

HttpExchange::HttpExchange(const Request &request, QNetworkAccessManager &network, const QSslConfiguration &trust, QString ca)
    : m_request(request)
    , m_network(network)
    , m_trust(trust)
    , m_ca(std::move(ca))
    , m_silence(this)
    , m_deadline(this)
{
    m_silence.setSingleShot(true);
    m_silence.setInterval(m_request.inactivity);
    connect(&m_silence, &QTimer::timeout, this, [this] { cutOff(Cut::Silence); });
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(m_request.total);
    connect(&m_deadline, &QTimer::timeout, this, [this] { cutOff(Cut::Deadline); });
}

QNetworkRequest HttpExchange::requestForQt() const
{
    QNetworkRequest request(m_request.url);
    request.setSslConfiguration(m_trust);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setRawHeader("User-Agent", "ShuttlerOps/1.0");
    request.setRawHeader("Accept-Encoding", "identity"); // What is counted against mostBytes is what came over the wire.
    for (const Header &header : m_request.headers)
        request.setRawHeader(header.name, header.value);
    for (const SecretHeader &header : m_request.secretHeaders)
        header.secret->expose([&](const char *plain) {
            request.setRawHeader(header.name, header.prefix + QByteArray(plain, qsizetype(header.secret->size())));
        });
    return request;
}

void HttpExchange::begin()
{
    if (m_isOver)
        return;
    QNetworkRequest request = requestForQt();
    if (m_request.repeat == Repeat::Never) {
        request.setHeader(QNetworkRequest::ContentLengthHeader, m_request.body.size());
        m_upload = std::make_unique<OnceOnly>(m_request.body);
        m_reply.reset(m_network.sendCustomRequest(request, m_request.method, m_upload.get()));
    } else if (m_request.method == "HEAD") {
        m_reply.reset(m_network.head(request)); // Qt waits for a body after a custom one.
    } else if (m_request.method == "GET" && m_request.body.isEmpty()) {
        m_reply.reset(m_network.get(request));
    } else {
        m_reply.reset(m_network.sendCustomRequest(request, m_request.method, m_request.body));
    }
    const auto listen = [this] { m_silence.start(); };
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &HttpExchange::take);
    connect(m_reply.get(), &QNetworkReply::uploadProgress, this, listen);
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, listen);
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        m_distrusted = errors; // Remembered, never ignored.
    });
    connect(m_reply.get(), &QNetworkReply::finished, this, &HttpExchange::finish);
    m_silence.start();
    m_deadline.start();
    if (m_reply->isFinished())
        finish();
}

void HttpExchange::take()
{
    m_silence.start();
    if (m_reply->isOpen())
        m_body += m_reply->read(std::min(m_reply->bytesAvailable(), m_request.mostBytes + 1 - m_body.size()));
    if (m_body.size() > m_request.mostBytes)
        cutOff(Cut::TooLarge);
}

void HttpExchange::stop()
{
    cutOff(Cut::Stopped);
}

void HttpExchange::cutOff(Cut reason)
{
    if (m_isOver)
        return;
    m_cut = reason;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    end(cutError());
}

void HttpExchange::finish()
{
    take();
    if (m_isOver)
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    Response response;
    response.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    for (const QNetworkReply::RawHeaderPair &header : m_reply->rawHeaderPairs())
        response.headers.append({header.first.toLower(), header.second});
    response.requestId = requestIdIn(response);
    response.body = std::move(m_body);

    // Qt reports a status of 400 and above as an error too; those of the connection have lower numbers.
    const bool isWhole = error == QNetworkReply::NoError || (response.status >= 400 && error > QNetworkReply::UnknownProxyError);
    const QByteArray announced = response.header("content-length");
    const bool isAllThere = m_request.method == "HEAD" || response.status == 304 || announced.isEmpty()
        || announced.toLongLong() == response.body.size();
    if (response.status != 0 && isWhole && isAllThere)
        end(std::move(response));
    else if (!m_distrusted.isEmpty())
        end(distrustOf(shown(m_request.url), m_distrusted, m_ca));
    else
        end(failureOf(error));
}

void HttpExchange::end(Result<Response> result)
{
    m_isOver = true;
    m_silence.stop();
    m_deadline.stop();
    m_result = std::move(result);
    m_ended.release();
}

Result<Response> HttpExchange::wait()
{
    m_ended.acquire();
    return *std::move(m_result);
}

Error HttpExchange::lost(const QString &what, const QString &why, const QString &details) const
{
    if (m_request.repeat == Repeat::Never)
        return Error(Fault::OutcomeUnknown, what)
            .means(u"The request had left; whether it was acted on there is not known."_s)
            .todo(u"Look at what is there now before it is asked for again."_s)
            .details(details);
    return Error(Fault::Unreachable, what).means(why).todo(u"Check the connection to the internet, then try again."_s).details(details);
}

Error HttpExchange::failureOf(QNetworkReply::NetworkError error) const
{
    const QString host = m_request.url.host();
    const QString details = m_reply->errorString().replace(m_request.url.toString(), shown(m_request.url));
    const auto nothingHappened = [&](const QString &what, const QString &todo) {
        return Error(Fault::Unreachable, what).means(u"Nothing was asked and nothing was changed there."_s).todo(todo).details(details);
    };
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return nothingHappened(u"The name %1 is not known on the network."_s.arg(host),
                               u"Check the connection to the internet, and the address in the environment."_s);
    case QNetworkReply::ConnectionRefusedError:
        return nothingHappened(u"Nobody answers at %1."_s.arg(shown(m_request.url)),
                               u"Check the address in the environment, and that a firewall lets this computer through."_s);
    case QNetworkReply::SslHandshakeFailedError:
        return nothingHappened(u"No secure connection to %1 came about."_s.arg(host),
                               u"Check the address in the environment; something between here and there may not let TLS through."_s);
    default:
        break;
    }
    if (neverLeft(error))
        return nothingHappened(u"The proxy does not lead to %1."_s.arg(host),
                               u"Check https_proxy in the environment of this program, and what the proxy asks for."_s);
    return lost(u"The connection to %1 broke before the answer was complete."_s.arg(host), u"The answer is not known."_s, details);
}

Error HttpExchange::cutError() const
{
    const QString host = m_request.url.host();
    const auto seconds = [](std::chrono::milliseconds span) { return QString::number(double(span.count()) / 1000); };
    switch (m_cut) {
    case Cut::Stopped:
        return Error(Fault::Cancelled, u"Stopped on request."_s);
    case Cut::TooLarge:
        return Error(Fault::Corrupt, u"The answer of %1 is larger than %2 bytes."_s.arg(host, QString::number(m_request.mostBytes)))
            .means(u"It was not read to its end."_s)
            .todo(u"Check the endpoint in the environment; this is no answer that belongs to it."_s);
    case Cut::Silence:
        return lost(u"%1 was silent for %2 s."_s.arg(host, seconds(m_request.inactivity)), u"The answer is not known."_s, {});
    default:
        return lost(u"%1 did not finish its answer within %2 s."_s.arg(host, seconds(m_request.total)),
                    u"The answer is not known."_s, {});
    }
}

} // namespace shuttler::net
