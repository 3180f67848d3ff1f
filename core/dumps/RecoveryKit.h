// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpKey.h"

namespace shuttler::dumps {

/// A page to print: how to restore a dump with stock tools alone, where there is no Shuttler Ops any more. With a key it holds the key, so
/// it is a secret, and the only thing that opens the dumps once the keychain is gone. `bucket` is the bucket's name, `endpoint` the store's
/// address; empty: AWS.
Secret recoveryKit(const QString &environment, const QString &bucket, const QString &endpoint, const DumpKey *key);

} // namespace shuttler::dumps
