// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QStringList>

namespace shuttler::dumps {

/// Listens to pg_restore and tells harmless complaints from others. Harmless are these, and nothing else:
/// - schema "public" already exists, of CREATE SCHEMA public: every database has it;
/// - must be owner of extension X, of COMMENT ON EXTENSION X: the provider made the extension, and the comment says nothing of the data;
/// - must be owner of schema public, of COMMENT ON SCHEMA public: the same.
class RestoreErrors {
public:
    void takeLine(const QByteArray &line);
    /// Nothing more comes.
    void end();

    const QStringList &harmless() const { return m_harmless; }
    const QStringList &others() const { return m_others; }

private:
    void judge();
    QString m_error;   ///< The one that is being told.
    QString m_command; ///< What it is about, where that was said.
    QStringList m_harmless;
    QStringList m_others;
};

} // namespace shuttler::dumps
