// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/ZoneClock.h"

#include <QLocale>
#include <QRegularExpression>

namespace shuttler {

using namespace Qt::StringLiterals;

static QString clockText(const QDateTime &reading)
{
    const QTime time = reading.time();
    return time.toString(time.second() == 0 && time.msec() == 0 ? u"HH:mm"_s : u"HH:mm:ss"_s);
}

static QString dateText(const QDate &date)
{
    return QLocale::c().toString(date, u"d MMM yyyy"_s);
}

/// A wall clock that shows UTC plus `offset`, as a UTC-spec value.
static QDateTime wallClock(Instant instant, int offset)
{
    return (instant + Seconds(offset)).toDateTime();
}

static QString offsetText(int seconds)
{
    const int minutes = std::abs(seconds) / 60;
    return u"%1%2:%3"_s.arg(seconds < 0 ? u"-"_s : u"+"_s)
        .arg(minutes / 60, 2, 10, QChar(u'0'))
        .arg(minutes % 60, 2, 10, QChar(u'0'));
}

ZoneClock::Reading ZoneClock::toUtc(const QDate &date, const QTime &time) const
{
    // The offsets in force around the reading, each with the moment it begins. Every zone lies within a day of UTC.
    struct Span {
        std::optional<Instant> begins; // Nothing: long ago.
        int offset;
    };
    const Instant asIfUtc = Instant::fromDateTime(QDateTime(date, time, Qt::UTC));
    const Instant from = asIfUtc - std::chrono::hours(26);
    QList<Span> spans{{std::nullopt, offsetSeconds(from)}};
    for (const QTimeZone::OffsetData &change :
         m_zone.transitions(from.toDateTime(), (asIfUtc + std::chrono::hours(26)).toDateTime()))
        if (change.offsetFromUtc != spans.last().offset) // Some changes are of the name only.
            spans.append({Instant::fromDateTime(change.atUtc), change.offsetFromUtc});

    QList<Instant> matches;
    for (qsizetype i = 0; i < spans.size(); ++i) {
        const Instant candidate = asIfUtc - Seconds(spans[i].offset);
        const bool begun = !spans[i].begins || candidate >= *spans[i].begins;
        const bool ended = i + 1 < spans.size() && candidate >= *spans[i + 1].begins;
        if (begun && !ended)
            matches.append(candidate);
    }
    const QString shown = time.toString(u"HH:mm:ss"_s);
    if (matches.size() > 1)
        return Two{matches.first(), matches.last(), u"%1 happened twice on %2."_s.arg(shown, dateText(date))};
    if (matches.size() == 1)
        return One{matches.first()};

    for (qsizetype i = 1; i < spans.size(); ++i) {
        const Instant jump = *spans[i].begins;
        const QDateTime old = wallClock(jump, spans[i - 1].offset);
        const QDateTime fresh = wallClock(jump, spans[i].offset);
        if (asIfUtc.toDateTime() < old || asIfUtc.toDateTime() >= fresh)
            continue;
        const bool sameDay = old.date() == fresh.date();
        const QString went = sameDay ? u"from %1 to %2"_s.arg(clockText(old), clockText(fresh))
                                     : u"from %1, %2, to %3, %4"_s.arg(dateText(old.date()), clockText(old),
                                                                       dateText(fresh.date()), clockText(fresh));
        return None{jump - Seconds(1), jump,
                    u"%1 did not exist on %2 in %3; clocks went %4."_s.arg(shown, dateText(date),
                                                                           QString::fromLatin1(m_zone.id()), went)};
    }
    return One{asIfUtc - Seconds(spans.last().offset)}; // Not reached: a reading is in a span or in a jump between two.
}

QDateTime ZoneClock::toLocal(Instant instant) const
{
    return wallClock(instant, offsetSeconds(instant));
}

int ZoneClock::offsetSeconds(Instant instant) const
{
    return m_zone.offsetFromUtc(instant.toDateTime());
}

QString ZoneClock::abbreviation(Instant instant) const
{
    const QString letters = m_zone.abbreviation(instant.toDateTime());
    if (!letters.isEmpty() && letters.front().isLetter() && !letters.startsWith(u"UTC") && !letters.startsWith(u"GMT"))
        return letters;
    const int offset = offsetSeconds(instant);
    return offset == 0 ? (letters.isEmpty() ? u"UTC"_s : letters) : u"UTC"_s + offsetText(offset);
}

/// "2026-03-29T01:59:59+01:00": what to give instead, without any doubt.
static QString withOffset(Instant instant, const ZoneClock &clock)
{
    return clock.toLocal(instant).toString(u"yyyy-MM-ddTHH:mm:ss"_s) + offsetText(clock.offsetSeconds(instant));
}

static Error notAMoment(const QString &what, const QString &todo)
{
    return Error(Fault::BadInput, what).means(u"Nothing was done."_s).todo(todo);
}

Result<Instant> readMoment(const QString &text, const std::optional<QTimeZone> &zone, Instant now)
{
    static const QRegularExpression shape(
        u"^(?:(\\d{4}-\\d\\d-\\d\\d)[Tt ])?(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,6})\\d*)?)?$"_s);
    static const QRegularExpression halfDay(u"(?<=[\\d\\s])[ap]\\.?m\\.?$"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    if (halfDay.match(text.trimmed()).hasMatch())
        return notAMoment(u"\"%1\" uses the 12-hour clock."_s.arg(text),
                          u"Use the 24-hour clock: 17:12:06 for 5:12:06 PM."_s);
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return Instant::parse(text); // With an offset, or with advice.
    if (!zone)
        return notAMoment(u"\"%1\" has no offset from UTC, and no zone was named."_s.arg(text),
                          u"Add the offset, as in 2026-11-18T17:12:06+05:30, or name a zone."_s);
    if (!zone->isValid())
        return notAMoment(u"The zone is not known on this computer."_s,
                          u"Name one like Europe/Berlin, Asia/Kolkata or UTC."_s);

    const ZoneClock clock(*zone);
    const QDate date =
        match.captured(1).isEmpty() ? clock.toLocal(now).date() : QDate::fromString(match.captured(1), Qt::ISODate);
    const int second = match.captured(4).toInt();
    const QTime time(match.captured(2).toInt(), match.captured(3).toInt(),
                     second == 60 ? 59 : second); // A leap second: see Instant.
    if (!date.isValid() || !time.isValid())
        return notAMoment(u"\"%1\" names a date or a time that does not exist."_s.arg(text),
                          u"Check the day and the hour (0 to 23)."_s);
    const Micros fraction(match.captured(5).leftJustified(6, u'0').toLongLong());

    const ZoneClock::Reading reading = clock.toUtc(date, time);
    if (const auto *none = std::get_if<ZoneClock::None>(&reading))
        return notAMoment(none->describe,
                          u"Use %1 or %2."_s.arg(withOffset(none->before, clock), withOffset(none->after, clock)));
    if (const auto *two = std::get_if<ZoneClock::Two>(&reading))
        return notAMoment(two->describe, u"Say which: %1 (%2) or %3 (%4)."_s.arg(
                                             withOffset(two->first, clock), two->first.toString(),
                                             withOffset(two->second, clock), two->second.toString()));
    return std::get<ZoneClock::One>(reading).instant + fraction;
}

} // namespace shuttler
