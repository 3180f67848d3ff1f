// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/ConnectionTarget.h"
#include "core/targets/Cutover.h"
#include "core/targets/aws/RenameBook.h"

namespace shuttler {

/// The name behind a DATABASE_URL that leads to an instance at RDS by the address of its name: the URL stays as it is for ever, and
/// what is written here is which instance gets the name. Reading gives the URL as it is; or, as long as an instance waits for the
/// name, as if it led to that one under the name it was made with. Putting back renames both again where they were renamed.
class RdsRenameTarget final : public ConnectionTarget {
public:
    /// `url` is where the app finds its DATABASE_URL, `serving` the environment's instance.
    RdsRenameTarget(std::unique_ptr<ConnectionTarget> url, InstanceId serving, RdsSettings settings, aws::AwsClients clients,
                    SecretStore &secrets);
    RdsRenameTarget(const RdsRenameTarget &) = delete;
    RdsRenameTarget &operator=(const RdsRenameTarget &) = delete;

    QString describe() const override;
    /// Refuses an environment that knows its instance by the very name that is to move, and a name that is taken.
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    Result<aws::DbInstance> instanceAt(const DatabaseUrl &url, Job &job) const;
    struct NameInUse {
        QString name;   ///< The one in the app's URL, as RDS knows it.
        QString bearer; ///< The id of the instance that has it now; empty between the two renames.
    };
    Result<NameInUse> nameInUse(const DatabaseUrl &url, Job &job) const;

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
    RdsRename(const RdsRename &) = delete;
    RdsRename &operator=(const RdsRename &) = delete;

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
