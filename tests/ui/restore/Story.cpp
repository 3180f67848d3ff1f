// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/ui/restore/Story.h"

#include "tests/ui/restore/ProviderOver.h"
#include "tests/ui/restore/VerifierOver.h"

#include <QJsonArray>

namespace shuttler::ui::test {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::hours Day{24};

BackupListing storyListing(const InstanceId &instance, Instant now)
{
    BackupListing listing;
    listing.askedAt = now;
    const Instant newest = *Instant::parse(u"2026-11-18T02:10:12Z"_s);
    for (int day = 35; day >= 0; --day) {
        Backup backup;
        backup.takenAt = newest - Day * day - Seconds(day * 3 % 11);
        backup.startedAt = backup.takenAt - Seconds(372);
        backup.kind = day % 7 == 3 ? BackupKind::Full : BackupKind::Incremental;
        backup.id = BackupId(backup.takenAt.toCompactString() + (backup.kind == BackupKind::Full ? u"F"_s : u"I"_s));
        backup.instance = instance;
        backup.sizeBytes = 19'756'849'562 - day * 30'000'000LL;
        backup.health = day == 0 ? BackupHealth::Verified : day == 6 ? BackupHealth::Failed : day > 30 ? BackupHealth::NotChecked : BackupHealth::Healthy;
        backup.healthReason = day == 6 ? u"2 files do not match their checksum"_s : QString();
        backup.source = u"pgBackRest, repository 1"_s;
        listing.backups.append(backup);
    }
    listing.windows = {{instance, *RecoveryWindow::between(listing.backups.first().takenAt, now - Seconds(214))}};
    return listing;
}

class StoryProvider final : public ProviderOver {
public:
    using ProviderOver::ProviderOver;
    Capabilities capabilities() const override
    {
        Capabilities all = ProviderOver::capabilities();
        all.providerName = u"pgBackRest"_s;
        return all;
    }
    Result<Account> signIn(const InstanceId &, Job &) override
    {
        Account account;
        account.identity = u"owner at office-desk"_s;
        account.permissions = {{2, u"List backups"_s, u"/var/lib/pgbackrest/backup"_s, true, {}, {}},
                               {2, u"Read change times"_s, u"pg_xact_commit_timestamp"_s, true, {}, {}},
                               {4, u"Read the repository"_s, u"/var/lib/pgbackrest/archive"_s, true, {}, {}},
                               {4, u"Make a new server"_s, u"/var/lib/shuttler-ops"_s, true, {}, {}},
                               {6, u"Read the new copy"_s, u"SELECT on 38 tables"_s, true, {}, {}}};
        return account;
    }
    Result<QList<Instance>> instances(Job &job) override
    {
        Result<QList<Instance>> all = ProviderOver::instances(job);
        for (Instance &instance : *all) {
            instance.sizeBytes = 19'756'849'562;
            instance.place = u"port 5432"_s;
        }
        return all;
    }
    Result<BackupListing> backups(const InstanceId &id, const QList<InstanceId> &lineage, Job &job) override
    {
        return id == InstanceId(u"shuttler-prod"_s) ? Result<BackupListing>(storyListing(id, StoryNow)) : ProviderOver::backups(id, lineage, job);
    }
    Result<QList<SettingComparison>> compareSettings(const InstanceId &, const InstanceId &, Job &) override
    {
        using State = SettingComparison::State;
        return QList<SettingComparison>{{u"max_connections"_s, u"100"_s, u"100"_s, State::Same},
                                        {u"shared_buffers"_s, u"128 MB"_s, u"128 MB"_s, State::Same},
                                        {u"work_mem"_s, u"4 MB"_s, u"4 MB"_s, State::Same},
                                        {u"TimeZone"_s, u"Asia/Kolkata"_s, u"Asia/Kolkata"_s, State::Same},
                                        {u"wal_level"_s, u"replica"_s, u"replica"_s, State::Same},
                                        {u"archive_mode"_s, u"on"_s, u"off"_s, State::WhenReady}};
    }
};

Finding fact(const QString &check, CheckGroup group, const QString &subject, Verdict verdict, const QString &expected, const QString &found)
{
    Finding made;
    made.check = check;
    made.group = group;
    made.subject = subject;
    made.verdict = verdict;
    made.expected = expected;
    made.found = found;
    return made;
}

QList<Finding> storyGate()
{
    QList<Finding> all{fact(u"empty"_s, CheckGroup::Contents, u"The restored copy"_s, Verdict::Passed, u"38 tables"_s, u"38 tables"_s),
                       fact(u"relations"_s, CheckGroup::Contents, u"tables"_s, Verdict::Passed, u"38 tables"_s, u"38 tables; 111 indexes, 38 counters"_s)};
    for (int i = 0; i < 38; ++i)
        all.append(fact(u"rows"_s, CheckGroup::RowCounts, u"table %1"_s.arg(i), Verdict::Passed, u"≥ 100"_s, u"120"_s));
    all.append(fact(u"freshness"_s, CheckGroup::Contents, u"login_history"_s, Verdict::Passed, u"at or before the moment"_s, u"17:11:58 IST, 8 s before"_s));
    all.append(fact(u"freshness"_s, CheckGroup::Contents, u"fee_payments"_s, Verdict::Passed, u"at or before the moment"_s, u"17:11:40 IST"_s));
    for (int i = 0; i < 13; ++i)
        all.append(fact(u"foreign-key"_s, CheckGroup::Links, u"a → b"_s, Verdict::Passed, u"0 missing"_s, u"0 missing"_s));
    return all;
}

QList<Finding> storyChecks()
{
    QList<Finding> all;
    const auto add = [&](const char *check, CheckGroup group, const char *subject, const char *expected, const char *found, Verdict verdict = Verdict::Passed) {
        all.append(fact(QString::fromLatin1(check), group, QString::fromUtf8(subject), verdict, QString::fromUtf8(expected), QString::fromUtf8(found)));
    };
    add("rows", CheckGroup::RowCounts, "students", "≥ 4,812", "4,815");
    add("rows", CheckGroup::RowCounts, "attendance", "≥ 1,284,306", "1,285,118");
    add("rows", CheckGroup::RowCounts, "fees", "57,744", "57,744");
    add("rows", CheckGroup::RowCounts, "fee_payments", "≥ 52,190", "52,241");
    add("rows", CheckGroup::RowCounts, "batches", "186", "186");
    add("rows", CheckGroup::RowCounts, "coaches", "64", "64");
    for (const char *link : {"fee_payments.fee_id → fees", "fees.payee_student_id → students", "attendance.student_id → students",
                             "batch_students.batch_id → batches", "fee_installments.fee_id → fees", "performance.student_id → students",
                             "bmi_records.student_id → students", "notifications.student_id → students", "batches.coach_id → coaches"})
        add("foreign-key", CheckGroup::Links, link, "0 missing", "0 missing");
    add("sequence-earlier", CheckGroup::Health, "fee_payments_id_seq", "≥ 52,244", "52,241", Verdict::Warned);
    all.last().means = u"The counter stands before where it stood in the baseline, so numbers of deleted rows would be given again."_s;
    all.last().todo = u"Set it forward with setval if the app must never use a number twice."_s;
    all.last().sql = u"SELECT max(id) FROM fee_payments"_s;
    all.last().seconds = 0.182;
    add("version", CheckGroup::Health, "Server version", "15.8", "15.8");
    add("extensions", CheckGroup::Health, "Extensions", "2", "2");
    add("sanity:S01", CheckGroup::Sanity, "Fee payments with amount = 0", "0", "0");
    add("sanity:S02", CheckGroup::Sanity, "Latest login recorded", "≤ 17:12:06", "17:11:58");
    add("sanity:S03", CheckGroup::Sanity, "Fees paid in November, ₹", "≥ 18,42,350", "18,61,900");
    add("app-health", CheckGroup::App, "https://api.shuttler.example/health/db", "200", "200");
    return all;
}

class StoryVerifier final : public VerifierOver {
public:
    using VerifierOver::VerifierOver;
    Result<VerifyReport> contentsGate(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        Result<VerifyReport> report = VerifierOver::contentsGate(request, job, sink);
        if (!report)
            return report;
        if (report->findings.last().verdict == Verdict::Passed) {
            report->findings = storyGate();
        } else {
            Finding empty = fact(u"empty"_s, CheckGroup::Contents, u"The restored copy"_s, Verdict::Failed, u"38 tables"_s, u"no table"_s);
            empty.means = u"The restored copy is empty. The server runs well, but your data is not in it."_s;
            report->findings.prepend(empty);
        }
        return report;
    }
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        Result<VerifyReport> report = VerifierOver::verify(request, job, sink);
        if (report)
            report->findings = storyChecks();
        return report;
    }
    Result<QMap<QString, qint64>> writtenSince(const ConnectionInfo &, Instant, Job &) override
    {
        return QMap<QString, qint64>{{u"attendance"_s, 312}, {u"fee_payments"_s, 41}, {u"students"_s, 1}};
    }
};

