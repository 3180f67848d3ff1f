// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/Digest.h"

#include <openssl/evp.h>

namespace shuttler::archive {

void Digest::Free::operator()(evp_md_ctx_st *context) const
{
    EVP_MD_CTX_free(context);
}

Digest::Digest(Kind kind) : m_context(EVP_MD_CTX_new())
{
    const EVP_MD *const method = kind == Kind::Sha256 ? EVP_sha256() : EVP_md5();
    if (!m_context || EVP_DigestInit_ex2(m_context.get(), method, nullptr) != 1)
        m_context.reset();
}

void Digest::add(QByteArrayView bytes)
{
    if (m_context)
        EVP_DigestUpdate(m_context.get(), bytes.data(), size_t(bytes.size()));
}

QByteArray Digest::result()
{
    if (!m_context)
        return {};
    QByteArray sum(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    EVP_DigestFinal_ex(m_context.get(), reinterpret_cast<unsigned char *>(sum.data()), &size);
    sum.truncate(qsizetype(size));
    return sum;
}

QByteArray Digest::of(Kind kind, QByteArrayView bytes)
{
    Digest digest(kind);
    digest.add(bytes);
    return digest.result();
}

} // namespace shuttler::archive
