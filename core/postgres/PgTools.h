// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"

namespace shuttler::postgres {

/// The programs of one PostgreSQL installation: initdb, pg_ctl, pg_dump, pg_restore, pg_waldump, pg_controldata, psql.
class PgTools {
public:
    /// Finds the installation of exactly this major version: `configured` folder first, then Debian's versioned folders; never PATH
    /// alone. Fault::NotFound lists where it looked and which majors it met.
    static Result<PgTools> find(int major, const QString &configured = {});
    /// The newest installed.
    static Result<PgTools> newest(const QString &configured = {});

    int major() const { return m_major; }
    QString folder() const { return m_folder; }
    QString program(const QString &name) const { return m_folder + u'/' + name; }

private:
    PgTools(int major, QString folder) : m_major(major), m_folder(std::move(folder)) {}
    int m_major;
    QString m_folder;
};

} // namespace shuttler::postgres
