// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/domain/SettingsTable.h"

namespace shuttler {

using namespace Qt::StringLiterals;

QString SettingsTable::text(const QString &key, const QString &usual)
{
    m_asked.insert(key);
    const QString found = m_table.value(key).trimmed();
    return found.isEmpty() ? usual : found;
}

QString SettingsTable::required(const QString &key)
{
    const QString found = text(key);
    if (found.isEmpty())
        wrong(u"%1 lack \"%2\"."_s.arg(m_what, key), u"Add %1 = … to the environment."_s.arg(key));
    return found;
}

QUrl SettingsTable::endpoint(const QString &key, const QString &usual)
{
    QString written = text(key, usual);
    while (written.endsWith(u'/'))
        written.chop(1);
    const QUrl url(written, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"https" || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery()
        || url.hasFragment())
        wrong(u"\"%1\" of %2 is not an address that can be asked."_s.arg(key, m_what.toLower().left(1) + m_what.mid(1)),
              u"Write it like %1."_s.arg(usual));
    return url;
}

QString SettingsTable::file(const QString &key, const QString &usual)
{
    const QString path = text(key, usual);
    if (!path.isEmpty() && !path.startsWith(u'/'))
        wrong(u"\"%1\" is \"%2\", which means another place in each working directory."_s.arg(key, path),
              u"Write the whole path, beginning with /."_s);
    return path;
}

void SettingsTable::wrong(const QString &what, const QString &todo)
{
    if (!m_problem)
        m_problem = Error(Fault::BadInput, what)
                        .means(u"The environment cannot be used until this is put right; nothing was touched."_s)
                        .todo(todo);
}

Outcome SettingsTable::outcome() const
{
    if (m_problem)
        return *m_problem;
    for (auto entry = m_table.cbegin(); entry != m_table.cend(); ++entry) {
        if (!m_asked.contains(entry.key()))
            return Error(Fault::BadInput, u"%1 do not know \"%2\"."_s.arg(m_what, entry.key()))
                .means(u"The environment cannot be used until this is put right; nothing was touched."_s)
                .todo(u"Correct its spelling or remove it; known are %1."_s.arg([this] {
                    QStringList known(m_asked.cbegin(), m_asked.cend());
                    known.sort();
                    return known.join(u", "_s);
                }()));
    }
    return Done{};
}

} // namespace shuttler
