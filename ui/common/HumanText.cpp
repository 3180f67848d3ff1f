// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/common/HumanText.h"

#include <QCoreApplication>
#include <QLocale>

namespace shuttler::ui {

using namespace Qt::StringLiterals;

namespace {

HumanText &shownText()
{
    static HumanText text(HumanText::zoneNamed({}));
    return text;
}

QString humanWords(const char *text)
{
    return QCoreApplication::translate("HumanText", text);
}

/// Months are written as the rest of the window is, in English, whatever the computer's language.
QString written(const QDateTime &moment, const QString &format)
{
    return QLocale::c().toString(moment, format);
}

QString offset(int seconds)
{
    const int minutes = qAbs(seconds) / 60;
    return u"UTC%1%2:%3"_s.arg(seconds < 0 ? u"−"_s : u"+"_s)
        .arg(minutes / 60, 2, 10, QLatin1Char('0'))
        .arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString twoParts(qint64 big, const QString &bigUnit, qint64 small, const QString &smallUnit)
{
    const QString first = u"%1 %2"_s.arg(big).arg(bigUnit);
    return small == 0 ? first : u"%1 %2 %3"_s.arg(first).arg(small).arg(smallUnit);
}

} // namespace

const HumanText &HumanText::shown()
{
    return shownText();
}

void HumanText::show(const QTimeZone &zone)
{
    shownText() = HumanText(zone);
}

QTimeZone HumanText::zoneNamed(const QString &id)
{
    if (id == "UTC"_L1)
        return QTimeZone::utc();
    const QTimeZone named = id.isEmpty() ? QTimeZone() : QTimeZone(id.toUtf8());
    if (named.isValid())
        return named;
    const QTimeZone here = QTimeZone::systemTimeZone();
    return here.isValid() ? here : QTimeZone::utc();
}

QString HumanText::zone(Instant at) const
{
    return m_clock.abbreviation(at);
}

QString HumanText::zoneLong(Instant at) const
{
    const QString name = zone(at);
    if (name.startsWith("UTC"_L1))
        return name;
    return u"%1, %2"_s.arg(name, offset(m_clock.offsetSeconds(at)));
}

QString HumanText::clockTime(Instant at) const
{
    return written(m_clock.toLocal(at), u"HH:mm:ss"_s);
}

QString HumanText::clockMinute(Instant at) const
{
    return written(m_clock.toLocal(at), u"HH:mm"_s);
}

QString HumanText::day(Instant at) const
{
    return written(m_clock.toLocal(at), u"d MMM"_s);
}

QString HumanText::dayAndTime(Instant at) const
{
    return written(m_clock.toLocal(at), u"d MMM, HH:mm:ss"_s);
}

QString HumanText::when(Instant at, Instant now) const
{
    const QDateTime local = m_clock.toLocal(at);
    const QDate today = m_clock.toLocal(now).date();
    const QString format = local.date() == today                ? u"HH:mm:ss"_s
                         : local.date().year() == today.year() ? u"d MMM, HH:mm:ss"_s
                                                               : u"d MMM yyyy, HH:mm:ss"_s;
    return u"%1 %2"_s.arg(written(local, format), zone(at));
}

QString HumanText::moment(Instant at) const
{
    return u"%1 %2"_s.arg(written(m_clock.toLocal(at), u"d MMMM yyyy, HH:mm:ss"_s), zone(at));
}

QString HumanText::spoken(Instant at) const
{
    return u"%1 %2, %3"_s.arg(written(m_clock.toLocal(at), u"d MMMM yyyy HH:mm:ss"_s), zone(at), utcBeside(at));
}

QString HumanText::utcTime(Instant at)
{
    return written(at.toDateTime(), u"HH:mm:ss 'UTC'"_s);
}

QString HumanText::utcMoment(Instant at)
{
    return written(at.toDateTime(), u"d MMMM yyyy, HH:mm:ss 'UTC'"_s);
}

QString HumanText::utcBeside(Instant at) const
{
    if (m_clock.toLocal(at).date() == at.toDateTime().date())
        return utcTime(at);
    return written(at.toDateTime(), u"d MMM, HH:mm:ss 'UTC'"_s);
}

QString HumanText::duration(Micros span)
{
    const qint64 seconds = qAbs(std::chrono::duration_cast<Seconds>(span).count());
    if (seconds == 0 && span.count() != 0)
        return u"%1 s"_s.arg(QString::number(double(qAbs(span.count())) / 1e6, 'f', 1));
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 3600)
        return twoParts(seconds / 60, u"min"_s, seconds % 60, u"s"_s);
    if (seconds < 86400)
        return twoParts(seconds / 3600, u"h"_s, seconds % 3600 / 60, u"min"_s);
    return twoParts(seconds / 86400, u"d"_s, seconds % 86400 / 3600, u"h"_s);
}

QString HumanText::ago(Micros span)
{
    if (span < Seconds(0))
        return humanWords("in %1").arg(duration(span));
    if (span < Seconds(1))
        return humanWords("just now");
    return humanWords("%1 ago").arg(duration(span));
}

QString HumanText::roughly(Micros span)
{
    const qint64 seconds = qMax<qint64>(0, std::chrono::duration_cast<Seconds>(span).count());
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 3600)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 86400)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 d"_s.arg(seconds / 86400);
}

