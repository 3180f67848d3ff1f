// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/HttpClient.h"

#include <QJsonObject>

namespace shuttler::net {

/// Asks a GraphQL far side. `request` brings the address, the credential and whether it may be repeated; `query` and `variables` become
/// its body. Gives back the object under "data". What the far side refuses is an error even if part of the data came along:
/// an error's first message is what it says, its `extensions.code` stands in the details in brackets ("[UNAUTHENTICATED]").
Result<QJsonObject> askGraphQl(HttpClient &client, Request request, const QString &query, const QJsonObject &variables, Job &job);

/// The data in an answer; see askGraphQl. `repeat` is that of the request that it answers.
Result<QJsonObject> graphQlDataIn(const Response &response, Repeat repeat);

} // namespace shuttler::net
