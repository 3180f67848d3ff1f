// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"

#include <QJsonObject>
#include <QStringList>

namespace shuttler {

/// What a name leads to: all records of one type that it has.
struct DnsAnswer {
    QString type;        ///< "CNAME", "A" or "AAAA"
    Seconds ttl{0};      ///< For so long anybody may remember it.
    QStringList values;  ///< Names in lower case without the final dot, or addresses; sorted.

    /// The type of record that can lead to `host`.
    static QString typeFor(const QString &host);
    static DnsAnswer from(const QJsonObject &json);
    QJsonObject toJson() const;
    /// "CNAME old.example" for sentences.
    QString shown() const { return type + u' ' + values.join(QStringLiteral(", ")); }
    bool leadsWhere(const DnsAnswer &other) const { return type == other.type && values == other.values; }
};

/// A name as it is compared: in lower case, without the final dot.
QString plainDnsName(const QString &name);

/// One name in DNS by which the app knows its database's server, at whoever answers for its zone.
class DnsRecord {
public:
    virtual ~DnsRecord() = default;
    /// "db.academy.example"
    virtual QString name() const = 0;
    /// "db.academy.example in Route 53's zone Z0123"
    virtual QString describe() const = 0;
    /// As the zone's own servers have it, never from a cache. Fault::NotFound where there is none, Fault::Refused where it is of a
    /// kind that is not changed from here.
    virtual Result<DnsAnswer> read(Job &job) = 0;
    /// Puts `after` in the place of `before`, waits until the zone's servers say so, and reads it back. Where something else than
    /// these two stands: Fault::Refused, and nothing is changed. Asked again, it finishes or confirms the first.
    virtual Outcome replace(const DnsAnswer &before, const DnsAnswer &after, Job &job) = 0;
};

/// For implementations of `replace`: what stands there is neither.
Error dnsChangedMeanwhile(const QString &name, const DnsAnswer &present, const DnsAnswer &before);

} // namespace shuttler
