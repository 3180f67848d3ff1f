// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/Cutover.h"

#include <QStringList>

namespace shuttler {

/// A redeploy by one command of the owner's: a program with its arguments, never a shell.
/// What it prints may hold anything: nothing of it is kept but the last lines of a failure.
class CommandCutover final : public Cutover {
public:
    explicit CommandCutover(QStringList command) : m_command(std::move(command)) {}

    QString describe() const override;
    Outcome check(Job &job) override;
    /// Fault::Refused with its last words when it ends with another code than 0; Fault::OutcomeUnknown when it had to be stopped.
    Outcome run(Job &job) override;

private:
    QStringList m_command;
};

} // namespace shuttler
