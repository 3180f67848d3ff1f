// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/Seal.h"

#include <sodium.h>

#include <algorithm>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MagicBytes = sizeof(SealMagic) - 1;
constexpr qsizetype HeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr qsizetype Overhead = crypto_secretstream_xchacha20poly1305_ABYTES;

Error broken(const QString &why)
{
    return Error(Fault::Corrupt, u"What is stored is not what was encrypted: %1."_s.arg(why))
        .means(u"This dump was cut off or changed since it was made, and must not be restored."_s)
        .todo(u"Use another dump. Look at who else can write to the store."_s);
}

Error cannotBegin()
{
    return Error(Fault::Defect, u"The encryption could not begin."_s)
        .means(u"There is no dump from this run."_s)
        .todo(u"Try again; if it happens again, report it."_s);
}

const unsigned char *unsignedBytes(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

} // namespace

Sealer::Sealer(const DumpKey &key, Stage &next)
    : m_state(std::make_unique<crypto_secretstream_xchacha20poly1305_state>()), m_key(key), m_next(next)
{}

Sealer::~Sealer()
{
    sodium_memzero(m_state.get(), sizeof *m_state);
}

Outcome Sealer::begin()
{
    QByteArray header(MagicBytes + HeaderBytes, '\0');
    header.replace(0, MagicBytes, SealMagic);
    const int failed = m_key.expose([&](const unsigned char *key) {
        return sodium_init() < 0
            || crypto_secretstream_xchacha20poly1305_init_push(m_state.get(), reinterpret_cast<unsigned char *>(header.data()) + MagicBytes,
                                                               key);
    });
    if (failed)
        return cannotBegin();
    m_begun = true;
    return m_next.add(header);
}

Outcome Sealer::seal(QByteArrayView piece, unsigned char tag)
{
    if (!m_begun)
        if (Outcome begun = begin(); !begun)
            return begun;
    QByteArray sealed(piece.size() + Overhead, Qt::Uninitialized);
    if (crypto_secretstream_xchacha20poly1305_push(m_state.get(), reinterpret_cast<unsigned char *>(sealed.data()), nullptr,
                                                   unsignedBytes(piece), size_t(piece.size()), nullptr, 0, tag)
        != 0)
        return cannotBegin();
    return m_next.add(sealed);
}

Outcome Sealer::add(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (m_pending.size() == SealedPiece) { // It is not the last one.
            if (Outcome sealed = seal(m_pending, 0); !sealed)
                return sealed;
            m_pending.resize(0);
        }
        const qsizetype taken = std::min(SealedPiece - m_pending.size(), bytes.size());
        m_pending.append(bytes.first(taken));
        bytes = bytes.sliced(taken);
    }
    return Done{};
}

Outcome Sealer::end()
{
    if (Outcome sealed = seal(m_pending, crypto_secretstream_xchacha20poly1305_TAG_FINAL); !sealed)
        return sealed;
    return m_next.end();
}

Unsealer::Unsealer(const DumpKey &key, Stage &next)
    : m_state(std::make_unique<crypto_secretstream_xchacha20poly1305_state>()), m_key(key), m_next(next)
{}

Unsealer::~Unsealer()
{
    sodium_memzero(m_state.get(), sizeof *m_state);
}

Outcome Unsealer::begin()
{
    if (!m_pending.startsWith(SealMagic))
        return broken(u"it does not begin as an encrypted dump does"_s);
    const int failed = m_key.expose([&](const unsigned char *key) {
        return sodium_init() < 0
            || crypto_secretstream_xchacha20poly1305_init_pull(m_state.get(), unsignedBytes(m_pending) + MagicBytes, key);
    });
    if (failed)
        return broken(u"its header makes no sense"_s);
    m_begun = true;
    return Done{};
}

Outcome Unsealer::open(QByteArrayView piece)
{
    if (m_ended)
        return broken(u"there is something after its end"_s);
    QByteArray plain(std::max(piece.size() - Overhead, qsizetype(0)), Qt::Uninitialized);
    unsigned char tag = 0;
    const bool isSound = piece.size() >= Overhead
        && crypto_secretstream_xchacha20poly1305_pull(m_state.get(), reinterpret_cast<unsigned char *>(plain.data()), nullptr, &tag,
                                                      unsignedBytes(piece), size_t(piece.size()), nullptr, 0) == 0;
    if (!isSound && !m_opened)
        return Error(Fault::Refused, u"The dump cannot be opened with this key."_s)
            .means(u"It was encrypted with another key, or its beginning was changed. Nothing was restored."_s)
            .todo(u"Use the key with the id that the dump's manifest names."_s);
    if (!isSound)
        return broken(u"a piece was changed"_s);
    m_opened = true;
    m_ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return m_next.add(plain);
}

Outcome Unsealer::add(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype wanted = m_begun ? SealedPiece + Overhead : MagicBytes + HeaderBytes;
        const qsizetype taken = std::min(wanted - m_pending.size(), bytes.size());
        m_pending.append(bytes.first(taken));
        bytes = bytes.sliced(taken);
        if (m_pending.size() < wanted)
            return Done{};
        if (Outcome done = m_begun ? open(m_pending) : begin(); !done)
            return done;
        m_pending.resize(0);
    }
    return Done{};
}

Outcome Unsealer::end()
{
    if (m_begun && !m_pending.isEmpty())
        if (Outcome opened = open(m_pending); !opened)
            return opened;
    if (!m_ended)
        return broken(u"it ends too early"_s);
    return m_next.end();
}

} // namespace shuttler::dumps
