// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/restore/RestoreStep.h"

/// The steps of a restore, one file each, in the order they are taken.
namespace shuttler {

std::unique_ptr<RestoreStep> signInStep();       // 1
std::unique_ptr<RestoreStep> listBackupsStep();  // 2
std::unique_ptr<RestoreStep> chooseMomentStep(); // 3
std::unique_ptr<RestoreStep> catchUpStep();      // 4
std::unique_ptr<RestoreStep> restoreInstanceStep();
std::unique_ptr<RestoreStep> waitUntilReadyStep();
std::unique_ptr<RestoreStep> compareSettingsStep();
std::unique_ptr<RestoreStep> contentsGateStep();
std::unique_ptr<RestoreStep> protectInstanceStep();
std::unique_ptr<RestoreStep> writeDatabaseUrlStep(); // 5
std::unique_ptr<RestoreStep> verifyStep();           // 6
std::unique_ptr<RestoreStep> redeployStep();         // 7
std::unique_ptr<RestoreStep> waitAppMovedStep();
std::unique_ptr<RestoreStep> setServingStep();
std::unique_ptr<RestoreStep> firstBackupStep();
std::unique_ptr<RestoreStep> firstBaselineStep();
std::unique_ptr<RestoreStep> retireOldStep();

} // namespace shuttler
