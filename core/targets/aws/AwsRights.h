// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/domain/Permission.h"
#include "core/targets/aws/AwsParameter.h"
#include "core/targets/aws/AwsSecret.h"
#include "core/targets/aws/EcsRollout.h"
#include "core/targets/aws/Route53Record.h"

namespace shuttler {

/// What each kind of target and cut-over needs to be allowed at AWS, right by right, with what gives it (aws.md §10). Looks are tried
/// by looking; a right to change is only seen by changing something, so it is listed as not tried. `client` is the kind's own.
/// A swap of names at RDS has none of its own: it needs what the provider needs.
QList<Permission> rightsFor(const AwsSecretSettings &settings, net::HttpClient &client, Job &job);
QList<Permission> rightsFor(const AwsParameterSettings &settings, net::HttpClient &client, Job &job);
QList<Permission> rightsFor(const EcsRolloutSettings &settings, net::HttpClient &client, Job &job);
QList<Permission> rightsFor(const Route53Settings &settings, net::HttpClient &client, Job &job);

} // namespace shuttler
