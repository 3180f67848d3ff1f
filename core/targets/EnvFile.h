// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/ConnectionTarget.h"
#include "core/targets/EnvText.h"

namespace shuttler {

/// A variable in an .env file. Comments, order, quoting, line ends, mode and owner stay; each write is atomic.
/// The value from before a run's write is kept beside it in `<file>.before-<tag>`, readable by its owner alone.
class EnvFile final : public ConnectionTarget {
public:
    EnvFile(QString file, QString variable) : m_file(std::move(file)), m_variable(std::move(variable)) {}

    QString describe() const override;
    Outcome check(Job &job) override;
    Result<DatabaseUrl> read(Job &job) override;
    Outcome write(const DatabaseUrl &value, const QString &tag, Job &job) override;
    Outcome putBack(const QString &tag, Job &job) override;
    Outcome forget(const QString &tag, Job &job) override;

private:
    Result<EnvText> load() const;
    QString keptFile(const QString &tag) const;

    QString m_file;
    QString m_variable;
};

} // namespace shuttler
