// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/dumps/Seal.h"
#include "core/dumps/Zstd.h"

#include <QRandomGenerator>

#include <memory>

namespace shuttler::test {

/// Half of it text that compresses, half of it not; always the same.
inline QByteArray sample(qsizetype bytes)
{
    QRandomGenerator chance(7);
    QByteArray text;
    while (text.size() < bytes)
        text += QByteArray::number(chance.generate()) + " the same words again and again ";
    text.truncate(bytes);
    return text;
}

/// What comes out of a stage that hands on to a collector, when `bytes` go in, a few at a time.
struct Through {
    QByteArray out;
    bool isWhole = false;
    dumps::Drain end{[this](QByteArrayView bytes) -> Outcome { out.append(bytes); return Done{}; },
                     [this]() -> Outcome { isWhole = true; return Done{}; }};

    Outcome pass(dumps::Stage &stage, const QByteArray &bytes, qsizetype atOnce = 10'007)
    {
        for (qsizetype place = 0; place < bytes.size(); place += atOnce)
            if (Outcome added = stage.add(QByteArrayView(bytes).sliced(place, std::min(atOnce, bytes.size() - place))); !added)
                return added;
        return stage.end();
    }
};

inline QByteArray compressed(const QByteArray &bytes)
{
    Through through;
    dumps::Compressor stage(through.end);
    return through.pass(stage, bytes) ? through.out : QByteArray();
}

inline QByteArray sealed(const dumps::DumpKey &key, const QByteArray &bytes)
{
    Through through;
    dumps::Sealer stage(key, through.end);
    return through.pass(stage, bytes) ? through.out : QByteArray();
}

} // namespace shuttler::test
