// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Process.h"
#include "core/domain/Ids.h"

#include <QByteArray>

namespace shuttler {

/// Where everything of one Practice lies.
///
/// `<state>/practice/<name>/` holds `practice.toml`; the rest stands beside it when the user that runs the servers can get
/// there. Started by root out of a closed home folder it cannot: then the rest lies below /var/lib/shuttler-ops/practice.
struct PracticeFolder {
    QString home; ///< `<state>/practice/<name>`: with practice.toml, ours.
    QString root; ///< Everything else; belongs to the user that runs the servers, mode 0700. Often the same as `home`.
    QString sockets; ///< Folder of the Unix sockets. Inside `root` unless its path would be too long for a socket.

    QString record() const { return home + QStringLiteral("/practice.toml"); }
    QString cluster() const { return root + QStringLiteral("/pg"); }
    QString instances() const { return root + QStringLiteral("/instances"); }
    QString repository() const { return root + QStringLiteral("/repo"); }
    QString backupSettings() const { return root + QStringLiteral("/pgbackrest.conf"); }
    QString spool() const { return root + QStringLiteral("/spool"); }
    QString locks() const { return root + QStringLiteral("/lock"); }
    QString logs() const { return root + QStringLiteral("/log"); }
    QString app() const { return root + QStringLiteral("/app"); }
    QString envFile() const { return app() + QStringLiteral("/.env"); }
    QString appLog() const { return app() + QStringLiteral("/app.log"); }
    QString appPid() const { return app() + QStringLiteral("/app.pid"); }
    QString references() const { return root + QStringLiteral("/references.toml"); }
    QString sanity() const { return root + QStringLiteral("/sanity.toml"); }

    /// Decides where a new one goes. Makes nothing.
    static PracticeFolder plan(const QString &state, const EnvironmentName &name, const std::optional<RunAs> &as);
    /// Every place where a Practice of this name may have left something, whatever its record says or whether there is one.
    static QStringList possibleRoots(const QString &state, const EnvironmentName &name);
};

/// Whether `as` can reach what lies below `path`; parts that do not exist yet count as open.
bool canReach(const RunAs &as, const QString &path);

/// Whether PostgreSQL and libpq take this folder for their sockets: at most 107 bytes with the longest name in it, and
/// no character that a list of folders or hosts could stumble over.
bool isFitForSockets(const QString &folder);

/// Makes a folder of mode 0700 that belongs to `as` (nobody: us). Fault::Refused when it is there already or cannot be made.
Outcome makeFolderFor(const std::optional<RunAs> &as, const QString &path);

/// Writes a file of mode 0600 that belongs to `as`.
Outcome writeFileFor(const std::optional<RunAs> &as, const QString &path, const QByteArray &content);

} // namespace shuttler
