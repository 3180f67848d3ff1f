// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/catalog/CatalogRefresher.h"
#include "tests/support/Jobs.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace Qt::StringLiterals;

/// A provider that lists what it is told to, and refuses everything else.
class Keeper final : public Provider {
public:
    BackupListing listing;
    std::optional<Error> silence;

    Result<BackupListing> backups(const InstanceId &, const QList<InstanceId> &, Job &) override
    {
        if (silence)
            return *silence;
        return listing;
    }

    Capabilities capabilities() const override { return {}; }
    Result<Account> signIn(const InstanceId &, Job &) override { return no(); }
    Result<QList<Instance>> instances(Job &) override { return no(); }
    Result<BackupHealth> verifyBackup(const InstanceId &, const BackupId &, Job &) override { return no(); }
    Result<Instant> catchUp(const InstanceId &, Job &) override { return no(); }
    Outcome startRestore(const RestoreRequest &, Job &) override { return no(); }
    Result<std::optional<Instance>> findRestore(const QString &, Job &) override { return no(); }
    Result<InstanceState> state(const InstanceId &, Job &) override { return no(); }
    Result<ConnectionInfo> connection(const InstanceId &, Job &) override { return no(); }
    Result<QList<SettingComparison>> compareSettings(const InstanceId &, const InstanceId &, Job &) override
    {
        return no();
    }
    Outcome protect(const InstanceId &, Job &) override { return no(); }
    Result<Backup> takeBackup(const InstanceId &, const QString &, Job &) override { return no(); }
    Result<Retention> retention(const InstanceId &, Job &) override { return no(); }
    Outcome setRetention(const InstanceId &, int, Job &) override { return no(); }
    Outcome hold(const InstanceId &, Instant, Job &) override { return no(); }
    Outcome wake(const InstanceId &, Job &) override { return no(); }
    Outcome destroy(const InstanceId &, const RetirePolicy &, Job &) override { return no(); }

private:
    static Error no() { return Error(Fault::Defect, u"not in this test"_s); }
};