/// Tells the first findings of the story and how far the pages are, and goes no further.
class PausedVerifier final : public VerifierOver {
public:
    PausedVerifier(std::unique_ptr<Verifier> below, const std::atomic<bool> &holds) : VerifierOver(std::move(below)), m_holds(holds) {}
    Result<VerifyReport> verify(const VerifyRequest &request, Job &job, const FindingSink &sink) override
    {
        if (m_holds && !request.only) {
            job.progress.stage(u"Counting and hashing every row"_s);
            const QList<Finding> all = storyChecks();
            for (const Finding &finding : all.first(all.size() - 5))
                sink(finding);
            job.progress.counted(61'440, 155'648, u"pages"_s);
        }
        while (m_holds) {
            if (Outcome slept = SystemClock().sleepFor(std::chrono::milliseconds(5), job.stop); !slept)
                return std::move(slept).error();
            if (!request.only)
                job.progress.counted(61'440, 155'648, u"pages"_s);
        }
        return VerifierOver::verify(request, job, sink);
    }

private:
    const std::atomic<bool> &m_holds;
};

} // namespace

void pauseTheChecks(RestoreDesk &desk, const std::atomic<bool> &holds)
{
    desk.furnish = [furnish = desk.furnish, &holds](RestoreWorld &world) {
        furnish(world);
        world.verifier = std::make_unique<PausedVerifier>(std::move(world.verifier), holds);
    };
}

