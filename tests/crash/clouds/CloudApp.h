// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/DatabaseUrl.h"
#include "tests/support/Simulator.h"

namespace shuttler::test {

/// The port of the server that a simulated cloud's app is in, by what its health address says of its database; -1 when it is in none.
int portOfApp(const QString &databaseHealth);

/// Whether `url` lets somebody into the server at `port` of this computer, which is where the cloud's own name for its host leads.
bool letsIn(const DatabaseUrl &url, int port, const Simulator &simulator);

} // namespace shuttler::test
