// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/verify/Academy.h"

#include "core/base/Files.h"

namespace shuttler::bench {

using namespace Qt::StringLiterals;

Result<std::unique_ptr<test::TempCluster>> largeAcademy()
{
    test::TempCluster::Options options;
    options.settings = {u"shared_buffers = 1GB"_s, u"max_wal_size = 8GB"_s, u"wal_level = minimal"_s, u"max_wal_senders = 0"_s,
                        u"maintenance_work_mem = 512MB"_s};
    Result<std::unique_ptr<test::TempCluster>> cluster = test::TempCluster::start(options);
    if (!cluster)
        return cluster;
    QByteArray sql = "select set_config('academy.scale', 'large', false), set_config('academy.now', '2026-11-18T11:30:00Z', false);\n";
    for (const QString &name : {u"schema"_s, u"data"_s, u"constraints"_s}) {
        Result<QByteArray> part = readWholeFile(u":/academy/%1.sql"_s.arg(name));
        if (!part)
            return std::move(part).error();
        sql += *part + '\n';
    }
    if (Outcome made = (*cluster)->run("CREATE DATABASE academy"); !made)
        return std::move(made).error();
    if (Outcome filled = (*cluster)->run(sql, u"academy"_s); !filled)
        return std::move(filled).error();
    if (Outcome frozen = (*cluster)->run("VACUUM (FREEZE, ANALYZE)", u"academy"_s); !frozen)
        return std::move(frozen).error();
    return cluster;
}

Outcome makeGaps(test::TempCluster &cluster, int count)
{
    // Every other number, so that none of the gaps has a neighbour.
    return cluster.run("INSERT INTO students SELECT (jsonb_populate_record(one, jsonb_build_object('id', newest.id + 2 * n, 'email', "
                       "'gap' || n || '@example.org'))).* FROM (SELECT * FROM students ORDER BY id LIMIT 1) AS one, "
                       "(SELECT max(id) AS id FROM students) AS newest, generate_series(1, "
                           + QByteArray::number(count) + ") AS n",
                       u"academy"_s);
}

} // namespace shuttler::bench
