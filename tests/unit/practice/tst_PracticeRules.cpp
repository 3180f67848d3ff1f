// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/practice/AcademySql.h"
#include "core/practice/IncidentScript.h"
#include "core/practice/PracticeFolder.h"
#include "core/practice/PracticeRecord.h"
#include "tests/support/Test.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace shuttler;
using namespace Qt::StringLiterals;

class tst_PracticeRules : public QObject {
    Q_OBJECT
private slots:
    void theLastGoodSecondLiesStrictlyBeforeTheDamage_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("lastGood");
        QTest::newRow("in the middle of a second") << u"2026-11-18T11:42:07.5Z"_s << u"2026-11-18T11:42:07Z"_s;
        QTest::newRow("a microsecond after it began") << u"2026-11-18T11:42:07.000001Z"_s << u"2026-11-18T11:42:07Z"_s;
        QTest::newRow("a microsecond before it ends") << u"2026-11-18T11:42:06.999999Z"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("exactly on it") << u"2026-11-18T11:42:07Z"_s << u"2026-11-18T11:42:06Z"_s;
        QTest::newRow("on the first of the year") << u"2027-01-01T00:00:00Z"_s << u"2026-12-31T23:59:59Z"_s;
    }
    void theLastGoodSecondLiesStrictlyBeforeTheDamage()
    {
        QFETCH(QString, damage);
        QFETCH(QString, lastGood);
        QCOMPARE(lastGoodSecondBefore(*Instant::parse(damage)).toString(), lastGood);
    }

    void everyIncidentHasItsFile_data()
    {
        QTest::addColumn<QString>("word");
        for (const char *word : {"bad-import", "drop-table", "mass-delete", "truncate"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void everyIncidentHasItsFile()
    {
        QFETCH(QString, word);
        const std::optional<IncidentKind> kind = incidentFrom(word);
        QVERIFY(kind);
        QCOMPARE(wordFor(*kind), word);
        const Result<IncidentScript> script = IncidentScript::load(*kind);
        VERIFY_OK(script);
        QVERIFY(!script->title.isEmpty() && !script->effect.isEmpty() && !script->statements.isEmpty());
        for (const QByteArray &statement : script->statements)
            QVERIFY2(statement.endsWith(';') && !statement.startsWith("--"), statement.constData());
    }

    void anotherWordIsNoIncident() { QVERIFY(!incidentFrom(u"earthquake"_s)); }

    void sectionsBeginAtTheirMark()
    {
        const QList<SqlSection> sections =
            sectionsOf("-- a comment\n-- next: one\nselect 1;\n\n-- next: two\nselect 2;\n");
        QCOMPARE(sections.size(), 2);
        QCOMPARE(sections[0].name, u"one"_s);
        QCOMPARE(sections[0].sql.trimmed(), QByteArray("select 1;"));
        QCOMPARE(sections[1].sql.trimmed(), QByteArray("select 2;"));
    }

    void socketsNeedAShortPlainFolder_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("fits");
        QTest::newRow("short") << u"/home/kim/.local/state/shuttler-ops/practice/practice/s"_s << true;
        QTest::newRow("87 bytes: just fits") << (u'/' + QString(86, u'x')) << true;
        QTest::newRow("88 bytes: one too many") << (u'/' + QString(87, u'x')) << false;
        QTest::newRow("comma: libpq takes it for two") << u"/home/a,b/s"_s << false;
        QTest::newRow("space") << u"/home/a b/s"_s << false;
        QTest::newRow("umlaut") << u"/home/jürgen/s"_s << false;
    }
    void socketsNeedAShortPlainFolder()
    {
        QFETCH(QString, folder);
        QFETCH(bool, fits);
        QCOMPARE(isFitForSockets(folder), fits);
    }

    void aLongStateFolderGetsItsSocketsElsewhere()
    {
        const QString state = u"/tmp/"_s + QString(120, u'x');
        const PracticeFolder folder = PracticeFolder::plan(state, EnvironmentName(u"practice"_s), std::nullopt);
        QCOMPARE(folder.root, state + u"/practice/practice"_s);
        QVERIFY(!folder.sockets.startsWith(state));
        QVERIFY(isFitForSockets(folder.sockets));
        QVERIFY(!QFileInfo::exists(folder.sockets)); // Planned, not made.
    }

    void aClosedFolderIsNotForTheServersUser()
    {
        QTemporaryDir folder; // Mode 0700.
        struct stat info;
        QCOMPARE(::stat(QFile::encodeName(folder.path()).constData(), &info), 0);
        const RunAs owner{info.st_uid, info.st_gid, {}, {}};
        const RunAs stranger{info.st_uid + 4711, info.st_gid + 4711, {}, {}};
        QVERIFY(canReach(owner, folder.path()));
        QVERIFY(!canReach(stranger, folder.path() + u"/practice/new"_s));
        QVERIFY(canReach(stranger, u"/tmp/new"_s));
        const EnvironmentName name(u"practice"_s);
        QVERIFY(
            PracticeFolder::plan(folder.path(), name, stranger).root.startsWith(u"/var/lib/shuttler-ops/practice/"_s));
        QVERIFY(PracticeFolder::plan(folder.path(), name, stranger).root.endsWith(u"/practice"_s));
    }

    void aRecordIsReadBackAsItWasWritten()
    {
        QTemporaryDir state;
        const EnvironmentName name(u"practice"_s);
        PracticeRecord record;
        record.folder = PracticeFolder::plan(state.path(), name, std::nullopt);
        QDir().mkpath(record.folder.home);
        record.size = PracticeSize::Medium;
        record.isReady = true;
        record.madeAt = *Instant::parse(u"2026-11-18T11:42:06.25Z"_s);
        record.databasePort = 5440;
        record.appPort = 43210;
        record.incidents = {{IncidentKind::Truncate,
                             {},
                             {},
                             *Instant::parse(u"2026-11-18T11:50:00.5Z"_s),
                             *Instant::parse(u"2026-11-18T11:50:00Z"_s),
                             1234}};
        VERIFY_OK(saveRecord(record));

        const Result<PracticeRecord> read = loadRecord(state.path(), name);

        VERIFY_OK(read);
        QCOMPARE(read->folder.root, record.folder.root);
        QCOMPARE(read->folder.sockets, record.folder.sockets);
        QCOMPARE(wordFor(read->size), u"medium"_s);
        QVERIFY(read->isReady);
        QCOMPARE(read->madeAt.toString(), record.madeAt.toString());
        QCOMPARE(read->databasePort, 5440);
        QCOMPARE(read->appPort, 43210);
        QCOMPARE(read->incidents.size(), 1);
        QCOMPARE(wordFor(read->incidents[0].kind), u"truncate"_s);
        QCOMPARE(read->incidents[0].lastGood.toString(), u"2026-11-18T11:50:00Z"_s);
        QCOMPARE(read->incidents[0].rows, 1234);
        QCOMPARE(read->incidents[0].title, u"Emptied table"_s);
    }

    void aDamagedRecordIsNotGuessedAt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("no TOML") << QByteArray("root = [");
        QTest::newRow("relative root") << QByteArray(
            "root = \"x\"\nsockets = \"/s\"\nsize = \"small\"\nmade-at = \"2026-11-18T11:42:06Z\"\n");
    }
    void aDamagedRecordIsNotGuessedAt()
    {
        QFETCH(QByteArray, text);
        QTemporaryDir state;
        QDir().mkpath(state.filePath(u"practice/p"_s));
        QFile file(state.filePath(u"practice/p/practice.toml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        file.close();
        VERIFY_FAULT(loadRecord(state.path(), EnvironmentName(u"p"_s)), Fault::Corrupt);
    }
};

SHUTTLER_TEST(tst_PracticeRules)
#include "tst_PracticeRules.moc"
