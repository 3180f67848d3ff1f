// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <memory>

struct evp_md_ctx_st;

namespace shuttler::archive {

/// A hash of bytes that come bit by bit. OpenSSL's, because it uses what the processor has for it: four times as fast as Qt's
/// (verification.md §3).
class Digest {
public:
    enum class Kind {
        Sha256,
        Md5, ///< For stores that check by it, never for ourselves. Empty where this computer forbids it (FIPS).
    };
    explicit Digest(Kind kind);
    void add(QByteArrayView bytes);
    /// Of everything added. Nothing can be added any more.
    QByteArray result();
    static QByteArray of(Kind kind, QByteArrayView bytes);

private:
    struct Free {
        void operator()(evp_md_ctx_st *context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
};

} // namespace shuttler::archive
