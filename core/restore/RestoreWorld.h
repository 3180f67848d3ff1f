// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Environment.h"
#include "core/domain/RunRecord.h"
#include "core/providers/Provider.h"
#include "core/targets/AppProbe.h"
#include "core/targets/ConnectionTarget.h"
#include "core/targets/Cutover.h"
#include "core/verify/Verifier.h"

#include <functional>
#include <memory>

namespace shuttler {

/// Where baselines lie: taken with backups, found again by moment.
class BaselineShelf {
public:
    virtual ~BaselineShelf() = default;
    virtual Outcome keep(const EnvironmentName &environment, const Baseline &baseline) = 0;
    /// The newest one taken at or before `moment` (nothing: the newest).
    virtual Result<std::optional<Baseline>> newestBefore(const EnvironmentName &environment, std::optional<Instant> moment) = 0;
};

/// Writes the document of a finished or failed run; returns its path.
class EvidenceWriter {
public:
    virtual ~EvidenceWriter() = default;
    virtual Result<QString> write(const RunRecord &run, const Environment &environment, Job &job) = 0;
};

/// Remembers, after a cut-over, which instance serves the app now (the environment's TOML).
class EnvironmentBook {
public:
    virtual ~EnvironmentBook() = default;
    virtual Result<Environment> find(const EnvironmentName &name) const = 0;
    virtual Outcome setServing(const EnvironmentName &name, const InstanceId &serving, const QList<InstanceId> &lineage) = 0;
};

/// The rights that one part needs at its far side, one by one, each tried where looking tells. Changes nothing.
using RightsLook = std::function<QList<Permission>(Job &)>;

/// The outside world of one environment, as ports. Made by the composition root; a test builds it of fakes.
struct RestoreWorld {
    std::shared_ptr<void> lines;                ///< What the ports reach their far sides through; outlives them. Null where they need none.
    Environment environment;
    std::unique_ptr<Provider> provider;
    std::unique_ptr<ConnectionTarget> target;   ///< Null: the environment names no app.
    std::unique_ptr<Cutover> cutover;           ///< Null: none configured.
    QList<RightsLook> rights;                   ///< Of target and cut-over. The provider's own are a part of its sign-in.
    std::unique_ptr<AppProbe> probe;
    std::unique_ptr<Verifier> verifier;
    std::unique_ptr<BaselineShelf> baselines;
    std::unique_ptr<EvidenceWriter> evidence;
    EnvironmentBook *book = nullptr;
};

/// Opens worlds by name. What `ui` and the commands are handed.
class WorldFactory {
public:
    virtual ~WorldFactory() = default;
    virtual Result<RestoreWorld> open(const EnvironmentName &name) = 0;
};

} // namespace shuttler
