// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

namespace {

/// Which indexes hang on the collation `oid`: the first five by name, and how many there are.
QString indexesBy(const QString &oid)
{
    return u"(SELECT count(*) || CASE count(*) WHEN 1 THEN ' index hangs' ELSE ' indexes hang' END || ' on it' "
           "|| coalesce(': ' || string_agg(x.name, ', ' ORDER BY x.name) FILTER (WHERE x.place <= 5), '') "
           "|| CASE WHEN count(*) > 5 THEN '…' ELSE '' END FROM (SELECT i.indexrelid::regclass::text AS name, "
           "row_number() OVER (ORDER BY i.indexrelid::regclass::text) AS place FROM pg_index i WHERE "_s
         + oid + u" = ANY (i.indcollation::oid[])) AS x)"_s;
}

ListCheck collationsInUse()
{
    return {u"collation-version"_s, CheckGroup::Health, u"collations in use"_s, u"the sorting rules the indexes were built by"_s,
            u"Text is sorted by other rules than when the indexes were built, so look-ups can miss rows."_s,
            u"Rebuild the indexes with REINDEX (or REINDEX DATABASE), then run ALTER COLLATION … REFRESH VERSION."_s, Verdict::Failed,
            u"SELECT n.nspname, l.collname, 'version ' || coalesce(pg_collation_actual_version(l.oid), 'unknown') || ' instead of ' "
            "|| l.collversion || '; ' || "_s
                + indexesBy(u"l.oid"_s)
                + u" FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.collversion IS NOT NULL "
                  "AND l.collversion IS DISTINCT FROM pg_collation_actual_version(l.oid) AND (EXISTS (SELECT FROM pg_depend d "
                  "WHERE d.refclassid = 'pg_collation'::regclass AND d.refobjid = l.oid) OR EXISTS (SELECT FROM pg_attribute a "
                  "JOIN pg_class c ON c.oid = a.attrelid WHERE a.attcollation = l.oid AND c.oid >= 16384)) ORDER BY 1, 2"_s};
}

/// The database's own collation: its version is recorded since PostgreSQL 15.
FactCheck recordedCollation()
{
    return {u"collation-version"_s, u"collation of the database"_s, u"the sorting rules the indexes were built by"_s,
            u"SELECT d.datcollversion IS NOT DISTINCT FROM pg_database_collation_actual_version(d.oid), "
            "d.datcollate || ', ' || coalesce('version ' || pg_database_collation_actual_version(d.oid), 'without version') || "
            "CASE WHEN d.datcollversion IS DISTINCT FROM pg_database_collation_actual_version(d.oid) "
            "THEN ' instead of ' || coalesce(d.datcollversion, 'none') || '; ' || "_s
                + indexesBy(u"100::oid"_s) + u" ELSE '' END FROM pg_database d WHERE d.datname = current_database()"_s,
            Verdict::Failed, u"Text is sorted by other rules than when the indexes were built, so look-ups can miss rows."_s,
            u"Run REINDEX DATABASE, then ALTER DATABASE … REFRESH COLLATION VERSION."_s};
}

/// Before, the baseline may remember it. A copy that came by a dump has its indexes from this server whatever it says.
FactCheck rememberedCollation(const Inspection &inspection)
{
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, Trait::Collations) : nullptr;
    const QString then = before ? before->value(u"the database"_s) : QString();
    return {u"collation-version"_s, u"collation of the database"_s,
            then.isEmpty() ? u"the sorting rules the indexes were built by"_s : u"version "_s + then,
            u"SELECT d.datcollate ~ '^(C|POSIX)($|[.])' OR coalesce(v.version = "_s + postgres::Connection::literal(then)
                + u", false), d.datcollate || ', ' || coalesce('version ' || v.version, 'without version') FROM pg_database d CROSS JOIN LATERAL "_s
                + ownCollationVersionBefore15() + u" AS v (version) WHERE d.datname = current_database()"_s,
            Verdict::Warned, u"This version of PostgreSQL does not record by which rules its text indexes were sorted."_s,
            u"If the copy runs on another operating system than the original and came file by file, run REINDEX DATABASE."_s};
}