void tellStory(RestoreDesk &desk)
{
    desk.clock.set(StoryNow);
    desk.world.set(u"instances"_s, QJsonObject{{u"shuttler-prod"_s, QJsonObject{{u"phase"_s, u"available"_s}, {u"tag"_s, QString()}, {u"protected"_s, true}}}});
    desk.world.set(u"archivedTo"_s, QJsonObject{{u"shuttler-prod"_s, (StoryNow - Seconds(214)).toString()}});
    QJsonArray backups;
    for (const Backup &backup : storyListing(InstanceId(u"shuttler-prod"_s), StoryNow).backups)
        backups.append(toJson(backup));
    desk.world.set(u"backups"_s, backups);
    desk.world.set(u"serving"_s, u"shuttler-prod"_s);
    desk.world.set(u"url"_s, u"postgresql://shuttler_app:secret@shuttler-prod.db.test:5432/shuttler?sslmode=verify-full"_s);
    desk.world.set(u"app"_s, u"shuttler-prod.db.test"_s);
    desk.furnish = [](RestoreWorld &world) {
        world.environment.kind = EnvironmentKind::Production;
        world.environment.title = u"Production"_s;
        world.environment.database = u"shuttler"_s;
        world.provider = std::make_unique<StoryProvider>(std::move(world.provider));
        world.verifier = std::make_unique<StoryVerifier>(std::move(world.verifier));
    };
}

} // namespace shuttler::ui::test
