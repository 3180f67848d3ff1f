// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpBook.h"
#include "core/dumps/ReadBack.h"
#include "tests/support/Jobs.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <unistd.h>

namespace shuttler::test {

/// Kills the pg_dump (or another program) that this process has running; says whether there was one.
inline bool killOwn(const QByteArray &program)
{
    bool found = false;
    for (const QString &pid : QDir(QStringLiteral("/proc")).entryList({QStringLiteral("[1-9]*")}, QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray stat = file.readAll();
        const qsizetype name = stat.lastIndexOf(')');
        const QByteArrayList fields = stat.mid(name + 2).split(' ');
        if (stat.left(name).endsWith('(' + program) && fields.value(1).toInt() == ::getpid() && fields.value(0) != "Z")
            found = ::kill(pid.toInt(), SIGKILL) == 0 || found;
    }
    return found;
}

enum class Look { Listed, Read };

/// How many dumps of the environment count. With Look::Read each is read to its last byte: an error as soon as one only looks good.
inline Result<int> wholeDumps(archive::ObjectStore &store, Look look, Job &job)
{
    int whole = 0;
    const Outcome listed = dumps::listDumps(
        store, EnvironmentName(QStringLiteral("production")),
        [&](const dumps::ListedDump &dump) -> Outcome {
            if (dump.standing == dumps::DumpStanding::Unfinished)
                return Done{};
            if (dump.standing != dumps::DumpStanding::Whole)
                return Error(Fault::Corrupt, dump.name.toString() + QStringLiteral(" is ") + wordFor(dump.standing));
            ++whole;
            if (look == Look::Listed)
                return Done{};
            Result<qint64> verified = verifyDump(store, *dump.manifest, {}, job);
            return verified ? Outcome(Done{}) : Outcome(std::move(verified).error());
        },
        job);
    if (!listed)
        return listed.error();
    return whole;
}

} // namespace shuttler::test
