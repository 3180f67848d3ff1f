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
    if (Outcome set = snapshot.useOwnersSearchPath(job); !set)
        return set;
    return snapshot.limitTo(PatienceWithSanity, job);
}

Outcome finishSanity(Snapshot &snapshot, Job &job)
{
    if (Outcome set = snapshot.usePinnedSearchPath(job); !set)
        return set;
    return snapshot.limitTo(PatienceWithCopies, job);
}

Result<QJsonArray> askSanity(Snapshot &snapshot, const SanityQuery &query, Job &job)
{
    Result<Rows> rows = snapshot.ask(sanitySql(query), job);
    if (!rows)
        return std::move(rows).errorDuring(u"asking sanity query "_s + query.id);
    QJsonArray answers;
    for (int row = 0; row < rows->size(); ++row)
        answers.append(QJsonDocument::fromJson(rows->bytes(row, 0)).object());
    return answers;
}

} // namespace shuttler::verify
