// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestConfig.h"

#include "core/base/Files.h"
#include "core/providers/pgbackrest/FolderLock.h"

#include <QFileInfo>

namespace shuttler::pgbackrest {

using namespace Qt::StringLiterals;

namespace {

/// "[main]" → "main"; nothing for other lines.
std::optional<QString> sectionIn(const QByteArray &line)
{
    const QByteArray trimmed = line.trimmed();
    if (!trimmed.startsWith('[') || !trimmed.endsWith(']'))
        return std::nullopt;
    return QString::fromUtf8(trimmed.mid(1, trimmed.size() - 2));
}

std::optional<std::pair<QString, QString>> keyIn(const QByteArray &line)
{
    const QByteArray trimmed = line.trimmed();
    const qsizetype equals = trimmed.indexOf('=');
    if (equals <= 0 || trimmed.startsWith('#') || trimmed.startsWith('['))
        return std::nullopt;
    return std::pair(QString::fromUtf8(trimmed.left(equals).trimmed()),
                     QString::fromUtf8(trimmed.mid(equals + 1).trimmed()));
}

QByteArray lineFor(const QString &key, const QString &value)
{
    return key.toUtf8() + '=' + value.toUtf8();
}

QByteArray joined(QList<QByteArray> lines)
{
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    return lines.join('\n') + '\n';
}

} // namespace

bool PgBackRestConfig::hasSection(const QString &section) const
{
    for (const QByteArray &line : m_text.split('\n'))
        if (sectionIn(line) == section)
            return true;
    return false;
}

PgBackRestConfig::Keys PgBackRestConfig::keysOf(const QString &section) const
{
    Keys keys;
    QString current;
    for (const QByteArray &line : m_text.split('\n')) {
        if (const std::optional<QString> begun = sectionIn(line))
            current = *begun;
        else if (const auto key = keyIn(line); key && current == section)
            keys.append(*key);
    }
    return keys;
}

std::optional<QString> PgBackRestConfig::value(const QString &stanza, const QString &key) const
{
    for (const QString &section : {stanza, u"global"_s})
        for (const auto &[name, value] : keysOf(section))
            if (name == key)
                return value;
    return std::nullopt;
}

PgBackRestConfig PgBackRestConfig::with(const QString &section, const QString &key, const QString &value) const
{
    if (!hasSection(section))
        return withSection(section, {{key, value}});
    QList<QByteArray> lines;
    QString current;
    bool isSet = false;
    for (const QByteArray &line : m_text.split('\n')) {
        if (const std::optional<QString> begun = sectionIn(line)) {
            current = *begun;
            lines.append(line);
            // Straight below the heading, unless the key stands further down and is replaced there.
            const Keys keys = keysOf(section);
            const bool stands =
                std::any_of(keys.begin(), keys.end(), [&](const auto &each) { return each.first == key; });
            if (current == section && !stands && !isSet) {
                lines.append(lineFor(key, value));
                isSet = true;
            }
        } else if (const auto found = keyIn(line); found && current == section && found->first == key) {
            if (!isSet)
                lines.append(lineFor(key, value));
            isSet = true;
        } else {
            lines.append(line);
        }
    }
    return PgBackRestConfig(joined(lines));
}

PgBackRestConfig PgBackRestConfig::withSection(const QString &section, const Keys &keys) const
{
    QList<QByteArray> lines = withoutSection(section).m_text.split('\n');
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    lines.append(QByteArray());
    lines.append('[' + section.toUtf8() + ']');
    for (const auto &[key, value] : keys)
        lines.append(lineFor(key, value));
    return PgBackRestConfig(joined(lines));
}

PgBackRestConfig PgBackRestConfig::withoutSection(const QString &section) const
{
    if (!hasSection(section))
        return *this;
    QList<QByteArray> lines;
    QString current;
    for (const QByteArray &line : m_text.split('\n')) {
        if (const std::optional<QString> begun = sectionIn(line))
            current = *begun;
        if (current != section)
            lines.append(line);
    }
    return PgBackRestConfig(joined(lines));
}

Result<PgBackRestConfig> readConfig(const QString &path)
{
    Result<QByteArray> text = readWholeFile(path);
    if (!text)
        return std::move(text).errorDuring(u"reading pgBackRest's configuration"_s);
    return PgBackRestConfig(*std::move(text));
}

Outcome editConfig(const QString &path, const std::function<PgBackRestConfig(const PgBackRestConfig &)> &edit)
{
    Result<FolderLock> lock = FolderLock::waitFor(QFileInfo(path).absolutePath());
    if (!lock)
        return std::move(lock).error();
    Result<PgBackRestConfig> before = readConfig(path);
    if (!before)
        return std::move(before).error();
    const PgBackRestConfig after = edit(*before);
    if (after.text() == before->text())
        return Done{};
    return writeFileAtomically(path, after.text());
}

} // namespace shuttler::pgbackrest
