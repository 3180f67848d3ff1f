// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <QJsonObject>

namespace shuttler::aws {

/// Calls of one service of AWS that speaks JSON. Errors name the right that is missing, and AWS's number of the call.
class JsonCalls {
public:
    /// `service` is as in policies ("ssm"), `target` as in X-Amz-Target ("AmazonSSM"). `client` signs and is patient (awsClient).
    JsonCalls(net::HttpClient &client, QUrl endpoint, QString service, QByteArray target)
        : m_client(client), m_endpoint(std::move(endpoint)), m_service(std::move(service)), m_target(std::move(target)) {}

    Result<QJsonObject> ask(const QString &operation, const QJsonObject &members, Job &job) const;
    /// For what changes something. `repeat` Freely only for what is the same if asked for twice.
    Result<QJsonObject> order(const QString &operation, const QJsonObject &members, net::Repeat repeat, Job &job) const;
    /// The same with a secret among the members: AWS's own words, which may repeat it, are left out of the error.
    Result<QJsonObject> orderWithSecret(const QString &operation, const QJsonObject &members, Job &job) const;

private:
    struct Manner {
        bool changes = false;
        bool carriesSecret = false;
        net::Repeat repeat = net::Repeat::Freely;
    };
    Result<QJsonObject> call(const QString &operation, const QJsonObject &members, Manner manner, Job &job) const;

    net::HttpClient &m_client;
    QUrl m_endpoint;
    QString m_service;
    QByteArray m_target;
};

} // namespace shuttler::aws
