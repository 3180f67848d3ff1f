// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/domain/Environment.h"

#include <QList>

namespace shuttler {

/// The environments, one TOML file each under `<config>/environments/`, also edited by hand. Never a secret.
class EnvironmentStore {
public:
    explicit EnvironmentStore(QString directory) : m_directory(std::move(directory)) {}

    /// All that can be read, by name. A broken file is an error that names file, line and what was expected; the others stay usable.
    QList<Result<Environment>> all() const;
    /// Fault::NotFound lists the names there are.
    Result<Environment> find(const EnvironmentName &name) const;
    /// Writes atomically. Keys of the file that this version does not know are kept.
    Outcome save(const Environment &environment);
    Outcome remove(const EnvironmentName &name);
    /// Letters, digits, '-', '_', '.'; 1 to 40; not beginning with '.' or '-'. Fault::BadInput otherwise.
    static Outcome checkName(const QString &name);

private:
    QString fileOf(const EnvironmentName &name) const;
    QList<EnvironmentName> names() const;
    Error notThere(const EnvironmentName &name) const;

    QString m_directory;
};

} // namespace shuttler
