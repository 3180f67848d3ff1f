// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

namespace {

/// One fact of the server's, judged in place.
struct ServerCheck {
    QString check;
    QString subject;
    QString expected;
    QString sql; ///< One row: true when all is well, then what was found.
    Verdict whenNot = Verdict::Failed;
    QString means;
    QString todo;
};

Outcome addFact(Inspection &inspection, const ServerCheck &check, Job &job)
{
    Finding finding;
    finding.check = check.check;
    finding.group = CheckGroup::Health;
    finding.subject = check.subject;
    finding.expected = check.expected;
    finding.sql = check.sql;
    Result<Rows> rows = inspection.copy.snapshot.ask(check.sql, job);
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    const bool good = rows->size() == 1 && rows->text(0, 0) == u"t"_s;
    finding.verdict = good ? Verdict::Passed : check.whenNot;
    finding.found = rows->size() == 1 ? rows->text(0, 1) : u"no answer"_s;
    if (!good) {
        finding.means = check.means;
        finding.todo = check.todo;
    }
    inspection.add(finding);
    return Done{};
}

ListCheck collationsInUse()
{
    return {u"collation-version"_s, CheckGroup::Health, u"collations in use"_s, u"the sorting rules the indexes were built by"_s,
            u"Text is sorted by other rules than when the indexes were built, so look-ups can miss rows."_s,
            u"Run REINDEX DATABASE, then ALTER COLLATION … REFRESH VERSION."_s, Verdict::Failed,
            u"SELECT n.nspname, l.collname, coalesce(pg_collation_actual_version(l.oid), 'none') || ' instead of ' || l.collversion "
            "FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.collversion IS NOT NULL "
            "AND l.collversion IS DISTINCT FROM pg_collation_actual_version(l.oid) AND (EXISTS (SELECT FROM pg_depend d "
            "WHERE d.refclassid = 'pg_collation'::regclass AND d.refobjid = l.oid) OR EXISTS (SELECT FROM pg_attribute a "
            "JOIN pg_class c ON c.oid = a.attrelid WHERE a.attcollation = l.oid AND c.oid >= 16384)) ORDER BY 1, 2"_s};
}

/// The database's own collation: its version is recorded since PostgreSQL 15.
ServerCheck databaseCollation(int version)
{
    const QString sql = version >= 150000
        ? u"SELECT d.datcollversion IS NOT DISTINCT FROM pg_database_collation_actual_version(d.oid), "
          "d.datcollate || ', ' || coalesce('version ' || pg_database_collation_actual_version(d.oid), 'without version') || "
          "CASE WHEN d.datcollversion IS DISTINCT FROM pg_database_collation_actual_version(d.oid) "
          "THEN ' instead of ' || coalesce(d.datcollversion, 'none') ELSE '' END "
          "FROM pg_database d WHERE d.datname = current_database()"_s
        : u"SELECT d.datcollate IN ('C', 'POSIX'), d.datcollate || ', version not recorded' "
          "FROM pg_database d WHERE d.datname = current_database()"_s;
    return {u"collation-version"_s, u"collation of the database"_s, u"the sorting rules the indexes were built by"_s, sql,
            version >= 150000 ? Verdict::Failed : Verdict::Warned,
            version >= 150000 ? u"Text is sorted by other rules than when the indexes were built, so look-ups can miss rows."_s
                              : u"This version of PostgreSQL does not record by which rules its text indexes were sorted."_s,
            version >= 150000 ? u"Run REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION."_s
                              : u"If the copy runs on another operating system than the original, run REINDEX DATABASE."_s};
}

Outcome checkExtensions(Inspection &inspection, Job &job)
{
    const QString sql = u"SELECT extname, extversion FROM pg_extension ORDER BY extname"_s;
    Finding finding;
    finding.check = u"extensions"_s;
    finding.group = CheckGroup::Health;
    finding.subject = u"extensions"_s;
    finding.sql = sql;
    Result<Rows> rows = inspection.copy.snapshot.ask(sql, job);
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    QMap<QString, QString> found;
    for (int row = 0; row < rows->size(); ++row)
        found.insert(rows->text(row, 0), rows->text(row, 1));
    const QMap<QString, QString> before = inspection.baseline ? inspection.baseline->extensions : found;
    qint64 wrong = 0;
    for (auto extension = before.begin(); extension != before.end(); ++extension) {
        const QString version = found.value(extension.key());
        if (version == extension.value())
            continue;
        ++wrong;
        Finding odd = finding;
        odd.subject = extension.key();
        odd.expected = u"version "_s + extension.value();
        odd.found = version.isEmpty() ? u"not installed"_s : u"version "_s + version;
        odd.verdict = version.isEmpty() ? Verdict::Failed : Verdict::Warned;
        odd.means = version.isEmpty() ? u"Functions or types that the app may need are not there."_s
                                      : u"The extension may behave differently than in the baseline."_s;
        odd.todo = version.isEmpty() ? u"Install it on the server, then run CREATE EXTENSION."_s
                                     : u"Run ALTER EXTENSION … UPDATE where the version is older."_s;
        inspection.add(odd);
    }
    finding.expected = inspection.baseline ? u"as in the baseline"_s : u"for information"_s;
    finding.found = QStringList(found.keys()).join(u", "_s);
    finding.verdict = wrong == 0 ? Verdict::Passed : Verdict::Warned;
    if (wrong > 0) {
        finding.means = u"Not all are as in the baseline."_s;
        finding.todo = u"Look at the ones named."_s;
    }
    inspection.add(finding);
    return Done{};
}

void checkVersion(Inspection &inspection)
{
    Finding finding;
    finding.check = u"version"_s;
    finding.group = CheckGroup::Health;
    finding.subject = u"PostgreSQL"_s;
    finding.found = inspection.copy.snapshot.versionText();
    finding.verdict = Verdict::Passed;
    finding.expected = inspection.baseline ? inspection.baseline->serverVersion : finding.found;
    if (finding.expected.section(u'.', 0, 0) != finding.found.section(u'.', 0, 0)) {
        finding.verdict = Verdict::Warned;
        finding.means = u"The copy runs on another major version than the database did."_s;
        finding.todo = u"Make sure that the app works with it before you switch."_s;
    }
    inspection.add(finding);
}

} // namespace

