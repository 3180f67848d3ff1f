// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/DumpKey.h"

#include "core/archive/Digest.h"

#include <sodium.h>

#include <cctype>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

static_assert(crypto_secretstream_xchacha20poly1305_KEYBYTES == 32);
constexpr qsizetype KeyBytes = 32;

Result<DumpKey> DumpKey::generate()
{
    if (sodium_init() < 0)
        return Error(Fault::Refused, u"This computer gives no random numbers, so no key was made."_s)
            .means(u"Dumps stay unencrypted until there is a key."_s)
            .todo(u"Try again; if it stays so, restart the computer."_s);
    QByteArray bytes(KeyBytes, Qt::Uninitialized);
    randombytes_buf(bytes.data(), size_t(bytes.size()));
    return DumpKey(Secret(std::move(bytes)));
}

Result<DumpKey> DumpKey::fromText(const Secret &text)
{
    QByteArray bytes(KeyBytes, '\0');
    const bool isKey = text.expose([&](const char *plain) {
        qsizetype digits = 0;
        for (; *plain; ++plain) {
            const auto letter = static_cast<unsigned char>(*plain);
            if (std::isspace(letter))
                continue;
            if (!std::isxdigit(letter) || digits == 2 * KeyBytes)
                return false;
            const int value = std::isdigit(letter) ? letter - '0' : std::tolower(letter) - 'a' + 10;
            bytes[digits / 2] = char((static_cast<unsigned char>(bytes[digits / 2]) << 4) | value);
            ++digits;
        }
        return digits == 2 * KeyBytes;
    });
    Secret key(std::move(bytes));
    if (!isKey)
        return Error(Fault::BadInput, u"This is no key for dumps."_s)
            .means(u"Nothing was encrypted or decrypted."_s)
            .todo(u"Give the 64 digits and letters (a to f) of the key, as the recovery kit has them."_s);
    return DumpKey(std::move(key));
}

Secret DumpKey::toText() const
{
    return expose([](const unsigned char *bytes) {
        QByteArray text(2 * KeyBytes + 1, '\0');
        sodium_bin2hex(text.data(), size_t(text.size()), bytes, KeyBytes);
        text.chop(1);
        return Secret(std::move(text));
    });
}

QString DumpKey::id() const
{
    archive::Digest digest(archive::Digest::Kind::Sha256);
    digest.add("shuttler-dump-key:");
    toText().expose([&](const char *text) { digest.add(QByteArrayView(text)); });
    return QString::fromLatin1(digest.result().first(8).toHex());
}

} // namespace shuttler::dumps
