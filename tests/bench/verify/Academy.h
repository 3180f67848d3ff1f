// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Verifier.h"
#include "tests/support/TempCluster.h"

namespace shuttler::bench {

/// A server with room for large databases in memory and nothing that disturbs.
Result<std::unique_ptr<test::TempCluster>> largeServer();

/// Makes the database "academy": 23 million rows, 3.6 GB with its indexes, frozen and analysed, all of it in memory.
Outcome makeAcademy(test::TempCluster &server);

/// Another database with the same files.
Outcome copyAcademy(test::TempCluster &server, const QByteArray &name);

/// Adds so many students that the keys have as many gaps. In "academy".
Outcome makeGaps(test::TempCluster &server, int count);

/// Counts, every declared and every logical reference, and with `checksums` the contents of every row: as SqlVerifier does it, one pass,
/// then what it could not prove. An error as well where it proves less than it should.
Outcome proveAcademy(const ConnectionInfo &database, bool checksums);

} // namespace shuttler::bench
