// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/ObjectFacts.h"

#include <algorithm>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

Result<ObjectKey> ObjectKey::of(const QString &text)
{
    const QStringList segments = text.split(u'/');
    const bool getsLost = std::any_of(segments.begin(), segments.end(), [](const QString &segment) {
        return segment.isEmpty() || segment == u"." || segment == u"..";
    });
    const bool hasControls =
        std::any_of(text.begin(), text.end(), [](QChar letter) { return letter.unicode() < 0x20 || letter == QChar(0x7f); });
    if (getsLost || hasControls || text.toUtf8().size() > 1024 || !text.isValidUtf16())
        return Error(Fault::BadInput, u"\"%1\" cannot be the name of an object."_s.arg(text))
            .means(u"Nothing was written or read."_s)
            .todo(u"Use a name of at most 1,024 bytes without empty parts, \".\" and \"..\" between its slashes."_s);
    return ObjectKey(text);
}

bool isCold(const QString &storageClass)
{
    return storageClass == u"GLACIER" || storageClass == u"DEEP_ARCHIVE";
}

bool ObjectFacts::isReadable() const
{
    return !isCold(storageClass) || thaw == ThawState::Ready;
}

} // namespace shuttler::archive
