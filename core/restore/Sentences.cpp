// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/restore/Sentences.h"

namespace shuttler {

using namespace Qt::StringLiterals;

QString inUtc(Instant moment)
{
    QString text = moment.toString();
    text.replace(u'T', u' ');
    text.chop(1); // The Z.
    return text + u" UTC"_s;
}

QString inWords(Micros span)
{
    qint64 seconds = std::chrono::duration_cast<Seconds>(span).count();
    const QString sign = seconds < 0 ? u"minus "_s : QString();
    seconds = std::abs(seconds);
    const qint64 days = seconds / 86'400;
    const std::pair<qint64, QString> units[] = {{days, days == 1 ? u"day"_s : u"days"_s},
                                                {seconds / 3600 % 24, u"h"_s},
                                                {seconds / 60 % 60, u"min"_s},
                                                {seconds % 60, u"s"_s}};
    QStringList words;
    for (const auto &[count, unit] : units) {
        if (words.size() == 2)
            break;
        if (count > 0)
            words.append(u"%1 %2"_s.arg(count).arg(unit));
        else if (!words.isEmpty())
            break;
    }
    return sign + (words.isEmpty() ? u"0 s"_s : words.join(u' '));
}

} // namespace shuttler
