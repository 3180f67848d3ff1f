// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/Zstd.h"

#include <zstd.h>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype RoomBytes = 1024 * 1024;

Error cannotCompress(const QString &why)
{
    return Error(Fault::Defect, u"The dump could not be compressed."_s)
        .means(u"There is no dump from this run."_s)
        .todo(u"Try again; if it happens again, report it with what is under Details."_s)
        .details(u"zstd: "_s + why);
}

Error damaged(const QString &why)
{
    return Error(Fault::Corrupt, u"What is stored is not a whole file of zstd."_s)
        .means(u"This dump was cut off or changed since it was made, and must not be restored."_s)
        .todo(u"Use another dump. Look at who else can write to the store."_s)
        .details(u"zstd: "_s + why);
}

} // namespace

void Compressor::Free::operator()(ZSTD_CCtx_s *context) const
{
    ZSTD_freeCCtx(context);
}

void Decompressor::Free::operator()(ZSTD_DCtx_s *context) const
{
    ZSTD_freeDCtx(context);
}

Compressor::Compressor(Stage &next) : m_next(next), m_context(ZSTD_createCCtx()), m_room(RoomBytes, Qt::Uninitialized)
{
    if (m_context
        && (ZSTD_isError(ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_compressionLevel, 1))
            || ZSTD_isError(ZSTD_CCtx_setParameter(m_context.get(), ZSTD_c_checksumFlag, 1))))
        m_context.reset();
}

Outcome Compressor::pass(QByteArrayView bytes, int directive)
{
    if (!m_context)
        return cannotCompress(u"no context"_s);
    ZSTD_inBuffer in{bytes.data(), size_t(bytes.size()), 0};
    for (;;) {
        ZSTD_outBuffer out{m_room.data(), size_t(m_room.size()), 0};
        const size_t left = ZSTD_compressStream2(m_context.get(), &out, &in, ZSTD_EndDirective(directive));
        if (ZSTD_isError(left))
            return cannotCompress(QString::fromUtf8(ZSTD_getErrorName(left)));
        if (out.pos > 0)
            if (Outcome handed = m_next.add(QByteArrayView(m_room).first(qsizetype(out.pos))); !handed)
                return handed;
        if (directive == ZSTD_e_end ? left == 0 : in.pos == in.size)
            return Done{};
    }
}

Outcome Compressor::add(QByteArrayView bytes)
{
    return pass(bytes, ZSTD_e_continue);
}

Outcome Compressor::end()
{
    if (Outcome flushed = pass({}, ZSTD_e_end); !flushed)
        return flushed;
    return m_next.end();
}

Decompressor::Decompressor(Stage &next) : m_next(next), m_context(ZSTD_createDCtx()), m_room(RoomBytes, Qt::Uninitialized) {}

Outcome Decompressor::add(QByteArrayView bytes)
{
    ZSTD_inBuffer in{bytes.data(), size_t(bytes.size()), 0};
    for (bool roomWasFull = false; in.pos < in.size || roomWasFull;) {
        if (m_isWhole)
            return damaged(u"there is something after its end"_s);
        ZSTD_outBuffer out{m_room.data(), size_t(m_room.size()), 0};
        const size_t left = m_context ? ZSTD_decompressStream(m_context.get(), &out, &in) : size_t(-1);
        if (ZSTD_isError(left))
            return damaged(QString::fromUtf8(ZSTD_getErrorName(left)));
        m_isWhole = left == 0;
        roomWasFull = !m_isWhole && out.pos == out.size;
        if (out.pos > 0)
            if (Outcome handed = m_next.add(QByteArrayView(m_room).first(qsizetype(out.pos))); !handed)
                return handed;
    }
    return Done{};
}

Outcome Decompressor::end()
{
    if (!m_isWhole)
        return damaged(u"it ends too early"_s);
    return m_next.end();
}

QString zstdVersion()
{
    return QString::fromLatin1(ZSTD_versionString());
}

} // namespace shuttler::dumps
