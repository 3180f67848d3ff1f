// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Verifier.h"

namespace shuttler {

/// Puts its questions in SQL, over libpq. Needs no more than the right to read; what it may not read it says.
class SqlVerifier final : public Verifier {
public:
    Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) override;
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) override;
    Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job) override;
    Result<int> appSessions(const ConnectionInfo &database, Job &job) override;
    Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &live, Instant moment, Job &job) override;
};

} // namespace shuttler
