// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AppSettings.h"

#include "core/base/Files.h"

namespace shuttler {

using namespace Qt::StringLiterals;

/// What stands right of the "=": quoted as a whole, or up to a comment.
static QByteArray envValueOf(QByteArray text)
{
    text = text.trimmed();
    if (text.startsWith('\'')) {
        const qsizetype end = text.indexOf('\'', 1);
        return end < 0 ? text : text.mid(1, end - 1);
    }
    if (text.startsWith('"')) {
        QByteArray value;
        for (qsizetype at = 1; at < text.size() && text[at] != '"'; ++at) {
            if (text[at] == '\\' && at + 1 < text.size())
                ++at;
            value += text[at];
        }
        return value;
    }
    if (const qsizetype comment = text.indexOf(" #"); comment >= 0)
        text.truncate(comment);
    return text.trimmed();
}

Result<DatabaseUrl> readDatabaseUrl(const QString &envFile)
{
    Result<QByteArray> text = readWholeFile(envFile);
    if (!text)
        return std::move(text).error();
    std::optional<QByteArray> found;
    for (QByteArray line : text->split('\n')) {
        line = line.trimmed();
        if (line.startsWith("export "))
            line = line.mid(7).trimmed();
        const qsizetype equals = line.indexOf('=');
        if (equals > 0 && line.first(equals).trimmed() == "DATABASE_URL")
            found = envValueOf(line.mid(equals + 1));
    }
    if (!found)
        return Error(Fault::NotFound, u"%1 has no DATABASE_URL."_s.arg(envFile))
            .means(u"The app does not know its database."_s)
            .todo(u"Add the line."_s);
    return DatabaseUrl::parse(*found);
}

} // namespace shuttler
