// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/verify/SqlVerifier.h"

#include <QMap>

namespace shuttler::test {

/// Questions to standing servers, whose data are the same in every run of a sweep: put in full the first time, and from then on it is
/// only looked whether the server lets in whoever asks. Sessions are counted each time.
class StandingVerifier final : public Verifier {
public:
    /// What was answered so far; outlives the runs.
    struct Answers {
        QMap<QString, VerifyReport> reports;
        QMap<QString, Baseline> baselines;
    };

    explicit StandingVerifier(Answers &answers) : m_answers(answers) {}
    Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) override;
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink = {}) override;
    Result<Baseline> takeBaseline(const ConnectionInfo &database, const BaselineOptions &options, Job &job) override;
    Result<int> appSessions(const ConnectionInfo &database, Job &job) override { return m_real.appSessions(database, job); }
    Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &live, Instant moment, Job &job) override
    {
        return m_real.writtenSince(live, moment, job);
    }

private:
    template <typename Answer, typename Ask>
    Result<Answer> once(QMap<QString, Answer> &known, const QString &question, const ConnectionInfo &database, Job &job, Ask ask);

    SqlVerifier m_real;
    Answers &m_answers;
};

} // namespace shuttler::test
