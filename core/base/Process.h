// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

#include <sys/types.h>

namespace shuttler {

/// The user a program runs as. PostgreSQL refuses to run as root, so root hands its servers to somebody else.
struct RunAs {
    uid_t uid;
    gid_t gid;
    QString name;
    QString home;

    /// Nobody to change to when we are an ordinary user; otherwise SUDO's caller is not used: always the "postgres" user,
    /// which Debian's PostgreSQL creates. Fault::NotFound when we are root and there is no such user.
    static Result<std::optional<RunAs>> forServers();
};

/// One call of an external program: never through a shell, never with a secret in its arguments.
struct Command {
    QString program;                    ///< Absolute path.
    QStringList arguments;
    QMap<QString, QString> environment; ///< Added to a minimal environment (PATH, HOME, LANG=C.UTF-8, TZ=UTC).
    QString directory;                  ///< Working directory; "/" when empty.
    std::optional<RunAs> as;
    QByteArray input;
    Micros ceiling = std::chrono::hours(24); ///< Killed after this long: every job has an end.
    /// More of its environment, for passwords. Only the user whom the program runs as, and root, can see it.
    QMap<QString, std::shared_ptr<const Secret>> secrets = {};
    /// A descriptor in the place of standard input or output, which then is not collected. It is handed over: closed here in any case.
    std::optional<int> readsFrom = {};
    std::optional<int> writesTo = {};
};

struct CommandResult {
    int exitCode = 0;
    QByteArray output;
    QByteArray errors;
    Micros took{0};
};

/// Runs a program to its end. On stop it gets SIGTERM, then SIGKILL after ten seconds; on our own death SIGTERM at once
/// (PR_SET_PDEATHSIG), so that nobody is left working for a console that is gone.
/// `onLine` receives each line of standard output and standard error as it comes.
/// A program that ends with another code than 0 is a result, not an error; Fault::NotFound when it cannot be started,
/// Fault::Cancelled on stop, Fault::Unreachable when the ceiling is hit.
Result<CommandResult> runCommand(const Command &command, Job &job,
                                 const std::function<void(const QByteArray &line)> &onLine = {});

/// Starts a program that outlives us, in a session of its own, its output appended to `logFile`. Returns its pid.
Result<pid_t> startDetached(const Command &command, const QString &logFile);

} // namespace shuttler
