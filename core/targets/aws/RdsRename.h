// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/providers/aws/RdsSite.h"
#include "core/targets/ConnectionTarget.h"
#include "core/targets/Cutover.h"

namespace shuttler::aws {

/// Who swaps names with whom. Instances by their resource ids, which no rename changes.
struct RenameMove {
    QString name;     ///< The one that the app's DATABASE_URL leads to.
    QString oldId;    ///< Has it until the swap;
    QString setAside; ///< is called this afterwards.
    QString newId;    ///< Has it after the swap;
    QString made;     ///< was called this before,
    QString host;     ///< and was reached there.
    int port = 0;
};

/// The swaps that are decided, kept in the keychain so that they survive us.
class RenameBook {
public:
    explicit RenameBook(SecretStore &secrets) : m_secrets(secrets) {}

    Result<std::optional<RenameMove>> read(const QString &key, Job &job) const;
    Outcome write(const QString &key, const RenameMove &move, Job &job);
    Outcome forget(const QString &key, Job &job);
    /// The swap that the app's address is in.
    static QString present(const QString &name) { return QStringLiteral("next/rds/") + name; }
    static QString of(const QString &tag) { return QStringLiteral("before/%1/rds/name").arg(tag); }

private:
    SecretStore &m_secrets;
};

/// Gives `id` the name `wanted`, unless it has it, and waits until it serves under it. Asked twice it is done once.
Outcome renameInstance(const RdsSite &site, const QString &id, const QString &wanted, Job &job);

} // namespace shuttler::aws

namespace shuttler {

/// The name behind a DATABASE_URL that leads to an instance at RDS by the address of its name: the URL stays as it is for ever, and
/// what is written here is which instance gets the name. Reading gives the URL as if it led to that one under the name it was made
/// with. Putting back renames both again where they were renamed.
class RdsRenameTarget final : public ConnectionTarget {
public:
    /// `url` is where the app finds its DATABASE_URL, `serving` the environment's instance.
    RdsRenameTarget(std::unique_ptr<ConnectionTarget> url, InstanceId serving, RdsSettings settings, aws::AwsClients clients,
                    SecretStore &secrets);

    QString describe() const override;
    /// Refuses an environment that knows its instance by the very name that is to move, and a name that is taken.
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    Result<aws::DbInstance> instanceAt(const DatabaseUrl &url, Job &job) const;
    /// The name in the app's URL, as RDS knows it, whoever has it now.
    Result<QString> nameInUse(Job &job) const;

    std::unique_ptr<ConnectionTarget> m_url;
    InstanceId m_serving;
    RdsSettings m_settings;
    SecretStore &m_secrets;
    aws::RdsSite m_site;
    aws::RenameBook m_book;
};

/// Lets the old instance step aside under another name, then gives its own to the new one. Broken off in between, the next run goes on.
class RdsRename final : public Cutover {
public:
    RdsRename(InstanceId serving, RdsSettings settings, aws::AwsClients clients, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    Outcome markAsMade(const aws::RenameMove &move, Job &job) const;

    InstanceId m_serving;
    RdsSettings m_settings;
    aws::RdsSite m_site;
    aws::RenameBook m_book;
};

} // namespace shuttler
