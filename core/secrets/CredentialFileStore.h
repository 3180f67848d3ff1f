// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/secrets/SecretStore.h"

namespace shuttler {

/// One file per name in one folder, as systemd lays them out in $CREDENTIALS_DIRECTORY. Only reads: who starts the program keeps them.
/// A name's slashes are dots in the name of its file: "rds/production" is read from "rds.production". A line break at the file's end
/// does not count.
class CredentialFileStore final : public SecretStore {
public:
    explicit CredentialFileStore(QString folder) : m_folder(std::move(folder)) {}

    QString describe() const override;
    /// Also Fault::Refused for a file that anybody but its owner may read.
    Result<std::shared_ptr<const Secret>> read(const QString &name, Job &job) override;
    /// Fault::Refused, always.
    Outcome write(const QString &name, const Secret &secret, Job &job) override;
    Outcome forget(const QString &name, Job &job) override;

private:
    const QString m_folder;
};

} // namespace shuttler
