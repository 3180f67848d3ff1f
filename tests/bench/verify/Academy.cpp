// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/bench/verify/Academy.h"

#include "core/base/Files.h"
#include "core/verify/checks/Checks.h"
#include "tests/support/Jobs.h"

namespace shuttler::bench {

using namespace Qt::StringLiterals;

Result<std::unique_ptr<test::TempCluster>> largeServer()
{
    test::TempCluster::Options options;
    options.tcp = true; // A peer knows no sockets.
    options.hbaFirst = "host all all 127.0.0.1/32 trust\n";
    options.settings = {u"shared_buffers = 1GB"_s, u"max_wal_size = 8GB"_s, u"wal_level = minimal"_s, u"max_wal_senders = 0"_s,
                        u"maintenance_work_mem = 512MB"_s};
    return test::TempCluster::start(options);
}

Outcome makeAcademy(test::TempCluster &server)
{
    QByteArray sql = "select set_config('academy.scale', 'large', false), set_config('academy.now', '2026-11-18T11:30:00Z', false);\n";
    for (const QString &name : {u"schema"_s, u"data"_s, u"constraints"_s}) {
        Result<QByteArray> part = readWholeFile(u":/academy/%1.sql"_s.arg(name));
        if (!part)
            return std::move(part).error();
        sql += *part + '\n';
    }
    if (Outcome made = server.run("CREATE DATABASE academy"); !made)
        return made;
    if (Outcome filled = server.run(sql, u"academy"_s); !filled)
        return filled;
    return server.run("VACUUM (FREEZE, ANALYZE)", u"academy"_s);
}

Outcome copyAcademy(test::TempCluster &server, const QByteArray &name)
{
    return server.run("CREATE DATABASE " + name + " TEMPLATE academy STRATEGY file_copy");
}

Outcome makeGaps(test::TempCluster &server, int count)
{
    // Every other number, so that none of the gaps has a neighbour.
    return server.run(
        "INSERT INTO students SELECT (jsonb_populate_record(one.student, jsonb_build_object('id', newest.id + 2 * n, 'email', "
        "'gap' || n || '@example.org'))).* FROM (SELECT s AS student FROM students AS s ORDER BY id LIMIT 1) AS one, "
        "(SELECT max(id) AS id FROM students) AS newest, generate_series(1, "
            + QByteArray::number(count) + ") AS n",
        u"academy"_s);
}

Outcome proveAcademy(const ConnectionInfo &database, bool checksums)
{
    VerifyRequest request;
    request.copy = database;
    request.referencesFile = u":/academy/references.toml"_s;
    Result<verify::Inspection> inspection = verify::Inspection::begin(request, {}, test::testJob());
    if (!inspection)
        return std::move(inspection).error();
    if (Outcome scanned = inspection->scan(checksums, [](const verify::Table &) {}, test::testJob()); !scanned)
        return scanned;
    if (Outcome checked = verify::checkForeignKeys(*inspection, test::testJob()); !checked)
        return checked;
    if (Outcome checked = verify::checkReferences(*inspection, test::testJob()); !checked)
        return checked;
    Result<VerifyReport> report = inspection->report(test::testJob());
    if (!report)
        return std::move(report).error();
    const FindingSummary summary = summaryOf(report->findings);
    if (summary.failed > 0 || summary.passed < 30)
        return Error(
            Fault::Corrupt,
            u"%1 links passed, %2 failed: the bench looks at something else than it says."_s.arg(summary.passed).arg(summary.failed));
    return Done{};
}

} // namespace shuttler::bench
