// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <functional>

namespace shuttler::test {

/// A far side that answers by a script. Each answer is given once, in the order in which those that fit were written, except for
/// the ones that are kept. A request that no answer fits is Fault::Defect: a test that expects none writes none.
class ScriptedHttp final : public net::HttpClient {
public:
    using Wanted = std::function<bool(const net::Request &)>;

    /// `urlPart` has to occur in the percent-decoded URL, `bodyPart` in the body.
    ScriptedHttp &answer(const QByteArray &method, const QString &urlPart, int status, const QByteArray &body,
                         const QByteArray &bodyPart = {});
    /// The same, as often as it is asked for.
    ScriptedHttp &keepAnswering(const QByteArray &method, const QString &urlPart, int status, const QByteArray &body,
                                const QByteArray &bodyPart = {});
    ScriptedHttp &fail(const QByteArray &method, const QString &urlPart, Error error, const QByteArray &bodyPart = {});
    ScriptedHttp &answerWhere(Wanted wanted, net::Response response);

    Result<net::Response> send(const net::Request &request, Job &job) override;

    const QList<net::Request> &sent() const { return m_sent; }
    /// "POST /v1/postgres/dpg-1/suspend", in order, queries included.
    QStringList lines() const;
    /// The bodies of those whose line begins with `line`, in order.
    QList<QByteArray> bodiesOf(const QString &line) const;
    /// How many answers nobody asked for (kept ones never count).
    qsizetype leftOver() const;

private:
    struct Rule {
        Wanted wanted;
        Result<net::Response> answer;
        bool isKept = false;
        bool isUsed = false;
    };
    static QString lineOf(const net::Request &request);

    QList<net::Request> m_sent;
    std::vector<Rule> m_rules;
};

} // namespace shuttler::test
