// SPDX-FileCopyrightText: 2026 The Shuttler Ops authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/Files.h"
#include "core/providers/pgbackrest/InstanceBook.h"
#include "core/providers/pgbackrest/StanzaNotes.h"
#include "tests/support/Test.h"

#include <QTemporaryDir>

using namespace shuttler;
using namespace shuttler::pgbackrest;
using namespace Qt::StringLiterals;

class tst_InstanceBook : public QObject {
    Q_OBJECT

private:
    static Instant at(qint64 micros) { return Instant::fromUnixMicros(1'795'500'000'123'456 + micros); }
    static InstanceRecord record(const QString &name = u"copy"_s)
    {
        InstanceRecord made;
        made.id = InstanceId(name);
        made.tag = u"r1"_s;
        made.source = InstanceId(u"main"_s);
        made.target = AtMoment{at(1)};
        made.choice = {
            u"20261124-062716F"_s, 2,      u"time"_s, u"2026-11-24 06:27:16.000001+00"_s, u"current"_s, 5'000'000'000,
            7'000'000'000,         u"15"_s};
        made.port = 5433;
        made.createdAt = at(2);
        made.making = InstanceRecord::Making::Copied;
        made.recoveryOptions = {u"max_connections=100"_s};
        made.isProtected = true;
        made.heldUntil = at(3);
        made.recoveredTo = at(4);
        return made;
    }

private slots:
    void aRecordComesBackAsItWasWritten()
    {
        const InstanceRecord before = record();
        const Result<InstanceRecord> after = instanceRecordFrom(toJson(before));
        VERIFY_OK(after);
        QCOMPARE(toJson(*after), toJson(before));
        QCOMPARE(after->choice, before.choice);
        QVERIFY(after->target == before.target && after->making == before.making
                && after->heldUntil == before.heldUntil);
        QCOMPARE(after->recoveredTo, before.recoveredTo);
        for (const RestoreTarget &target : {RestoreTarget(AtBackup{BackupId(u"b"_s)}), RestoreTarget(AtLatest{})}) {
            InstanceRecord other = before;
            other.target = target;
            QVERIFY(instanceRecordFrom(toJson(other))->target == target);
        }
    }

    void aTornRecordIsCorruptAndNeverGuessed()
    {
        const QByteArray whole = toJson(record());
        for (const QByteArray &text :
             {QByteArray(), whole.left(whole.size() / 2), QByteArray(whole).replace("\"copied\"", "\"somehow\""),
              QByteArray(whole).replace("\"copy\"", "\"../copy\"")})
            VERIFY_FAULT(instanceRecordFrom(text), Fault::Corrupt);
    }

    void namesAreSafeAsFoldersAndStanzas()
    {
        for (const char *good : {"a", "shuttler-prod-r20261118-114206-7f3c", "A_1"})
            QVERIFY2(InstanceBook::isName(QString::fromLatin1(good)), good);
        for (const char *bad : {"", "..", "a/b", "-a", ".shuttler", "a b", "a\n", "a'b", "a%b"})
            QVERIFY2(!InstanceBook::isName(QString::fromLatin1(bad)), bad);
        QVERIFY(!InstanceBook::isName(QString(64, u'a')));
    }

    void keepsFindsAndForgets()
    {
        QTemporaryDir folder;
        const InstanceBook book(folder.path(), InstanceId(u"main"_s), {});
        VERIFY_OK(book.makeFolder(book.folderOf(InstanceId(u"copy"_s))));
        QCOMPARE(QFileInfo(folder.filePath(u"copy"_s)).permissions() & 0x0FF, QFile::Permissions());
        VERIFY_OK(book.keep(record()));
        QVERIFY(book.find(InstanceId(u"copy"_s))->has_value());
        QVERIFY(!book.find(InstanceId(u"other"_s))->has_value());
        QVERIFY(!book.find(InstanceId(u"../copy"_s))->has_value());
        QCOMPARE(book.all().size(), 1);
        VERIFY_OK(book.forget(InstanceId(u"copy"_s)));
        VERIFY_OK(book.forget(InstanceId(u"copy"_s)));
        QVERIFY(book.all().isEmpty());
    }

    /// What is remembered about the first server lies among our notes, not in its own directory.
    void theFirstServerIsNoRestoredOne()
    {
        QTemporaryDir folder;
        const InstanceBook book(folder.path(), InstanceId(u"main"_s), {});
        VERIFY_OK(book.keep(record(u"main"_s)));
        QVERIFY(QFile::exists(folder.filePath(u".shuttler/main/instance.json"_s)));
        QVERIFY(book.find(InstanceId(u"main"_s))->has_value());
        QVERIFY(book.all().isEmpty());
    }

    void unreadableRecordsAreNamed()
    {
        QTemporaryDir folder;
        const InstanceBook book(folder.path(), InstanceId(u"main"_s), {});
        QDir(folder.path()).mkpath(u"torn"_s);
        VERIFY_OK(writeFileAtomically(folder.filePath(u"torn/instance.json"_s), "{"));
        QStringList unreadable;
        QVERIFY(book.all(&unreadable).isEmpty());
        QCOMPARE(unreadable, QStringList{u"torn"_s});
    }

    void notesComeBackAsTheyWereWritten()
    {
        StanzaNotes notes;
        notes.verified.insert(u"F"_s, {at(1), {false, u"why"_s}, u"1@2"_s});
        notes.damagedSegments = {u"000000010000000000000004"_s};
        notes.catchUp = StanzaNotes::CatchUp{at(5), *WalSegment::parse(u"00000001000000020000000A"_s)};
        notes.ends.insert(u"a"_s, std::nullopt);
        notes.ends.insert(u"b+"_s, TransactionEnd{*Lsn::parse(u"2/A000100"_s), 4'000'000'000u, at(6)});
        const StanzaNotes after = stanzaNotesFrom(toJson(notes));
        QCOMPARE(toJson(after), toJson(notes));
        QCOMPARE(after.ends, notes.ends);
        QCOMPARE(after.catchUp->moment, notes.catchUp->moment);
        QVERIFY(stanzaNotesFrom("{").ends.isEmpty());
    }

    void notesAreChangedInPlace()
    {
        QTemporaryDir folder;
        VERIFY_OK(StanzaNotes::change(folder.path(), [](StanzaNotes &notes) { notes.damagedSegments.append(u"x"_s); }));
        VERIFY_OK(StanzaNotes::change(folder.path(), [](StanzaNotes &notes) { notes.damagedSegments.append(u"y"_s); }));
        QCOMPARE(StanzaNotes::readFrom(folder.path()).damagedSegments, (QStringList{u"x"_s, u"y"_s}));
    }
};

SHUTTLER_TEST(tst_InstanceBook)
#include "tst_InstanceBook.moc"
