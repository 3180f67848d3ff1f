// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QMap>

namespace shuttler {

/// What an environment says about its self-hosted PostgreSQL: its provider table, checked. No secrets: roles come in by peer or
/// trust over the socket.
struct PgBackRestSettings {
    QString program = QStringLiteral("/usr/bin/pgbackrest");
    QString config;    ///< pgBackRest's own configuration file; always named, never the system's by accident.
    QString stanza;    ///< Of the first server; also the name it goes by as an instance.
    QString data;      ///< Data directory of the first server.
    QString socket;    ///< Folder of the Unix sockets: of the first server and of all restored ones.
    int port = 5432;   ///< Of the first server. Restored ones take the next free ones above it.
    QString instances; ///< Where restored servers live, each in a folder of its name.
    QString bin;       ///< PostgreSQL's programs; empty: found by version.
    QString ownerRole = QStringLiteral("postgres"); ///< May take backups and switch the record of changes.
    QString readerRole;                             ///< How the console looks; the owner's where none is named.
    QString database = QStringLiteral("postgres");  ///< The app's.

    /// Keys: program, config, stanza, data, socket, port, instances, bin, owner-role, reader-role, database. Fault::BadInput names
    /// what is missing, relative, or not known: a misspelt key must not be dropped in silence.
    static Result<PgBackRestSettings> from(const QMap<QString, QString> &table);
};

} // namespace shuttler
