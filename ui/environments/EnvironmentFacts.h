// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"

#include <QPair>

namespace shuttler::ui {

/// What an environment is told of, in the order of its card: what, and how it is said.
QList<QPair<QString, QString>> factsOf(const Environment &environment);

/// One line of the table of sign-ins.
struct CredentialLine {
    QString signIn; ///< "AWS RDS", "Database", "The app at Render"
    QString as;     ///< "role console"
    QString name;   ///< In the keychain; empty: none is needed.
};
QList<CredentialLine> credentialsOf(const Environment &environment);

} // namespace shuttler::ui
