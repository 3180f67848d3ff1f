// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/Judgement.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_Judgement : public QObject {
    Q_OBJECT

private:
    static Instant now() { return Instant::fromUnixSeconds(1'795'500'000); }
    static RepoBackup incremental()
    {
        RepoBackup backup;
        backup.label = u"F_I"_s;
        backup.builtOn = {u"F"_s};
        return backup;
    }
    static Evidence found() { return {{{u"F"_s, u"10@1"_s}, {u"F_I"_s, u"20@2"_s}}, {}, {}}; }
    static StanzaNotes::Verification verification(bool sound, int daysAgo, const QString &manifest = u"20@2"_s)
    {
        return {now() - std::chrono::hours(24 * daysAgo),
                {sound, sound ? QString() : u"1 of its 9 files are missing or damaged."_s},
                manifest};
    }

private slots:
    void whatIsCompleteIsHealthy() { QVERIFY(judge(incremental(), found(), now()).health == BackupHealth::Healthy); }

    /// A listing is not a backup: somebody may have removed its files.
    void withoutItsListOfFilesABackupIsFailed()
    {
        Evidence evidence = found();
        evidence.manifests.remove(u"F_I"_s);
        QVERIFY(judge(incremental(), evidence, now()).health == BackupHealth::Failed);
    }

    void aBackupFailsWithTheOneItWasBuiltOn()
    {
        Evidence evidence = found();
        evidence.manifests.remove(u"F"_s);
        const Judgement judgement = judge(incremental(), evidence, now());
        QVERIFY(judgement.health == BackupHealth::Failed);
        QVERIFY(judgement.reason.contains(u"built on F,"_s));
    }

    void withoutItsOwnChangesABackupIsFailed()
    {
        Evidence evidence = found();
        evidence.missingArchive = {u"F_I"_s};
        QVERIFY(judge(incremental(), evidence, now()).health == BackupHealth::Failed);
    }

    void pageErrorsOutrankEverything()
    {
        RepoBackup backup = incremental();
        backup.hasPageErrors = true;
        Evidence evidence = found();
        evidence.verified.insert(u"F_I"_s, verification(true, 0));
        QVERIFY(judge(backup, evidence, now()).health == BackupHealth::Failed);
    }

    void aFreshVerificationCountsAndSaysWhen()
    {
        Evidence evidence = found();
        evidence.verified.insert(u"F_I"_s, verification(true, 1));
        const Judgement judgement = judge(incremental(), evidence, now());
        QVERIFY(judgement.health == BackupHealth::Verified);
        QVERIFY(judgement.reason.contains((now() - std::chrono::hours(24)).toString()));
    }

    /// The success of an old look must not be shown as today's.
    void anOldVerificationCountsNoMore()
    {
        Evidence evidence = found();
        evidence.verified.insert(u"F_I"_s, verification(true, 31));
        const Judgement judgement = judge(incremental(), evidence, now());
        QVERIFY(judgement.health == BackupHealth::Healthy);
        QVERIFY(judgement.reason.contains(u"31 days ago"_s));
    }

    void aVerificationOfOtherFilesCountsNotAtAll()
    {
        Evidence evidence = found();
        evidence.verified.insert(u"F_I"_s, verification(true, 0, u"21@9"_s));
        QVERIFY(judge(incremental(), evidence, now()).health == BackupHealth::Healthy);
    }

    void aFailedVerificationStaysHoweverOld()
    {
        Evidence evidence = found();
        evidence.verified.insert(u"F_I"_s, verification(false, 400));
        const Judgement judgement = judge(incremental(), evidence, now());
        QVERIFY(judgement.health == BackupHealth::Failed);
        QVERIFY(judgement.reason.contains(u"1 of its 9 files"_s));
    }
};

SHUTTLER_TEST(tst_Judgement)
#include "tst_Judgement.moc"
