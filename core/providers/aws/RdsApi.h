// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"
#include "core/providers/aws/RdsSettings.h"
#include "core/providers/aws/RdsWire.h"

#include <functional>

namespace shuttler::aws {

/// Clients that sign for their service and are as patient as AWS wants.
struct AwsClients {
    net::HttpClient &rds;
    net::HttpClient &sts;
};

struct CallerIdentity {
    QString account;
    QString arn;
};

/// One call each of RDS's and STS's Query API: encode, send, decode. The answer is the content of `<…Result>`.
class RdsApi {
public:
    RdsApi(const RdsSettings &settings, AwsClients clients) : m_settings(settings), m_clients(clients) {}

    Result<net::XmlNode> ask(const QueryForm &form, Job &job) const;
    /// For what changes something: never sent twice; the request id goes to the job's log.
    Result<net::XmlNode> order(const QueryForm &form, Job &job) const;
    Result<CallerIdentity> whoAmI(Job &job) const;

    /// Every page of a list, in the order that AWS gives them.
    template <typename T>
    Result<QList<T>> all(const QueryForm &form, const QString &list, const QString &item, T (*read)(const net::XmlNode &),
                         Job &job) const
    {
        QList<T> everything;
        Outcome outcome = eachPage(
            form,
            [&](const net::XmlNode &page) {
                for (const net::XmlNode &node : page.children(list, item))
                    everything.append(read(node));
                return everything.size();
            },
            job);
        if (!outcome)
            return std::move(outcome).error();
        return everything;
    }

private:
    using ReadPage = std::function<qsizetype(const net::XmlNode &)>;
    Outcome eachPage(QueryForm form, const ReadPage &read, Job &job) const;
    Result<net::XmlNode> call(net::HttpClient &client, net::Request request, const QueryForm &form,
                              const QString &service, Job &job) const;

    const RdsSettings &m_settings;
    AwsClients m_clients;
};

} // namespace shuttler::aws
