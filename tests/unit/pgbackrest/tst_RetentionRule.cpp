// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/RetentionRule.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_RetentionRule : public QObject {
    Q_OBJECT

private:
    static Instant day(int number) { return Instant::fromUnixSeconds(1'790'000'000 + number * 86'400); }
    static RepoBackup backup(const QString &label, BackupKind kind, int taken)
    {
        RepoBackup made;
        made.label = label;
        made.kind = kind;
        made.stoppedAt = day(taken);
        return made;
    }

private slots:
    void readsWhatPgBackRestWouldDo_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("kept");
        QTest::newRow("nothing said") << QByteArray("[global]\n") << u"for ever"_s << u"for ever"_s;
        QTest::newRow("count") << QByteArray("[global]\nrepo1-retention-full=2\n") << u"2 full backups"_s
                               << u"until 2 newer full backups exist"_s;
        QTest::newRow("one") << QByteArray("[global]\nrepo1-retention-full=1\n") << u"1 full backup"_s
                             << u"until a newer full backup exists"_s;
        QTest::newRow("days") << QByteArray("[global]\nrepo1-retention-full=30\nrepo1-retention-full-type=time\n")
                              << u"30 days"_s << u"until a newer full backup is 30 days old"_s;
        QTest::newRow("the stanza outranks")
            << QByteArray("[main]\nrepo1-retention-full=3\n[global]\nrepo1-retention-full=9\n") << u"3 full backups"_s
            << u"until 3 newer full backups exist"_s;
        QTest::newRow("another repository")
            << QByteArray("[global]\nrepo2-retention-full=2\n") << u"for ever"_s << u"for ever"_s;
    }
    void readsWhatPgBackRestWouldDo()
    {
        QFETCH(QByteArray, config);
        const RetentionRule rule = RetentionRule::of(PgBackRestConfig(config), u"main"_s);
        QTEST(rule.inWords(), "words");
        QTEST(rule.keptText(), "kept");
    }

    /// By days, a backup goes when the next full one is old enough; what was built on it goes with it.
    void onlyANewerFullBackupStartsTheClock()
    {
        const QList<RepoBackup> all{backup(u"A"_s, BackupKind::Full, 0), backup(u"A_1"_s, BackupKind::Incremental, 5),
                                    backup(u"B"_s, BackupKind::Full, 7)};
        const RetentionRule rule{RetentionRule::By::Days, 30};
        QCOMPARE(expiryOf(all[0], all, rule), std::optional(day(37)));
        QCOMPARE(expiryOf(all[1], all, rule), std::optional(day(37)));
        QCOMPARE(expiryOf(all[2], all, rule), std::optional<Instant>());
        QCOMPARE(expiryOf(all[0], all, RetentionRule{RetentionRule::By::Count, 2}), std::optional<Instant>());
    }
};

SHUTTLER_TEST(tst_RetentionRule)
#include "tst_RetentionRule.moc"
