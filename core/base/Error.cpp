// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Error.h"

#include "core/base/Words.h"

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

static constexpr Word<Fault> FaultWords[] = {
    {Fault::Unreachable, u"unreachable"}, {Fault::OutcomeUnknown, u"outcome-unknown"}, {Fault::Refused, u"refused"},
    {Fault::NotFound, u"not-found"},      {Fault::BadInput, u"bad-input"},             {Fault::Corrupt, u"corrupt"},
    {Fault::Cancelled, u"cancelled"},     {Fault::Defect, u"defect"},
};

QString wordFor(Fault fault)
{
    return wordIn(FaultWords, fault);
}

std::optional<Fault> faultFrom(const QString &word)
{
    return valueIn(FaultWords, word);
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
