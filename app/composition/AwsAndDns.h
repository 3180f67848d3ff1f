// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"
#include "core/providers/aws/RdsApi.h"
#include "core/restore/RestoreWorld.h"
#include "core/secrets/SecretStore.h"
#include "core/targets/aws/AwsAccess.h"

#include <functional>

namespace shuttler::app {

/// The way to one service of AWS ("ssm"), which signs and is patient; outlives the world.
using AwsLine = std::function<net::HttpClient &(const AwsAccess &access, const QString &service)>;

/// Fills in the targets and cut-overs that are at AWS or in DNS. Comes last: a record in DNS stands before whatever holds the
/// DATABASE_URL, and a secret that is only staged goes live before whatever restarts the app.
Outcome furnishAwsAndDns(RestoreWorld &world, SecretStore &secrets, const AwsLine &line);

/// The same for a swap of names at RDS; `rds` is how the environment's provider is asked, if it is RDS.
Outcome furnishRename(RestoreWorld &world, SecretStore &secrets, const std::optional<aws::AwsClients> &rds);

} // namespace shuttler::app
