// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/net/XmlNode.h"

#include <QXmlStreamReader>

namespace shuttler::net {

using namespace Qt::StringLiterals;

namespace {

/// An answer nests a dozen levels at most; somebody who nests more means us harm.
constexpr int DeepestNesting = 100;

Error noXml(const QString &details)
{
    return Error(Fault::Corrupt, u"The answer is no XML that can be read."_s)
        .means(u"What the far side said is not known."_s)
        .todo(u"Check the endpoint in the environment; something between here and there may be answering instead."_s)
        .details(details);
}

} // namespace

Result<XmlNode> XmlNode::parse(const QByteArray &text)
{
    QXmlStreamReader reader(text);
    QList<XmlNode> open(1); // The innermost last; the first holds the root.
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::DTD:
            return noXml(u"It has a DOCTYPE."_s);
        case QXmlStreamReader::StartElement:
            if (open.size() > DeepestNesting)
                return noXml(u"Its elements nest too deep."_s);
            open.append(XmlNode());
            open.last().m_name = reader.name().toString();
            break;
        case QXmlStreamReader::Characters:
            open.last().m_text += reader.text();
            break;
        case QXmlStreamReader::EndElement: {
            XmlNode closed = open.takeLast();
            closed.m_text = closed.m_text.trimmed();
            open.last().m_children.append(std::move(closed));
            break;
        }
        default:
            break;
        }
    }
    if (reader.hasError())
        return noXml(u"%1 (line %2)"_s.arg(reader.errorString(), QString::number(reader.lineNumber())));
    return open.first().m_children.takeFirst();
}

QString XmlNode::text(const QString &childName) const
{
    return child(childName).m_text;
}

const XmlNode &XmlNode::child(const QString &name) const
{
    static const XmlNode none;
    for (const XmlNode &each : m_children)
        if (each.m_name == name)
            return each;
    return none;
}

QList<XmlNode> XmlNode::children(const QString &name) const
{
    QList<XmlNode> found;
    for (const XmlNode &each : m_children)
        if (each.m_name == name)
            found.append(each);
    return found;
}

QList<XmlNode> XmlNode::children(const QString &list, const QString &item) const
{
    return child(list).children(item);
}

} // namespace shuttler::net
