// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpManifest.h"

namespace shuttler::dumps {

/// What stands in a store under the name of a dump.
enum class DumpStanding {
    Whole,      ///< Read back when it was made, and still as long as then.
    Unfinished, ///< An object without a manifest: the run that made it died, or is still going on. Not a dump.
    Unreadable, ///< Its manifest is not to be believed.
    Changed,    ///< The object is not as long as the manifest says, or is another one.
    Lost,       ///< A manifest without its object: somebody removed it.
};
QString wordFor(DumpStanding standing); ///< "whole", "unfinished", "unreadable", "changed", "lost"

struct ListedDump {
    DumpName name;
    DumpStanding standing = DumpStanding::Unfinished;
    std::optional<DumpManifest> manifest;          ///< But for what is unfinished or unreadable.
    std::optional<Error> trouble;                  ///< Why its manifest is not to be believed.
    std::optional<archive::ListedObject> object;   ///< Unless it is lost.
};
using OnDump = std::function<Outcome(const ListedDump &dump)>;

/// The dumps of an environment, oldest first: its manifests beside its objects, both page by page, in memory that does not grow with them.
/// Names of others' objects are passed over. An error means that not all were seen: what the store cannot say now is no statement about a
/// dump.
Outcome listDumps(archive::ObjectStore &store, const EnvironmentName &environment, const OnDump &onDump, Job &job);

} // namespace shuttler::dumps
