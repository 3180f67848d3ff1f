// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/aws/QueryForm.h"

#include <QUrl>

namespace shuttler::aws {

using namespace Qt::StringLiterals;

QueryForm &QueryForm::set(const QString &name, const QString &value)
{
    for (auto &[present, text] : m_members) {
        if (present == name) {
            text = value;
            return *this;
        }
    }
    m_members.append({name, value});
    return *this;
}

QueryForm &QueryForm::setTruth(const QString &name, bool value)
{
    return set(name, value ? u"true"_s : u"false"_s);
}

QueryForm &QueryForm::setNumber(const QString &name, qint64 value)
{
    return set(name, QString::number(value));
}

QueryForm &QueryForm::setMoment(const QString &name, Instant value)
{
    return set(name, value.flooredToSecond().toString());
}

QueryForm &QueryForm::setList(const QString &name, const QString &item, const QStringList &values)
{
    for (qsizetype at = 0; at < values.size(); ++at)
        set(u"%1.%2.%3"_s.arg(name, item, QString::number(at + 1)), values[at]);
    return *this;
}

QueryForm &QueryForm::setTags(const Tags &tags)
{
    int number = 0;
    for (auto tag = tags.cbegin(); tag != tags.cend(); ++tag) {
        ++number;
        set(u"Tags.Tag.%1.Key"_s.arg(number), tag.key());
        set(u"Tags.Tag.%1.Value"_s.arg(number), tag.value());
    }
    return *this;
}

QueryForm &QueryForm::addFilter(const QString &name, const QString &value)
{
    ++m_filters;
    set(u"Filters.Filter.%1.Name"_s.arg(m_filters), name);
    return set(u"Filters.Filter.%1.Values.Value.1"_s.arg(m_filters), value);
}

QString QueryForm::value(const QString &name) const
{
    for (const auto &[present, text] : m_members)
        if (present == name)
            return text;
    return {};
}

QByteArray QueryForm::encoded(const QString &version) const
{
    QByteArray body = "Action=" + QUrl::toPercentEncoding(m_action) + "&Version=" + QUrl::toPercentEncoding(version);
    for (const auto &[name, value] : m_members)
        body += '&' + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    return body;
}

} // namespace shuttler::aws
