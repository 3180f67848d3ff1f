// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/composition/Services.h"
#include "app/ctl/Output.h"
#include "core/ledger/Ledger.h"

#include <QCommandLineParser>

#include <functional>

namespace shuttler::app {

/// What a command works with.
struct Context {
    Services &services;
    Output &out;
    Job &job;
    bool interactive = false;   ///< A terminal on standard input: only then may a question be asked.

    Result<std::unique_ptr<Ledger>> ledger() const { return Ledger::open(services.paths().ledger()); }
};

/// One word after "shuttlerctl". The table of all commands is in main.cpp.
struct Command {
    QString name;
    QString usage;     ///< "ENV (--at TIME | --backup ID | --latest) [options]"
    QString summary;   ///< One sentence.
    QString example;
    QList<QCommandLineOption> options;
    std::function<Exit(const QCommandLineParser &, Context &)> run;
};

Command practiceCommand();
Command credentialCommand();
Command envCommand();
Command backupsCommand();
Command backupCommand();
Command restoreCommand();
Command verifyCommand();
Command baselineCommand();
Command compareCommand();
Command referencesCommand();
Command logCommand();

/// What is wrong with how the command was called: exit 2, with the usage as advice.
Error usageError(const QString &what, const Command &command);

} // namespace shuttler::app
