// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/XmlNode.h"

#include <pugixml.hpp>

#include <cstring>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

/// An answer nests a dozen levels at most; somebody who nests more means us harm.
constexpr int DeepestNesting = 100;

constexpr unsigned Reading = pugi::parse_default | pugi::parse_embed_pcdata
                           | pugi::parse_fragment | pugi::parse_doctype; // What must not be there is seen, and refused.

/// The text, and the tree that points into it.
struct Answer {
    QByteArray text;
    pugi::xml_document tree;
};

/// Takes the namespace off each name, and stops where it gets too deep.
class Tidying final : public pugi::xml_tree_walker {
public:
    bool for_each(pugi::xml_node &node) override
    {
        if (const char *const colon = std::strchr(node.name(), ':'))
            node.set_name(QByteArray(colon + 1).constData());
        return depth() < DeepestNesting;
    }
};

Error noXml(const QString &details)
{
    return Error(Fault::Corrupt, u"The answer is no XML that can be read."_s)
        .means(u"What the far side said is not known."_s)
        .todo(u"Check the endpoint in the environment; something between here and there may be answering instead."_s)
        .details(details);
}

bool isNamed(pugi::xml_node element, QStringView name)
{
    const char *at = element.name();
    for (const QChar each : name)
        if (QLatin1Char(*at++) != each)
            return false;
    return *at == '\0';
}

pugi::xml_node firstChild(pugi::xml_node element, QStringView name)
{
    return element.find_child([name](pugi::xml_node each) { return isNamed(each, name); });
}

/// Comments and CDATA cut a text into pieces.
QString textOf(pugi::xml_node element)
{
    QString text = QString::fromUtf8(element.value());
    for (const pugi::xml_node piece : element.children())
        if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata)
            text += QString::fromUtf8(piece.value());
    return text.trimmed();
}

} // namespace

Result<XmlNode> XmlNode::parse(QByteArray text)
{
    const auto answer = std::make_shared<Answer>();
    answer->text = std::move(text);
    const pugi::xml_parse_result read = answer->tree.load_buffer_inplace(answer->text.data(), size_t(answer->text.size()), Reading);
    if (!read)
        return noXml(u"%1 (byte %2)"_s.arg(QLatin1StringView(read.description()), QString::number(read.offset)));
    const pugi::xml_node root = answer->tree.first_child();
    if (root.type() != pugi::node_element || root.next_sibling())
        return noXml(u"It is not one element and nothing else."_s);
    if (Tidying tidying; !answer->tree.traverse(tidying))
        return noXml(u"Its elements nest too deep."_s);
    return XmlNode(Element(answer, root.internal_object()));
}

QString XmlNode::name() const
{
    return QString::fromUtf8(pugi::xml_node(m_element.get()).name());
}

QString XmlNode::text(QStringView childName) const
{
    return textOf(firstChild(pugi::xml_node(m_element.get()), childName));
}

QString XmlNode::text() const
{
    return textOf(pugi::xml_node(m_element.get()));
}

XmlNode XmlNode::child(QStringView name) const
{
    const pugi::xml_node found = firstChild(pugi::xml_node(m_element.get()), name);
    return found ? XmlNode(Element(m_element, found.internal_object())) : XmlNode();
}

QList<XmlNode> XmlNode::children(QStringView name) const
{
    QList<XmlNode> found;
    for (const pugi::xml_node each : pugi::xml_node(m_element.get()).children())
        if (isNamed(each, name))
            found.append(XmlNode(Element(m_element, each.internal_object())));
    return found;
}

QList<XmlNode> XmlNode::children(QStringView list, QStringView item) const
{
    return child(list).children(item);
}

} // namespace shuttler::net
