// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/providers/pgbackrest/PgBackRestFault.h"
#include "core/providers/pgbackrest/SettingsComparison.h"
#include "tests/support/Test.h"

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_PgBackRestFault : public QObject {
    Q_OBJECT

private slots:
    void everyCodeHasItsAdvice_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, int code, const char *words, Fault fault, const char *what) {
            QTest::newRow(name) << code << QByteArray(words) << fault << QString::fromLatin1(what);
        };
        row("flipped byte", 29,
            "ERROR: [029]: raised from local-2 protocol: lz4 error: [-18] ERROR_contentChecksum_invalid",
            Fault::Corrupt, "is damaged");
        row("flipped byte in the archive", 42,
            "ERROR: [042]: unable to get 000000010000000000000004:\n       repo1: x [FormatError] lz4 error",
            Fault::Corrupt, "is damaged");
        row("disk full", 39,
            "ERROR: [039]: raised from local-1 protocol: unable to write '/x': [28] No space left on device",
            Fault::Refused, "disk is full");
        row("could not write", 64, "ERROR: [064]: raised from local-2 protocol: unable to write '/x/base/1/1247'",
            Fault::Refused, "could not write");
        row("no manifest", 55, "ERROR: [055]: unable to load backup manifest file '/r/backup/main/F/backup.manifest'",
            Fault::Corrupt, "list of files is missing");
        row("a file of the backup", 55,
            "ERROR: [055]: unable to open missing file '/r/backup/main/F/pg_data/base/1/2.lz4' for read",
            Fault::Corrupt, "file of the backup is missing");
        row("no configuration", 55, "ERROR: [055]: unable to open missing file '/x/nope.conf' for read",
            Fault::NotFound, "did not find a file");
        row("no such backup", 75, "ERROR: [075]: backup set 20261124-999716F is not valid", Fault::NotFound,
            "no such backup");
        row("another backup runs", 50, "ERROR: [050]: unable to acquire lock on file '/l/main-backup.lock'",
            Fault::Refused, "at work");
        row("server down", 56, "ERROR: [056]: unable to find primary cluster - cannot proceed", Fault::Unreachable,
            "could not reach");
        row("not archived in time", 82,
            "ERROR: [082]: WAL segment 000000010000000000000004 was not archived before the 60000ms timeout",
            Fault::Unreachable, "in time");
        row("not permitted", 41, "ERROR: [041]: unable to open file '/x': [13] Permission denied", Fault::Refused,
            "may not read");
        row("told to stop", 62, "ERROR: [062]: stop file exists for stanza main", Fault::Refused, "told to stop");
        row("option", 31, "ERROR: [031]: option 'pg-path' not valid for command 'verify'", Fault::Refused,
            "configuration");
        row("another server", 58, "ERROR: [058]: x", Fault::Refused, "another database server");
        row("unknown", 123, "ERROR: [123]: something new", Fault::Refused, "could not do");
    }
    void everyCodeHasItsAdvice()
    {
        QFETCH(int, code);
        QFETCH(QByteArray, words);
        QFETCH(Fault, fault);
        QFETCH(QString, what);
        const Error error = faultOf(u"restore"_s, code, words);
        QCOMPARE(wordFor(error.fault()), wordFor(fault));
        QVERIFY2(error.what().contains(what), qPrintable(error.what()));
        QVERIFY(!error.means().isEmpty() && !error.todo().isEmpty());
        QVERIFY(error.details().contains(QString::fromLatin1(words.left(40))));
    }

    void onlyComplaintsAreKeptAndNoSecret()
    {
        const QString kept =
            complaintsIn("2026-11-24 06:27:00.138 P00   INFO: backup command begin 2.45: --repo1-cipher-pass=hunter2\n"
                         "2026-11-24 06:27:00.140 P00  ERROR: [027]: bad option --repo1-s3-key-secret=hunter3\n"
                         "                                    HINT: look it up\n"
                         "2026-11-24 06:27:00.141 P00   INFO: backup command end: aborted with exception [027]\n");
        QVERIFY(!kept.contains(u"hunter"_s));
        QVERIFY(kept.contains(u"bad option"_s) && kept.contains(u"HINT: look it up"_s));
        QVERIFY(!kept.contains(u"aborted"_s));
    }

    void settingsAreHeldSideBySide()
    {
        const QMap<QString, QString> wanted{{u"work_mem"_s, u"4MB"_s},
                                            {u"max_connections"_s, u"100"_s},
                                            {u"shared_buffers"_s, u"128MB"_s},
                                            {u"only here"_s, u"1"_s},
                                            {u"wal_level"_s, u"replica"_s}};
        const QMap<QString, QString> found{
            {u"work_mem"_s, u"4MB"_s}, {u"max_connections"_s, u"50"_s}, {u"shared_buffers"_s, u"1GB"_s}};
        const QList<SettingComparison> comparison = sideBySide(wanted, found, {u"shared_buffers"_s});
        QCOMPARE(comparison.size(), 3);
        const auto stateOf = [&](const QString &name) {
            for (const SettingComparison &each : comparison)
                if (each.name == name)
                    return int(each.state);
            return -1;
        };
        QCOMPARE(stateOf(u"work_mem"_s), int(SettingComparison::State::Same));
        QCOMPARE(stateOf(u"max_connections"_s), int(SettingComparison::State::Differs));
        QCOMPARE(stateOf(u"shared_buffers"_s), int(SettingComparison::State::WhenReady));
    }
};

SHUTTLER_TEST(tst_PgBackRestFault)
#include "tst_PgBackRestFault.moc"
