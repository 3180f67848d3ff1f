// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/targets/dns/DnsRecord.h"

namespace shuttler {

/// What dig printed with "+noall +comments +answer" when it asked `server` for the addresses of `name`. Fault::NotFound where there is
/// no record, Fault::Refused where the server does not answer for the zone, or the name has addresses of both families. Pure.
Result<DnsAnswer> answerInDig(const QByteArray &text, const QString &name, const QString &server);

} // namespace shuttler
