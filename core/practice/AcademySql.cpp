// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademySql.h"

#include <QFile>

namespace shuttler {

using namespace Qt::StringLiterals;

Result<QByteArray> academyFile(const QString &name)
{
    QFile file(u":/academy/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        return Error(Fault::Defect, u"This program was built without the academy's %1."_s.arg(name))
            .means(u"The Practice was not made."_s)
            .todo(u"Install Shuttler Ops again."_s);
    return file.readAll();
}

QList<SqlSection> sectionsOf(const QByteArray &text)
{
    static const QByteArray mark = "-- next: ";
    QList<SqlSection> sections;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith(mark))
            sections.append({QString::fromUtf8(line.mid(mark.size()).trimmed()), {}});
        else if (!sections.isEmpty())
            sections.last().sql += line + '\n';
    }
    return sections;
}

} // namespace shuttler
