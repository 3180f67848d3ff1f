// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"

#include <QString>

namespace shuttler::dumps {

/// The key that dumps are encrypted with before they leave this computer. Without it they are lost.
class DumpKey {
public:
    /// A new one, at random.
    static Result<DumpKey> generate();
    /// From its text: 64 hexadecimal digits; spaces and line ends between them do not count. Fault::BadInput otherwise.
    static Result<DumpKey> fromText(const Secret &text);

    /// What a keychain and a recovery kit hold: 64 hexadecimal digits.
    Secret toText() const;
    /// Tells keys apart and says nothing of them: 16 hexadecimal digits, the beginning of the SHA-256 of "shuttler-dump-key:" and the key's
    /// text.
    QString id() const;
    /// The 32 bytes, for the length of one call.
    template <typename Use>
    decltype(auto) expose(Use &&use) const
    {
        return m_bytes.expose([&](const char *bytes) { return use(reinterpret_cast<const unsigned char *>(bytes)); });
    }

private:
    explicit DumpKey(Secret bytes) : m_bytes(std::move(bytes)) {}
    Secret m_bytes;
};

} // namespace shuttler::dumps