Outcome checkServer(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking at the server"_s);
    const ServerCheck facts[] = {
        {u"in-recovery"_s, u"ready to write"_s, u"recovery has ended"_s,
         u"SELECT NOT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN 'still recovering' ELSE 'recovery has ended' END"_s,
         Verdict::Failed, u"The copy takes no changes yet, and what it shows may still move."_s,
         u"Wait until the server has finished its recovery, then check again."_s},
        {u"checksums-on"_s, u"data checksums"_s, u"on"_s,
         u"SELECT current_setting('data_checksums') = 'on', current_setting('data_checksums')"_s, Verdict::Warned,
         u"A disk that returns wrong bytes would go unnoticed."_s,
         u"Switch them on with pg_checksums --enable while the server is stopped, or at the provider."_s},
        {u"checksum-failures"_s, u"pages with a wrong checksum"_s, u"0"_s,
         u"SELECT coalesce(checksum_failures, 0) = 0, coalesce(checksum_failures::text, 'not counted') "
         "FROM pg_stat_database WHERE datname = current_database()"_s,
         Verdict::Failed, u"The server has read pages whose bytes were not what it had written."_s,
         u"Do not use this copy; its disk or the backup is damaged. Restore from another backup."_s},
        databaseCollation(inspection.copy.snapshot.version()),
    };
    for (const ServerCheck &fact : facts)
        if (Outcome checked = addFact(inspection, fact, job); !checked)
            return checked;
    if (Outcome checked = addPerRow(inspection, collationsInUse(), job); !checked)
        return checked;
    if (Outcome checked = checkExtensions(inspection, job); !checked)
        return checked;
    checkVersion(inspection);
    return Done{};
}

} // namespace shuttler::verify
