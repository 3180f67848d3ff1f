// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>

namespace pugi {
struct xml_node_struct;
}

namespace shuttler::net {

/// One element of an XML answer, names without their namespaces. Elements that are not known are simply not asked for.
/// Looks into the answer's one text, which it keeps alive; a copy costs nothing.
class XmlNode {
public:
    XmlNode() = default;
    /// Fault::Corrupt for what is no XML, is not one element, or has a DOCTYPE (no entities are ever resolved). Read in place: whoever
    /// moves the text here saves a copy of it.
    static Result<XmlNode> parse(QByteArray text);
    QString name() const;
    /// The text of the first child of that name, trimmed; empty when there is none.
    QString text(QStringView child) const;
    QString text() const;
    /// The first child of that name, or an empty node.
    XmlNode child(QStringView name) const;
    /// All children of that name; of `list`'s children in the second form: children(u"DBInstances", u"DBInstance").
    QList<XmlNode> children(QStringView name) const;
    QList<XmlNode> children(QStringView list, QStringView item) const;
    bool isEmpty() const { return !m_element; }

private:
    using Element = std::shared_ptr<pugi::xml_node_struct>; ///< Owns the whole answer.
    explicit XmlNode(Element element) : m_element(std::move(element)) {}

    Element m_element;
};

} // namespace shuttler::net
