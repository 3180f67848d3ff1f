// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/Verifier.h"

#include <memory>

namespace shuttler::ui::test {

/// A verifier over another one: passes everything on. Tests change single answers.
class VerifierOver : public Verifier {
public:
    explicit VerifierOver(std::unique_ptr<Verifier> below) : m_below(std::move(below)) {}

    Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink) override { return m_below->contentsGate(request, job, sink); }
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override { return m_below->verify(request, job, sink); }
    Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job) override { return m_below->takeBaseline(database, options, job); }
    Result<int> appSessions(const ConnectionInfo &database, Job &job) override { return m_below->appSessions(database, job); }
    Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &live, Instant moment, Job &job) override { return m_below->writtenSince(live, moment, job); }

private:
    std::unique_ptr<Verifier> m_below;
};

} // namespace shuttler::ui::test
