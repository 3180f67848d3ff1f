// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/archive/S3Store.h"
#include "core/dumps/DumpBook.h"
#include "core/dumps/DumpRestore.h"
#include "core/net/QtHttpClient.h"
#include "core/verify/SqlVerifier.h"
#include "tests/integration/dumps/DumpedDatabase.h"
#include "tests/support/MemoryStore.h"
#include "tests/support/S3Servers.h"
#include "tests/support/Test.h"

#include <QDir>

using namespace shuttler;
using namespace shuttler::dumps;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What comes back from a dump is what was there, to the row, or it does not come back.
class tst_RestoringDumps : public QObject {
    Q_OBJECT

    std::unique_ptr<DumpedDatabase> m_source;
    std::unique_ptr<DumpedDatabase> m_target;
    MemoryStore m_store;
    std::optional<DumpManifest> m_small;
    QTemporaryDir m_scratch;
    int m_databases = 0;

    RestoreWish intoNew()
    {
        const QString name = u"restored%1"_s.arg(++m_databases);
        RestoreWish wish;
        if (m_target->makeEmpty(name))
            wish.target = m_target->at(name);
        wish.scratch = m_scratch.path();
        return wish;
    }
    qint64 relationsIn(const RestoreWish &wish) const
    {
        return m_target->ask(wish.target.database, u"SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"_s);
    }

private slots:
    void initTestCase()
    {
        auto source = DumpedDatabase::start();
        VERIFY_OK(source);
        m_source = *std::move(source);
        auto target = DumpedDatabase::start();
        VERIFY_OK(target);
        m_target = *std::move(target);
        VERIFY_OK(m_source->makeSmall(u"small"_s));
        const Result<DumpManifest> small = takeDump(m_store, wishFor(m_source->at(u"small"_s)), testJob());
        VERIFY_OK(small);
        m_small = *small;
    }
    void cleanup()
    {
        QVERIFY(QDir(m_scratch.path()).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    }

    void aBusyDatabaseComesBackAsItWasAtTheDumpsMoment_data()
    {
        QTest::addColumn<bool>("isPlain");
        QTest::addColumn<bool>("isEncrypted");
        QTest::newRow("custom") << false << false;
        QTest::newRow("custom, encrypted") << false << true;
        QTest::newRow("plain") << true << false;
    }

    void aBusyDatabaseComesBackAsItWasAtTheDumpsMoment()
    {
        QFETCH(bool, isPlain);
        QFETCH(bool, isEncrypted);
        if (!S3Server::isPossible(u"s3rver"_s))
            QSKIP("s3rver is not installed");
        const QString name = u"busy%1"_s.arg(++m_databases);
        VERIFY_OK(m_source->makeAcademy(name));
        VERIFY_OK(m_source->run(name,
                                "CREATE TABLE journal (id bigserial PRIMARY KEY, at timestamptz, note text); "
                                "INSERT INTO journal (at, note) SELECT now(), repeat(md5(n::text), 20) FROM generate_series(1, 40000) n"));
        auto server = S3Server::start(u"s3rver"_s);
        VERIFY_OK(server);
        net::QtHttpClient client(QString{});
        archive::S3Store store({(*server)->endpoint(), u"us-east-1"_s, S3Server::bucket(), archive::S3Style::Path}, (*server)->keys(),
                               client);
        DumpWish wish = wishFor(m_source->at(name));
        wish.format = isPlain ? DumpFormat::Plain : DumpFormat::Custom;
        if (isEncrypted)
            wish.reader.key = std::make_shared<const DumpKey>(*DumpKey::generate());

        std::optional<Result<DumpManifest>> manifest;
        int written = 0;
        {
            BusyWriter writer(m_source->at(name),
                              "INSERT INTO journal (at, note) VALUES (now(), 'busy'); UPDATE journal SET note = note || '.' WHERE "
                              "id = 1 + (random() * 39999)::int; DELETE FROM journal WHERE id = 1 + (random() * 39999)::int");
            while (writer.written() == 0)
                std::this_thread::yield();
            manifest = takeDump(store, wish, testJob());
            written = writer.written();
        }

        VERIFY_OK(*manifest);
        QVERIFY2(written > 20, "the writer was not busy");
        QVERIFY(
            m_source->ask(name, u"SELECT count(*) FROM journal WHERE at > to_timestamp(%1 / 1e6)"_s.arg((*manifest)->takenAt.unixMicros()))
            > 0);
        RestoreWish restore = intoNew();
        restore.reader = wish.reader;
        SqlVerifier verifier;
        const Result<RestoredDump> restored = restoreDump(store, **manifest, restore, verifier, testJob());
        VERIFY_OK(restored);
        const Result<Baseline> found =
            verifier.takeBaseline(restore.target, {.ranges = false, .backup = {}, .referencesFile = {}, .sanityFile = {}}, testJob());
        VERIFY_OK(found);
        QVERIFY(found->tables == (*manifest)->baseline.tables);
        QVERIFY(found->find(u"public"_s, u"journal"_s)->rows > 30'000);
        QVERIFY(!found->find(u"public"_s, u"journal"_s)->checksum.isEmpty());
    }

    void aDatabaseThatIsNotEmptyIsNotTouched_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("named");
        QTest::newRow("table") << QByteArray("CREATE TABLE mine (id int)") << u"the table mine"_s;
        QTest::newRow("sequence") << QByteArray("CREATE SEQUENCE counter") << u"the sequence counter"_s;
        QTest::newRow("view") << QByteArray("CREATE VIEW seen AS SELECT 1 AS a") << u"the view seen"_s;
        QTest::newRow("function") << QByteArray("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'") << u"the function f"_s;
        QTest::newRow("type") << QByteArray("CREATE TYPE mood AS ENUM ('glad')") << u"the type mood"_s;
        QTest::newRow("schema") << QByteArray("CREATE SCHEMA other") << u"the schema other"_s;
        QTest::newRow("large object") << QByteArray("SELECT lo_create(4711)") << u"the large object 4711"_s;
    }

    void aDatabaseThatIsNotEmptyIsNotTouched()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, named);
        const RestoreWish wish = intoNew();
        VERIFY_OK(m_target->run(wish.target.database, sql));
        const qint64 before = relationsIn(wish);
        bool wasRead = false;
        m_store.onCall = [&](const QString &) { wasRead = true; return Outcome(Done{}); };
        SqlVerifier verifier;

