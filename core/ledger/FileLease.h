// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/ledger/Ledger.h"

namespace shuttler {

/// A lease as a lock on a file. The kernel gives it back when its holder dies, however it dies; the file stays and means nothing
/// by itself. (An open-file-description lock: like flock it belongs to the open file, and unlike flock one can ask without trying.)
class FileLease final : public Lease {
public:
    /// Writes `holder` into the file for those who find it taken. Fault::Refused repeats the holder's own words.
    static Result<std::unique_ptr<Lease>> take(const QString &file, const QString &holder);
    /// What the holder wrote; nothing when the lease is free. Takes no lock, not even for a moment.
    static std::optional<QString> holderOf(const QString &file);

    ~FileLease() override;

private:
    explicit FileLease(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace shuttler
