// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace shuttler::net {

/// One element of an XML answer, names without their namespaces. Elements that are not known are simply not asked for.
class XmlNode {
public:
    /// Fault::Corrupt for what is no XML, or has a DOCTYPE (no entities are ever resolved).
    static Result<XmlNode> parse(const QByteArray &text);
    QString name() const { return m_name; }
    /// The text of the first child of that name, trimmed; empty when there is none.
    QString text(const QString &child) const;
    QString text() const { return m_text; }
    /// The first child of that name, or an empty node.
    const XmlNode &child(const QString &name) const;
    /// All children of that name; of `list`'s children in the second form: children(u"DBInstances", u"DBInstance").
    QList<XmlNode> children(const QString &name) const;
    QList<XmlNode> children(const QString &list, const QString &item) const;
    bool isEmpty() const { return m_name.isEmpty(); }

private:
    QString m_name;
    QString m_text;
    QList<XmlNode> m_children;
};

} // namespace shuttler::net
