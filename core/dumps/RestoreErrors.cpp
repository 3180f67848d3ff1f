// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/dumps/RestoreErrors.h"

#include <QRegularExpression>

namespace shuttler::dumps {

using namespace Qt::StringLiterals;

static bool isHarmless(const QString &error, const QString &command)
{
    struct Rule {
        QRegularExpression error;
        QRegularExpression command;
    };
    static const QRegularExpression::PatternOption whole = QRegularExpression::DotMatchesEverythingOption;
    static const Rule rules[] = {
        {QRegularExpression(u"^schema \"public\" already exists$"_s), QRegularExpression(u"^CREATE SCHEMA public;$"_s)},
        {QRegularExpression(u"^must be owner of extension \\S+$"_s), QRegularExpression(u"^COMMENT ON EXTENSION \\S+ IS '.*';$"_s, whole)},
        {QRegularExpression(u"^must be owner of schema public$"_s), QRegularExpression(u"^COMMENT ON SCHEMA public IS '.*';$"_s, whole)},
    };
    for (const Rule &rule : rules)
        if (rule.error.match(error).hasMatch() && rule.command.match(command).hasMatch())
            return true;
    return false;
}

void RestoreErrors::takeLine(const QByteArray &bytes)
{
    const QString line = QString::fromUtf8(bytes);
    static const QString error = u"pg_restore: error: "_s;
    static const QString refusal = u"could not execute query: ERROR:  "_s;
    static const QString command = u"Command was: "_s;
    if (line.startsWith(u"pg_restore: "))
        judge();
    if (line.startsWith(error)) {
        m_error = line.sliced(error.size());
        if (m_error.startsWith(refusal))
            m_error.remove(0, refusal.size());
    } else if (!m_error.isEmpty() && line.startsWith(command)) {
        m_command = line.sliced(command.size());
    } else if (!m_command.isEmpty() && !line.trimmed().isEmpty()) {
        m_command += u'\n' + line;
    }
}

void RestoreErrors::end()
{
    judge();
}

void RestoreErrors::judge()
{
    if (m_error.isEmpty())
        return;
    QStringList &kind = isHarmless(m_error, m_command) ? m_harmless : m_others;
    kind.append(m_command.isEmpty() ? m_error : u"%1 (%2)"_s.arg(m_error, m_command.section(u'\n', 0, 0)));
    m_error.clear();
    m_command.clear();
}

} // namespace shuttler::dumps
