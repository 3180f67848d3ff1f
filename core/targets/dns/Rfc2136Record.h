// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/secrets/SecretStore.h"
#include "core/targets/dns/DnsRecord.h"

#include <QMap>

namespace shuttler {

/// A record that is changed by dynamic update.
struct Rfc2136Settings {
    QString server;    ///< The zone's primary: a name or an address.
    int port = 53;
    QString zone;      ///< "academy.example"
    QString record;    ///< "db.academy.example"
    QString keyName;   ///< Of the TSIG key.
    QString key;       ///< Under which the keychain has it, in Base64.
    QString algorithm; ///< "hmac-sha256"

    /// Keys: server, port, zone, record, key-name, key, algorithm.
    static Result<Rfc2136Settings> from(const QMap<QString, QString> &table);
};

/// A record at a name server that takes dynamic updates (RFC 2136) signed by a key (RFC 8945): BIND, Knot, PowerDNS. Spoken by BIND's
/// own nsupdate and dig. The server itself checks, in the same act, that the old record is still there. The key goes to nsupdate
/// through its input: it is in no file and in no argument.
class Rfc2136Record final : public DnsRecord {
public:
    Rfc2136Record(Rfc2136Settings settings, SecretStore &secrets);

    QString name() const override { return m_settings.record; }
    QString describe() const override;
    Result<DnsAnswer> read(Job &job) override;
    Outcome replace(const DnsAnswer &before, const DnsAnswer &after, Job &job) override;

private:
    Result<QByteArray> keyLine(Job &job) const;
    Result<CommandResult> update(const QByteArray &script, Job &job) const;
    Error refusal(const CommandResult &result) const;

    Rfc2136Settings m_settings;
    SecretStore &m_secrets;
};

/// What nsupdate is told, after its key. The server makes the change only where the whole of `before` is still there. Pure.
QByteArray updateScript(const Rfc2136Settings &settings, const DnsAnswer &before, const DnsAnswer &after);

} // namespace shuttler
