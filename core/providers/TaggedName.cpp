// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/TaggedName.h"

#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

namespace {

const QString Separator = u"--by-"_s;

QString tagAtTheEndOf(const QString &name)
{
    static const QRegularExpression tag(u"(?:^|-)(r\\d{8}-\\d{6}-[0-9a-f]{4})$"_s);
    return tag.match(name).captured(1);
}

} // namespace

TaggedName TaggedName::read(const QString &vendorName)
{
    const qsizetype at = vendorName.lastIndexOf(Separator);
    if (at > 0)
        return {InstanceId(vendorName.left(at)), vendorName.mid(at + Separator.size())};
    return {InstanceId(vendorName), tagAtTheEndOf(vendorName)};
}

QString TaggedName::write(const InstanceId &id, const QString &tag)
{
    const QString name = id.toString();
    return tag.isEmpty() || tagAtTheEndOf(name) == tag ? name : name + Separator + tag;
}

} // namespace shuttler
