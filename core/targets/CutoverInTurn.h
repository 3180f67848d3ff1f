// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/Cutover.h"

#include <memory>

namespace shuttler {

/// Two acts that make one cut-over: what comes first has to be done when the second begins. Repeated as a whole.
class CutoverInTurn final : public Cutover {
public:
    CutoverInTurn(std::unique_ptr<Cutover> first, std::unique_ptr<Cutover> second)
        : m_first(std::move(first)), m_second(std::move(second)) {}

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    std::unique_ptr<Cutover> m_first;
    std::unique_ptr<Cutover> m_second;
};

} // namespace shuttler
