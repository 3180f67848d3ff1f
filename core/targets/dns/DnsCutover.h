// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/Cutover.h"
#include "core/targets/dns/DnsStage.h"

namespace shuttler {

/// Lets a record lead to the server that the `DnsTarget` was told of, and waits until nobody may remember the old one. Connections that
/// are open stay open: an app that keeps its own is restarted afterwards.
class DnsCutover final : public Cutover {
public:
    DnsCutover(std::shared_ptr<DnsRecord> record, SecretStore &secrets);

    QString describe() const override;
    Outcome check(Job &job) override;
    Outcome run(Job &job) override;

private:
    std::shared_ptr<DnsRecord> m_record;
    DnsStage m_stage;
};

/// Lets `record` lead where `move` says and waits until nobody may remember where it led before; nothing is staged then. `move` is
/// what `stage` has next, so that asking again after a break goes on with it.
Outcome carryOut(const DnsMove &move, DnsRecord &record, DnsStage &stage, Job &job);

} // namespace shuttler
