// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/SanityAnswers.h"

#include "core/verify/Inspection.h"

#include <QJsonDocument>

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

Outcome prepareForSanity(Snapshot &snapshot, Job &job)
{
    return snapshot.useOwnersSearchPath(job);
}

Outcome finishSanity(Snapshot &snapshot, Job &job)
{
    if (Outcome set = snapshot.usePinnedSearchPath(job); !set)
        return set;
    return snapshot.limitTo(PatienceWithCopies, job);
}

QString missingValue(const SanityQuery &query, const SanityValues &values)
{
    for (const QString &parameter : query.parameters)
        if (!values.contains(parameter))
            return parameter;
    return {};
}

Result<QJsonArray> askSanity(Snapshot &snapshot, const SanityQuery &query, const SanityValues &values, Job &job)
{
    if (Outcome limited = snapshot.limitTo(query.patience, job); !limited)
        return std::move(limited).error();
    QList<postgres::Parameter> parameters;
    for (const QString &parameter : query.parameters)
        parameters.append(values.value(parameter).toString().toUtf8());
    Result<Rows> rows = snapshot.ask(sanitySql(query), parameters, job);
    if (!rows)
        return std::move(rows).errorDuring(u"asking sanity query "_s + query.id);
    QJsonArray answers;
    for (int row = 0; row < rows->size(); ++row)
        answers.append(QJsonDocument::fromJson(rows->bytes(row, 0)).object());
    return answers;
}

} // namespace shuttler::verify
