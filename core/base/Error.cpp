// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Error.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Remedy remedyFor(Fault fault)
{
    switch (fault) {
    case Fault::Unreachable:
        return Remedy::SendAgain;
    case Fault::OutcomeUnknown:
        return Remedy::LookFirst;
    case Fault::Refused:
    case Fault::NotFound:
    case Fault::BadInput:
        return Remedy::FixFirst;
    case Fault::Corrupt:
    case Fault::Cancelled:
    case Fault::Defect:
        return Remedy::GiveUp;
    }
    return Remedy::GiveUp;
}

QString wordFor(Fault fault)
{
    switch (fault) {
    case Fault::Unreachable:
        return u"unreachable"_s;
    case Fault::OutcomeUnknown:
        return u"outcome-unknown"_s;
    case Fault::Refused:
        return u"refused"_s;
    case Fault::NotFound:
        return u"not-found"_s;
    case Fault::BadInput:
        return u"bad-input"_s;
    case Fault::Corrupt:
        return u"corrupt"_s;
    case Fault::Cancelled:
        return u"cancelled"_s;
    case Fault::Defect:
        return u"defect"_s;
    }
    return u"defect"_s;
}

Error &&Error::means(QString sentence) &&
{
    m_means = std::move(sentence);
    return std::move(*this);
}

Error &&Error::todo(QString sentence) &&
{
    m_todo = std::move(sentence);
    return std::move(*this);
}

Error &&Error::details(QString text) &&
{
    m_details = std::move(text);
    return std::move(*this);
}

Error &&Error::during(QString activity) &&
{
    m_road.prepend(std::move(activity));
    return std::move(*this);
}

QString Error::forLog() const
{
    QStringList line = m_road;
    line.append(m_what);
    if (!m_details.isEmpty())
        line.append(m_details.simplified());
    return line.join(u": "_s);
}

} // namespace shuttler
