// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/net/AwsCredentialSource.h"
#include "core/net/Patience.h"

namespace shuttler::net {

/// A client for one service of AWS in one region: signs each attempt anew, learns how wrong our clock is from what AWS answers, and
/// knows how AWS says that it is asked too often. When AWS says that the credentials have run out, they are got anew, once per request; the
/// second refusal is the answer. `client` has to outlive it.
std::unique_ptr<HttpClient> awsClient(HttpClient &client, AwsCredentialSource credentials, QString region, QString service,
                                      std::shared_ptr<RateBudget> budget);

/// The code in an error answer of AWS, XML or JSON: "Throttling", "SignatureDoesNotMatch"; empty when there is none.
QString awsErrorCode(const Response &response);

} // namespace shuttler::net
