// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademyLoader.h"

#include "core/practice/AcademySql.h"
#include "core/practice/PracticeRecord.h"

namespace shuttler {

using namespace Qt::StringLiterals;

Outcome loadAcademy(postgres::Connection &connection, PracticeSize size, Instant now, Job &job)
{
    QList<SqlSection> steps;
    for (const QString &name : {u"schema.sql"_s, u"data.sql"_s, u"constraints.sql"_s}) {
        Result<QByteArray> text = academyFile(name);
        if (!text)
            return std::move(text).error();
        const QList<SqlSection> sections = sectionsOf(*text);
        if (sections.isEmpty())
            steps.append({u"tables"_s, *text});
        else
            steps += sections;
    }

    const auto ask = [&connection, &job](const QByteArray &sql) { return connection.script(sql, job); };
    if (Result<postgres::Rows> begun = ask("BEGIN"); !begun)
        return std::move(begun).error();
    const QString parameters = u"SELECT set_config('academy.scale', $1, false), set_config('academy.now', $2, false)"_s;
    if (Result<postgres::Rows> set =
            connection.query(parameters, {wordFor(size).toUtf8(), now.toString().toUtf8()}, job);
        !set)
        return std::move(set).error();

    qint64 done = 0;
    for (const SqlSection &step : steps) {
        if (Result<postgres::Rows> filled = ask(step.sql); !filled)
            return std::move(filled).errorDuring(u"filling %1"_s.arg(step.name));
        job.progress.counted(++done, steps.size(), u"steps"_s);
    }
    if (Result<postgres::Rows> committed = ask("COMMIT"); !committed)
        return std::move(committed).error();
    return Done{};
}

} // namespace shuttler
