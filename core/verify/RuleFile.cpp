// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/RuleFile.h"

#include "core/base/Files.h"

#include <QFileInfo>

namespace shuttler::verify {

using namespace Qt::StringLiterals;

static QString fromToml(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

static QString placeIn(const QString &path, qint64 line)
{
    return u"%1, line %2"_s.arg(QFileInfo(path).fileName(), QString::number(line));
}

static Error wrongAt(const QString &path, qint64 line, const QString &what)
{
    return Error(Fault::BadInput, placeIn(path, line) + u": "_s + what)
        .means(u"Nothing was asked of any database."_s)
        .todo(u"Correct the file "_s + path + u", then try again."_s);
}

Result<RuleFile> RuleFile::open(const QString &path)
{
    Result<QByteArray> content = readWholeFile(path);
    if (!content)
        return std::move(content).error();
    RuleFile file;
    file.m_path = path;
    try {
        file.m_root = toml::parse(std::string_view(content->constData(), size_t(content->size())));
    } catch (const toml::parse_error &broken) {
        return wrongAt(path, qint64(broken.source().begin.line), fromToml(broken.description()));
    }
    return file;
}

Error RuleFile::wrong(const toml::node &where, const QString &what) const
{
    return wrong(qint64(where.source().begin.line), what);
}

Error RuleFile::wrong(qint64 line, const QString &what) const
{
    return wrongAt(m_path, line, what);
}

QString RuleFile::place(qint64 line) const
{
    return placeIn(m_path, line);
}

Result<QList<const toml::table *>> RuleFile::entries(const QString &name) const
{
    QList<const toml::table *> all;
    for (const auto &[key, node] : m_root) {
        const toml::array *list = node.as_array();
        if (fromToml(key.str()) != name)
            return wrong(node, u"\"%1\" is not known here; the file consists of [[%2]] entries."_s.arg(fromToml(key.str()), name));
        if (!list || !list->is_array_of_tables())
            return wrong(node, u"\"%1\" has to be written as [[%1]]."_s.arg(name));
        for (const toml::node &entry : *list)
            all.append(entry.as_table());
    }
    if (all.isEmpty())
        return wrong(m_root, u"there is no [[%1]] in it."_s.arg(name));
    return all;
}

Result<QString> RuleFile::text(const toml::table &entry, const QString &key) const
{
    Result<QString> value = textIfAny(entry, key);
    if (value && value->trimmed().isEmpty())
        return wrong(entry, u"\"%1\" is missing."_s.arg(key));
    return value;
}

Result<QString> RuleFile::textIfAny(const toml::table &entry, const QString &key) const
{
    const toml::node *node = entry.get(key.toStdString());
    if (!node)
        return QString();
    if (const std::optional<std::string> value = node->value_exact<std::string>())
        return QString::fromStdString(*value);
    return wrong(*node, u"\"%1\" has to be a text in quotes."_s.arg(key));
}

Result<QStringList> RuleFile::textsIfAny(const toml::table &entry, const QString &key) const
{
    const toml::node *node = entry.get(key.toStdString());
    if (!node)
        return QStringList();
    if (const std::optional<std::string> value = node->value_exact<std::string>())
        return QStringList{QString::fromStdString(*value)};
    QStringList texts;
    if (const toml::array *list = node->as_array()) {
        for (const toml::node &one : *list) {
            const std::optional<std::string> value = one.value_exact<std::string>();
            if (!value || value->empty())
                return wrong(one, u"\"%1\" has to hold texts in quotes."_s.arg(key));
            texts.append(QString::fromStdString(*value));
        }
        if (!texts.isEmpty())
            return texts;
    }
    return wrong(*node, u"\"%1\" has to be a text in quotes, or a list of them."_s.arg(key));
}

Outcome RuleFile::onlyKeys(const toml::table &entry, const QStringList &keys) const
{
    for (const auto &[key, node] : entry)
        if (!keys.contains(fromToml(key.str())))
            return wrong(node, u"\"%1\" is not known; possible are %2."_s.arg(fromToml(key.str()), keys.join(u", "_s)));
    return Done{};
}

} // namespace shuttler::verify
