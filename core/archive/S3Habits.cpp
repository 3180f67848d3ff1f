// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Habits.h"

#include "core/archive/S3Wire.h"

namespace shuttler::archive {

using namespace Qt::StringLiterals;

std::optional<S3Habits> habitsAfter(const S3Habits &asked, const net::Response &refusal)
{
    if (refusal.status < 400 || (refusal.status >= 500 && refusal.status != 501))
        return std::nullopt;
    const S3Refusal said = refusalIn(refusal);
    const QString words = said.code + u' ' + said.message;
    const auto mentions = [&](const QString &word) { return words.contains(word, Qt::CaseInsensitive); };
    using Checksum = S3Habits::Checksum;
    S3Habits next = asked;
    static const QStringList aboutTheBytes{u"PreconditionFailed"_s, u"BadDigest"_s, u"InvalidDigest"_s, u"XAmzContentSHA256Mismatch"_s};
    if (aboutTheBytes.contains(said.code))
        return std::nullopt;
    if (asked.canRefuseTaken && (mentions(u"conditional"_s) || mentions(u"if-none-match"_s))) {
        next.canRefuseTaken = false;
        return next;
    }
    const bool isAboutChecksum = mentions(u"checksum"_s) || mentions(u"content-md5"_s) || said.code == u"NotImplemented";
    if (isAboutChecksum && asked.checksum != Checksum::None) {
        next.checksum = asked.checksum == Checksum::Sha256 ? Checksum::Md5 : Checksum::None;
        return next;
    }
    if (said.code == u"NotImplemented" && asked.canRefuseTaken) {
        next.canRefuseTaken = false;
        return next;
    }
    return std::nullopt;
}

} // namespace shuttler::archive