Outcome checkExtensions(Inspection &inspection, Job &job)
{
    const QString sql = u"SELECT coalesce(x.extname, a.name), x.extversion, a.name IS NOT NULL FROM pg_extension x "
                        "FULL JOIN pg_available_extensions() a ON a.name = x.extname ORDER BY 1"_s;
    Finding finding;
    finding.check = u"extensions"_s;
    finding.group = CheckGroup::Health;
    finding.subject = u"extensions"_s;
    finding.sql = sql;
    Result<Rows> rows = inspection.copy.snapshot.ask(sql, job);
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    QMap<QString, QString> found;
    QStringList onServer;
    for (int row = 0; row < rows->size(); ++row) {
        if (!rows->isNull(row, 1))
            found.insert(rows->text(row, 0), rows->text(row, 1));
        if (rows->text(row, 2) == u"t"_s)
            onServer.append(rows->text(row, 0));
    }
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
        odd.todo = !version.isEmpty() ? u"Run ALTER EXTENSION … UPDATE where the version is older."_s
                 : onServer.contains(extension.key())
                     ? u"Run CREATE EXTENSION in the copy."_s
                     : u"Install its package on the server, which does not have it, then run CREATE EXTENSION."_s;
        inspection.add(odd);
    }
    for (auto extension = found.begin(); extension != found.end(); ++extension) {
        if (onServer.contains(extension.key()))
            continue;
        ++wrong;
        Finding odd = finding;
        odd.subject = extension.key();
        odd.expected = u"its program on the server"_s;
        odd.found = u"declared, but the server does not have it"_s;
        odd.verdict = Verdict::Failed;
        odd.means = u"Its functions and types are declared in the copy and fail when they are used."_s;
        odd.todo = u"Install its package on the server."_s;
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

/// What sessions begin with. A role that is read-only by itself, as ours may be, says nothing about the others.
FactCheck takesChanges()
{
    return {u"takes-changes"_s, u"sessions may write"_s, u"default_transaction_read_only is off"_s,
            u"WITH d AS (SELECT oid FROM pg_database WHERE datname = current_database()), own AS (SELECT EXISTS ("
            "SELECT FROM pg_db_role_setting s, unnest(s.setconfig) AS line WHERE s.setrole = current_user::regrole "
            "AND s.setdatabase IN (0, (SELECT oid FROM d)) AND line LIKE 'default_transaction_read_only=%') AS has), "
            "whole AS (SELECT coalesce((SELECT bool_or(lower(substr(line, strpos(line, '=') + 1)) IN ('on', 'true', 'yes', '1')) "
            "FROM pg_db_role_setting s, unnest(s.setconfig) AS line WHERE s.setrole = 0 "
            "AND s.setdatabase = (SELECT oid FROM d) AND line LIKE 'default_transaction_read_only=%'), NOT own.has "
            "AND (SELECT reset_val = 'on' FROM pg_settings WHERE name = 'default_transaction_read_only')) AS locked FROM own) "
            "SELECT NOT locked, 'default_transaction_read_only is ' || CASE WHEN locked THEN 'on' ELSE 'off' END FROM whole"_s,
            Verdict::Failed, u"Every session begins read-only, so the app could save nothing."_s,
            u"Set default_transaction_read_only = off in the server's settings, or ALTER DATABASE … RESET default_transaction_read_only."_s};
}

/// Rows of the age of two thousand million transactions would be taken for rows of the future.
FactCheck transactionAge()
{
    return {u"transaction-age"_s, u"oldest transaction not yet frozen"_s, u"less than 1,500,000,000 transactions old"_s,
            u"SELECT greatest(age(datfrozenxid), mxid_age(datminmxid)) < 1500000000, "
            "trim(to_char(greatest(age(datfrozenxid), mxid_age(datminmxid))::int8, '999,999,999,999')) || ' transactions old' "
            "FROM pg_database WHERE datname = current_database()"_s,
            Verdict::Warned, u"When its age reaches two thousand million, the server stops taking changes to protect the rows."_s,
            u"Run VACUUM FREEZE in this database soon, and find out why autovacuum does not."_s};
}

} // namespace

Outcome checkServer(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking at the server"_s);
    const FactCheck facts[] = {
        {u"in-recovery"_s, u"ready to write"_s, u"recovery has ended"_s,
         u"SELECT NOT pg_is_in_recovery(), CASE WHEN pg_is_in_recovery() THEN 'still recovering' ELSE 'recovery has ended' END"_s,
         Verdict::Failed, u"The copy takes no changes yet, and what it shows may still move."_s,
         u"Wait until the server has finished its recovery, then check again."_s},
        takesChanges(),
        transactionAge(),
        {u"checksums-on"_s, u"data checksums"_s, u"on"_s,
         u"SELECT current_setting('data_checksums') = 'on', current_setting('data_checksums')"_s, Verdict::Warned,
         u"A disk that returns wrong bytes would go unnoticed."_s,
         u"Switch them on with pg_checksums --enable while the server is stopped, or at the provider."_s},
        // Row 0 is of what all databases share. Without checksums nobody counts; "checksums-on" says so.
        {u"checksum-failures"_s, u"pages with a wrong checksum"_s, u"0"_s,
         u"SELECT coalesce(sum(checksum_failures), 0) = 0, coalesce(sum(checksum_failures)::text, 'not counted') "
         "FROM pg_stat_database WHERE datname = current_database() OR datid = 0"_s,
         Verdict::Failed, u"The server has read pages whose bytes were not what it had written."_s,
         u"Do not use this copy; its disk or the backup is damaged. Restore from another backup."_s},
        inspection.copy.snapshot.version() >= 150000 ? recordedCollation() : rememberedCollation(inspection),
    };
    for (const FactCheck &fact : facts)
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
