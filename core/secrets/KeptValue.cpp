// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/secrets/KeptValue.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Result<std::shared_ptr<const Secret>> KeptValue::find(Job &job) const
{
    Result<std::shared_ptr<const Secret>> kept = m_secrets.read(m_name, job);
    if (!kept && kept.error().fault() == Fault::NotFound)
        return std::shared_ptr<const Secret>();
    if (!kept)
        return std::move(kept).errorDuring(u"looking for what was kept"_s);
    return kept;
}

Result<QByteArray> KeptValue::text(const QString &what, Job &job) const
{
    Result<std::shared_ptr<const Secret>> kept = find(job);
    if (!kept)
        return std::move(kept).error();
    if (!*kept)
        return Error(Fault::NotFound, u"No earlier value of %1 is kept under %2."_s.arg(what, m_name))
            .means(u"It was left as it is."_s)
            .todo(u"Write the earlier value there yourself if it has to change."_s);
    return (*kept)->expose([](const char *plain) { return QByteArray(plain); });
}

Outcome KeptValue::keep(QByteArray value, Job &job)
{
    Outcome kept = m_secrets.write(m_name, Secret(std::move(value)), job);
    if (!kept)
        return std::move(kept).errorDuring(u"keeping %1"_s.arg(m_name));
    return kept;
}

Outcome KeptValue::keepFirst(QByteArray value, Job &job)
{
    Result<std::shared_ptr<const Secret>> kept = find(job);
    if (!kept)
        return std::move(kept).error();
    return *kept ? Outcome(Done{}) : keep(std::move(value), job);
}

Outcome KeptValue::forget(Job &job)
{
    Outcome forgotten = m_secrets.forget(m_name, job);
    if (!forgotten && forgotten.error().fault() == Fault::NotFound)
        return Done{};
    return forgotten;
}

} // namespace shuttler
