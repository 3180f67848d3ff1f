// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/targets/HttpAppProbe.h"

#include "core/targets/AppTrust.h"

#include <QEventLoop>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

#include <optional>
#include <thread>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LargestAnswer = 64 * 1024;

enum class Cut { None, Deadline, Stopped, TooLarge };

/// The address as it may be shown: without a password or a token that somebody put into it.
QString shown(const QUrl &address)
{
    return address.toDisplayString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

Outcome checkAddress(const QUrl &address)
{
    const bool here = address.host() == u"localhost"_s || QHostAddress(address.host()).isLoopback();
    if (address.isValid() && !address.host().isEmpty()
        && (address.scheme() == u"https"_s || (address.scheme() == u"http"_s && here)))
        return Done{};
    return Error(Fault::BadInput, u"\"%1\" cannot be asked how the app is."_s.arg(shown(address)))
        .means(u"Nobody was asked."_s)
        .todo(u"Use an https address, or plain http on this computer itself (127.0.0.1)."_s);
}

Error failureOf(QNetworkReply::NetworkError error, const QString &words, const QUrl &address)
{
    if (error == QNetworkReply::SslHandshakeFailedError)
        return Error(Fault::Refused, u"The app at %1 could not prove who it is."_s.arg(shown(address)))
            .means(u"It does not speak TLS as it should, or somebody stands between; nothing was read."_s)
            .todo(u"Correct the address in the environment, or how the app speaks TLS."_s)
            .details(words);
    return Error(Fault::Unreachable, u"The app at %1 does not answer."_s.arg(shown(address)))
        .means(u"It is down, starting, or out of reach from here."_s)
        .todo(u"Look at the app's own log, then try again."_s)
        .details(words);
}

Error cutOff(Cut cut, const QUrl &address, std::chrono::milliseconds deadline)
{
    if (cut == Cut::Stopped)
        return Error(Fault::Cancelled, u"Stopped on request."_s);
    if (cut == Cut::TooLarge)
        return Error(Fault::Corrupt, u"The answer of %1 is larger than 64 KiB."_s.arg(shown(address)))
            .means(u"That is no health report."_s)
            .todo(u"Correct the health address in the environment."_s);
    return Error(
               Fault::Unreachable,
               u"The app at %1 did not answer within %2 s."_s.arg(shown(address), QString::number(double(deadline.count()) / 1000)))
        .means(u"It is overloaded, hanging, or out of reach from here."_s)
        .todo(u"Look at the app's own log, then try again."_s);
}

/// Runs on a thread of its own, because its event loop must not run anything of the caller's.
Result<AppHealth> askHere(const QUrl &address, const QString &ca, const std::stop_token &stop,
                          std::chrono::milliseconds deadline)
{
    const bool isSecured = address.scheme() == u"https"_s;
    Result<QSslConfiguration> trust = trustInApp(isSecured ? ca : QString());
    if (!trust)
        return std::move(trust).error();
    QNetworkAccessManager network; // One per question: TLS sessions are never shared between trusts.
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(address);
    if (isSecured)
        request.setSslConfiguration(*trust);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader, u"shuttler-ops"_s);

    const auto begun = std::chrono::steady_clock::now();
    const std::unique_ptr<QNetworkReply> reply(network.get(request));
    AppHealth health;
    QList<QSslError> distrusted;
    Cut cut = Cut::None;
    QEventLoop loop;
    const auto end = [&](Cut reason) {
        cut = reason;
        loop.quit();
    };
    const auto take = [&] {
        if (reply->isOpen())
            health.body += reply->readAll();
        if (health.body.size() > LargestAnswer)
            end(Cut::TooLarge);
    };
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, take);
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QObject::connect(reply.get(), &QNetworkReply::sslErrors, &loop,
                     [&](const QList<QSslError> &errors) { distrusted = errors; }); // Remembered, never ignored.
    QTimer::singleShot(deadline, Qt::PreciseTimer, &loop, [&] { end(Cut::Deadline); });
    QTimer lookout;
    QObject::connect(&lookout, &QTimer::timeout, &loop, [&] {
        if (stop.stop_requested())
            end(Cut::Stopped);
    });
    lookout.start(std::chrono::milliseconds(50));
    if (!reply->isFinished())
        loop.exec();
    take();
    reply->disconnect(&loop);
    if (cut != Cut::None) {
        reply->abort();
        return cutOff(cut, address, deadline);
    }
    if (!distrusted.isEmpty())
        return distrustOf(shown(address), distrusted, ca);
    health.took = std::chrono::duration_cast<Micros>(std::chrono::steady_clock::now() - begun);
    health.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool cutShort = health.isHealthy() && reply->error() != QNetworkReply::NoError;
    if (health.status == 0 || cutShort)
        return failureOf(reply->error(), reply->errorString(), address);
    return health;
}

} // namespace

Outcome HttpAppProbe::check(Job &)
{
    const Result<QSslConfiguration> trust = trustInApp(m_ca);
    return trust ? Outcome(Done{}) : trust.error();
}

Result<AppHealth> HttpAppProbe::ask(const QUrl &address, Job &job)
{
    if (Outcome sensible = checkAddress(address); !sensible)
        return std::move(sensible).error();
    if (Outcome wanted = job.checkStop(); !wanted)
        return std::move(wanted).error();
    std::optional<Result<AppHealth>> answer;
    std::thread([&] { answer = askHere(address, m_ca, job.stop, m_deadline); }).join();
    return *std::move(answer);
}

} // namespace shuttler
