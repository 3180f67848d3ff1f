// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Secret.h"

#include <cstring>

namespace shuttler {

static void wipe(char *bytes, size_t size)
{
    ::explicit_bzero(bytes, size);
}

Secret::Secret(QByteArray &&plain)
{
    const size_t size = size_t(plain.size());
    m_plain = std::unique_ptr<char[], Wipe>(new char[size + 1], Wipe(size));
    std::memcpy(m_plain.get(), plain.constData(), size);
    m_plain[size] = '\0';
    if (plain.isDetached())
        wipe(plain.data(), size);
    plain.clear();
}

Secret Secret::clone() const
{
    return expose([this](const char *plain) { return Secret(QByteArray(plain, qsizetype(size()))); });
}

void Secret::Wipe::operator()(char *plain) const
{
    wipe(plain, size + 1);
    delete[] plain;
}

} // namespace shuttler
