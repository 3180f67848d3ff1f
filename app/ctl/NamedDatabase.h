// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/ctl/Command.h"

namespace shuttler::app {

/// A database named on the command line: how to reach it, and its environment's rules where it has one.
struct NamedDatabase {
    ConnectionInfo connection;
    std::optional<Environment> environment;
    std::optional<Baseline> kept; ///< The environment's newest, taken with its backups.
    QString appRole;              ///< By its DATABASE_URL, where that can be read.
};

/// The name of an environment, or a connection string without a password, which --password-stdin reads.
Result<NamedDatabase> databaseFrom(const QString &word, const QCommandLineParser &parser, Context &context);

QCommandLineOption passwordOption();

/// What the option says, or else what the environment's file says.
QString optionOr(const QCommandLineParser &parser, const QString &option, const QString &ofEnvironment);

} // namespace shuttler::app
