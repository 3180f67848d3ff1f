// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/ServerLog.h"
#include "tests/support/Test.h"
#include "tests/unit/pgbackrest/Recordings.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace shuttler::test;
using namespace Qt::StringLiterals;

class tst_ServerLog : public QObject {
    Q_OBJECT

private slots:
    /// The server writes in its own zone (+05:30 in this one); the moment is the same.
    void aRecoveryTellsItsLastTransaction()
    {
        const ServerStory story = readServerLog(recording(u"server-recovered.log"_s));
        QVERIFY(story.started && story.recoveryEnded);
        QCOMPARE(story.recoveredTo, std::optional(*Instant::parse(u"2026-11-24T06:40:34.57469Z"_s)));
        QCOMPARE(story.fatal, QString());
    }

    void aTargetThatWasNotReachedIsTheReason()
    {
        const ServerStory story = readServerLog(recording(u"server-target-not-reached.log"_s));
        QVERIFY(!story.recoveryEnded);
        QCOMPARE(story.fatal, u"recovery ended before configured recovery target was reached"_s);
    }

    void aDamagedArchiveIsNamedBesideTheServersOwnReason()
    {
        const ServerStory story = readServerLog(recording(u"server-damaged-archive.log"_s));
        QVERIFY(story.fatal.startsWith(u"recovery ended before configured recovery target was reached"_s));
        QVERIFY(story.fatal.contains(u"pgBackRest: [042]: unable to get 000000010000000000000006"_s));
        QVERIFY2(story.fatal.contains(u"repo1: "_s), "why it could not be had");
    }

    void aReplayThatWaitsForASettingIsSeen()
    {
        const ServerStory story = readServerLog(recording(u"server-paused.log"_s));
        QVERIFY(story.paused);
        QVERIFY(story.fatal.contains(u"max_prepared_transactions = 0 is a lower setting than on the primary"_s));
    }

    /// Whoever asks too early is turned away with FATAL; that is no reason of the server's.
    void sessionsThatCameTooEarlyAreNoReason()
    {
        const ServerStory story = readServerLog(
            "2026-11-24 07:09:29.994 UTC [1] LOG:  starting PostgreSQL 15.20\n"
            "2026-11-24 07:09:30.010 UTC [2] FATAL:  the database system is starting up\n"
            "2026-11-24 07:09:30.020 UTC [3] FATAL:  role \"x\" does not exist\n"
            "2026-11-24 07:09:30.020 UTC [3] FATAL:  terminating connection due to administrator command\n");
        QCOMPARE(story.fatal, QString());
    }

    void onlyTheLatestStartCounts()
    {
        const ServerStory story =
            readServerLog(recording(u"server-target-not-reached.log"_s) + recording(u"server-recovered.log"_s));
        QVERIFY(story.recoveryEnded);
        QCOMPARE(story.fatal, QString());
        QVERIFY(!readServerLog(recording(u"server-recovered.log"_s) + "2026 LOG:  starting PostgreSQL 15.20\n")
                     .recoveryEnded);
    }

    void anEmptyLogTellsNothing()
    {
        QVERIFY(!readServerLog({}).started);
        QVERIFY(!serverStoryIn(u"/nonexistent"_s).started);
    }
};

SHUTTLER_TEST(tst_ServerLog)
#include "tst_ServerLog.moc"
