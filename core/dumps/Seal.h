// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/DumpKey.h"
#include "core/dumps/Stage.h"

#include <memory>

struct crypto_secretstream_xchacha20poly1305_state;

namespace shuttler::dumps {

/// The form of an encrypted dump, so simple that a few lines with libsodium read it (the recovery kit has them): 8 bytes "SHTLENC1", the 24
/// bytes of a secretstream's header, then pieces of 65,536 bytes plus 17 each. The last piece, which may be shorter, is tagged as the final
/// one, so that what is cut off is noticed without knowing how long it was.
inline constexpr char SealMagic[] = "SHTLENC1";
inline constexpr qsizetype SealedPiece = 65'536; ///< Before it is encrypted.

/// Encrypts and authenticates: libsodium's secretstream (XChaCha20-Poly1305).
class Sealer final : public Stage {
public:
    Sealer(const DumpKey &key, Stage &next);
    ~Sealer() override;
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;

private:
    Outcome begin();
    Outcome seal(QByteArrayView piece, unsigned char tag);
    std::unique_ptr<crypto_secretstream_xchacha20poly1305_state> m_state;
    const DumpKey &m_key;
    Stage &m_next;
    QByteArray m_pending; ///< Less than a piece, or one whose successor is not known yet.
    bool m_begun = false;
};

/// The way back. Fault::Refused when it was encrypted with another key, as far as that can be told from damage; Fault::Corrupt when a byte
/// was changed or the end is missing.
class Unsealer final : public Stage {
public:
    Unsealer(const DumpKey &key, Stage &next);
    ~Unsealer() override;
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;

private:
    Outcome begin();
    Outcome open(QByteArrayView piece);
    std::unique_ptr<crypto_secretstream_xchacha20poly1305_state> m_state;
    const DumpKey &m_key;
    Stage &m_next;
    QByteArray m_pending;
    bool m_begun = false;
    bool m_opened = false; ///< At least one piece: so it is our key.
    bool m_ended = false;
};

} // namespace shuttler::dumps
