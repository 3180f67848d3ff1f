// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/WalSegment.h"

#include <QRegularExpression>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

std::optional<Lsn> Lsn::parse(const QString &text)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(u"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})"_s));
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    return Lsn{match.captured(1).toULongLong(nullptr, 16) << 32 | match.captured(2).toULongLong(nullptr, 16)};
}

std::optional<WalSegment> WalSegment::parse(const QString &name)
{
    static const QRegularExpression shape(
        QRegularExpression::anchoredPattern(u"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})"_s));
    const QRegularExpressionMatch match = shape.match(name);
    if (!match.hasMatch())
        return std::nullopt;
    const auto part = [&match](int index) { return quint32(match.captured(index).toULong(nullptr, 16)); };
    return WalSegment{part(1), part(2), part(3)};
}

QString WalSegment::name() const
{
    const auto hex = [](quint32 part) { return QString::number(part, 16).toUpper().rightJustified(8, u'0'); };
    return hex(timeline) + hex(high) + hex(low);
}

WalSegment WalSegment::at(quint32 timeline, quint64 number, qint64 segmentBytes)
{
    const auto perHigh = quint64((qint64(1) << 32) / segmentBytes);
    return {timeline, quint32(number / perHigh), quint32(number % perHigh)};
}

QList<TimelineBranch> parseHistory(const QByteArray &text)
{
    QList<TimelineBranch> ancestors;
    for (const QString &line : QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringList words = line.simplified().split(u' ');
        bool isNumber = false;
        const quint32 parent = words.value(0).toUInt(&isNumber);
        const std::optional<Lsn> leftAt = Lsn::parse(words.value(1));
        if (isNumber && leftAt)
            ancestors.append({parent, *leftAt});
    }
    return ancestors;
}

quint32 TimelinePath::timelineOf(quint64 number, qint64 segmentBytes) const
{
    // An ancestor holds a number only while its successor had not begun in or before that file.
    for (const TimelineBranch &ancestor : m_ancestors)
        if (number < ancestor.leftAt.position / quint64(segmentBytes))
            return ancestor.parent;
    return m_newest;
}

bool TimelinePath::passes(quint32 timeline, Lsn end) const
{
    if (timeline == m_newest)
        return true;
    for (const TimelineBranch &ancestor : m_ancestors)
        if (ancestor.parent == timeline)
            return end <= ancestor.leftAt;
    return false;
}

} // namespace shuttler::pgbackrest
