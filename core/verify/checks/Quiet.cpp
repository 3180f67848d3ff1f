// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Names.h"
#include "core/verify/checks/Checks.h"

namespace shuttler::verify {

using namespace Qt::StringLiterals;
using postgres::Rows;

namespace {

/// A way in which a copy acts on the world outside without anybody asking it to.
struct Alarm {
    QString none;   ///< Subject when there is nothing of it: "subscriptions".
    QString needs;  ///< A table that has to be there before it can be asked; empty: always.
    QString sql;    ///< Name, then what it does; one row each.
    QString means;
    QString todo;
};

QList<Alarm> alarms()
{
    const QString twice = u"It would run here as well as on the old database: mails, bookings or clean-ups would happen twice."_s;
    return {
        {u"subscriptions"_s, {},
         u"SELECT s.subname, 'subscription, switched on' FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid "
         "WHERE d.datname = current_database() AND s.subenabled ORDER BY 1"_s,
         u"The copy would fetch changes from another server, and take them away from the old database, which uses the same slot."_s,
         u"Run ALTER SUBSCRIPTION … DISABLE and ALTER SUBSCRIPTION … SET (slot_name = NONE) on the copy."_s},
        {u"replication slots"_s, {},
         u"SELECT slot_name, slot_type || ' slot, ' || CASE WHEN active THEN 'in use' ELSE 'used by nobody' END "
         "FROM pg_replication_slots WHERE NOT temporary AND (database IS NULL OR database = current_database()) ORDER BY 1"_s,
         u"A consumer may take its changes from the copy; while none does, the server keeps its log until the disk is full."_s,
         u"Drop it with pg_drop_replication_slot, unless it was made for this copy."_s},
        {u"jobs of pg_cron"_s, u"cron.job"_s,
         u"SELECT coalesce(nullif(to_jsonb(j) ->> 'jobname', ''), 'job ' || j.jobid), 'runs at ' || j.schedule "
         "FROM cron.job j WHERE j.active ORDER BY j.jobid"_s,
         twice, u"Run SELECT cron.alter_job(jobid, active := false) for each on the copy, and switch them on again after the cut-over."_s},
        {u"chains of pg_timetable"_s, u"timetable.chain"_s,
         u"SELECT chain_name, 'runs at ' || coalesce(run_at::text, 'every minute') FROM timetable.chain WHERE live ORDER BY 1"_s,
         twice, u"Point no pg_timetable at the copy before the cut-over, or set live = false in timetable.chain."_s},
        {u"jobs of pgAgent"_s, u"pgagent.pga_job"_s,
         u"SELECT jobname, 'switched on' FROM pgagent.pga_job WHERE jobenabled ORDER BY 1"_s, twice,
         u"Point no pgAgent at the copy before the cut-over, or set jobenabled = false in pgagent.pga_job."_s},
        {u"event triggers"_s, {},
         u"SELECT e.evtname, 'fires on ' || e.evtevent FROM pg_event_trigger e WHERE e.evtenabled IN ('O', 'A') AND NOT EXISTS ("
         "SELECT FROM pg_depend d WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e') ORDER BY 1"_s,
         u"It runs by itself whenever a table is made or changed here, as by a migration."_s,
         u"Look at what it does; run ALTER EVENT TRIGGER … DISABLE if that reaches other systems."_s},
        {u"links to other servers"_s, {},
         u"SELECT s.srvname, w.fdwname || coalesce(', to ' || (SELECT string_agg(o, ' ') FROM unnest(s.srvoptions) AS o "
         "WHERE o ~ '^(host|hostaddr|port|dbname|servername)='), '') FROM pg_foreign_server s "
         "JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw WHERE EXISTS (SELECT FROM pg_user_mappings m WHERE m.srvid = s.oid) "
         "ORDER BY 1"_s,
         u"Whoever uses the copy reads and writes on that server too, with the passwords kept here."_s,
         u"If the copy is only tried out, run DROP USER MAPPING for it on the copy."_s},
    };
}

bool isThere(const Inspection &inspection, const QString &needed)
{
    return needed.isEmpty() || inspection.copy.schema.find(needed.section(u'.', 0, 0), needed.section(u'.', 1)) != nullptr;
}

Outcome addAlarm(Inspection &inspection, const Alarm &alarm, Job &job)
{
    Finding finding = findingOn(u"quiet"_s, CheckGroup::Health, alarm.none);
    finding.expected = u"none"_s;
    finding.found = u"none"_s;
    finding.sql = alarm.sql;
    finding.verdict = Verdict::Passed;
    if (!isThere(inspection, alarm.needs)) {
        finding.sql.clear();
        inspection.add(finding);
        return Done{};
    }
    const Instant start = job.clock.now();
    Result<Rows> rows = inspection.copy.snapshot.ask(alarm.sql, job);
    finding.seconds = std::chrono::duration<double>(job.clock.now() - start).count();
    if (!rows)
        return inspection.addUnanswered(finding, rows.error());
    for (int row = 0; row < rows->size(); ++row) {
        finding.subject = shown(rows->text(row, 0));
        finding.found = rows->text(row, 1);
        finding.verdict = Verdict::Warned;
        finding.means = alarm.means;
        finding.todo = alarm.todo;
        inspection.add(finding);
    }
    if (rows->size() == 0)
        inspection.add(finding);
    return Done{};
}

/// A copy that keeps its log where its source keeps it mixes up both.
Outcome addArchiving(Inspection &inspection, Job &job)
{
    Finding finding = findingOn(u"quiet"_s, CheckGroup::Health, u"archive of changes"_s);
    finding.expected = u"not the one of the old database"_s;
    finding.sql = traitSql(Trait::Archiving, inspection.copy.snapshot.version());
    Result<TraitValues> now = readTrait(inspection.copy.snapshot, Trait::Archiving, job);
    if (!now)
        return inspection.addUnanswered(finding, now.error());
    const QString command = now->value(u"command"_s);
    const TraitValues *before = inspection.baseline ? rememberedTrait(*inspection.baseline, Trait::Archiving) : nullptr;
    finding.verdict = Verdict::Passed;
    if (command.isEmpty()) {
        finding.found = u"no archiving"_s;
    } else if (!before) {
        finding.verdict = Verdict::Warned;
        finding.found = u"archiving is on; nobody remembers where the old database archives"_s;
    } else if (before->value(u"command"_s) == command) {
        finding.verdict = Verdict::Warned;
        finding.found = u"archiving is on, by the command of the old database"_s;
    } else {
        finding.found = u"archiving is on, by a command of its own"_s;
    }
    if (finding.verdict == Verdict::Warned) {
        finding.means = u"The copy may write its changes into the archive of the old database, whose backups would be useless then."_s;
        finding.todo = u"Set archive_mode = off on the copy until it has an archive of its own (a stanza, a bucket)."_s;
    }
    inspection.add(finding);
    return Done{};
}

} // namespace

Outcome checkQuiet(Inspection &inspection, Job &job)
{
    job.progress.stage(u"Looking for what would wake up by itself"_s);
    if (!inspection.request.moment && !inspection.request.live) {
        // Then it may be the database itself, whose jobs are meant to run.
        Finding finding = findingOn(u"quiet"_s, CheckGroup::Health, u"jobs and links to other servers"_s);
        finding.verdict = Verdict::Passed;
        finding.expected = u"looked for in copies only"_s;
        finding.found = u"not known to be a copy"_s;
        inspection.add(finding);
        return Done{};
    }
    for (const Alarm &alarm : alarms())
        if (Outcome added = addAlarm(inspection, alarm, job); !added)
            return added;
    return addArchiving(inspection, job);
}

} // namespace shuttler::verify
