// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/LifecycleXml.h"

#include <QXmlStreamReader>

#include <algorithm>

namespace shuttler::archive {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostRules = 1000;
constexpr char Namespace[] = "http://s3.amazonaws.com/doc/2006-03-01/";

Error unreadable(const QString &details)
{
    return Error(Fault::Corrupt, u"The rules of the bucket cannot be read."_s)
        .means(u"Whether a rule moves or deletes dumps is not known. Nothing was changed."_s)
        .todo(u"Look at the bucket's lifecycle rules in its own console."_s)
        .details(details);
}

} // namespace

bool LifecycleScope::mayCover(const QString &key, qint64 bytes) const
{
    return key.startsWith(prefix) && (!largerThan || bytes > *largerThan) && (!smallerThan || bytes < *smallerThan);
}

LifecycleDocument::LifecycleDocument()
    : m_text(QByteArray("<LifecycleConfiguration xmlns=\"") + Namespace + "\"></LifecycleConfiguration>")
    , m_rootEnd(m_text.lastIndexOf("</"))
{}

Result<LifecycleDocument> LifecycleDocument::parse(const QByteArray &xml)
{
    LifecycleDocument document;
    // Places in it are counted in letters: none of more than one byte must be in the way.
    const QString text = QString::fromUtf8(xml);
    QXmlStreamReader reader(text);
    if (!reader.readNextStartElement())
        return unreadable(reader.errorString());
    if (reader.name() != u"LifecycleConfiguration")
        return Error(Fault::NotFound, u"The bucket answers a question for its rules with a %1."_s.arg(reader.name()));
    const bool isUsual = reader.prefix().isEmpty();
    const qsizetype rootTagEnd = reader.characterOffset();
    const auto bytesUntil = [&](qsizetype letters) { return QStringView(text).left(letters).toUtf8().size(); };
    while (reader.readNextStartElement()) {
        if (reader.name() != u"Rule")
            return unreadable(u"It has a %1 beside its rules."_s.arg(reader.name()));
        const qsizetype begin = text.lastIndexOf(u'<', reader.characterOffset() - 1);
        document.m_rules.append(readRule(reader));
        document.m_spans.append({bytesUntil(begin), bytesUntil(reader.characterOffset())});
    }
    const qsizetype rootEnd = text.lastIndexOf(u"</", reader.characterOffset() - 1);
    while (!reader.atEnd())
        reader.readNext();
    if (reader.hasError())
        return unreadable(reader.errorString());
    if (text.toUtf8() != xml)
        return unreadable(u"It is not written in UTF-8."_s);
    if (rootEnd < rootTagEnd) // "<LifecycleConfiguration/>"
        return LifecycleDocument();
    document.m_text = xml;
    document.m_rootEnd = bytesUntil(rootEnd);
    document.m_isUsual = isUsual;
    return document;
}

Result<LifecycleDocument> LifecycleDocument::with(const QList<LifecycleRule> &ours) const
{
    QByteArray text = m_text;
    QByteArray added;
    qsizetype count = m_rules.size();
    QList<std::pair<Span, QByteArray>> replaced;
    for (const LifecycleRule &rule : ours) {
        QByteArray xml = xmlOf(rule);
        if (!m_isUsual)
            xml.insert(qsizetype(sizeof "<Rule" - 1), QByteArray(" xmlns=\"") + Namespace + '"');
        const auto same = std::find_if(m_rules.begin(), m_rules.end(), [&](const LifecycleRule &each) { return each.id == rule.id; });
        if (same == m_rules.end()) {
            added += xml;
            ++count;
        } else {
            replaced.append({m_spans[same - m_rules.begin()], xml});
        }
    }
    if (count > MostRules)
        return Error(Fault::Refused, u"The bucket has %1 rules; more than %2 it cannot have."_s.arg(m_rules.size()).arg(MostRules))
            .means(u"Nothing was changed."_s)
            .todo(u"Remove a rule that is no longer needed, in the bucket's own console."_s);
    text.insert(m_rootEnd, added);
    std::sort(replaced.begin(), replaced.end(), [](const auto &a, const auto &b) { return a.first.begin > b.first.begin; });
    for (const auto &[span, xml] : replaced) // From the end, so that places before it stay right.
        text.replace(span.begin, span.end - span.begin, xml);
    return parse(text);
}

bool LifecycleDocument::saysTheSameAs(const LifecycleDocument &other) const
{
    if (m_rules.size() != other.m_rules.size())
        return false;
    for (qsizetype i = 0; i < m_rules.size(); ++i) {
        const auto same = std::find(other.m_rules.begin(), other.m_rules.end(), m_rules[i]);
        if (same == other.m_rules.end())
            return false;
        // What we do not know we cannot have read: then every word counts.
        const bool isKnown = !m_rules[i].hasMore && !m_rules[i].scope.hasMore;
        if (!isKnown && wordsOf(textOf(i)) != wordsOf(other.textOf(same - other.m_rules.begin())))
            return false;
    }
    return true;
}

} // namespace shuttler::archive
