// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/verify/Traits.h"
#include "tests/support/Jobs.h"
#include "tests/support/TempCluster.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

/// What is remembered of how a server keeps its log. A command that a cloud gives to every instance alike, and that finds the
/// instance's own archive by itself, says nothing of whose archive it is: a copy has it too and is no danger to the old one.
class tst_Archiving : public QObject {
    Q_OBJECT

    std::unique_ptr<TempCluster> m_server;

    /// As a server with that command would have it remembered.
    Result<QString> remembered(const QString &command)
    {
        for (const QByteArray &sql : {"ALTER SYSTEM SET archive_command = " + postgres::Connection::literal(command).toUtf8(),
                                      QByteArrayLiteral("SELECT pg_reload_conf()")})
            if (Outcome ran = m_server->run(sql); !ran)
                return std::move(ran).error();
        for (;;) { // A reload reaches each session in its own time.
            Result<verify::Snapshot> snapshot = verify::Snapshot::open(m_server->socket(), std::chrono::seconds(10), testJob());
            if (!snapshot)
                return std::move(snapshot).error();
            Result<postgres::Rows> shown = snapshot->ask(u"SELECT current_setting('archive_command')"_s, testJob());
            if (!shown)
                return std::move(shown).error();
            if (shown->text(0, 0) != command)
                continue;
            Result<verify::TraitValues> values = verify::readTrait(*snapshot, verify::Trait::Archiving, testJob());
            if (!values)
                return std::move(values).error();
            return values->value(u"command"_s, u"nothing was said of the command"_s);
        }
    }

private slots:
    void initTestCase()
    {
        TempCluster::Options options;
        options.settings = {u"archive_mode = on"_s, u"archive_command = '/bin/true'"_s};
        auto server = TempCluster::start(options);
        VERIFY_OK(server);
        m_server = *std::move(server);
    }
    void cleanupTestCase() { m_server.reset(); }

    void aCloudsOwnCommandSaysNothingOfWhoseArchiveItIs_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("RDS") << u"/etc/rds/dbbin/pgscripts/rds_wal_archive %p"_s;
        QTest::newRow("Railway") << u"/usr/local/bin/pgbackrest-archive-push-wrapper.sh %p"_s;
    }
    void aCloudsOwnCommandSaysNothingOfWhoseArchiveItIs()
    {
        QFETCH(QString, command);
        const Result<QString> kept = remembered(command);
        VERIFY_OK(kept);
        QCOMPARE(*kept, QString());
    }

    void anyOtherCommandIsKnownAgainAndNotShown()
    {
        const Result<QString> one = remembered(u"pgbackrest --stanza=academy archive-push %p"_s);
        VERIFY_OK(one);
        const Result<QString> other = remembered(u"pgbackrest --stanza=copy archive-push %p"_s);
        VERIFY_OK(other);
        QCOMPARE(one->size(), 64);
        QVERIFY(!one->contains(u"academy"_s) && *one != *other);
        QCOMPARE(*remembered(u"pgbackrest --stanza=academy archive-push %p"_s), *one);
        // Its like elsewhere is a command like any other.
        QCOMPARE(remembered(u"cp %p /mnt/etc/rds/"_s)->size(), 64);
        QCOMPARE(remembered(u"/srv/pgbackrest-archive-push-wrapper.sh.old %p"_s)->size(), 64);
    }
};

SHUTTLER_TEST(tst_Archiving)
#include "tst_Archiving.moc"
