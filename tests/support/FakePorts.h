// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "tests/support/FakeWorld.h"

namespace shuttler::test {

std::unique_ptr<Provider> fakeProvider(FakeWorld &world);
std::unique_ptr<ConnectionTarget> fakeTarget(FakeWorld &world);
std::unique_ptr<Cutover> fakeCutover(FakeWorld &world);
std::unique_ptr<AppProbe> fakeProbe(FakeWorld &world);
std::unique_ptr<Verifier> fakeVerifier(FakeWorld &world);
std::unique_ptr<BaselineShelf> fakeShelf(FakeWorld &world);
std::unique_ptr<EvidenceWriter> fakeEvidence(FakeWorld &world, const QString &folder);

} // namespace shuttler::test
