// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/Stage.h"

namespace shuttler::dumps {

Outcome Meter::add(QByteArrayView bytes)
{
    m_digest.add(bytes);
    m_bytes += bytes.size();
    return m_next.add(bytes);
}

Outcome Meter::end()
{
    m_measure = {m_bytes, QString::fromLatin1(m_digest.result().toHex())};
    return m_next.end();
}

} // namespace shuttler::dumps
