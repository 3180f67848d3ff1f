// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Instant.h"

#include <QRegularExpression>
#include <QTimeZone>

namespace shuttler {

using namespace Qt::StringLiterals;

Instant Instant::fromDateTime(const QDateTime &moment)
{
    return fromUnixMicros(moment.toMSecsSinceEpoch() * 1000);
}

Result<Instant> Instant::parse(const QString &text)
{
    static const QRegularExpression shape(
        u"^(\\d{4})-(\\d\\d)-(\\d\\d)[Tt ](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6})\\d*)?\\s*"
        "(?:([Zz])|([+-])(\\d\\d)(?::?(\\d\\d))?)$"_s);
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return Error(Fault::BadInput, u"\"%1\" is not a moment with an offset from UTC."_s.arg(text))
            .means(u"Nothing was done."_s)
            .todo(u"Write it like 2026-11-18T11:42:06Z or 2026-11-18T17:12:06+05:30, or name a zone."_s);

    const QDate date(match.capturedView(1).toInt(), match.capturedView(2).toInt(), match.capturedView(3).toInt());
    const int second = match.capturedView(6).toInt();
    // A leap second is the last moment of its minute: PostgreSQL and Unix time have no name of their own for it.
    const QTime time(match.capturedView(4).toInt(), match.capturedView(5).toInt(), second == 60 ? 59 : second);
    const int offsetHours = match.capturedView(10).toInt();
    const int offsetMinutes = match.capturedView(11).toInt();
    if (!date.isValid() || !time.isValid() || offsetHours > 15 || offsetMinutes > 59)
        return Error(Fault::BadInput, u"\"%1\" names a date or a time that does not exist."_s.arg(text))
            .means(u"Nothing was done."_s)
            .todo(u"Check the day, the hour (0 to 23) and the offset."_s);

    qint64 micros = match.captured(7).leftJustified(6, u'0').toLongLong();
    qint64 offsetSeconds = offsetHours * 3600 + offsetMinutes * 60;
    if (match.capturedView(9) == u"-")
        offsetSeconds = -offsetSeconds;
    const qint64 seconds = QDateTime(date, time, Qt::UTC).toSecsSinceEpoch() - offsetSeconds;
    return fromUnixMicros(seconds * 1'000'000 + micros);
}

QDateTime Instant::toDateTime() const
{
    return QDateTime::fromMSecsSinceEpoch(std::chrono::floor<std::chrono::milliseconds>(m_sinceEpoch).count(), Qt::UTC);
}

QString Instant::toString() const
{
    const QString whole = toDateTime().toString(u"yyyy-MM-ddTHH:mm:ss"_s);
    const qint64 fraction = (m_sinceEpoch - std::chrono::floor<Seconds>(m_sinceEpoch)).count();
    if (fraction == 0)
        return whole + u'Z';
    QString digits = QString::number(fraction).rightJustified(6, u'0');
    while (digits.endsWith(u'0'))
        digits.chop(1);
    return whole + u'.' + digits + u'Z';
}

QString Instant::toCompactString() const
{
    return toDateTime().toString(u"yyyyMMdd-HHmmss"_s);
}

} // namespace shuttler
