// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/Test.h"
#include "ui/restore/BackupRows.h"
#include "ui/restore/CloudWords.h"
#include "ui/restore/DestroyOld.h"
#include "ui/restore/MomentRemark.h"

using namespace shuttler;
using namespace shuttler::ui;
using namespace Qt::StringLiterals;

/// What each cloud cannot do is said where it is chosen, not where it fails.
class tst_CloudWords : public QObject {
    Q_OBJECT

    const Instant m_now = Instant::fromUnixSeconds(1'795'000'000);
    const HumanText m_text{QTimeZone::utc()};

    static Capabilities render()
    {
        Capabilities can;
        can.providerName = u"Render"_s;
        can.anySecond = can.catchesUp = true;
        can.onlyToLookAt = {BackupKind::Dump};
        can.backupsOutliveInstance = false;
        can.catchUpTakes = can.lag = std::chrono::minutes(10);
        return can;
    }
    static Capabilities rds()
    {
        Capabilities can;
        can.providerName = u"Amazon RDS"_s;
        can.anySecond = can.catchesUp = true;
        can.catchUpTakes = std::chrono::minutes(5);
        return can;
    }
    BackupListing band() const
    {
        Backup dump;
        dump.id = BackupId(u"export"_s);
        dump.kind = BackupKind::Dump;
        dump.takenAt = m_now - std::chrono::hours(5);
        dump.health = BackupHealth::Healthy;
        BackupListing listing;
        listing.backups = {dump};
        listing.windows = {{InstanceId(u"dpg-1"_s), *RecoveryWindow::between(m_now - std::chrono::hours(72), m_now - std::chrono::minutes(10))}};
        return listing;
    }

private slots:
    void aBackupThatNoInstanceIsMadeOfIsGreyWithTheReason()
    {
        const QList<BackupRow> rows = backupRows(band(), {}, render(), std::nullopt, m_now);
        QCOMPARE(rows.size(), 2);
        QVERIFY(rows[0].anySecond && rows[0].usable);
        QVERIFY(!rows[1].usable);
        QCOMPARE(rows[1].reason, u"Render makes no new instance of it"_s);
        QVERIFY(!newestToBeginWith(band(), render()));
        QCOMPARE(newestToBeginWith(band(), rds())->id, BackupId(u"export"_s));
    }

    void renderSaysThatItsLastTenMinutesCannotBeHadYet()
    {
        const auto remark = remarkOn(m_now - Seconds(60), band(), render(), m_now, m_text);
        QVERIFY(remark && remark->locks);
        QVERIFY2(remark->words.contains(u"Render restores nothing of the last 10 min"_s), qPrintable(remark->words));
        QCOMPARE(remark->offers.size(), 1);
    }

    void rdsSaysThatItWaitsForTheNewest()
    {
        const auto remark = remarkOn(m_now - Seconds(60), band(), rds(), m_now, m_text);
        QVERIFY(remark && !remark->locks);
        QVERIFY2(remark->words.contains(u"step 4 waits for it, up to 5 min"_s), qPrintable(remark->words));
    }

    void backupsThatGoWithTheirInstanceAreAmongWhatIsLost()
    {
        RunRecord run;
        run.oldInstance = InstanceId(u"dpg-1"_s);
        const auto saysSo = [&](const Capabilities &capabilities) {
            for (const auto &[what, words] : lossOf(run, std::nullopt, capabilities, m_now))
                if (what == u"Its backups"_s)
                    return words.contains(u"Render deletes them"_s);
            return false;
        };
        QVERIFY(saysSo(render()));
        QVERIFY(!saysSo(rds()));
        QVERIFY(destroyingAt(render()).contains(u"go with it"_s));
        QVERIFY(destroyingAt(rds()).contains(u"its backups kept"_s));
    }

    void aRoleThatMayDoMoreThanReadIsNotCalledAReader_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("words");
        QTest::newRow("rds") << u"aws-rds"_s << QString() << u"Looked at as the instance's master user"_s;
        QTest::newRow("rds, own role") << u"aws-rds"_s << u"user"_s << u"Looked at as the role console"_s;
        QTest::newRow("render") << u"render"_s << QString() << u"Looked at as the role that Render gives"_s;
        QTest::newRow("railway") << u"railway"_s << QString() << u"Looked at as the role that Railway gives"_s;
        QTest::newRow("here") << u"pgbackrest"_s << QString() << u"Looked at as the role that takes the backups"_s;
        QTest::newRow("here, own role") << u"pgbackrest"_s << u"reader-role"_s << u"Looked at as the role console"_s;
    }
    void aRoleThatMayDoMoreThanReadIsNotCalledAReader()
    {
        QFETCH(QString, provider);
        QFETCH(QString, key);
        QFETCH(QString, words);
        Environment environment;
        environment.provider = provider;
        if (!key.isEmpty())
            environment.providerSettings.insert(key, u"console"_s);
        QCOMPARE(lookedAtAs(environment), words);
    }

    void theFirstStepNamesTheLimits()
    {
        QCOMPARE(limitsAt(u"render"_s, render()),
                 u"Nothing of the last 10 min can be restored yet; a band of seconds, no snapshots; backups go with their instance"_s);
        QCOMPARE(limitsAt(u"aws-rds"_s, rds()), u"The newest changes are waited for, up to 5 min"_s);
        Capabilities here;
        here.worksHere = true;
        QCOMPARE(limitsAt(u"pgbackrest"_s, here), u"Restores are made on this computer"_s);
        QVERIFY(newInstanceAt(u"railway"_s).contains(u"sibling"_s));
    }
};

SHUTTLER_TEST(tst_CloudWords)
#include "tst_CloudWords.moc"
