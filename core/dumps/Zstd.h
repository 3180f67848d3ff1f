// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/Stage.h"

#include <memory>

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

namespace shuttler::dumps {

/// Compresses to one frame of zstd, level 1: as small as gzip's level 6 on a dump, at a quarter of its work (verification.md §3). The frame
/// carries its own checksum, so that `zstd -t` can tell too.
class Compressor final : public Stage {
public:
    explicit Compressor(Stage &next);
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;

private:
    struct Free {
        void operator()(ZSTD_CCtx_s *context) const;
    };
    Outcome pass(QByteArrayView bytes, int directive);
    Stage &m_next;
    std::unique_ptr<ZSTD_CCtx_s, Free> m_context;
    QByteArray m_room;
};

/// The way back. Fault::Corrupt for anything but one whole frame and nothing after it.
class Decompressor final : public Stage {
public:
    explicit Decompressor(Stage &next);
    Outcome add(QByteArrayView bytes) override;
    Outcome end() override;

private:
    struct Free {
        void operator()(ZSTD_DCtx_s *context) const;
    };
    Stage &m_next;
    std::unique_ptr<ZSTD_DCtx_s, Free> m_context;
    QByteArray m_room;
    bool m_isWhole = false;
};

QString zstdVersion(); ///< "1.5.4"

} // namespace shuttler::dumps
