// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace shuttler {

/// What a cloud, or this computer, can be asked to list, so that a person chooses from names and nobody has to know an id.
enum class PlaceKind {
    AwsProfiles,         ///< Of ~/.aws on this computer: nobody is asked.
    RenderServices,      ///< All that can be deployed.
    RenderHolders,       ///< All that can hold variables: those, and environment groups.
    RailwayEnvironments, ///< Of every project that the token reaches: "project-id/environment-id".
    RailwayServices,     ///< Of one environment.
};

/// One of them.
struct Place {
    QString id;   ///< As the environment's file names it.
    QString name; ///< As its owner knows it.
    QString what; ///< What it is, where that is not clear from what was asked for: "web service", "environment group".

    friend bool operator==(const Place &, const Place &) = default;
};

} // namespace shuttler