static const Instant Noon = Instant::fromUnixSeconds(1'795'000'000);

static Backup backupOf(const QString &id, int hoursAgo, const QString &kept = {}, BackupKind kind = BackupKind::Full,
                       BackupHealth health = BackupHealth::Healthy)
{
    Backup backup;
    backup.id = BackupId(id);
    backup.instance = InstanceId(u"main"_s);
    backup.kind = kind;
    backup.takenAt = Noon - std::chrono::hours(hoursAgo);
    backup.kept = kept;
    backup.health = health;
    return backup;
}

static Backup leavingAt(Instant expiresAt)
{
    Backup backup = backupOf(u"a"_s, 50, u"35 days"_s);
    backup.expiresAt = expiresAt;
    return backup;
}

class tst_CatalogRefresher : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Ledger> m_ledger;
    Environment m_environment;
    Keeper m_keeper;

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ledger = *Ledger::open(m_folder->filePath(u"ledger.sqlite"_s));
        m_environment.name = EnvironmentName(u"shop"_s);
        m_environment.instance = InstanceId(u"main"_s);
        m_keeper = Keeper();
        m_keeper.listing.askedAt = Noon;
    }
    void cleanup() { m_ledger.reset(); }

    void saysWhatVanishedBeforeItWasDue_data()
    {
        QTest::addColumn<QList<Backup>>("before");
        QTest::addColumn<QList<Backup>>("after");
        QTest::addColumn<int>("vanished");
        using B = QList<Backup>;
        const QString byCount = u"until 2 newer full backups exist"_s;
        QTest::newRow("all still there") << B{backupOf(u"a"_s, 50)} << B{backupOf(u"a"_s, 50)} << 0;
        QTest::newRow("a new one came") << B{backupOf(u"a"_s, 50)} << B{backupOf(u"a"_s, 50), backupOf(u"b"_s, 1)} << 0;
        QTest::newRow("kept for ever, gone") << B{backupOf(u"a"_s, 50, u"for ever"_s)} << B{} << 1;
        QTest::newRow("nothing known of its keeping, gone") << B{backupOf(u"a"_s, 50)} << B{backupOf(u"b"_s, 1)} << 1;
        QTest::newRow("gone a day before its date") << B{leavingAt(Noon + std::chrono::hours(24))} << B{} << 1;
        QTest::newRow("gone on its date") << B{leavingAt(Noon)} << B{} << 0;
        QTest::newRow("kept by count, gone when a new full one came")
            << B{backupOf(u"a"_s, 50, byCount), backupOf(u"b"_s, 25, byCount)}
            << B{backupOf(u"b"_s, 25, byCount), backupOf(u"c"_s, 1, byCount)} << 0;
        QTest::newRow("kept by count, gone without a new full one")
            << B{backupOf(u"a"_s, 50, byCount), backupOf(u"b"_s, 25, byCount)} << B{backupOf(u"b"_s, 25, byCount)} << 1;
        QTest::newRow("kept by count, gone when only a differential came")
            << B{backupOf(u"a"_s, 50, byCount)} << B{backupOf(u"c"_s, 1, byCount, BackupKind::Differential)} << 1;
        QTest::newRow("all gone at once")
            << B{backupOf(u"a"_s, 50, byCount), backupOf(u"b"_s, 25, byCount)} << B{} << 2;
        QTest::newRow("a failed one was cleaned away")
            << B{backupOf(u"a"_s, 50, {}, BackupKind::Full, BackupHealth::Failed)} << B{} << 0;
    }
    void saysWhatVanishedBeforeItWasDue()
    {
        QFETCH(const QList<Backup>, before);
        QFETCH(const QList<Backup>, after);
        QFETCH(const int, vanished);
        m_keeper.listing.backups = before;
        const Result<Refreshed> first = refresh();
        VERIFY_OK(first);
        QVERIFY(first->vanished.isEmpty());

        m_keeper.listing.backups = after;
        const Result<Refreshed> second = refresh();

        VERIFY_OK(second);
        QCOMPARE(second->vanished.size(), vanished);
        QCOMPARE(m_ledger->activity(u"shop"_s, 10)->size(), vanished); // It stays known.
        QVERIFY(refresh()->vanished.isEmpty());                        // And is said once.
        if (vanished > 0) {
            QVERIFY2(second->vanished.first().contains(u"Backup a of 2026-11-"_s),
                     qPrintable(second->vanished.first()));
            QCOMPARE(m_ledger->activity(u"shop"_s, 10)->last().what, second->vanished.first());
        }
    }

    void whatDidNotAnswerHasNotVanishedAndIsNotForgotten()
    {
        m_keeper.listing.backups = {backupOf(u"a"_s, 50)};
        VERIFY_OK(refresh());
        m_keeper.listing.backups = {};
        m_keeper.listing.remarks = {u"Repository 1 did not answer."_s};
        QVERIFY(refresh()->vanished.isEmpty());
        m_keeper.listing.remarks = {};
        QCOMPARE(refresh()->vanished.size(), 1);
    }

    void aServerThatLeftTheLineageTakesItsBackupsAlong()
    {
        m_keeper.listing.backups = {backupOf(u"a"_s, 50)};
        VERIFY_OK(refresh());
        m_environment.instance = InstanceId(u"main-r2"_s);
        m_keeper.listing.backups = {};
        QVERIFY(refresh()->vanished.isEmpty());
    }

    void theLineagesBackupsAreStillMissed()
    {
        m_keeper.listing.backups = {backupOf(u"a"_s, 50)};
        VERIFY_OK(refresh());
        m_environment.instance = InstanceId(u"main-r2"_s);
        m_environment.lineage = {InstanceId(u"main"_s)};
        m_keeper.listing.backups = {};
        QCOMPARE(refresh()->vanished.size(), 1);
    }

    void aKeeperThatDoesNotAnswerIsAnErrorAndForgetsNothing()
    {
        m_keeper.listing.backups = {backupOf(u"a"_s, 50)};
        VERIFY_OK(refresh());
        m_keeper.silence = Error(Fault::Unreachable, u"no answer"_s);
        VERIFY_FAULT(refresh(), Fault::Unreachable);
        QCOMPARE((*m_ledger->lastListing(m_environment.name))->backups.size(), 1);
    }

private:
    Result<Refreshed> refresh() { return refreshCatalog(m_environment, m_keeper, *m_ledger, test::testJob()); }
};

SHUTTLER_TEST(tst_CatalogRefresher)
#include "tst_CatalogRefresher.moc"
