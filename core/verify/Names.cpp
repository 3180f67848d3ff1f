// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"

#include "core/postgres/Connection.h"

#include <QLocale>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

QString inSql(const QString &schema, const QString &name)
{
    return postgres::Connection::quoted(schema) + u'.' + postgres::Connection::quoted(name);
}

QString shown(const QString &name)
{
    QString text;
    bool plain = !name.isEmpty() && !name.front().isDigit();
    for (const QChar letter : name) {
        plain = plain && (letter.isLower() || letter.isDigit() || letter == u'_');
        if (letter == u'\n')
            text += u"\\n"_s;
        else if (letter == u'\t')
            text += u"\\t"_s;
        else if (letter.category() == QChar::Other_Control)
            text += u"\\u%1"_s.arg(letter.unicode(), 4, 16, QChar(u'0'));
        else if (letter == u'"')
            text += u"\"\""_s;
        else
            text += letter;
    }
    return plain ? text : u'"' + text + u'"';
}

QString shown(const QString &schema, const QString &name)
{
    return schema == u"public"_s ? shown(name) : shown(schema) + u'.' + shown(name);
}

QString shown(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

QString counted(qint64 number, const QString &singular, const QString &plural)
{
    return shown(number) + u' ' + (number == 1 ? singular : plural);
}

} // namespace shuttler::verify