        const Result<RestoredDump> restored = restoreDump(m_store, *m_small, wish, verifier, testJob());

        m_store.onCall = nullptr;
        VERIFY_FAULT(restored, Fault::Refused);
        QVERIFY2(restored.error().what().contains(named), qPrintable(restored.error().what()));
        QCOMPARE(relationsIn(wish), before);
        QVERIFY(!wasRead);
    }

    void anExtensionOfTheProvidersDoesNotFillADatabase()
    {
        const RestoreWish wish = intoNew();
        VERIFY_OK(m_target->run(wish.target.database, "CREATE EXTENSION amcheck"));
        SqlVerifier verifier;

        VERIFY_OK(restoreDump(m_store, *m_small, wish, verifier, testJob()));
    }

    void whoOwnsAnExtensionIsNoReasonToFail()
    {
        // As a provider has it: the extension is the superuser's, and who restores is not.
        VERIFY_OK(m_source->makeSmall(u"extended"_s));
        VERIFY_OK(m_source->run(u"extended"_s, "CREATE EXTENSION amcheck; COMMENT ON SCHEMA public IS 'ours'"));
        const Result<DumpManifest> manifest = takeDump(m_store, wishFor(m_source->at(u"extended"_s)), testJob());
        VERIFY_OK(manifest);
        RestoreWish wish = intoNew();
        VERIFY_OK(m_target->run(u"postgres"_s, "CREATE ROLE plain_owner LOGIN; ALTER DATABASE " + wish.target.database.toUtf8()
                                                   + " OWNER TO plain_owner"));
        VERIFY_OK(m_target->run(wish.target.database, "CREATE EXTENSION amcheck"));
        wish.target.user = u"plain_owner"_s;
        wish.ownership = Ownership::RestoringRole;
        SqlVerifier verifier;

        const Result<RestoredDump> restored = restoreDump(m_store, *manifest, wish, verifier, testJob());

        VERIFY_OK(restored);
        QCOMPARE(restored->harmless,
                 QStringList{u"must be owner of extension amcheck (COMMENT ON EXTENSION amcheck IS 'functions for verifying "
                             "relation integrity';)"_s});
    }

    void anErrorThatIsNotKnownToBeHarmlessIsAFailure()
    {
        VERIFY_OK(m_source->makeSmall(u"owned"_s));
        VERIFY_OK(m_source->run(u"owned"_s, "CREATE ROLE only_here; ALTER TABLE sales OWNER TO only_here"));
        for (const DumpFormat format : {DumpFormat::Custom, DumpFormat::Plain}) {
            DumpWish dump = wishFor(m_source->at(u"owned"_s));
            dump.format = format;
            const Result<DumpManifest> manifest = takeDump(m_store, dump, testJob());
            VERIFY_OK(manifest);
            const RestoreWish wish = intoNew();
            SqlVerifier verifier;

            const Result<RestoredDump> restored = restoreDump(m_store, *manifest, wish, verifier, testJob());

            VERIFY_FAULT(restored, Fault::Refused);
            QVERIFY2(restored.error().details().contains(u"role \"only_here\" does not exist"_s), qPrintable(restored.error().details()));
            if (format == DumpFormat::Plain)
                QCOMPARE(relationsIn(wish), 0);
        }
    }

    void aDumpOfAnotherContentIsNotTakenForTheRightOne()
    {
        DumpManifest wrong = *m_small;
        wrong.baseline.tables.last().checksum = u"v2:1"_s;
        SqlVerifier verifier;

        const Result<RestoredDump> restored = restoreDump(m_store, wrong, intoNew(), verifier, testJob());

        VERIFY_FAULT(restored, Fault::Corrupt);
        QVERIFY2(restored.error().details().contains(wrong.baseline.tables.last().name), qPrintable(restored.error().details()));
    }
};

SHUTTLER_TEST(tst_RestoringDumps)
#include "tst_RestoringDumps.moc"
