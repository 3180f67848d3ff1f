// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"
#include "core/net/XmlNode.h"
#include "core/targets/aws/AwsAccess.h"
#include "core/targets/dns/DnsRecord.h"

namespace shuttler {

/// Which record at Route 53.
struct Route53Settings {
    AwsAccess access;
    QString zone;   ///< "Z0123456789ABC"
    QString record; ///< "db.academy.example"

    /// Keys: zone, record, credential or profile, endpoint, ca; region may be there.
    static Result<Route53Settings> from(const QMap<QString, QString> &table);
};

/// A plain record at Amazon Route 53; weighted and alias ones are left alone. Every change is an UPSERT that is waited for until
/// all of Route 53's servers have it.
class Route53Record final : public DnsRecord {
public:
    Route53Record(Route53Settings settings, net::HttpClient &client);

    QString name() const override { return m_settings.record; }
    QString describe() const override;
    Result<DnsAnswer> read(Job &job) override;
    Outcome replace(const DnsAnswer &before, const DnsAnswer &after, Job &job) override;

private:
    Result<net::XmlNode> call(net::Request request, const QString &action, bool changes, Job &job) const;
    QUrl address(const QString &path) const;
    /// The number of the change.
    Result<QString> upsert(const DnsAnswer &answer, Job &job) const;
    Outcome waitUntilInSync(const QString &change, Job &job) const;

    Route53Settings m_settings;
    net::HttpClient &m_client;
};

} // namespace shuttler
