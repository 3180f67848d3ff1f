// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "app/composition/Paths.h"

#include <QDir>
#include <QFile>

namespace shuttler::app {

using namespace Qt::StringLiterals;

static QString folderOr(const QString &given, const char *variable, const QString &fallback)
{
    if (!given.isEmpty())
        return QDir::cleanPath(QDir(given).absolutePath());
    const QString base = qEnvironmentVariable(variable);
    return (base.startsWith(u'/') ? base : QDir::homePath() + fallback) + u"/shuttler-ops"_s;
}

static Outcome makePrivate(const QString &folder)
{
    const bool isNew = !QDir(folder).exists();
    if (!QDir().mkpath(folder))
        return Error(Fault::Refused, u"The folder %1 cannot be made."_s.arg(folder))
            .means(u"Nothing was done: there is no place to keep the journal."_s)
            .todo(u"Make it yourself, or name another one with --config and --state."_s);
    if (isNew)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return Done{};
}

Result<Paths> Paths::from(const QString &config, const QString &state)
{
    Paths paths{folderOr(config, "XDG_CONFIG_HOME", u"/.config"_s), folderOr(state, "XDG_STATE_HOME", u"/.local/state"_s)};
    for (const QString &folder : {paths.config, paths.environments(), paths.state, paths.baselines(), paths.evidence()}) {
        if (Outcome made = makePrivate(folder); !made)
            return std::move(made).error();
    }
    return paths;
}

} // namespace shuttler::app
