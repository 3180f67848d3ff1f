// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

namespace shuttler {

/// Whether the keychain can be used now: a locked one does not refuse, it pretends to be empty. Fault::Refused with what to do about
/// it when there is none, when it is locked, or when it does not answer within two seconds.
Outcome checkKeychainOpen();

} // namespace shuttler
