// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/ServerSettings.h"

#include "core/base/Files.h"

#include <QRegularExpression>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// A line of a configuration file: name, optional "=", the raw value.
std::optional<std::pair<QString, QString>> settingOf(const QByteArray &line)
{
    static const QRegularExpression shape(
        u"^\\s*([A-Za-z_][A-Za-z0-9_.]*)(?:\\s*=\\s*|\\s+)('(?:[^']|''|\\\\')*'|[^#\\s]+)"_s);
    const QRegularExpressionMatch match = shape.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return std::nullopt;
    return std::pair(match.captured(1).toLower(), match.captured(2));
}

/// By the rules of PostgreSQL's configuration files: quotes are doubled, backslashes escape.
QByteArray quotedValue(QString value)
{
    value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"''"_s).replace(u'\n', u"\\n"_s);
    return '\'' + value.toUtf8() + '\'';
}

QString unquoted(const QString &raw)
{
    if (!raw.startsWith(u'\''))
        return raw;
    QString plain;
    for (qsizetype at = 1; at < raw.size() - 1; ++at) {
        if ((raw[at] == u'\'' || raw[at] == u'\\') && at + 1 < raw.size() - 1)
            ++at;
        plain.append(raw[at]);
    }
    return plain;
}

} // namespace

QByteArray withSettings(const QByteArray &text, const SettingChanges &changes)
{
    QList<QByteArray> lines;
    for (const QByteArray &line : text.split('\n')) {
        const auto setting = settingOf(line);
        if (!setting || !changes.contains(setting->first))
            lines.append(line);
    }
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    for (auto change = changes.cbegin(); change != changes.cend(); ++change)
        if (change.value())
            lines.append(change.key().toUtf8() + " = " + quotedValue(*change.value()));
    return lines.join('\n') + '\n';
}

std::optional<QString> settingIn(const QByteArray &text, const QString &name)
{
    std::optional<QString> value;
    for (const QByteArray &line : text.split('\n'))
        if (const auto setting = settingOf(line); setting && setting->first == name)
            value = unquoted(setting->second);
    return value;
}

Outcome changeSettings(const QString &dataFolder, const SettingChanges &changes)
{
    const QString path = dataFolder + u"/postgresql.auto.conf"_s;
    Result<QByteArray> before = readWholeFile(path);
    if (!before && before.error().fault() != Fault::NotFound)
        return std::move(before).error();
    const QByteArray text = before.value_or(QByteArray());
    const QByteArray after = withSettings(text, changes);
    if (after == text)
        return Done{};
    return writeFileAtomically(path, after);
}

QString commandSetting(const QString &program, const QStringList &arguments, const QString &placeholders)
{
    QStringList words;
    for (QString word : QStringList{program} + arguments) {
        word.replace(u'\'', u"'\\''"_s).replace(u'%', u"%%"_s);
        words.append(u'\'' + word + u'\'');
    }
    return words.join(u' ') + u' ' + placeholders;
}

} // namespace shuttler::pgbackrest