QString HumanText::size(qint64 bytes)
{
    if (bytes <= 0)
        return {};
    constexpr double KiB = 1024;
    constexpr double MiB = KiB * 1024;
    constexpr double GiB = MiB * 1024;
    const double all = double(bytes);
    if (all >= GiB)
        return u"%1 GiB"_s.arg(QString::number(all / GiB, 'f', 1));
    if (all >= MiB)
        return u"%1 MiB"_s.arg(QString::number(all / MiB, 'f', 1));
    if (all >= KiB)
        return u"%1 KiB"_s.arg(QString::number(all / KiB, 'f', 1));
    return u"%1 B"_s.arg(bytes);
}

QString HumanText::count(qint64 number)
{
    return QLocale().toString(number);
}

QString HumanText::kind(BackupKind kind)
{
    switch (kind) {
    case BackupKind::Full: return humanWords("Full backup");
    case BackupKind::Differential: return humanWords("Differential backup");
    case BackupKind::Incremental: return humanWords("Incremental backup");
    case BackupKind::Snapshot: return humanWords("Snapshot");
    case BackupKind::ManualSnapshot: return humanWords("Manual snapshot");
    case BackupKind::Dump: return humanWords("Off-site dump");
    }
    Q_UNREACHABLE();
}

QString HumanText::health(BackupHealth health)
{
    switch (health) {
    case BackupHealth::Verified: return humanWords("Verified");
    case BackupHealth::Healthy: return humanWords("Healthy");
    case BackupHealth::NotChecked: return humanWords("Not checked");
    case BackupHealth::BeingMade: return humanWords("Being made");
    case BackupHealth::Failed: return humanWords("Failed");
    }
    Q_UNREACHABLE();
}

QString HumanText::grade(Grade grade)
{
    switch (grade) {
    case Grade::AnySecond: return humanWords("Any second");
    case Grade::BackupOnly: return humanWords("Backup only");
    case Grade::Nothing: return humanWords("Nothing");
    }
    Q_UNREACHABLE();
}

QString HumanText::phase(InstancePhase phase)
{
    switch (phase) {
    case InstancePhase::Creating: return humanWords("creating");
    case InstancePhase::Replaying: return humanWords("replaying changes");
    case InstancePhase::Available: return humanWords("available");
    case InstancePhase::Held: return humanWords("held");
    case InstancePhase::Stopped: return humanWords("stopped");
    case InstancePhase::Failed: return humanWords("failed");
    case InstancePhase::Gone: return humanWords("not there");
    }
    Q_UNREACHABLE();
}

QString HumanText::label(EnvironmentKind kind)
{
    switch (kind) {
    case EnvironmentKind::Production: return humanWords("PROD");
    case EnvironmentKind::Staging: return humanWords("STAGE");
    case EnvironmentKind::Practice: return humanWords("PRACTICE");
    }
    Q_UNREACHABLE();
}

QString HumanText::providerName(const QString &provider)
{
    static const QMap<QString, QString> names{
        {u"pgbackrest"_s, u"pgBackRest"_s}, {u"aws-rds"_s, u"AWS RDS"_s}, {u"render"_s, u"Render"_s}, {u"railway"_s, u"Railway"_s}};
    return names.value(provider, provider);
}

} // namespace shuttler::ui
